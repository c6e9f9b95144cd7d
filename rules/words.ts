import { PLACEHOLDER_DATES } from '../layers/dicom/dateTime.ts';
import { pathWords } from '../layers/dicom/pathWords.ts';
import { lookupTag } from '../layers/dicom/standard/dictionary.ts';
import { formatTag, isPrivate } from '../layers/dicom/tag.ts';
import { type ByVr, settleByVr } from './byVr.ts';
import { formatSelector } from './lethe/selector.ts';
import type { Action, KeyChoice, Rule, RulePlan, Selector, Shift } from './plan.ts';
import type { DoubtfulText } from './textPolicy.ts';

/** What an action does, in words for the person who signs the rules. */
export function actionWords(action: Action): string {
  // The table pairs every kind with its own words, which the type of a look-up by a union cannot say.
  return (WORDS[action.kind] as (action: Action) => string)(action);
}

const WORDS: { readonly [K in Action['kind']]: (action: Extract<Action, { kind: K }>) => string } = {
  keep: () => 'keep',
  'keep-valid': () => 'keep, but remove a value without the form of its VR',
  remove: () => 'remove',
  empty: () => 'empty',
  dummy: () => 'replace by a dummy',
  set: ({ values, whenAbsent, vr }) =>
    `set to ${values.map((value) => JSON.stringify(value)).join(', ')}${whenAbsent === 'add' ? `; added to the root where it is absent${vr === undefined ? '' : ` (${vr})`}` : ''}`,
  copy: ({ from }) => `set to the new value of ${attributeWords(from)}`,
  'replace-uid': ({ method, oneForAll }) =>
    `replace by another UID (${method}${oneForAll === true ? ', several values as one' : ''})`,
  pseudonym: ({ whenEmpty }) =>
    `replace by a pseudonym${whenEmpty === 'dummy' ? '; where empty, by one of the study' : ''}`,
  allocate: ({ template, whenNoPatientId }) =>
    `replace by the next free ${template}; without a Patient ID ${whenNoPatientId === 'study' ? 'one for each study' : 'quarantine the instance'}`,
  lookup: ({ table, whenMissing }) =>
    `replace by the value in table ${table.slice(0, 12)}; if it has none: ${whenMissing === 'quarantine' ? 'quarantine the instance' : actionWords(whenMissing)}`,
  'patient-id-hash': ({ keyed }) =>
    keyed === true
      ? 'replace by a keyed UUID of Patient ID and issuer'
      : 'replace by an unkeyed MD5 of Patient ID and issuer',
  shift: ({ by, whenInvalid, dropOlderThanYears, timeOfDay, placeholders }) =>
    [
      `shift by ${shiftWords(by)}`,
      ...(dropOlderThanYears === null ? [] : [`drop values over ${dropOlderThanYears} years old`]),
      ...TIME_WORDS[timeOfDay],
      `${INVALID_WORDS[whenInvalid]} a value that is not a date or time`,
      ...(placeholders === 'move' ? ['shift placeholder dates, too'] : []),
    ].join('; '),
  'cap-age': ({ maxYears }) =>
    `keep, but an age over ${maxYears} years becomes the class of ${maxYears + 1} and over, and a birth date that reveals such an age is emptied`,
  redact: ({ partialDates, partialAges, microsoftNoon }) =>
    `empty${[
      partialDates ? ', except the year of a date' : '',
      partialAges ? ', except an age up to 89 years' : '',
      microsoftNoon ? ' (DT as Microsoft’s tool leaves it)' : '',
    ].join('')}`,
  perturb: ({ span, range, roundTo }) =>
    `add noise of ${range === 'fixed' ? `width ${span}` : `${span} times the value`}, to ${roundTo} decimals`,
  hash: ({ key, algorithm, matchLength }) =>
    `replace by its HMAC (${algorithm.toUpperCase()}, ${keyWords(key)}${matchLength ? ', as long as the value' : ''})`,
  encrypt: ({ key, asciiOnly }) => `encrypt (AES-CBC, ${keyWords(key)}${asciiOnly ? ', ASCII only' : ''})`,
  'clean-text': () => 'clean: keep the text without identifying parts',
  'clean-content': () => 'clean: content items by their concepts',
  'clean-graphics': () => 'clean: drawings without identifying parts',
  fantasy: ({ part, keepSex }) =>
    `replace by a made-up ${part === 'name' ? `name${keepSex ? ' that fits the sex' : ''}` : 'birth date of the same decade'}`,
  review: () => 'keep, and hold the instance for a person to look at',
  'by-type': (action) => byTypeWords(action),
  'by-vr': (action) => byVrWords(action),
};

const TIME_WORDS: Readonly<Record<Extract<Action, { kind: 'shift' }>['timeOfDay'], readonly string[]>> = {
  keep: [],
  shift: ['times of day also move by a number of seconds for each patient'],
  hour: ['times of day are cut to the hour'],
  midnight: ['DT to midnight'],
  microsoft: ['DT as Microsoft’s tool leaves it'],
};

const INVALID_WORDS = {
  empty: 'empty',
  remove: 'remove',
  quarantine: 'quarantine the instance with',
} as const;

/** What a rule does: where its selector gives the VR, what is done with that. */
export function ruleWords({ selector, action }: Pick<Rule, 'selector' | 'action'>): string {
  if (action.kind !== 'by-vr' || selector.kind !== 'private' || selector.vr === undefined)
    return actionWords(action);
  return `${actionWords(settleByVr(action, selector.vr))} (as ${selector.vr}; with another VR in the file, as that)`;
}

function byTypeWords({ type1, type2, type3, unknown }: Extract<Action, { kind: 'by-type' }>): string {
  return caseWords([
    ['type 1', type1],
    ['type 2', type2],
    ['type 3', type3],
    ['unknown', unknown],
  ]);
}

function byVrWords({ dates, uids, names, texts, ages, others }: ByVr): string {
  return caseWords([
    ['dates and times', dates],
    ['UIDs', uids],
    ['names', names],
    ['texts', texts],
    ['ages', ages],
    ['others', others],
  ]);
}

/** What comes out the same is said once. */
function caseWords(named: readonly (readonly [string, Action])[]): string {
  const cases = new Map<string, string[]>();
  for (const [name, action] of named) {
    const words = actionWords(action);
    cases.set(words, [...(cases.get(words) ?? []), name]);
  }
  return [...cases].map(([words, names]) => `${names.join(', ')}: ${words}`).join('; ');
}

export function shiftWords(by: Shift): string {
  switch (by.kind) {
    case 'patient':
      return `${by.minDays} to ${by.maxDays} days ${by.direction === 'either' ? 'back or forward' : by.direction}, one shift per patient`;
    case 'fixed':
      return by.seconds % 86_400 === 0 ? `${by.seconds / 86_400} days` : `${by.seconds} seconds`;
    case 'scoped':
      return `up to ${by.rangeDays} days back or forward, one shift per ${by.scope} (${keyWords(by.key)})`;
  }
}

function keyWords(key: KeyChoice): string {
  return key.from === 'ring' ? 'key of the key ring' : 'key of the rule file';
}

/** `Patient’s Name`: the elements of a selector by name, where they have one. */
export function selectorWords(selector: Selector): string {
  switch (selector.kind) {
    case 'tag':
      return attributeWords(selector.tag);
    case 'mask':
      return lookupTag(selector.value as never)?.name ?? '';
    case 'vr':
      return `every ${selector.vr}`;
    case 'private':
      return selector.element === null ? 'every attribute of the creator' : 'private attribute';
    case 'any-private':
      return 'every other private attribute';
    case 'any-unknown':
      return 'every other attribute that PS3.6 does not have';
  }
}

function attributeWords(tag: Parameters<typeof formatTag>[0]): string {
  return (isPrivate(tag) ? undefined : lookupTag(tag)?.name) ?? formatTag(tag);
}

/** `(0010,0010)`, `(60xx,3000)`, `vr:PN`: numbers, where a selector is about numbers, with its path. */
export function selectorTag(selector: Selector): string {
  const text = formatSelector(selector);
  if (selector.kind !== 'tag') return text;
  return `${text.slice(0, text.lastIndexOf('/') + 1)}${formatTag(selector.tag)}`;
}

/** `ReferencedStudySequence (0008,1110) > StudyDate (0008,0020)`: as people read a path, keywords beside tags; `**` is any depth. */
export function selectorPath(selector: Selector): string {
  const last =
    selector.kind === 'tag' ? pathWords(formatTag(selector.tag)) : selectorTag({ ...selector, path: [] });
  const steps =
    selector.path?.map((step) => (step === '**' ? 'any depth' : pathWords(formatTag(step)))) ?? [];
  return [...steps, last.replace(/^\//, '')].join(' > ');
}

/** What becomes of doubts in a cleaned text. */
export const DOUBT_WORDS: Readonly<Record<DoubtfulText, string>> = {
  release: 'listed in the audit',
  hold: 'hold the instance',
  remove: 'taken out; what is left of them holds the instance',
};

/** What becomes of dates and times, in a few sentences. */
export function dateWords(plan: RulePlan): string {
  const shifts = plan.rules.flatMap(({ action }) => shiftsIn(action));
  const amounts = [...new Set(shifts.map(({ by }) => shiftWords(by)))];
  const times = [...new Set(shifts.flatMap(({ timeOfDay }) => TIME_WORDS[timeOfDay]))];
  const added = [
    ...new Set(shifts.flatMap(({ placeholders }) => (Array.isArray(placeholders) ? placeholders : []))),
  ];
  const isHeld = shifts.some(({ placeholders }) => placeholders !== 'move');
  const table = `${PLACEHOLDER_DATES.length} of the table${added.length === 0 ? '' : `, and ${added.join(', ')}`}`;
  return [
    amounts.length === 0
      ? 'No date or time is shifted.'
      : `Dates and times move by ${amounts.join('; or by ')}.`,
    ...(times.length === 0 ? [] : [`${times.join('; or ')}.`.replace(/^t/, 'T')]),
    ...(isHeld ? [`Placeholder dates are emptied or removed (${table}).`] : []),
    ...(plan.capAgeYears === undefined
      ? []
      : [`A birth date that reveals an age over ${plan.capAgeYears} is emptied.`]),
    ...(plan.stamps === null ? [] : [`Instances say ${plan.stamps.longitudinal}.`]),
  ].join(' ');
}

function shiftsIn(action: Action): readonly Extract<Action, { kind: 'shift' }>[] {
  if (action.kind === 'shift') return [action];
  if (action.kind === 'by-vr') return shiftsIn(action.dates);
  if (action.kind === 'by-type')
    return [action.type1, action.type2, action.type3, action.unknown].flatMap(shiftsIn);
  return [];
}
