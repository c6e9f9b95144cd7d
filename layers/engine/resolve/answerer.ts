import type { KeyObject } from 'node:crypto';
import type { Entropy, IdentityMap, KeyPurpose, KeyRing } from '../ports.ts';
import type { LookupTable } from './lookupTable.ts';
import type { ValueReader } from './valueReader.ts';

/** What requests are answered with. */
export interface ResolverPorts {
  readonly keys: KeyRing;
  readonly identities: IdentityMap;
  readonly entropy: Entropy;
  /** Separates projects. */
  readonly keyScope: string;
  /** The tables that the rules name, by their digests. */
  readonly lookups: ReadonlyMap<string, LookupTable>;
  /** Values that the index left where they are. */
  readonly values: ValueReader;
}

/** What an answerer may use. */
export interface Resolver extends Omit<ResolverPorts, 'keys'> {
  subkey(purpose: KeyPurpose): Promise<KeyObject>;
}

/** Answers requests of one kind, in their order. */
export type Answerer<R> = (requests: readonly R[], resolver: Resolver) => Promise<readonly string[]>;
