import { asTag, formatTag, type Tag } from '../layers/dicom/tag.ts';

/**
 * What becomes of an instance whose cleaned text leaves doubts: `release` releases it, `hold` holds it, `remove` takes the doubtful words out and
 * holds what is still doubtful.
 */
export type DoubtfulText = 'release' | 'hold' | 'remove';

/** The same, for every attribute whose text is cleaned, or that is left for a person to look at. */
export interface TextPolicy {
  readonly doubtfulText: DoubtfulText;
  /** Public attributes, by `(GGGG,EEEE)`, of which something else holds, at every depth. Absent: none. */
  readonly doubtfulTextIn?: Readonly<Record<string, DoubtfulText>>;
}

/** A policy that says nothing twice, so that equal policies are equal data. */
export function textPolicy(doubtfulText: DoubtfulText, of: ReadonlyMap<Tag, DoubtfulText>): TextPolicy {
  const others = [...of].filter(([, own]) => own !== doubtfulText).sort(([a], [b]) => a - b);
  if (others.length === 0) return { doubtfulText };
  return {
    doubtfulText,
    doubtfulTextIn: Object.fromEntries(others.map(([tag, own]) => [formatTag(tag), own])),
  };
}

/** What becomes of doubts in an attribute. */
export function doubtfulTextOf({ doubtfulText, doubtfulTextIn }: TextPolicy, tag: Tag): DoubtfulText {
  return doubtfulTextIn?.[formatTag(tag)] ?? doubtfulText;
}

/** The attributes that a policy names. */
export function namedIn({ doubtfulTextIn = {} }: TextPolicy): ReadonlyMap<Tag, DoubtfulText> {
  const tagOf = (key: string) => asTag(Number.parseInt(key.slice(1, 5) + key.slice(6, 10), 16));
  return new Map(Object.entries(doubtfulTextIn).map(([key, own]) => [tagOf(key), own]));
}

/** Attributes whose tag, under `mask`, equals `value`; mask 0: private ones. */
interface TagRange {
  readonly mask: number;
  readonly value: number;
}

/** Whether doubts hold the instance whichever attribute of some they are in. */
export function alwaysHolds(policy: TextPolicy, { mask, value }: TagRange): boolean {
  if (mask >>> 0 === ONE_TAG) return doubtfulTextOf(policy, asTag(value)) !== 'release';
  const named = mask === 0 ? [] : [...namedIn(policy)];
  return (
    policy.doubtfulText !== 'release' &&
    named.every(([tag, own]) => own !== 'release' || (tag & mask) >>> 0 !== value)
  );
}

const ONE_TAG = 0xffffffff;
