import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An example on a page of docs/api, and the lines that it says it prints. */
export interface ApiExample {
  readonly page: string;
  /** The heading that it stands under. */
  readonly of: string;
  readonly text: string;
  readonly prints: readonly string[];
}

const PAGES = join(import.meta.dirname, '../../docs/api');

/** The examples of every page, or of one, in order. */
export function apiExamples(only?: string): readonly ApiExample[] {
  return readdirSync(PAGES)
    .filter((page) => only === undefined || page === only)
    .sort()
    .flatMap((page) => {
      let of = '';
      const parts = readFileSync(join(PAGES, page), 'utf8').matchAll(
        /^###? (.+)$|^```(?:js|ts)\n(import [\s\S]*?)^```$/gm,
      );
      return [...parts].flatMap(([, heading, text]) => {
        if (heading !== undefined) of = heading;
        return text === undefined ? [] : [{ page, of, text, prints: printedBy(text) }];
      });
    });
}

/** What stands behind `//`: at the end of a line that prints, or on lines of its own. */
function printedBy(text: string): readonly string[] {
  return [...text.matchAll(/^(?:.*console\.log\(.*\);)?\s*\/\/ (.+)$/gm)].map(([, said = '']) => said);
}

/** Files that examples read, by their names. `instance`: one that is released. */
export function exampleFiles(instance: Uint8Array): Readonly<Record<string, string | Uint8Array>> {
  return { 'slice.dcm': instance, 'secret.hex': `${'07'.repeat(32)}\n` };
}
