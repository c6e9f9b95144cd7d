import type { Action, ActionKind, SimpleAction } from '../plan.ts';
import type { Context } from './context.ts';
import {
  entriesOf,
  type Field,
  type Fields,
  membersOf,
  readFields,
  schemaOf,
  writeFields,
} from './object.ts';
import {
  type Json,
  type JsonSchema,
  later,
  list,
  nullable,
  number,
  oneOrMore,
  onlyTrue,
  type Shape,
  text,
  unknownWord,
  word,
  wrongType,
} from './shape.ts';
import { ATTRIBUTE, CONCEPT, FLAG, KEY, SHIFT, TABLE } from './valueShapes.ts';

type Params<K extends ActionKind> = Omit<Extract<Action, { kind: K }>, 'kind'>;

/** An action as a rule file has it: its word, and its parameters as keys beside it. */
interface ActionForm<K extends ActionKind> {
  readonly doc: string;
  readonly params: Fields<Params<K>, Context>;
}

const MOST_YEARS = 150;

const INVALID = word<'empty' | 'remove' | 'quarantine', Context>({
  empty: 'the value is emptied',
  remove: 'the element is removed',
  quarantine: 'the instance is quarantined',
});

/** `quarantine`, or another action. */
const MISS: Shape<'quarantine' | SimpleAction, Context> = {
  read: (node, context) => (node.value === 'quarantine' ? 'quarantine' : SIMPLE_ACTION.read(node, context)),
  write: (value) => (value === 'quarantine' ? value : SIMPLE_ACTION.write(value)),
  schema: { oneOf: [{ const: 'quarantine' }, { $ref: '#/$defs/simpleAction' }] },
};

const TEMPLATE: Shape<string, Context> = {
  read: (node, { report }) => {
    if (node.type !== 'string') return wrongType(report, node, 'a template, e.g. "Site{####}"');
    const template = node.value as string;
    if (/^[^{}]*\{#+\}[^{}]*$/.test(template)) return template;
    report.error(
      'TEMPLATE_PLACEHOLDER',
      node,
      'A template has one placeholder {###}, and no other braces',
      'Write as many # as the highest number has digits, e.g. "Site{####}".',
    );
    return undefined;
  },
  write: (value) => value,
  schema: { type: 'string', pattern: '^[^{}]*\\{#+\\}[^{}]*$' },
};

function typed(doc: string): Field<SimpleAction, Context> {
  return { shape: later({ $ref: '#/$defs/simpleAction' }, () => SIMPLE_ACTION), doc, absent: 'error' };
}

/** Every action; the type has a hole where a kind or a parameter is missing. */
export const ACTION_FORMS: { readonly [K in ActionKind]: ActionForm<K> } = {
  keep: { doc: 'Leaves it as it came; the items of a sequence are decided one by one.', params: {} },
  remove: { doc: 'Removes it, a sequence with all its items.', params: {} },
  empty: { doc: 'Leaves it with no value; a sequence with no items.', params: {} },
  dummy: { doc: 'Puts a value that fits the VR and means nothing.', params: {} },
  set: {
    doc: 'Puts a value of yours.',
    params: {
      values: {
        key: 'value',
        shape: oneOrMore(text()),
        doc: 'the value, or a list of them',
        absent: 'error',
      },
    },
  },
  copy: {
    doc: 'Puts what another attribute of the root data set has in the output.',
    params: { from: { shape: ATTRIBUTE, doc: 'the other attribute', absent: 'error' } },
  },
  'replace-uid': {
    doc: 'Puts another UID for each, the same for the same original; UIDs that the standard registers stay.',
    params: {
      method: {
        shape: word({
          keyed: 'computed from the UID and the key: no table',
          random: 'drawn, and recorded in the identity map',
          md5: 'dcm4che’s unsalted hash, for parity only',
        }),
        doc: 'how: as "identities" says of UIDs where it is left out',
        absent: { from: ({ defaults }) => defaults.uids },
      },
      oneForAll: { shape: onlyTrue(), doc: 'several values are one original', absent: 'nothing' },
    },
  },
  pseudonym: {
    doc: 'Puts a keyed pseudonym, the same for the same value of the same attribute; an empty value stays empty.',
    params: {
      whenEmpty: { shape: word({ dummy: 'a dummy' }), doc: 'for an empty value', absent: 'nothing' },
    },
  },
  allocate: {
    doc: 'Puts the next free number in a template, once for each patient and template.',
    params: {
      template: { shape: TEMPLATE, doc: 'with one {###}', absent: 'error' },
      whenNoPatientId: {
        shape: word({ quarantine: 'quarantine the instance', study: 'allocate one for each study' }),
        doc: 'where an instance has no Patient ID',
        absent: { is: 'quarantine' },
      },
    },
  },
  lookup: {
    doc: 'Puts what a table of yours says.',
    params: {
      table: {
        shape: TABLE,
        doc: 'the path of a CSV file with original and new values, or sha256:… of one that is loaded',
        absent: 'error',
      },
      whenMissing: {
        shape: MISS,
        doc: 'for a value that the table does not have',
        absent: { is: 'quarantine' },
      },
    },
  },
  'patient-id-hash': {
    doc: 'Puts a UUID over the Patient ID with its issuer.',
    params: {
      keyed: {
        shape: onlyTrue(),
        doc: 'by the key; left out: dcm4che’s unsalted MD5, for parity only',
        absent: 'nothing',
      },
    },
  },
  shift: {
    doc: 'Moves dates and times; DA and TM that belong together move together over midnight.',
    params: {
      by: {
        shape: SHIFT,
        doc: 'how far: as "dates" says where it is left out',
        absent: { from: ({ defaults }) => defaults.shift.by },
      },
      whenInvalid: {
        shape: INVALID,
        doc: 'for a value that is no date or time: as "dates" says where it is left out',
        absent: { from: ({ defaults }) => defaults.shift.whenInvalid },
      },
      dropOlderThanYears: {
        shape: nullable(number(1, MOST_YEARS)),
        doc: 'drops values that lie further back; null: none. As "dates" says where it is left out',
        absent: { from: ({ defaults }) => defaults.shift.dropOlderThanYears },
      },
      timeOfDay: {
        shape: word({
          keep: 'moves along',
          midnight: 'a DT becomes midnight',
          microsoft: 'Microsoft’s 12-hour bug, for parity only',
        }),
        doc: 'what becomes of the time of day',
        absent: { is: 'keep' },
      },
    },
  },
  'cap-age': {
    doc: 'An age over so many years becomes it.',
    params: { maxYears: { shape: number(1, MOST_YEARS), doc: 'HIPAA: 89', absent: { is: 89 } } },
  },
  redact: {
    doc: 'Empties it, but for what of a date or an age may stay.',
    params: {
      partialDates: { shape: FLAG, doc: 'the year of a date stays', absent: { is: false } },
      partialAges: { shape: FLAG, doc: 'an age up to 89 stays', absent: { is: false } },
      microsoftNoon: { shape: FLAG, doc: 'Microsoft’s 12-hour bug, for parity only', absent: { is: false } },
    },
  },
  perturb: {
    doc: 'Adds keyed noise to a number.',
    params: {
      span: {
        shape: number(0, Number.MAX_SAFE_INTEGER, 'any'),
        doc: 'the width of the noise',
        absent: 'error',
      },
      range: {
        shape: word({
          fixed: 'the span is in the unit of the value',
          proportional: 'it is a share of the value',
        }),
        doc: 'what the span is of',
        absent: { is: 'proportional' },
      },
      roundTo: { shape: number(0, 28), doc: 'decimals that stay', absent: { is: 2 } },
    },
  },
  hash: {
    doc: 'Puts the HMAC of each value, as hexadecimal text.',
    params: {
      key: { shape: KEY, doc: '"ring", or a key at a desk', absent: { is: { from: 'ring' } } },
      algorithm: {
        shape: word({ sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }),
        doc: 'the hash',
        absent: { is: 'sha256' },
      },
      matchLength: { shape: FLAG, doc: 'digits, as many as the value had characters', absent: { is: false } },
    },
  },
  encrypt: {
    doc: 'Puts each value encrypted (AES-CBC), in Base64.',
    params: {
      key: { shape: KEY, doc: '"ring", or a key at a desk', absent: { is: { from: 'ring' } } },
      asciiOnly: {
        shape: FLAG,
        doc: 'Microsoft’s loss of other characters, for parity only',
        absent: { is: false },
      },
    },
  },
  'clean-text': {
    doc: 'Takes the instance’s own identifiers, and what looks like one, out of free text.',
    params: {},
  },
  'clean-content': {
    doc: 'Cleans content items by their concept names (PS3.15 Table E.3.4-1).',
    params: {
      concepts: {
        shape: list(CONCEPT),
        doc: 'the concepts: the table under the options where it is left out',
        absent: { from: ({ defaults }) => defaults.concepts },
      },
      dates: {
        shape: nullable(later({ $ref: '#/$defs/simpleAction' }, () => SIMPLE_ACTION)),
        doc: 'what becomes of dates whose code is C: as the options say where it is left out',
        absent: { from: ({ defaults }) => defaults.contentDates },
      },
    },
  },
  'clean-graphics': { doc: 'Cleans overlays, curves and graphic annotations.', params: {} },
  fantasy: {
    doc: 'Puts a made-up person, from a keyed hash of name and birth date.',
    params: {
      part: {
        shape: word({ name: 'a name', 'birth-date': 'a birth date in the same decade' }),
        doc: 'what of the person',
        absent: 'error',
      },
      salt: { shape: text(), doc: 'mixed into the hash', absent: { is: '' } },
      keepSex: { shape: FLAG, doc: 'a first name that fits Patient’s Sex', absent: { is: false } },
    },
  },
  review: { doc: 'Leaves it and holds the instance for a person to look at.', params: {} },
  'by-type': {
    doc: 'Goes by the attribute’s type in the instance’s own IOD (PS3.3).',
    params: {
      type1: typed('where it must have a value'),
      type2: typed('where it may be empty'),
      type3: typed('where it may be absent'),
      unknown: typed('where the IOD is not known'),
    },
  },
};

export const ACTION_KINDS = Object.keys(ACTION_FORMS) as readonly ActionKind[];
const SIMPLE_KINDS = ACTION_KINDS.filter((kind) => kind !== 'by-type');

function formOf(kind: ActionKind): ActionForm<never> {
  // The table pairs every kind with its own parameters, which the type of a look-up by a union cannot say.
  return ACTION_FORMS[kind] as unknown as ActionForm<never>;
}

/** The keys of an action's parameters. */
export function paramKeys(kind: ActionKind): readonly string[] {
  return entriesOf(formOf(kind).params).map(([, , key]) => key);
}

/** An action among keys that are not its own: `{ "select": …, "action": "set", "value": … }`. */
export function actionWithin<A extends Action>(
  kinds: readonly A['kind'][],
  otherKeys: readonly string[],
): Shape<A, Context> & {
  members(node: Parameters<Shape<A, Context>['read']>[0], context: Context): ReturnType<typeof membersOf>;
} {
  const members: ReturnType<typeof actionWithin>['members'] = (node, { report }) => {
    const given = node.type === 'object' ? (node.children ?? []) : [];
    const kind = given.find(({ children }) => children?.[0]?.value === 'action')?.children?.[1]
      ?.value as unknown;
    const params =
      typeof kind === 'string' && Object.hasOwn(ACTION_FORMS, kind) ? paramKeys(kind as ActionKind) : null;
    // Whose parameters they are is not known: what belongs to no action at all is still wrong.
    const allowed = params ?? [...new Set(ACTION_KINDS.flatMap(paramKeys))];
    return membersOf(node, [...otherKeys, 'action', ...allowed], report);
  };
  return {
    members,
    read: (node, context) => {
      const found = members(node, context);
      if (found === undefined) return undefined;
      const word = found.get('action');
      if (word === undefined) {
        context.report.error('MISSING_KEY', node, '"action" is missing', 'Add "action": what is done.');
        return undefined;
      }
      const kind = readKind(word, kinds, context);
      if (kind === undefined) return undefined;
      const params = readFields(node, found, formOf(kind).params, context);
      return params === undefined ? undefined : ({ kind, ...(params as object) } as A);
    },
    write: (action) => {
      const { kind, ...params } = action;
      return { action: kind, ...writeFields(params as never, formOf(kind).params) } as Json;
    },
    schema: {},
  };
}

function readKind<K extends ActionKind>(
  node: Parameters<Shape<K, Context>['read']>[0],
  kinds: readonly K[],
  { report }: Context,
): K | undefined {
  if (node.type !== 'string') return wrongType(report, node, `an action: ${kinds.join(', ')}`);
  const found = kinds.find((kind) => kind === node.value);
  if (found === undefined) unknownWord(report, node, node.value as string, kinds);
  return found;
}

/** An action by itself: its word, or an object with its word and parameters. */
function action<A extends Action>(kinds: readonly A['kind'][], schema: JsonSchema): Shape<A, Context> {
  const within = actionWithin<A>(kinds, []);
  return {
    read: (node, context) => {
      if (node.type === 'object') return within.read(node, context);
      const kind = readKind(node, kinds, context);
      if (kind === undefined) return undefined;
      const params = readFields(node, new Map(), formOf(kind).params, context);
      return params === undefined ? undefined : ({ kind, ...(params as object) } as A);
    },
    write: (value) => {
      const written = within.write(value) as { readonly [key: string]: Json };
      return Object.keys(written).length === 1 ? (written.action as Json) : written;
    },
    schema,
  };
}

export const SIMPLE_ACTION: Shape<SimpleAction, Context> = action<SimpleAction>(SIMPLE_KINDS, {
  $ref: '#/$defs/simpleAction',
});
export const ACTION: Shape<Action, Context> = action<Action>(ACTION_KINDS, { $ref: '#/$defs/action' });

/** What may stand for an action: a word whose parameters all have defaults, or an object. */
export function actionSchema(
  kinds: readonly ActionKind[],
  alsoKeys: JsonSchema = {},
  required: readonly string[] = [],
): JsonSchema {
  return {
    oneOf: kinds.map((kind) => {
      const { properties, required: needed } = schemaOf(formOf(kind).params);
      return {
        type: 'object',
        description: ACTION_FORMS[kind].doc,
        properties: { ...alsoKeys, action: { const: kind }, ...properties },
        required: [...required, 'action', ...needed],
        additionalProperties: false,
      };
    }),
  };
}

/** The words that stand for an action by themselves. */
export function bareWords(kinds: readonly ActionKind[]): readonly ActionKind[] {
  return kinds.filter((kind) =>
    entriesOf(formOf(kind).params).every(([, field]) => field.absent !== 'error'),
  );
}
