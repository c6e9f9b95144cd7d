import type { Action, RulePlan } from '../../rules/plan.ts';
import { actionWords, DOUBT_WORDS, dateWords } from '../../rules/words.ts';
import { pixelWords } from '../rules/pixelWords.ts';

/** A line of a statement: what about, and what is said. */
export type Line = readonly [topic: string, text: string];

type Kind = Action['kind'];

/** How what stands in the place of values is made, from what the rules of a plan use: topics that they do not use say so. */
export function howLines(plan: RulePlan): readonly Line[] {
  const kinds = new Set(plan.rules.flatMap(({ action }) => kindsIn(action)));
  const methods = new Set(plan.rules.flatMap(({ action }) => partsOf(action)).flatMap(methodOf));
  const where = plan.keyScope === undefined ? '' : `, within the project ${JSON.stringify(plan.keyScope)}`;
  const has = (kind: Kind, words: string, without: string): string => (kinds.has(kind) ? words : without);
  return [
    ['dummy values', has('dummy', DUMMIES, 'none are made')],
    [
      'UIDs',
      methods.size === 0 ? 'none are replaced' : [...methods].map((method) => UIDS[method]).join(' ') + where,
    ],
    ['pseudonyms', pseudonymWords(kinds) + (kinds.has('pseudonym') ? where : '')],
    ['dates and times', dateWords(plan)],
    [
      'free text',
      has(
        'clean-text',
        `${TEXT} Doubts: ${DOUBT_WORDS[plan.doubtfulText]}.`,
        'none is cleaned: each attribute is treated as listed',
      ),
    ],
    [
      'structured content',
      has(
        'clean-content',
        CONTENT,
        'content items are not looked at one by one: Content Sequence is treated as listed',
      ),
    ],
    [
      'overlays, curves and annotations',
      has('clean-graphics', 'drawings are cleaned of what identifies', 'treated as listed'),
    ],
    ['pixels', pixelWords(plan)],
    ['private attributes', privateWords(plan)],
    [
      'encrypted attributes',
      plan.encryptedAttributesFor === null
        ? 'none are included'
        : 'Encrypted Attributes Sequence (0400,0500): each attribute of the root that is changed, as CMS enveloped-data (AES-256-CBC, RSAES-PKCS1-v1_5) for the certificate of the rules',
    ],
    [
      're-identification',
      plan.reidentification === 'on'
        ? 'originals are kept outside of the instances, sealed for each patient (HPKE, RFC 9180)'
        : 'no original is kept; keyed UIDs and pseudonyms can be derived again from the originals with the root key',
    ],
    ['sequences', 'the items of a sequence that stays are treated like the root, at every depth'],
    ['transfer syntaxes', 'every one of PS3.5 that can be read; the output has that of its source'],
  ];
}

const DUMMIES =
  'one fixed value for each VR, the same in every instance ("DEIDENTIFIED" for text, 19010203 for dates, 0 for numbers); a UID gets its keyed replacement; a sequence keeps one item of dummies';
const TEXT =
  'what identifies the patient, persons and places by other attributes of the instance is taken out, and anything that looks like a name, a number, a date or an address.';
const CONTENT =
  'content items are kept, cleaned or removed by their concept names (PS3.15 Table E.3.4-1) under the options';

type Method = Extract<Action, { kind: 'replace-uid' }>['method'];

const UIDS: Readonly<Record<Method, string>> = {
  keyed:
    'A UUID (version 8) under 2.25. from HMAC-SHA256 of the UID: the same original gets the same one in every instance, run and deployment with the same root key.',
  random:
    'A random UUID (version 4) under 2.25., recorded in the identity map: the same original gets the same one in every run with that map.',
  md5: 'A UUID (version 3) from the MD5 of the UID, as dcm4che has it: anybody can compute it for a UID that is guessed.',
};

const PSEUDONYMS: Partial<Record<Kind, string>> = {
  pseudonym: 'a keyed hash (HMAC-SHA256) of the value, one for each attribute',
  allocate: 'the next free number of a template, one for each patient',
  lookup: 'the value of a table of the user’s',
  'patient-id-hash': 'a UUID from the Patient ID with its issuer',
  fantasy: 'an invented person from a keyed hash',
  hash: 'an HMAC of the value',
};

function pseudonymWords(kinds: ReadonlySet<Kind>): string {
  const used = Object.entries(PSEUDONYMS).flatMap(([kind, words]) =>
    kinds.has(kind as Kind) ? [words] : [],
  );
  return used.length === 0 ? 'none are made' : used.join('; ');
}

function privateWords({ rules, otherwise }: RulePlan): string {
  const named = rules.filter(
    ({ selector, action }) => selector.kind === 'private' && action.kind !== 'remove',
  ).length;
  const rest = rules.find(({ selector }) => selector.kind === 'any-private' && selector.path === undefined);
  const others = actionWords(rest?.action ?? otherwise.private);
  return named === 0
    ? `all of them: ${others}`
    : `${named} that rules name are treated as listed; all others: ${others}`;
}

function methodOf(action: Action): readonly Method[] {
  return action.kind === 'replace-uid' ? [action.method] : action.kind === 'dummy' ? ['keyed'] : [];
}

function kindsIn(action: Action): readonly Kind[] {
  return partsOf(action).map(({ kind }) => kind);
}

/** What an action may come to. */
function partsOf(action: Action): readonly Action[] {
  switch (action.kind) {
    case 'by-type':
      return [action.type1, action.type2, action.type3, action.unknown].flatMap(partsOf);
    case 'by-vr':
      return [action.dates, action.uids, action.names, action.texts, action.ages, action.others].flatMap(
        partsOf,
      );
    case 'lookup':
      return [action, ...(action.whenMissing === 'quarantine' ? [] : partsOf(action.whenMissing))];
    default:
      return [action];
  }
}
