import { type ByteSource, memorySource, type Segment } from '../dicom/byteSource.ts';
import { cleanInstance } from '../engine/deidentify.ts';
import { FaultError } from '../engine/faults.ts';
import type { IdentityMap, KeyRing } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import { loadLookups } from '../engine/resolve/lookupTable.ts';
import { systemClock, systemEntropy } from '../local/system.ts';
import { lazyReader } from '../pixels/lazyReader.ts';
import type { Rules } from './compile.ts';
import { keysOf } from './keys.ts';

/** What an instance is de-identified with beside rules and keys. */
export interface DeidentifySettings {
  /**
   * Keeps what must be remembered from one instance to the next: random UIDs and numbers of patients. Rules that need it
   * end in `IDENTITY_UNAVAILABLE` without it; `openIdentities` opens a file of them.
   */
  readonly identities?: IdentityMap;
  /** Separates projects: the same patient gets unlinkable identities in two of them. By default the project that the rules name, as `lethe deid` takes it; where they name none, `''`. */
  readonly keyScope?: string;
}

/** What became of an instance. Only `released` and `passed-through` may be given to somebody. */
export type Deidentified =
  | {
      /** `passed-through`: the rules let an instance that says it is de-identified leave as it came. */
      readonly outcome: 'released' | 'passed-through';
      /** The de-identified Part 10 file. */
      readonly bytes: Uint8Array;
      /** What a person should know of it; none is a doubt. */
      readonly findings: readonly Finding[];
    }
  | {
      /** A person must look at the findings first. */
      readonly outcome: 'held';
      /** At least one is a doubt. */
      readonly findings: readonly Finding[];
    }
  | {
      /** It cannot be de-identified, or must not be. */
      readonly outcome: 'quarantined';
      /** Why, and what to do. */
      readonly reason: Reason;
    };

/**
 * De-identifies one instance, in memory. What is wrong with the instance quarantines it. Neither the result nor an error holds a value of the instance,
 * but `bytes` what the rules let stay. Where the rules look at pixels, frames are read in a process of their own, which ends with the call.
 *
 * @param instance a DICOM file (PS3.10 section 7), or a source of one, which is read in ranges and not closed
 * @param rules as `compile` or `basicProfile` gave them
 * @param keys 32 secret bytes, or a ring of keys: the same keys give the same UIDs and pseudonyms
 * @param settings what is remembered, and for which project
 * @returns the outcome; `bytes` only where it may leave
 * @throws `FaultError` for a fault of the surroundings, such as identities that cannot be used: nothing is known of the instance, and where the fault
 * is `transient` the same call may succeed later
 *
 * @example
 * ```js
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { basicProfile, deidentify } from 'lethe';
 *
 * const secret = Buffer.from(readFileSync('secret.hex', 'utf8').trim(), 'hex');
 * const result = await deidentify(readFileSync('slice.dcm'), basicProfile(), secret);
 * if (result.outcome === 'released') writeFileSync('clean.dcm', result.bytes);
 * console.log(result.outcome); // released
 * ```
 *
 * @example
 * What is not an instance is quarantined, and the reason says what to do:
 *
 * ```js
 * import { basicProfile, deidentify } from 'lethe';
 *
 * const result = await deidentify(new Uint8Array(9), basicProfile(), new Uint8Array(32));
 * if (result.outcome === 'quarantined') console.log(result.reason.code); // NOT_DICOM
 * ```
 */
export async function deidentify(
  instance: Uint8Array | ByteSource,
  rules: Rules,
  keys: Uint8Array | KeyRing,
  settings: DeidentifySettings = {},
): Promise<Deidentified> {
  const { identities = NO_IDENTITIES, keyScope = rules.plan.keyScope ?? '' } = settings;
  if (rules.plan.reidentification === 'on') throw keepsOriginals();
  const source = instance instanceof Uint8Array ? memorySource(instance) : instance;
  const ring = keys instanceof Uint8Array ? keysOf(keys) : keys;
  const pixels = lazyReader(async () => (await import('../pixels/openReader.ts')).openReader());
  try {
    const clean = await cleanInstance(source, {
      plan: rules.plan,
      keys: ring,
      keyScope,
      identities,
      lookups: await loadLookups(rules.tables, ring, keyScope),
      clock: systemClock,
      entropy: systemEntropy,
      pixels,
    });
    if ('reason' in clean) return { outcome: 'quarantined', reason: clean.reason };
    const { outcome, findings } = clean;
    if (outcome === 'held') return { outcome, findings };
    return { outcome, findings, bytes: await bytesOf(clean.segments, source) };
  } finally {
    await pixels.close();
  }
}

async function bytesOf(segments: readonly Segment[], source: ByteSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const segment of segments)
    parts.push(
      segment.kind === 'owned'
        ? segment.bytes
        : segment.kind === 'made'
          ? await segment.make()
          : await source.read(segment.start, segment.end),
    );
  return new Uint8Array(Buffer.concat(parts));
}

function forgets(): never {
  throw new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The rules remember identities from one instance to the next, and there is nothing to keep them in',
    'Give deidentify identities, as openIdentities opens them',
  );
}

const NO_IDENTITIES: IdentityMap = {
  claim: async (claims) => (claims.length === 0 ? [] : forgets()),
  known: async (keys) => (keys.length === 0 ? [] : forgets()),
  allocate: async () => forgets(),
  close: async () => {},
};

/** An original that nobody keeps could never be opened again. */
function keepsOriginals(): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The rules keep originals, sealed, and deidentify has nowhere to keep them',
    'Use lethe deid, or switch reidentification off in the rules',
  );
}
