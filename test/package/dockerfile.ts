import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Dockerfile, read as far as ours goes: stages, arguments, and instructions with what they were given. */

export interface Instruction {
  readonly name: string;
  /** All behind the name, on one line; arguments stand as `${NAME}`. */
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  /** An image, or the name of another stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** Arguments before the first stage, with their defaults. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
}

export const ROOT = join(import.meta.dirname, '../..');

export function ownDockerfile(): Dockerfile {
  return parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
}

/** Throws over what it does not know. */
export function parseDockerfile(text: string): Dockerfile {
  const defaults: Record<string, string> = {};
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const { name, text: given } of instructionsOf(text)) {
    if (name === 'FROM') {
      const [, from = '', stage = ''] = /^(?:--platform=\S+ )?(\S+) AS (\S+)$/.exec(given) ?? [];
      if (stage === '') throw new Error(`a stage without a name: ${given}`);
      stages.push({ name: stage, from: filled(from, defaults), instructions: [] });
    } else if (stages.length > 0) stages.at(-1)?.instructions.push({ name, text: given });
    else if (name === 'ARG') {
      const [, argument = '', value = ''] = /^(\w+)=(\S+)$/.exec(given) ?? [];
      defaults[argument] = value;
    } else throw new Error(`${name} before the first stage`);
  }
  return { defaults, stages };
}

function instructionsOf(text: string): readonly Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*?)\s*$/.exec(line) ?? [];
      if (name === '') throw new Error(`not an instruction: ${line}`);
      return { name, text: rest };
    });
}

/** With its arguments put in. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A stage with all that it is built on, the image first. */
export function withAbove({ stages }: Dockerfile, name: string): readonly Stage[] {
  const stage = stages.find((each) => each.name === name);
  return stage === undefined ? [] : [...withAbove({ defaults: {}, stages }, stage.from), stage];
}

/** The instructions of a name in a stage and those above it, what counts last. */
export function given(file: Dockerfile, stage: string, name: string): readonly string[] {
  return withAbove(file, stage).flatMap(({ instructions }) =>
    instructions.filter((each) => each.name === name).map(({ text }) => text),
  );
}

/** The command that says whether a container is healthy. */
export function healthOf(file: Dockerfile, stage: string): readonly string[] {
  return listOf(
    given(file, stage, 'HEALTHCHECK')
      .at(-1)
      ?.replace(/^.*?CMD /, ''),
  );
}

/** An instruction in the form of a list: nothing goes through a shell. */
export function listOf(text: string | undefined): readonly string[] {
  return JSON.parse(text ?? '') as readonly string[];
}
