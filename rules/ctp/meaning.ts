import { vrOfTag } from '../../layers/dicom/standard/vrOfTag.ts';
import type { Tag } from '../../layers/dicom/tag.ts';
import { formatSelector } from '../lethe/selector.ts';
import type { Json } from '../lethe/shape.ts';
import { type AnonymizerScript, elementNamed, type Param, type ScriptElement } from './anonymizerScript.ts';
import { type Call, type Piece, readCalls } from './calls.ts';

/** An action of Lethe's with its parameters, as a rule file has it. */
export type FileAction = { readonly action: string } & Readonly<Record<string, Json>>;

/** What the script of an element comes to. */
export type Meaning =
  | {
      readonly action: FileAction;
      /** Of elements in items, where it is another. */
      readonly inItems?: FileAction;
      /** CTP puts it where it is absent, too. */
      readonly adds: boolean;
      readonly doubt?: Fault;
    }
  | Fault;

/** Why a script, or a part of it, has no equal. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** In the file, where it is not the element's script. */
  readonly offset?: number;
}

interface Place {
  readonly script: AnonymizerScript;
  readonly element: ScriptElement;
}

const KEEP: FileAction = { action: 'keep' };
const REMOVE: FileAction = { action: 'remove' };
const EMPTY: FileAction = { action: 'empty' };
const DUMMY: FileAction = { action: 'dummy' };
const UID: FileAction = { action: 'replace-uid' };
const PSEUDONYM: FileAction = { action: 'pseudonym' };

/** What leaves nothing of a value, or all of it: what is done with an empty one makes no difference. */
const PLAIN: ReadonlySet<string> = new Set(['keep', 'remove', 'empty']);

/** What a script does with its element, in Lethe's words. */
export function meaningOf(element: ScriptElement, script: AnonymizerScript): Meaning {
  return meaningOfText(element.script, { script, element });
}

function meaningOfText(text: string, place: Place): Meaning {
  const pieces = readCalls(text.trim());
  if (pieces === null)
    return {
      code: 'SCRIPT_SYNTAX',
      message: 'A function whose parentheses or braces do not end',
      hint: 'Correct it in CTP’s script editor.',
    };
  const isAlways = ({ kind, ...piece }: Piece) =>
    kind === 'call' && 'name' in piece && piece.name === 'always';
  const rest = withParams(
    pieces.filter((piece) => !isAlways(piece)),
    place,
  );
  if ('code' in rest) return rest;
  const found = meaningOfPieces(rest.pieces, place);
  return 'code' in found ? found : { ...found, adds: found.adds || pieces.some(isAlways) };
}

/** The pieces with the values of parameters in their places. */
function withParams(pieces: readonly Piece[], place: Place): { readonly pieces: readonly Piece[] } | Fault {
  const put: Piece[] = [];
  for (const piece of pieces) {
    const value =
      piece.kind === 'text' ? piece.text : piece.name === 'param' ? paramOf(piece.args[0], place) : null;
    if (value === undefined) return noParam((piece as Call).args[0] ?? '');
    const last = put.at(-1);
    if (value === null) put.push(piece);
    else if (last?.kind === 'text') put[put.length - 1] = { kind: 'text', text: last.text + value };
    else put.push({ kind: 'text', text: value });
  }
  return { pieces: put.filter((piece) => piece.kind === 'call' || piece.text.trim() !== '') };
}

/** The value of `@NAME`; what does not begin so stands for itself. Undefined: there is no such parameter. */
function paramOf(name: string | undefined, { script }: Place): string | undefined {
  if (name === undefined) return undefined;
  return paramNamed(name, script)?.value ?? (/^[@$]/.test(name) ? undefined : name);
}

function paramNamed(name: string, { params }: AnonymizerScript): Param | undefined {
  return /^[@$]/.test(name) ? params.get(name.slice(1).trim()) : undefined;
}

function noParam(name: string): Fault {
  return {
    code: 'PARAM_MISSING',
    message: `There is no parameter ${name}`,
    hint: `Add <p t="${name.replace(/^[@$]/, '')}">…</p> to the script.`,
  };
}

function meaningOfPieces(pieces: readonly Piece[], place: Place): Meaning {
  const calls = pieces.filter((piece) => piece.kind === 'call');
  const [only] = calls;
  if (only === undefined) return { action: literal(pieces), adds: false };
  if (pieces.length === 1) return meaningOfCall(only, place);
  if (calls.length === 1 && only.name === 'integer') {
    const at = pieces.indexOf(only);
    return numbered(only, place, textOf(pieces.slice(0, at)), textOf(pieces.slice(at + 1)));
  }
  const meant = calls.length === 1 && HASHES.has(only.name) ? meaningOfCall(only, place) : null;
  if (meant !== null && 'action' in meant) return { ...meant, doubt: TEXT_LEFT };
  return noEqual(
    'Text that is put together from values of the instance',
    'Take a pseudonym, or a number with text round it: { "action": "allocate", "template": "SITE-{####}" }.',
  );
}

/** What becomes of them is a pseudonym, which is a whole. */
const HASHES: ReadonlySet<string> = new Set(['hash', 'hashname', 'hashptid']);
const TEXT_LEFT: Fault = {
  code: 'TEXT_LEFT',
  message: 'The text round it is left out: a pseudonym has none',
  hint: 'If it is needed, take a number: { "action": "allocate", "template": "SITE-{####}" }.',
};

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}

function literal(pieces: readonly Piece[]): FileAction {
  const text = textOf(pieces).trim();
  if (text === '') return EMPTY;
  const values = text.split('\\');
  return { action: 'set', value: values.length === 1 ? text : values };
}

function noEqual(message: string, hint: string): Fault {
  return { code: 'NO_EQUAL', message, hint };
}

function meaningOfCall(call: Call, place: Place): Meaning {
  const meant = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (meant !== undefined) return meant(call, place);
  const why = Object.hasOwn(WITHOUT_EQUAL, call.name) ? WITHOUT_EQUAL[call.name] : undefined;
  return why === undefined
    ? noEqual(`CTP has no function @${call.name}`, 'Correct its name, or write a rule in its place.')
    : noEqual(`@${call.name} has no equal`, why);
}

const simply =
  (action: FileAction): ((call: Call, place: Place) => Meaning) =>
  () => ({ action, adds: false });

/** Functions with an equal. `args[at]` of those that make a substitute says of which element. */
const FUNCTIONS: Readonly<Record<string, (call: Call, place: Place) => Meaning>> = {
  keep: simply(KEEP),
  remove: simply(REMOVE),
  empty: simply(EMPTY),
  // Spaces round a value mean nothing (PS3.5 6.2).
  blank: simply(EMPTY),
  // Items are treated one by one, as Lethe does of what it keeps.
  process: simply(KEEP),
  // What CTP writes tells when it ran, and Lethe's output must not.
  date: simply(DUMMY),
  time: simply(DUMMY),
  require: () => ({ action: KEEP, adds: true }),
  contents: (call, place) => contents(call, place),
  value: (call, place) => contents(call, place),
  hash: (call, place) => ofElement(call, 0, place, substitute(place)),
  hashname: (call, place) => ofElement(call, 0, place, substitute(place)),
  hashptid: (call, place) => ofElement(call, 1, place, substitute(place)),
  hashuid: (call, place) =>
    call.args.length > 2
      ? noEqual('A UID that is made of two elements', 'Take { "action": "replace-uid" }, or remove it.')
      : ofElement(call, 1, place, substitute(place)),
  encrypt: (call, place) => ofElement(call, 0, place, { action: 'encrypt' }),
  incrementdate: (call, place) => incremented(call, place),
  hashdate: (call, place) => hashedDate(call, place),
  modifydate: (call, place) => modifiedDate(call, place),
  lookup: (call, place) => lookedUp(call, place),
  integer: (call, place) => numbered(call, place, '', ''),
  if: (call, place) => conditional(call, place),
  select: ({ clauses: [root = '', items = ''] }, place) => {
    const [inRoot, inItems] = [meaningOfText(root, place), meaningOfText(items, place)];
    if ('code' in inRoot) return inRoot;
    return 'code' in inItems ? inItems : { ...inRoot, inItems: inItems.action };
  },
};

/** Functions without one, and what to do in their place. */
const WITHOUT_EQUAL: Readonly<Record<string, string>> = {
  append: 'Set the attribute as a whole: { "action": "set", "value": [ … ] }.',
  call: 'A plug-in of CTP’s runs in CTP alone: write a rule in its place.',
  dateinterval: 'Shift the dates of each patient by one amount: { "action": "shift" } keeps intervals.',
  decrypt: 'Originals are given back by lethe reidentify (docs/identities.md).',
  initials: 'Initials still tell who it is: take { "action": "pseudonym" }.',
  lowercase: 'It leaves the text: take { "action": "clean-text" }, or remove it.',
  uppercase: 'It leaves the text: take { "action": "clean-text" }, or remove it.',
  truncate: 'It leaves a part of the text: take { "action": "clean-text" }, or remove it.',
  pathelement: 'It leaves a part of the text: take { "action": "clean-text" }, or remove it.',
  round: 'Take { "action": "cap-age", "maxYears": 89 }, or { "action": "perturb" }.',
  quarantine: 'Which instances never reach the rules is said by "screening" (docs/rules.md).',
  skip: 'Lethe lets no instance through unchanged: leave it out of the input, or write a rule.',
};

/** Another value for each original: of a UID a UID, of anything else a pseudonym. */
function substitute({ element: { tag } }: Place): FileAction {
  return isUid(tag) ? UID : PSEUDONYM;
}

/** What a function makes of the element it stands at; of another it is copied, where that has the same made of itself. */
function ofElement(call: Call, at: number, place: Place, action: FileAction): Meaning {
  const { script, element } = place;
  const name = call.args[at];
  if (name === undefined)
    return noEqual(`@${call.name} does not say of which element`, 'Write "this" for the element itself.');
  const other = elementNamed(name, script);
  if (name === 'this' || (other !== null && other === element.tag)) return { action, adds: false };
  const its = other === null ? undefined : script.elements.find(({ tag }) => tag === other);
  if (other === null || its === undefined || !isMadeAlike(its, call, at))
    return noEqual(
      `@${call.name} of another element, ${name}, whose own script does not make the same of it`,
      `Let the script of ${name} say @${call.name} of "this": the value is then copied from there.`,
    );
  return { action: { action: 'copy', from: formatSelector({ kind: 'tag', tag: other }) }, adds: false };
}

/** Whether the script of an element is the same function of the element itself. */
function isMadeAlike({ script }: ScriptElement, call: Call, at: number): boolean {
  const calls = readCalls(script.trim())?.filter((piece) => piece.kind === 'call' && piece.name !== 'always');
  const [own, ...more] = calls ?? [];
  if (own?.kind !== 'call' || more.length > 0 || own.name !== call.name) return false;
  const others = ({ args }: Call) => args.filter((_, index) => index !== at).join('\0');
  return (own.args[at] === 'this' || own.args[at] === call.args[at]) && others(own) === others(call);
}

function isThis(name: string | undefined, { script, element }: Place): boolean {
  return (
    name === 'this' ||
    (name !== undefined && element.tag !== null && elementNamed(name, script) === element.tag)
  );
}

function contents({ name, args }: Call, place: Place): Meaning {
  const [of, ...more] = args;
  if (more.length > 0)
    return noEqual(
      name === 'value' ? 'A value in place of one that is absent' : 'A text in which something is replaced',
      name === 'value'
        ? 'Keep it, or set it in every instance.'
        : 'Take { "action": "clean-text" }, or remove it.',
    );
  if (isThis(of, place)) return { action: KEEP, adds: false };
  const other = of === undefined ? null : elementNamed(of, place.script);
  if (other === null) return noEqual('It does not say of which element', 'Name an element of the script.');
  return {
    action: { action: 'copy', from: formatSelector({ kind: 'tag', tag: other }) },
    adds: false,
    doubt: {
      code: 'COPIES_OUTPUT',
      message: `CTP writes what ${of} was, and Lethe what it becomes`,
      hint: `If the original is wanted, keep ${of}, too.`,
    },
  };
}

/** Days by which all dates move. */
function incremented({ args: [of, days] }: Call, place: Place): Meaning {
  if (!isThis(of, place)) return dateOfAnother();
  const text = paramOf(days, place);
  if (text === undefined) return noParam(days ?? '');
  if (!/^[+-]?\d{1,5}$/.test(text.trim())) {
    const said = paramNamed(days ?? '', place.script);
    return {
      code: 'NOT_A_NUMBER',
      message: `${days} is not a number of days; dates that move by it are removed`,
      hint: 'Write a whole number, below zero into the past, e.g. <p t="DATEINC">-1000</p>.',
      ...(said === undefined ? {} : { offset: said.offset }),
    };
  }
  const by = Number(text);
  if (by === 0) return { action: KEEP, adds: false };
  return { action: { action: 'shift', by: { days: by } }, adds: false };
}

function dateOfAnother(): Fault {
  return noEqual('A date that is made of another element', 'Let the date be made of "this".');
}

const PATIENT_ID = 0x00100020;
/** CTP's are 0 to 3649 days; 0 would leave the date. */
const HASHED_DAYS = [1, 3650];

function hashedDate({ args: [of, by] }: Call, place: Place): Meaning {
  if (!isThis(of, place)) return dateOfAnother();
  if (elementNamed(by ?? '', place.script) !== PATIENT_ID && by !== 'PatientID')
    return noEqual(
      `Dates that move by ${by ?? 'nothing'}, not by the patient`,
      'Take { "action": "shift", "by": { "days": [1, 3650] } }: one shift for each patient.',
    );
  return { action: { action: 'shift', by: { days: HASHED_DAYS } }, adds: false };
}

function modifiedDate({ args: [of, ...parts] }: Call, place: Place): Meaning {
  if (!isThis(of, place)) return dateOfAnother();
  const [year = '', month = '', day = ''] = parts.map((part) => paramOf(part, place)?.trim() ?? '');
  if (year === '*' && Number(month) === 1 && Number(day) === 1)
    return { action: { action: 'redact', partialDates: true }, adds: false };
  if (/^\d{4}$/.test(year) && /^\d{1,2}$/.test(month) && /^\d{1,2}$/.test(day))
    return {
      action: { action: 'set', value: year + month.padStart(2, '0') + day.padStart(2, '0') },
      adds: false,
    };
  return noEqual(
    'A date of which some parts stay',
    'Take { "action": "redact", "partialDates": true }: the year stays, and it is the first of January.',
  );
}

function lookedUp(call: Call, place: Place): Meaning {
  const [, type = '', whenMissing, value = ''] = call.args;
  if ((call.args[0] ?? '').includes('|'))
    return noEqual('A table by several elements', 'Make a table by one element, e.g. Patient ID.');
  const table = { action: 'lookup', table: `${type.replace(/[^\w.-]/g, '_')}.csv` };
  const missing: Readonly<Record<string, FileAction['whenMissing']>> = {
    keep: 'keep',
    remove: 'remove',
    empty: 'empty',
    default: { action: 'set', value },
  };
  if (whenMissing !== undefined && !Object.hasOwn(missing, whenMissing))
    return noEqual(
      `"${whenMissing}" for what is not in the table`,
      'Leave it out: such instances are quarantined. Or write keep, remove, empty or default.',
    );
  if (whenMissing !== undefined)
    return ofElement(call, 0, place, { ...table, whenMissing: missing[whenMissing] ?? 'quarantine' });
  const found = ofElement(call, 0, place, table);
  // CTP leaves items as they are; an instance is not refused for an identifier there that the table does not have.
  return 'code' in found || found.action !== table
    ? found
    : { ...found, inItems: { ...table, whenMissing: substitute(place).action } };
}

/** A number for each patient. */
function numbered(
  { args: [of = '', , width = '0'] }: Call,
  place: Place,
  before: string,
  after: string,
): Meaning {
  const { element, script } = place;
  const counted = of === 'this' ? element.tag : elementNamed(of, script);
  if (counted !== PATIENT_ID)
    return noEqual('Numbers of anything but patients', 'Take { "action": "pseudonym" }.');
  const digits = Math.min(Number.parseInt(width, 10) || ROOMY, 9);
  return {
    action: { action: 'allocate', template: `${before.trim()}{${'#'.repeat(digits)}}${after.trim()}` },
    adds: false,
    doubt: {
      code: 'NUMBERS_ANEW',
      message: 'Lethe counts from 0 and does not know the numbers that CTP has given',
      hint: 'To keep those, give them as a table: docs/tutorials/from-ctp.md.',
    },
  };
}

/** Without a width CTP's numbers grow; these have room for a million patients. */
const ROOMY = 6;

function conditional({ args: [of, test], clauses: [yes = '', no = ''] }: Call, place: Place): Meaning {
  if (!isThis(of, place) || (test !== 'exists' && test !== 'isblank'))
    return noEqual(
      'A condition on values of the instance',
      'Write the rule for the stricter case, or sort the instances into folders and give each its rules (docs/routes.md).',
    );
  const [then, otherwise] = [meaningOfText(yes, place), meaningOfText(no, place)];
  // Where an attribute is absent no action does anything, but what is added.
  if (test === 'exists') return 'code' in then ? then : { ...then, adds: false };
  if ('code' in then) return then;
  return PLAIN.has(then.action.action)
    ? otherwise
    : noEqual('Something to write where the value is empty', 'Set it in every instance, or leave it empty.');
}

function isUid(tag: Tag | null): boolean {
  return tag !== null && vrOfTag(tag) === 'UI';
}
