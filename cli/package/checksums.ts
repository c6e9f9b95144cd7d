import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The list of digests of a release. */
export const CHECKSUMS = 'SHA256SUMS';

/** What `sha256sum --check` and `shasum -a 256 --check` read: one line per file of a folder, in the order of their names. */
export function checksumsOf(folder: string, names: readonly string[]): string {
  return [...names]
    .sort()
    .map((name) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
      return `${digest}  ${name}\n`;
    })
    .join('');
}
