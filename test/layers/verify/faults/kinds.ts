import type { FindingCode } from '../../../../layers/verify/findings.ts';
import { COHORT_KINDS } from './ofCohort.ts';
import { DATE_KINDS } from './ofDates.ts';
import { FORM_KINDS } from './ofForms.ts';
import { HIDING_KINDS } from './ofHiding.ts';
import { MARKER_KINDS } from './ofMarkers.ts';
import { NAME_KINDS } from './ofNames.ts';
import { PIXEL_KINDS } from './ofPixels.ts';
import { STRUCTURE_KINDS } from './ofStructure.ts';
import { UID_KINDS } from './ofUids.ts';
import type { Spoilable } from './tree.ts';

/** What a fault is made with: an output, what it was made of, and dice. */
export interface Fault {
  readonly output: Spoilable;
  readonly source: Spoilable;
  /** Another output of the release, for mixing up. */
  readonly other: Spoilable;
  below(limit: number): number;
}

export interface FaultKind {
  readonly name: string;
  /** One of these must be found in the spoiled instance. */
  readonly codes: readonly FindingCode[];
  /** The rules that the output was made with: only with dates that move can one be wrong. */
  readonly dates?: 'modified';
  /** The new name of the file. */
  readonly rename?: (fault: Fault) => string;
  /** Spoils the output; false: this one has nothing that can be spoiled so. */
  spoil(fault: Fault): boolean;
}

/** A fault that is made in the bytes, once they are written. */
export interface ByteFault extends FaultKind {
  readonly bytes?: (bytes: Uint8Array, below: (limit: number) => number) => Uint8Array;
}

export const FAULT_KINDS: readonly ByteFault[] = [
  ...NAME_KINDS,
  ...UID_KINDS,
  ...DATE_KINDS,
  ...MARKER_KINDS,
  ...PIXEL_KINDS,
  ...STRUCTURE_KINDS,
  ...HIDING_KINDS,
  ...FORM_KINDS,
  ...COHORT_KINDS,
];
