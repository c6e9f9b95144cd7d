import { createHmac, randomBytes } from 'node:crypto';
import { isCreatorTag, isPrivateTag, placedElements, type ReadInstance, tagText } from '../reader/model.ts';
import { firstValue, isFreeText, numberOf, valuesOf } from '../reader/values.ts';
import { claimsOf } from '../standard/claims.ts';
import { askedOf, rowOf } from '../standard/profile.ts';

/** What is remembered of one output, for looking at all of them together. These are values of the output: whoever signs releases them. */
export interface CohortRow {
  readonly name: string;
  readonly path: string;
  readonly patient: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  /** The name of the file may hold what is the source's. */
  readonly isNameWithheld: boolean;
  readonly sopClass: string;
  readonly instanceNumber: number | null;
  readonly facts: RiskFacts;
  /** Kept texts: the path without the numbers of items, and the value. */
  readonly texts: readonly (readonly [path: string, value: string])[];
}

/** What somebody outside can know of a patient. Empty: the output does not say. */
export interface RiskFacts {
  readonly sex: string;
  /** As AS: `034Y`. */
  readonly age: string;
  readonly ethnicGroup: string;
  /** In metres. */
  readonly size: string;
  /** In kilograms. */
  readonly weight: string;
  /** YYYYMMDD, or less of it. */
  readonly studyDay: string;
  readonly device: string;
  readonly bodyPart: string;
}

/** A longer text is nothing that values are counted of; it is shown by its beginning. */
const MOST_VALUE_CHARACTERS = 256;

/** Specific Character Set and markers: not text of anybody. */
const NOT_LISTED = new Set([0x00080005, 0x00120062, 0x00120063, 0x00280301, 0x00280302, 0x00280303]);

/** In the place of a value that a finding is about. */
export const WITHHELD = '[withheld: see the findings]';

/** `flagged`: paths whose values are the source's, so that they go no further. */
export function cohortRowOf(
  instance: ReadInstance,
  name: string,
  path: string,
  flagged: ReadonlySet<string>,
): CohortRow {
  const { dataSet } = instance;
  const first = (tag: number) => firstValue(dataSet, tag).trim();
  // Two that are the same stay the same, and nobody can tell what they are.
  const named = (tag: number) =>
    flagged.has(tagText(tag)) && first(tag) !== '' ? digestName(first(tag)) : first(tag);
  const { codes } = claimsOf(dataSet);
  const texts: [string, string][] = [];
  for (const { element, dataSet: own, kind, isMeta, path: place } of placedElements(instance)) {
    if (isMeta || (isPrivateTag(element.tag) && isCreatorTag(element.tag))) continue;
    if ((!isFreeText(element.vr) && element.vr !== 'CS') || NOT_LISTED.has(element.tag)) continue;
    // What the profile replaces is another value for everybody, and is judged by itself.
    const row = rowOf(element.tag);
    if (row !== undefined && !['K', 'C'].includes(askedOf(row, codes))) continue;
    for (const value of valuesOf(element, own))
      if (value.trim() !== '')
        texts.push([
          kind,
          isFlagged(place, flagged) ? WITHHELD : value.trim().slice(0, MOST_VALUE_CHARACTERS),
        ]);
  }
  return {
    name,
    path,
    // Without a number and a name a patient is told apart by the study.
    patient: named(0x00100020) || named(0x00100010) || named(0x0020000d),
    study: named(0x0020000d),
    series: named(0x0020000e),
    instance: named(0x00080018),
    isNameWithheld:
      flagged.has('') || ['(0020,000D)', '(0020,000E)', '(0008,0018)'].some((tag) => flagged.has(tag)),
    sopClass: first(0x00080016),
    instanceNumber: numberOf(dataSet, 0x00200013),
    facts: {
      sex: named(0x00100040),
      age: named(0x00101010),
      ethnicGroup: named(0x00102160),
      size: named(0x00101020),
      weight: named(0x00101030),
      studyDay: flagged.has('(0008,0020)')
        ? ''
        : (/^\d{4,8}/.exec(first(0x00080020).replaceAll('.', ''))?.[0] ?? ''),
      device: [named(0x00080070), named(0x00081090)].filter((part) => part !== '').join(' '),
      bodyPart: named(0x00180015),
    },
    texts,
  };
}

/** Whether a finding is about a place, or about a sequence round it. */
function isFlagged(place: string, flagged: ReadonlySet<string>): boolean {
  if (flagged.size === 0) return false;
  for (let end = place.length; end > 0; end = place.lastIndexOf('[', end - 1))
    if (flagged.has(place.slice(0, end))) return true;
  return false;
}

/** Tells two apart within a run, and nothing of what they are. */
function digestName(value: string): string {
  return `withheld-${createHmac('sha256', RUN_KEY).update(value).digest('hex').slice(0, 12)}`;
}
const RUN_KEY = randomBytes(32);
