import { existsSync } from 'node:fs';
import type { EngineServices } from '../../layers/engine/deidentify.ts';
import type { KeptNote } from '../../layers/engine/kept.ts';
import type { IdentityMap } from '../../layers/engine/ports.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { identitiesIn } from '../../layers/local/keptPlaces.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { UsageError } from '../exit.ts';
import { isKmsKey, keysAt } from '../keysAt.ts';
import { type NamedRules, rulesOf } from './sameRun.ts';

/** What a call names of a run, to look at what it kept. */
export interface NamedReading extends NamedRules {
  readonly key?: string;
  readonly identities?: string;
}

/**
 * What a kept instance of a desk is looked at with: the rules, key and identities of its run, unless the call names others. Nothing is made that is not there. Throws
 * `UsageError` where they are not to be found.
 */
export async function readingAtDesk(
  note: KeptNote | null,
  keptFolder: string,
  named: NamedReading = {},
): Promise<EngineServices> {
  const run = note?.run;
  const { plan, tables, keyScope } = await rulesOf(run, named, noCloud);
  const key = named.key ?? run?.desk?.key ?? '';
  if (!isKmsKey(key) && !existsSync(key))
    throw new UsageError(
      'the key of the run is not where it was. Name it with --key FILE.',
      'FILE_UNREADABLE',
    );
  const keys = keysAt(key);
  if (named.key === undefined && keys.keyId !== run?.keyId)
    throw new UsageError(
      'the key of the run was replaced. Name the one that is meant with --key.',
      'KEY_DIFFERS',
    );
  const file = named.identities ?? run?.desk?.identities ?? identitiesIn(keptFolder);
  const identities = existsSync(file) ? new SqliteIdentityMap(file) : NO_IDENTITIES;
  const lookups = await loadLookups(tables, keys, keyScope);
  return { plan, keys, identities, keyScope, lookups, clock: systemClock, entropy: systemEntropy };
}

/** Where a run has left no file of identities: nothing is known, and no number is free. */
export const NO_IDENTITIES: IdentityMap = {
  claim: async (claims) => claims.map(({ candidate }) => candidate),
  known: async (keys) => keys.map(() => null),
  allocate: async () => null,
  close: async () => {},
};

const noCloud = (): Promise<never> =>
  Promise.reject(
    new UsageError(
      'the rules of this instance are in the cloud. Look at it there, or name others with --rules FILE.',
      'RULES_CHANGED',
    ),
  );
