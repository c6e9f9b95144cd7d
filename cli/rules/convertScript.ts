import { resolve } from 'node:path';
import type { ConvertedScript } from '../../rules/ctp/convert.ts';
import { textProblems } from '../../rules/dialects.ts';
import { formatProblem, type RuleProblem } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';
import { MOST_RULES_BYTES, MOST_TABLE_BYTES, readText } from '../readText.ts';

/** A script of another system, as a rule file and what is not in it. */
export interface ConvertedFile {
  readonly text: string;
  readonly said: readonly string[];
  /** Whether everything that the script says is in it. */
  readonly isWhole: boolean;
}

/** What `--from` takes. */
export const SCRIPTS = ['ctp', 'ctp-pixels', 'ctp-lookup'] as const;
export type Script = (typeof SCRIPTS)[number];

type Convert = (source: { readonly name: string; readonly text: string }) => ConvertedScript;

/** What some of them are told besides. */
export interface ScriptOptions {
  /** What lies beneath the rules of a script. */
  readonly profile?: 'none' | 'basic';
  /** Which keys of a lookup table. */
  readonly keyType?: string;
}

/** Reads and converts a script of CTP's. Throws `UsageError` where there is nothing to write. */
export async function convertedScript(
  from: Script,
  file: string,
  options: ScriptOptions = {},
): Promise<ConvertedFile> {
  const most = from === 'ctp-lookup' ? MOST_TABLE_BYTES : MOST_RULES_BYTES;
  const text = readText(resolve(file), most, JSON.stringify(file), 'Check the path.');
  const source = { name: file, text };
  const unreadable = textProblems(text, null);
  const { text: written, problems } =
    unreadable.length > 0 ? { text: null, problems: unreadable } : (await converterOf(from, options))(source);
  const said = problems.map((problem) => sayProblem(from, source, problem));
  if (written === null)
    throw new UsageError(['nothing of the file can be converted.', ...said].join('\n\n'), 'RULES_WRONG');
  return { text: written, said, isWhole: problems.every(({ severity }) => severity !== 'error') };
}

async function converterOf(from: Script, { profile, keyType }: ScriptOptions): Promise<Convert> {
  switch (from) {
    case 'ctp': {
      const { convertAnonymizerScript } = await import('../../rules/ctp/convertAnonymizer.ts');
      return (source) => convertAnonymizerScript(source, profile);
    }
    case 'ctp-pixels':
      return (await import('../../rules/ctp/convert.ts')).convertPixelScript;
    case 'ctp-lookup': {
      const { convertLookupTable } = await import('../../rules/ctp/lookupTable.ts');
      return (source) => convertLookupTable(source, keyType);
    }
  }
}

/** A line of a lookup table has an original, so it is not shown. */
function sayProblem(from: Script, source: Parameters<Convert>[0], problem: RuleProblem): string {
  return formatProblem(from === 'ctp-lookup' ? { name: source.name, text: '' } : source, problem);
}
