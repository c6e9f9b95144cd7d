import type { ConceptRule } from '../plan.ts';
import type { ShiftAction } from '../ps315/options.ts';
import type { RuleSource } from '../source.ts';
import type { Reading } from './shape.ts';

/** What actions take from the rest of the file where they say nothing. */
export interface Defaults {
  readonly shift: ShiftAction;
  readonly uids: 'keyed' | 'random';
  readonly concepts: readonly ConceptRule[];
  /** What becomes of dates in content items; null: no option asks for them. */
  readonly contentDates: ShiftAction | null;
}

/** What reading a value needs to know. */
export interface Context extends Reading {
  readonly source: RuleSource;
  readonly defaults: Defaults;
  /** Files that the rules name, by the SHA-256 of their text. */
  readonly tables: Map<string, string>;
}
