import type { SpooledMeta } from './fileMeta.ts';

/** One instance in the spool. Its file is an original. */
export interface SpoolEntry {
  /** Counts on for ever, in the order of arrival. */
  readonly number: number;
  /** The file's name in the folder of what was received. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Who called, and by what name: the route goes by these. */
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** A keyed name of its SOP Instance UID: nothing else of it is said. */
  readonly receipt: string;
  /** A keyed name of its Series Instance UID, or of its sender where the series is not known: instances of one are handed on in their order. */
  readonly series: string;
}

/** An instance that comes. `sopInstanceUid` is an original. */
export type Incoming = SpooledMeta;

const DIGITS = 15;
const NAME = /^(\d{15})\.dcm$/;

export function entryName(number: number): string {
  return `${String(number).padStart(DIGITS, '0')}.dcm`;
}

/** Null: the spool did not write this file. */
export function numberOf(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}
