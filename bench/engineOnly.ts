import { join } from 'node:path';
import type { cleanInstance } from '../layers/engine/deidentify.ts';
import { KeyFile } from '../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../layers/local/system.ts';
import { basicProfilePlan } from '../rules/ps315/basicProfile.ts';

/** What the engine needs when nothing is stored. */
export type EngineOnly = Parameters<typeof cleanInstance>[1];

/** The Basic Profile with a key of its own in a folder. */
export function engineOnly(work: string): EngineOnly {
  return {
    plan: basicProfilePlan(),
    keys: new KeyFile(join(work, 'engine-key')),
    identities: new SqliteIdentityMap(join(work, 'engine-identities.sqlite')),
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
  };
}
