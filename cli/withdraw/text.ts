/** What is said of one clean key. */
export interface Told {
  readonly cleanKey: string;
  /** The keyed hash of its source; null: the audit knows none. */
  readonly source: string | null;
  /**
   * `foreseen`: to be withdrawn. `hidden`, `destroyed`, `gone`, `absent`: it was. Else why it stands: `unsettled`, `another`, or as `Withdrawal` says. `fault`: it
   * could not be done. `unknown`: the audit has no release of it.
   */
  readonly what:
    | ('foreseen' | 'hidden' | 'destroyed' | 'gone' | 'absent')
    | ('unsettled' | 'another' | 'newer' | 'foreign' | 'locked' | 'unversioned' | 'fault' | 'unknown');
  /** When it was last released, and what its source last came to: ISO 8601. */
  readonly released: string | null;
  readonly last: { readonly time: string; readonly outcome: string } | null;
  readonly destroyed?: number;
  readonly fault?: { readonly code: string; readonly message: string };
}

const WORDS: Readonly<Record<Told['what'], string>> = {
  foreseen: 'to be withdrawn',
  hidden: 'hidden',
  destroyed: 'destroyed',
  gone: 'was hidden already',
  absent: 'is not there',
  unsettled: 'stays: rules were changing when it was processed; process it again',
  another: 'stays: what came later under its ingest key may be another instance',
  newer: 'stays: something was written there since',
  foreign: 'stays: it was made of another source',
  locked: 'is locked, or may not be destroyed',
  unversioned: 'stays: the bucket keeps no versions, so that to hide is to destroy; give --destroy',
  fault: 'could not be withdrawn',
  unknown: 'stays: the audit has no release of it',
};

export function entryText({ cleanKey, what, released, last, destroyed = 0, fault }: Told): string {
  const since = last === null ? '' : `, ${last.outcome} ${last.time}`;
  const versions = destroyed > 0 ? `, ${destroyed} versions` : '';
  const why = fault === undefined ? '' : `: ${fault.message} (${fault.code})`;
  const history = released === null ? '' : `  (released ${released}${since})`;
  return `${cleanKey}  ${WORDS[what]}${versions}${why}${history}`;
}

/** `foreseen`: what would be withdrawn, by a call that only looks. */
export function reportText(counts: {
  readonly foreseen?: number;
  readonly withdrawn?: number;
  readonly absent?: number;
  readonly left: number;
}): string {
  const { foreseen, withdrawn = 0, absent = 0, left } = counts;
  return [
    foreseen === undefined ? `${withdrawn} withdrawn` : `${foreseen} would be withdrawn`,
    ...(absent === 0 ? [] : [`${absent} not there`]),
    ...(left === 0 ? [] : [`${left} left as they are`]),
  ]
    .join(', ')
    .concat('\n');
}
