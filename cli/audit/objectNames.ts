import { existsSync } from 'node:fs';
import nodePath from 'node:path';
import type { AuditRecord, LoggedRecord } from '../../layers/engine/audit/audit.ts';
import { slashed } from '../../layers/engine/identities/deskPath.ts';
import { hashedName, objectNameKey } from '../../layers/engine/identities/objectNames.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { UsageError } from '../exit.ts';

/**
 * The records of an object in audit files, named as somebody types it: a key or a clean key, or a path from here or from the root, with or
 * without the input's name. An audit has paths below an input that is not known here, so a key fits that the whole path ends with. A short
 * one fits other files, too: what counts is as many parts below the input as were typed, or else the most that fit. `hashes`: keyed hashes.
 */
export function recordsNamed(
  typed: string,
  records: readonly LoggedRecord[],
  hashes: ReadonlySet<string>,
  path: Paths = nodePath,
): readonly LoggedRecord[] {
  const parts = partsOf(slashed(path.resolve(typed)));
  const tails = new Map(parts.map((_part, at) => [parts.slice(at).join('/'), parts.length - at]));
  const fits = records.map(({ source, output }) =>
    Math.max(partsBelow(source, typed, tails), tails.get(output.key ?? '') ?? 0),
  );
  const most = fits.reduce((longest, count) => Math.max(longest, count), 0);
  const asTyped = path.isAbsolute(typed) ? most : Math.max(partsTyped(typed), SURELY_MEANT);
  const least = Math.max(1, Math.min(most, asTyped));
  return records.filter(({ source }, at) => hashes.has(source.key) || (fits[at] as number) >= least);
}
/** Parts of a key that hardly fit another file. */
const SURELY_MEANT = 2;

/** How many parts below its input fit; 0: it is another file. */
function partsBelow(
  { key, input }: AuditRecord['source'],
  typed: string,
  tails: ReadonlyMap<string, number>,
): number {
  const name = key.replace(/\/$/, '');
  const whole = tails.get(name) ?? 0;
  if (input === undefined) return whole;
  if (whole > 0) return whole - input.split('/').length;
  return name === `${input}/${typed}` ? partsTyped(typed) : 0;
}

/** The keyed hashes that a run under this key gives a file, whichever of its folders was the input. Throws `FaultError`, and `UsageError` where there is no key. */
export async function hashesOf(
  typed: string,
  keyFile: string,
  path: Paths = nodePath,
): Promise<ReadonlySet<string>> {
  // A key that was made here would have named nothing.
  if (!existsSync(keyFile))
    throw new UsageError(`--key: there is no file ${JSON.stringify(keyFile)}. Name the key of the runs.`);
  const key = await objectNameKey(new KeyFile(keyFile), '');
  const whole = slashed(path.resolve(typed));
  const [root = ''] = /^\/*/.exec(whole) ?? [];
  const parts = partsOf(whole);
  const texts = parts.map((_part, at) => {
    const folder = `${root}${parts.slice(0, at).join('/')}`;
    return `${folder}\x1f${parts.slice(at).join('/')}`;
  });
  return new Set([whole, ...texts].map((text) => hashedName(key, text)));
}

/** How the system writes a path; tests have another system's. */
type Paths = Pick<typeof nodePath, 'resolve' | 'isAbsolute'>;

/** Parts of an absolute path from the root. */
function partsOf(whole: string): readonly string[] {
  return whole.split('/').filter(Boolean);
}

/** How many of its parts a relative path says itself. */
function partsTyped(typed: string): number {
  return typed.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..').length;
}
