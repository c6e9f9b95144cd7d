import type { Command, OutputConfiguration } from 'commander';

/** `lethe: CODE: what happened. What to do.`, the one form of everything that ends a command. docs/codes.md has every code. */
export function codedLine(code: string, message: string): string {
  return `lethe: ${code}: ${/[.!?:)]$/.test(message) ? message : `${message}.`}\n`;
}

/** The same form for what commander finds wrong with a call. */
export function codedOutput(command: Command): OutputConfiguration {
  return {
    outputError: (text, write) => {
      const said = text
        .replace(/^error: /, '')
        .trim()
        .replace(/\s*\n\s*/g, ' ');
      const sentence = /[.!?)]$/.test(said) ? said : `${said}.`;
      write(codedLine('WRONG_CALL', `${sentence} ${nameOf(command)} --help says how to call it.`));
    },
  };
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
