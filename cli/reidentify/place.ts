import type { IdentityEraser, IdentityMap, KeyRing, Opener } from '../../layers/engine/ports.ts';

/** What a re-identification works with, at a desk or in the cloud. */
export interface Place {
  readonly identities: IdentityMap & IdentityEraser;
  readonly keys: KeyRing;
  readonly opener: Opener;
  readonly audit: string;
}
