import { resolve } from 'node:path';
import { convertPixelScript } from '../../rules/ctp/convert.ts';
import { textProblems } from '../../rules/dialects.ts';
import { formatProblem } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';
import { MOST_RULES_BYTES, readText } from '../readText.ts';

/** A script of another system, as a rule file and what is not in it. */
export interface ConvertedFile {
  readonly text: string;
  readonly said: readonly string[];
  /** Whether everything that the script says is in it. */
  readonly isWhole: boolean;
}

/** What `--from` takes. */
export const SCRIPTS = ['ctp-pixels'] as const;

/** Reads and converts a script of CTP's DicomPixelAnonymizer. Throws `UsageError` where there is nothing to write. */
export function convertedScript(file: string): ConvertedFile {
  const text = readText(resolve(file), MOST_RULES_BYTES, JSON.stringify(file), 'Check the path.');
  const source = { name: file, text };
  const unreadable = textProblems(text, null);
  const { text: written, problems } =
    unreadable.length > 0 ? { text: null, problems: unreadable } : convertPixelScript(source);
  const said = problems.map((problem) => formatProblem(source, problem));
  if (written === null)
    throw new UsageError(['nothing of the script can be converted.', ...said].join('\n\n'), 'RULES_WRONG');
  return { text: written, said, isWhole: problems.every(({ severity }) => severity !== 'error') };
}
