import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, formatTag, groupOf, type Tag } from '../../layers/dicom/tag.ts';
import { invalidityOfText } from '../../layers/dicom/validate.ts';
import { isVr, type Vr, vrFacts } from '../../layers/dicom/vr.ts';
import type { Action, Selector } from '../plan.ts';
import { knownWords, type Problems } from '../problems.ts';
import type { FileElement, RulesFile, Written } from './document.ts';
import { readTag } from './tag.ts';
import { plainName, RULE_NAMES, RULE_WORDS, type RuleName, VRS_OF_RULE } from './vocabulary.ts';

/** What an element of the file compiles to; `rule` is for checks across elements. */
export interface CompiledElement {
  readonly selector: Selector;
  readonly action: Action;
  readonly rule: RuleName;
}

const PATIENT_NAME = asTag(0x00100010);
const PATIENT_ID = asTag(0x00100020);
const SPECIFIC_CHARACTER_SET = asTag(0x00080005);
const FILE_META = 0x0002;

type Report = (code: string, at: Written | undefined, what: string, hint: string) => void;

/** Compiles one element; undefined where it is wrong, which was reported, or where it is about nothing that a rule reaches. */
export function compileElement(
  element: FileElement,
  file: RulesFile,
  shiftSeconds: number | undefined,
  problems: Problems,
): CompiledElement | undefined {
  const { properties, label, offset } = element;
  let hasErrors = false;
  const error: Report = (code, at, what, hint) => {
    hasErrors = true;
    problems.error(code, at?.offset ?? offset, `${label}: ${what}`, hint);
  };
  const warning: Report = (code, at, what, hint) =>
    problems.warning(code, at?.offset ?? offset, `${label}: ${what}`, hint);
  const reading = { element, file, shiftSeconds, error, warning };

  const rule = readRuleName(reading);
  const vr = readVr(reading);
  const selector = readSelector(reading, vr);
  if (rule === undefined || selector === undefined) return undefined;
  checkVr(reading, rule, selector, vr);
  if (selector.kind === 'tag') checkTag(reading, rule, selector.tag);
  const action = ACTIONS[rule](reading, selector, vr);
  if (hasErrors || action === undefined) return undefined;
  if (properties.has('value') && rule !== 'fixed' && rule !== 'generatePatient')
    warning('VALUE_UNUSED', properties.get('value'), 'this rule has no use for a Value', 'Leave it out.');
  if (selector.kind !== 'tag' || groupOf(selector.tag) !== FILE_META) return { selector, action, rule };
  warning(
    'FILE_META_FOLLOWS',
    properties.get('tag'),
    'no rule reaches the file meta information: it follows the data set',
    'Leave the element out: Media Storage SOP Instance UID is that of the data set, and titles of senders go.',
  );
  return undefined;
}

interface Reading {
  readonly element: FileElement;
  readonly file: RulesFile;
  readonly shiftSeconds: number | undefined;
  readonly error: Report;
  readonly warning: Report;
}

function readRuleName({ element: { properties }, error }: Reading): RuleName | undefined {
  const written = properties.get('rule');
  if (written === undefined)
    error('RULE_MISSING', undefined, 'no Rule', `Write one of ${RULE_WORDS.join(', ')}.`);
  const rule = RULE_NAMES.get(plainName(written?.text ?? ''));
  if (written !== undefined && rule === undefined)
    error(
      'UNKNOWN_RULE',
      written,
      `${JSON.stringify(written.text)} is not a rule`,
      knownWords(written.text, RULE_WORDS),
    );
  return rule;
}

function readVr({ element: { properties }, error }: Reading): Vr | undefined {
  const written = properties.get('vr');
  const vr = written?.text.toUpperCase();
  if (vr === undefined || isVr(vr)) return vr;
  error(
    'UNKNOWN_VR',
    written,
    `${JSON.stringify(written?.text)} is not a VR`,
    'Write one of the 34 of PS3.5 6.2, e.g. LO.',
  );
  return undefined;
}

type ElementSelector = Selector & { readonly kind: 'tag' | 'private' };

function readSelector(
  { element: { properties }, error }: Reading,
  vr: Vr | undefined,
): ElementSelector | undefined {
  const written = properties.get('tag');
  const creator = properties.get('privateCreator');
  if (written === undefined) {
    error('TAG_MISSING', undefined, 'no Tag', 'Write the tag of the attribute, e.g. (0008,0090).');
    return undefined;
  }
  const named = readTag(written.text);
  if (named === undefined) {
    error(
      'TAG_SYNTAX',
      written,
      `${JSON.stringify(written.text)} is not a tag of an attribute`,
      'Write group and element in hexadecimal, e.g. (0008,0090); private ones as (0009,1001) or (0009,xx01).',
    );
    return undefined;
  }
  if (named.kind === 'public') {
    if (creator !== undefined)
      error(
        'CREATOR_NOT_PRIVATE',
        creator,
        'an even group has no Private Creator',
        'Leave it out, or correct the Tag.',
      );
    return { kind: 'tag', tag: named.tag };
  }
  if (creator === undefined) {
    error(
      'CREATOR_MISSING',
      written,
      'an attribute of an odd group without its Private Creator',
      'Write the value of the element (gggg,0010) to (gggg,00FF) that reserves its block.',
    );
    return undefined;
  }
  const { group, element } = named;
  return { kind: 'private', group, creator: creator.text, element, ...(vr === undefined ? {} : { vr }) };
}

/** The VR is for checks alone, as there; that of the dictionary counts as much, for it is what instances have. */
function checkVr(
  { element: { properties }, error, warning }: Reading,
  rule: RuleName,
  selector: ElementSelector,
  vr: Vr | undefined,
): void {
  const allowed = VRS_OF_RULE[rule];
  const known = selector.kind === 'tag' ? (lookupTag(selector.tag)?.vrs ?? []) : [];
  const at = properties.get('vr') ?? properties.get('tag');
  if (vr !== undefined && known.length > 0 && !known.includes(vr))
    warning(
      'VR_NOT_OF_TAG',
      at,
      `PS3.6 has VR ${known.join(' or ')} for this tag, not ${vr}`,
      `Write ${known[0]}.`,
    );
  if (allowed === undefined) return;
  const list = [...allowed].join(', ');
  if (vr === undefined && known.length === 0)
    error(
      'VR_MISSING',
      at,
      'this rule must know the VR, and PS3.6 has none for the tag',
      `Write its VR, one of ${list}.`,
    );
  else if (
    (vr !== undefined && !allowed.has(vr)) ||
    (known.length > 0 && !known.some((one) => allowed.has(one)))
  )
    error(
      'RULE_NOT_FOR_VR',
      at,
      'this rule is not for the VR of the attribute',
      `It can be used on ${list}.`,
    );
}

/** Rules that an attribute must not have, and rules that only one may. */
function checkTag({ element: { properties }, error }: Reading, rule: RuleName, tag: Tag): void {
  const at = properties.get('rule');
  const isPatient = tag === PATIENT_ID || tag === PATIENT_NAME;
  if (isPatient && (rule === 'remove' || rule === 'clear'))
    error(
      'RULE_NOT_FOR_TAG',
      at,
      "Patient ID and Patient's Name must be present and not blank",
      'Take GeneratePatient, Fixed, or for the name CopyPatientId.',
    );
  if (tag === SPECIFIC_CHARACTER_SET && rule !== 'keep')
    error(
      'RULE_NOT_FOR_TAG',
      at,
      'Specific Character Set says how all text is written: with another, or none, none of it can be read',
      'Leave the element out.',
    );
}

type MakeAction = (reading: Reading, selector: ElementSelector, vr: Vr | undefined) => Action | undefined;

/** What each rule is to the engine. */
const ACTIONS: { readonly [R in RuleName]: MakeAction } = {
  keep: () => ({ kind: 'keep' }),
  remove: () => ({ kind: 'remove' }),
  clear: () => ({ kind: 'empty' }),
  generateUid: () => ({ kind: 'replace-uid', method: 'random' }),
  fixed: (reading, selector, vr) => {
    const value = requiredValue(reading);
    if (value === undefined) return undefined;
    const ownVr = vr ?? (selector.kind === 'tag' ? lookupTag(selector.tag)?.vrs[0] : undefined);
    const values = ownVr !== undefined && vrFacts(ownVr).multiple ? value.text.split('\\') : [value.text];
    const wrong =
      ownVr === undefined
        ? undefined
        : values.map((one) => invalidityOfText(ownVr, one)).find((what) => what !== null);
    if (wrong !== undefined)
      reading.warning(
        'VALUE_INVALID',
        value,
        `the Value is no ${ownVr} (${wrong}): instances will not be valid`,
        'Write a value of the VR.',
      );
    return { kind: 'set', values };
  },
  generatePatient: (reading, selector) => {
    requirePatient(
      reading,
      selector,
      [PATIENT_ID, PATIENT_NAME],
      'Patient ID (0010,0020) or Patient’s Name (0010,0010)',
    );
    const value = requiredValue(reading);
    if (value === undefined) return undefined;
    if (!/^[^{}]*\{#+\}[^{}]*$/.test(value.text))
      reading.error(
        'PLACEHOLDER',
        value,
        'the Value needs exactly one placeholder',
        'Write number signs in braces, e.g. SiteXYZ{####}.',
      );
    else {
      const longest = value.text.replace(/[{}]/g, '').replaceAll('#', '0');
      const wrong = /\\/.test(longest)
        ? 'a backslash'
        : invalidityOfText(selector.kind === 'tag' && selector.tag === PATIENT_NAME ? 'PN' : 'LO', longest);
      if (wrong !== null)
        reading.error(
          'VALUE_INVALID',
          value,
          `what the Value generates cannot stand there (${wrong})`,
          'Write a shorter or plainer one.',
        );
    }
    return { kind: 'allocate', template: value.text, whenNoPatientId: reading.file.whenNoPatientId };
  },
  nameFromId: (reading, selector) => {
    requirePatient(reading, selector, [PATIENT_NAME], 'Patient’s Name (0010,0010)');
    return { kind: 'copy', from: PATIENT_ID };
  },
  shift: ({ element, file, shiftSeconds, error }) => {
    if (file.shift === undefined)
      error(
        'SHIFT_MISSING',
        element.properties.get('rule'),
        'the file has no date/time shift',
        'Write <DateTimeShift>+10000101010</DateTimeShift> before the elements: sDDDDDHHMMSS.',
      );
    return {
      kind: 'shift',
      by: { kind: 'fixed', seconds: shiftSeconds ?? 0 },
      whenInvalid: 'empty',
      dropOlderThanYears: null,
      timeOfDay: 'keep',
    };
  },
};

function requiredValue({ element: { properties }, error }: Reading): Written | undefined {
  const value = properties.get('value');
  if (value === undefined)
    error(
      'VALUE_MISSING',
      properties.get('rule'),
      'this rule needs a Value',
      'Write one; to leave an attribute blank, take Clear.',
    );
  return value;
}

function requirePatient(
  { element: { properties }, error }: Reading,
  selector: ElementSelector,
  tags: readonly Tag[],
  named: string,
): void {
  if (selector.kind === 'tag' && tags.includes(selector.tag)) return;
  const tag = selector.kind === 'tag' ? formatTag(selector.tag) : 'a private attribute';
  error(
    'RULE_NOT_FOR_TAG',
    properties.get('rule'),
    `this rule is for ${named}, not for ${tag}`,
    'Take another rule.',
  );
}
