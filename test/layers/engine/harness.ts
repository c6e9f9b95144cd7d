import { createHmac, createSecretKey } from 'node:crypto';
import { type ByteSource, memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { type ParseLimits, parseInstance } from '../../../layers/dicom/parse.ts';
import { type CleanInstance, cleanInstance } from '../../../layers/engine/deidentify.ts';
import type {
  Clock,
  IdentityClaim,
  IdentityKey,
  IdentityMap,
  KeyRing,
  Sealer,
} from '../../../layers/engine/ports.ts';
import type { Reason } from '../../../layers/engine/reason.ts';
import type { LookupTable } from '../../../layers/engine/resolve/lookupTable.ts';
import { systemEntropy } from '../../../layers/local/system.ts';
import type { PixelReader, TextDetector } from '../../../layers/pixels/reader.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { bytesOfSegment } from '../../support/segments.ts';

/** The engine with ports of its own, in memory: one key for ever, one time of day. */

/** Subkeys of a root that everybody knows, as `KeyRing` says they are derived. */
export function testKeys(root = 'a root key of the tests'): KeyRing {
  return {
    keyId: 'test',
    subkeys: async (labels) =>
      new Map(
        labels.map((label) => [label, createSecretKey(createHmac('sha256', root).update(label).digest())]),
      ),
  };
}

/** Keeps identities for as long as it lives. */
export function testIdentities(): IdentityMap {
  const stored = new Map<string, string>();
  const nameOf = ({ scope, key }: IdentityKey) => `${scope}\n${key}`;
  const claimOne = (claim: IdentityClaim): string => {
    const value = stored.get(nameOf(claim)) ?? claim.candidate;
    stored.set(nameOf(claim), value);
    return value;
  };
  return {
    claim: async (claims) => claims.map(claimOne),
    known: async (keys) => keys.map((key) => stored.get(nameOf(key)) ?? null),
    allocate: async (claim) => {
      const next = [...stored.keys()].filter((name) => name.startsWith(`${claim.scope}\n`)).length;
      if (next >= claim.capacity && !stored.has(nameOf(claim))) return null;
      return Number(claimOne({ ...claim, candidate: String(next) }));
    },
    close: async () => {},
  };
}

export const TEST_CLOCK: Clock = { now: () => Date.UTC(2026, 10, 21), elapsed: () => 0 };

export interface CleanOptions {
  readonly plan?: RulePlan;
  readonly keys?: KeyRing;
  readonly identities?: IdentityMap;
  readonly keyScope?: string;
  readonly lookups?: ReadonlyMap<string, LookupTable>;
  readonly sealer?: Sealer;
  readonly limits?: ParseLimits;
  readonly pixels?: PixelReader;
  readonly detector?: TextDetector;
}

/** One object through the engine in memory. */
export function clean(
  object: Uint8Array | ByteSource,
  options: CleanOptions = {},
): Promise<CleanInstance | { readonly reason: Reason }> {
  return cleanInstance(object instanceof Uint8Array ? memorySource(object) : object, {
    plan: options.plan ?? basicProfilePlan(),
    keys: options.keys ?? testKeys(),
    identities: options.identities ?? testIdentities(),
    entropy: systemEntropy,
    clock: TEST_CLOCK,
    keyScope: options.keyScope ?? '',
    ...(options.lookups === undefined ? {} : { lookups: options.lookups }),
    ...(options.sealer === undefined ? {} : { sealer: options.sealer }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.pixels === undefined ? {} : { pixels: options.pixels }),
    ...(options.detector === undefined ? {} : { detector: options.detector }),
  });
}

/** The bytes that come out. Throws, with the code, if none do. */
export async function cleanBytes(object: Uint8Array, options: CleanOptions = {}): Promise<Uint8Array> {
  const result = await clean(object, options);
  if ('reason' in result)
    throw new Error(`not released: ${result.reason.code} ${result.reason.path ?? ''}`.trim());
  return bytesOfSegments(object, result.segments);
}

/** The code of the reason why an object does not come out; null if it does. */
export async function refusal(object: Uint8Array, options: CleanOptions = {}): Promise<string | null> {
  const result = await clean(object, options);
  return 'reason' in result ? result.reason.code : null;
}

export function bytesOfSegments(source: Uint8Array, segments: readonly Segment[]): Uint8Array {
  return new Uint8Array(Buffer.concat(segments.map((part) => bytesOfSegment(part, source))));
}

/** An object's index, from memory. */
export const parsed = (bytes: Uint8Array, limits?: ParseLimits) =>
  parseInstance(memorySource(bytes), ...(limits === undefined ? [] : [limits]));
