/** One thing that a page of docs/tutorials has its reader do, or shows. */
export type Step =
  /** Commands that are typed, and what they print, if the page shows it. */
  | {
      readonly kind: 'type';
      readonly line: number;
      readonly commands: readonly TypedCommand[];
      readonly shown: string | null;
      /** The last one goes on until a `stopped` step, or the end of the page: a server in a terminal of its own. */
      readonly stays: boolean;
    }
  /** A file that is written as the page shows it. */
  | { readonly kind: 'file'; readonly line: number; readonly name: string; readonly text: string }
  /** Ctrl-C in the terminal of what stays and was started last, and the rest of what it prints. */
  | { readonly kind: 'stopped'; readonly line: number; readonly shown: string };

export interface TypedCommand {
  readonly text: string;
  /** What it ends in: the page says `# exit status 1` behind a command that does not end in 0. */
  readonly status: number;
}

interface Block {
  readonly info: string;
  readonly text: string;
  /** Of its fence, from 1. */
  readonly line: number;
}

/**
 * What a page has its reader do, in its order. A fence says what its block is: `sh` is typed, `sh stays` goes on; `text` behind it is what is
 * printed, `text stopped` what is printed after Ctrl-C; any language and a file name (`json rules.json`) is a file to be written; `text aside` and
 * what else has no file name is shown only. Throws where a page says what nobody can carry out.
 */
export function stepsOf(page: string): readonly Step[] {
  const blocks = blocksOf(page);
  const steps: Step[] = [];
  for (const [at, { info, text, line }] of blocks.entries()) {
    const [language = '', word = ''] = info.split(' ');
    const wrong = (what: string) => new Error(`line ${line}: ${what}`);
    if (language === 'text' && text.split('\n').every((each) => /^…?$/.test(each.trim())))
      throw wrong('this shows nothing');
    if (language === 'sh') {
      if (word !== '' && word !== 'stays') throw wrong(`nobody knows "sh ${word}"`);
      const next = blocks[at + 1];
      const shown = next?.info === 'text' ? next.text : null;
      const stays = word === 'stays';
      if (stays && shown === null && portOf(text) === null)
        throw wrong(
          'what stays must show what it prints once it is ready, or end with the port that it listens on',
        );
      steps.push({ kind: 'type', line, commands: commandsOf(text), shown, stays });
    } else if (info === 'text') {
      if (!blocks[at - 1]?.info.startsWith('sh')) throw wrong('a text that no command before it prints');
    } else if (info === 'text stopped') steps.push({ kind: 'stopped', line, shown: text });
    else if (language === '') throw wrong('a block that does not say what it is');
    else if (word !== '' && info !== 'text aside') steps.push({ kind: 'file', line, name: word, text });
  }
  return steps;
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; lines: string[] } | null = null;
  for (const [at, line] of page.split('\n').entries()) {
    const [, info] = /^```(.*)$/.exec(line) ?? [];
    if (open !== null && info === '') {
      blocks.push({ info: open.info, line: open.line, text: open.lines.map((each) => `${each}\n`).join('') });
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (info !== undefined) open = { info: info.trim(), line: at + 1, lines: [] };
  }
  if (open !== null) throw new Error(`line ${open.line}: a block that does not end`);
  return blocks;
}

/** The port that a command ends with. */
export function portOf(command: string): number | null {
  const [, port] = / (\d{4,5})\s*$/.exec(command) ?? [];
  return port === undefined ? null : Number(port);
}

/** A line each; one that ends in a backslash goes on in the next. */
function commandsOf(text: string): readonly TypedCommand[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ text: line, status: Number(/# exit status (\d+)\b/.exec(line)?.[1] ?? 0) }));
}
