import type { FindingList, Severity } from '../findings.ts';
import { NO_TOKENS, type OtherTokens, tokenIn } from './residue.ts';
import { isPlausibleName } from './texts.ts';
import type { Tokens } from './tokens.ts';

/** A path that only has UIDs, digits and hexadecimal words tells nobody anything, and can be printed. */
export function isBlandPath(path: string): boolean {
  return path
    .split('/')
    .every((part) =>
      /^([\d.]+|[0-9a-f-]{8,}|(im|img|image|i|slice|series|se|study|st|pa)?[-_]?\d{1,12}|dicomdir|dicom|clean|data)(\.dcm|\.ima)?$/i.test(
        part,
      ),
    );
}

/** A UID or a number of the machine's: any short number stands in it by chance. */
const LONG_NUMBER = /\d+(\.\d+){3,}|\d{20,}/g;

export interface FileName {
  readonly path: string;
  /** Of the instance, as the report names it. */
  readonly name: string;
  /** Of its source; null: none is known. */
  readonly tokens: Tokens | null;
  /** Of all sources. */
  readonly others: OtherTokens | null;
  /** Of its source with what may stay; null: none is known. */
  allOfSource(): Tokens | null;
  /** UIDs that the output itself has. */
  readonly own: ReadonlySet<string>;
}

/** What folders and files are called (HIPAA: any identifying number, characteristic or code). */
export function checkFileName(
  { path, name, tokens, others, own, allOfSource }: FileName,
  findings: FindingList,
): void {
  const text = path.replace(LONG_NUMBER, ' ').replace(/[/_.]+/g, ' ');
  const parts = new Set(path.replace(/\.(dcm|ima)$/i, '').split('/'));
  const add = (severity: Severity) =>
    findings.add({ code: 'NAME_IN_FILE_NAME', severity, path: '', instance: name });
  // A UID that the output itself has is told of where it stands.
  const isUid = tokens !== null && [...tokens.uids.keys()].some((uid) => parts.has(uid) && !own.has(uid));
  if (isUid || (tokens !== null && tokenIn(text, tokens) !== null)) add('error');
  // What the rules let stay of its own source is nobody else's.
  else if (
    others?.isIn(text, tokens ?? NO_TOKENS) === true &&
    tokenIn(text, allOfSource() ?? NO_TOKENS) === null
  )
    add('error');
  // Without a source a name is known by its look alone.
  else if (tokens === null && path.split('/').some(isPlausibleName)) add('warning');
}
