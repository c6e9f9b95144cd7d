import type { Action, ActionKind, SimpleAction } from '../plan.ts';
import type { Context } from './context.ts';
import type { Field, Fields } from './object.ts';
import { list, nullable, number, oneOrMore, onlyTrue, type Shape, text, word, wrongType } from './shape.ts';
import { ATTRIBUTE, CONCEPT, FLAG, KEY, PLACEHOLDERS_OR_NONE, SHIFT, TABLE, VR } from './valueShapes.ts';

type Params<K extends ActionKind> = Omit<Extract<Action, { kind: K }>, 'kind'>;

/** An action as a rule file has it: its word, and its parameters as keys beside it. */
export interface ActionForm<K extends ActionKind> {
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
function orQuarantine(simple: Shape<SimpleAction, Context>): Shape<'quarantine' | SimpleAction, Context> {
  return {
    read: (node, context) => (node.value === 'quarantine' ? 'quarantine' : simple.read(node, context)),
    write: (value) => (value === 'quarantine' ? value : simple.write(value)),
    schema: { oneOf: [{ const: 'quarantine' }, simple.schema] },
  };
}

const TEMPLATE: Shape<string, Context> = {
  read: (node, { report }) => {
    if (node.type !== 'string') return wrongType(report, node, 'a template, e.g. "Site{####}"');
    const template = node.value as string;
    if (/^[^{}]*\{#+\}[^{}]*$/.test(template)) return template;
    report.error(
      'TEMPLATE_PLACEHOLDER',
      node,
      'A template has one placeholder {###}, and no other braces',
      'Write one # for each digit of the highest number, e.g. "Site{####}".',
    );
    return undefined;
  },
  write: (value) => value,
  schema: { type: 'string', pattern: '^[^{}]*\\{#+\\}[^{}]*$' },
};

/** Every action; the type has a hole where a kind or a parameter is missing. */
export type ActionForms = { readonly [K in ActionKind]: ActionForm<K> };

/** `simple`: the shape of an action that stands within another. */
export function actionForms(simple: Shape<SimpleAction, Context>): ActionForms {
  const typed = (doc: string): Field<SimpleAction, Context> => ({ shape: simple, doc, absent: 'error' });
  return {
    keep: { doc: 'Keeps it unchanged; the items of a sequence are processed one by one.', params: {} },
    'keep-valid': {
      doc: 'Keeps a value that has the form of its VR, e.g. a number in an IS; removes any other.',
      params: {},
    },
    remove: { doc: 'Removes it, a sequence with all its items.', params: {} },
    empty: { doc: 'Empties it: no value, or no items in a sequence.', params: {} },
    dummy: { doc: 'Writes a meaningless value that fits the VR.', params: {} },
    set: {
      doc: 'Writes a value that you give.',
      params: {
        values: {
          key: 'value',
          shape: oneOrMore(text()),
          doc: 'the value, or a list of them',
          absent: 'error',
        },
        whenAbsent: {
          shape: word({ add: 'the root data set gets it where it has none' }),
          doc: '"add": adds it to the root data set if it is absent; default: only an existing attribute is set',
          absent: 'nothing',
        },
        vr: {
          shape: VR,
          doc: 'the VR of an added attribute, if PS3.6 has several',
          absent: 'nothing',
        },
      },
    },
    copy: {
      doc: 'Writes the output value of another attribute of the root data set.',
      params: { from: { shape: ATTRIBUTE, doc: 'the other attribute', absent: 'error' } },
    },
    'replace-uid': {
      doc: 'Writes a new UID for each UID, the same for the same original; UIDs that PS3.6 lists stay if the attribute may have them.',
      params: {
        method: {
          shape: word({
            keyed: 'computed from the UID and the key: no table',
            random: 'drawn, and recorded in the identity map',
            md5: 'dcm4che’s unsalted hash, for parity only',
          }),
          doc: 'the method; default: as "identities" says for UIDs',
          absent: { from: ({ defaults }) => defaults.uids },
        },
        oneForAll: { shape: onlyTrue(), doc: 'treats several values as one original', absent: 'nothing' },
      },
    },
    pseudonym: {
      doc: 'Writes a keyed pseudonym, the same for the same value of the same attribute; an empty value stays empty.',
      params: {
        whenEmpty: {
          shape: word({ dummy: 'another for each study' }),
          doc: 'for an empty value',
          absent: 'nothing',
        },
      },
    },
    allocate: {
      doc: 'Writes the patient’s number in a template: the next free number, the same in every template.',
      params: {
        template: { shape: TEMPLATE, doc: 'with one {###}', absent: 'error' },
        whenNoPatientId: {
          shape: word({ quarantine: 'quarantine the instance', study: 'allocate one for each study' }),
          doc: 'for an instance without Patient ID',
          absent: { is: 'quarantine' },
        },
      },
    },
    lookup: {
      doc: 'Writes the value from your table.',
      params: {
        table: {
          shape: TABLE,
          doc: 'the path of a CSV file with original and new values, or sha256:… of a loaded one',
          absent: 'error',
        },
        whenMissing: {
          shape: orQuarantine(simple),
          doc: 'for a value that is not in the table',
          absent: { is: 'quarantine' },
        },
      },
    },
    'patient-id-hash': {
      doc: 'Writes a UUID made from the Patient ID with its issuer.',
      params: {
        keyed: {
          shape: onlyTrue(),
          doc: 'uses the key; default: dcm4che’s unsalted MD5, for parity only',
          absent: 'nothing',
        },
      },
    },
    shift: {
      doc: 'Shifts dates and times; a DA and a TM that belong together move together across midnight.',
      params: {
        by: {
          shape: SHIFT,
          doc: 'how far; default: as "dates" says',
          absent: { from: ({ defaults }) => defaults.shift.by },
        },
        whenInvalid: {
          shape: INVALID,
          doc: 'for a value that is not a date or time; default: as "dates" says',
          absent: { from: ({ defaults }) => defaults.shift.whenInvalid },
        },
        dropOlderThanYears: {
          shape: nullable(number(1, MOST_YEARS)),
          doc: 'drops older values; null: none. Default: as "dates" says',
          absent: { from: ({ defaults }) => defaults.shift.dropOlderThanYears },
        },
        timeOfDay: {
          shape: word({
            keep: 'moves along, by whole days not at all',
            shift: 'moves by seconds of the patient’s own as well',
            hour: 'is cut to the hour',
            midnight: 'a DT becomes midnight',
            microsoft: 'Microsoft’s 12-hour bug, for parity only',
          }),
          doc: 'what happens to the time of day; default: as "dates" says',
          absent: { from: ({ defaults }) => defaults.shift.timeOfDay },
        },
        placeholders: {
          shape: PLACEHOLDERS_OR_NONE,
          doc: 'placeholder dates in addition to those of the table; default: as "dates" says; "move": every date is shifted, for parity only',
          absent: { from: ({ defaults }) => defaults.shift.placeholders as never },
        },
      },
    },
    'cap-age': {
      doc: 'An age over the limit becomes one class, 090Y for 89; a birth date that reveals such an age is emptied.',
      params: { maxYears: { shape: number(1, MOST_YEARS), doc: 'HIPAA: 89', absent: { is: 89 } } },
    },
    redact: {
      doc: 'Empties it, except for the part of a date or an age that may stay.',
      params: {
        partialDates: { shape: FLAG, doc: 'the year of a date stays', absent: { is: false } },
        partialAges: { shape: FLAG, doc: 'an age up to 89 stays', absent: { is: false } },
        microsoftNoon: {
          shape: FLAG,
          doc: 'Microsoft’s 12-hour bug, for parity only',
          absent: { is: false },
        },
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
          doc: 'what the span refers to',
          absent: { is: 'proportional' },
        },
        roundTo: { shape: number(0, 28), doc: 'the number of decimals', absent: { is: 2 } },
      },
    },
    hash: {
      doc: 'Writes the HMAC of each value, as hexadecimal text.',
      params: {
        key: { shape: KEY, doc: '"ring", or a key at a desk', absent: { is: { from: 'ring' } } },
        algorithm: {
          shape: word({ sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }),
          doc: 'the hash',
          absent: { is: 'sha256' },
        },
        matchLength: {
          shape: FLAG,
          doc: 'as many digits as the value had characters',
          absent: { is: false },
        },
      },
    },
    encrypt: {
      doc: 'Encrypts each value (AES-CBC), in Base64.',
      params: {
        key: { shape: KEY, doc: '"ring", or a key at a desk', absent: { is: { from: 'ring' } } },
        asciiOnly: {
          shape: FLAG,
          doc: 'Microsoft’s loss of non-ASCII characters, for parity only',
          absent: { is: false },
        },
      },
    },
    'clean-text': {
      doc: 'Removes the instance’s own identifiers, and anything that looks like an identifier, from free text.',
      params: {},
    },
    'clean-content': {
      doc: 'Cleans content items by their concept names (PS3.15 Table E.3.4-1).',
      params: {
        concepts: {
          shape: list(CONCEPT),
          doc: 'the concepts; default: the table under the options',
          absent: { from: ({ defaults }) => defaults.concepts },
        },
        dates: {
          shape: nullable(simple),
          doc: 'what happens to dates whose code is C; default: as the options say',
          absent: { from: ({ defaults }) => defaults.contentDates },
        },
      },
    },
    'clean-graphics': { doc: 'Cleans overlays, curves and graphic annotations.', params: {} },
    fantasy: {
      doc: 'Writes an invented person, from a keyed hash of name and birth date.',
      params: {
        part: {
          shape: word({ name: 'a name', 'birth-date': 'a birth date in the same decade' }),
          doc: 'which part of the person',
          absent: 'error',
        },
        salt: { shape: text(), doc: 'mixed into the hash', absent: { is: '' } },
        keepSex: { shape: FLAG, doc: 'the first name fits Patient’s Sex', absent: { is: false } },
      },
    },
    review: {
      doc: 'Keeps it for a person to look at. The instance is held, unless `freeText` of the attribute is `clean`, the default: then it is released, and the audit names the attribute.',
      params: {},
    },
    'by-type': {
      doc: 'Depends on the attribute’s type in the instance’s own IOD (PS3.3).',
      params: {
        type1: typed('where it must have a value'),
        type2: typed('where it may be empty'),
        type3: typed('where it may be absent'),
        unknown: typed('where the IOD is not known'),
      },
    },
    'by-vr': {
      doc: 'Depends on the VR in the file, or in the selector if the file says UN.',
      params: {
        dates: typed('DA, DT, TM'),
        uids: typed('UI'),
        names: typed('PN'),
        texts: typed('AE, LO, LT, SH, ST, UC, UT'),
        ages: typed('AS'),
        others: typed('every other VR'),
      },
    },
  };
}
