import { createSecretKey, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { KeyRing } from '../../layers/engine/ports.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { cleanKeysIn } from '../../layers/local/cleanFiles.ts';
import { releaseBookIn } from '../../layers/local/keptPlaces.ts';
import { realPlace } from '../../layers/local/pathRelation.ts';
import { type BookedPlace, type BookedRun, ReleaseBook } from '../../layers/local/releaseBook.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { UsageError } from '../exit.ts';
import { isKmsKey, keysAt } from '../keysAt.ts';
import type { Places } from '../places.ts';
import { unfitPart } from '../windows.ts';

export interface Beginning {
  readonly places: Places;
  readonly inputs: readonly string[];
  readonly routes: readonly { readonly cleanPrefix: string; readonly plan: RulePlan }[];
  /** The key file. */
  readonly key: string;
  readonly overwrite: boolean;
}

/**
 * Throws `UsageError` if something of the output folder was released under another key, of whichever inputs: the same instance would be there twice, as of two patients. And if the inputs, or
 * some of them, were released into it under other rules, where nothing is to be written over: each of their instances would be in conflict with itself.
 */
export async function requireSameRun(beginning: Beginning): Promise<void> {
  const { places, key, overwrite } = beginning;
  await requireSameKey({ places, key });
  const path = releaseBookIn(places.kept);
  // Without a key there is nothing that it could have been released with; none is made for the look.
  if (overwrite || isEmpty(places.out) || !existsSync(path) || !isThere(key)) return;
  const run = bookedRun(beginning);
  const book = new ReleaseBook(path, keysAt(key));
  try {
    const before = await book.atOdds(run);
    if (before !== null) throw otherRules(before, run, places);
  } finally {
    await book.close();
  }
}

/** Throws `UsageError` if something of the output folder was released under another key than this, or than the one that would be made. Makes nothing. */
export async function requireSameKey({ places, key }: Pick<Beginning, 'places' | 'key'>): Promise<void> {
  const path = releaseBookIn(places.kept);
  if (isEmpty(places.out) || !existsSync(path)) return;
  const book = new ReleaseBook(path, isThere(key) ? keysAt(key) : NO_KEY);
  try {
    if (await book.hasOtherKeys(bookedOutput(places), () => cleanKeysIn(places.out)))
      throw otherKey(places, isThere(key) ? null : key);
  } finally {
    await book.close();
  }
}

/** A key that nothing was ever made with. */
const NO_KEY: KeyRing = {
  keyId: '',
  subkeys: async (labels) => new Map(labels.map((label) => [label, createSecretKey(randomBytes(32))])),
};

function isThere(key: string): boolean {
  return isKmsKey(key) || existsSync(key);
}

/** Notes a run in the book of releases, before its first instance. */
export async function beginRun(beginning: Beginning): Promise<BookedPlace> {
  const { places, key, routes, overwrite } = beginning;
  for (const { cleanPrefix } of routes) requireFit(cleanPrefix);
  const run = bookedRun(beginning);
  const book = new ReleaseBook(releaseBookIn(places.kept), keysAt(key));
  try {
    if (isEmpty(places.out)) await book.forget(run.output);
    const place = { number: await book.begin(run), output: run.output };
    if (overwrite) await book.lookOver(place, cleanKeysIn(places.out));
    return place;
  } finally {
    await book.close();
  }
}

/** Ends a run that was to replace what stood in the clean folder: how many clean instances there are of earlier runs still. */
export async function leftByEarlierRuns(
  { places, key }: Pick<Beginning, 'places' | 'key'>,
  run: BookedPlace,
): Promise<number> {
  const book = new ReleaseBook(releaseBookIn(places.kept), keysAt(key));
  try {
    const keys = await book.left(run);
    return keys.filter((each) => existsSync(join(places.out, each))).length;
  } finally {
    await book.close();
  }
}

/** Throws `UsageError` for a prefix that this system cannot make folders of. */
function requireFit(cleanPrefix: string): void {
  const part = unfitPart(cleanPrefix);
  if (part === null) return;
  throw new UsageError(
    `the clean prefix ${JSON.stringify(cleanPrefix)} cannot be folders on Windows: ${JSON.stringify(part)} is the name of a device, or has a character that no name there has. Write another.`,
    'PREFIX_MALFORMED',
  );
}

function bookedRun({ places, inputs, routes }: Beginning): BookedRun {
  return {
    output: bookedOutput(places),
    plans: routes.map(({ cleanPrefix, plan: { name, digest } }) => ({ prefix: cleanPrefix, name, digest })),
    engine: ENGINE_VERSION,
    inputs: inputs.map((input) => realPlace(input)),
  };
}

/** The output folder as the book names it: from the kept folder, since both may be moved together. */
export function bookedOutput({ out, kept }: Places): string {
  return relative(realPlace(kept), realPlace(out)).split(sep).join('/');
}

function otherRules(before: BookedRun['plans'][number], run: BookedRun, { out }: Places): UsageError {
  const now = run.plans.find(({ prefix }) => prefix === before.prefix);
  return new UsageError(
    `these were released under other rules: ${told(before)} then, ${told(now ?? before)} now, in ${JSON.stringify(out)}. ` +
      'Give --overwrite to write over them, or another --out to have both.',
    'OTHER_RULES',
  );
}

/** `missing`: the key file that was named, and is not there. */
function otherKey({ out }: Places, missing: string | null): UsageError {
  const none = missing === null ? '' : ` There is no key at ${JSON.stringify(missing)}.`;
  return new UsageError(
    `some of what is in ${JSON.stringify(out)} was released under another key, so nobody can tell which sources it is of, and the same instances would stand beside it under other pseudonyms.${none} ` +
      'Name the key of that run with --key, or another --out, or empty the folder.',
    'OTHER_KEY',
  );
}

function told({ name, digest }: { readonly name: string; readonly digest: string }): string {
  return `${name} (${digest.slice(0, 12)})`;
}

/** What cannot be looked into is said by those who open it. */
function isEmpty(folder: string): boolean {
  try {
    return !existsSync(folder) || readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
