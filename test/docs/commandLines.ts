import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page. `info` is what stands behind the fence. */
export interface Block {
  readonly page: string;
  readonly info: string;
  readonly text: string;
}

/** The fenced blocks of every page of a folder. */
export function blocksIn(folder: string): readonly Block[] {
  return readdirSync(folder)
    .filter((page) => page.endsWith('.md'))
    .sort()
    .flatMap((page) =>
      [...readFileSync(join(folder, page), 'utf8').matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(
        ([, info = '', text = '']) => ({ page, info, text }),
      ),
    );
}

/** The commands of a block, each part of a pipeline by itself, as words. */
export function commandsIn(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const commands: string[][] = [[]];
      for (const word of wordsOf(line))
        if (word === '|') commands.push([]);
        else if (word === '>') break;
        else commands.at(-1)?.push(word);
      return commands;
    });
}

/** As a shell does, without expansions. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(
      /'([^']*)'|"([^"]*)"/g,
      (_whole, single: string | undefined, double: string | undefined) => single ?? double ?? '',
    ),
  );
}
