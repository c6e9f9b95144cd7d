import type { FindingList } from '../findings.ts';
import { tokenIn } from './residue.ts';
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

/** What folders and files are called (HIPAA: any identifying number, characteristic or code). */
export function checkFileName(
  path: string,
  name: string,
  tokens: Tokens | null,
  own: ReadonlySet<string>,
  findings: FindingList,
): void {
  if (tokens === null) return;
  const parts = new Set(path.replace(/\.(dcm|ima)$/i, '').split('/'));
  // A UID that the output itself has is told of where it stands.
  const isUid = [...tokens.uids.keys()].some((uid) => parts.has(uid) && !own.has(uid));
  if (isUid || tokenIn(path.replace(LONG_NUMBER, ' ').replace(/[/_.]+/g, ' '), tokens) !== null)
    findings.add({ code: 'NAME_IN_FILE_NAME', severity: 'error', path: '', instance: name });
}
