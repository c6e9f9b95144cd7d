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
      'Write as many # as the highest number has digits, e.g. "Site{####}".',
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
    keep: { doc: 'Leaves it as it came; the items of a sequence are decided one by one.', params: {} },
    'keep-valid': {
      doc: 'Leaves a value that has the form of its VR, e.g. a number in an IS; any other is removed.',
      params: {},
    },
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
        whenAbsent: {
          shape: word({ add: 'the root data set gets it where it has none' }),
          doc: '"add": the root data set gets it where it has no such attribute; left out: only what is there is set',
          absent: 'nothing',
        },
        vr: {
          shape: VR,
          doc: 'the VR of what is added, where PS3.6 has several',
          absent: 'nothing',
        },
      },
    },
    copy: {
      doc: 'Puts what another attribute of the root data set has in the output.',
      params: { from: { shape: ATTRIBUTE, doc: 'the other attribute', absent: 'error' } },
    },
    'replace-uid': {
      doc: 'Puts another UID for each, the same for the same original; UIDs that PS3.6 lists stay where the attribute may have them.',
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
        whenEmpty: {
          shape: word({ dummy: 'another for each study' }),
          doc: 'for an empty value',
          absent: 'nothing',
        },
      },
    },
    allocate: {
      doc: 'Puts the next free number in a template, once for each patient, the same in every template.',
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
          shape: orQuarantine(simple),
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
          doc: 'for a value that is not a date or time: as "dates" says where it is left out',
          absent: { from: ({ defaults }) => defaults.shift.whenInvalid },
        },
        dropOlderThanYears: {
          shape: nullable(number(1, MOST_YEARS)),
          doc: 'drops values that lie further back; null: none. As "dates" says where it is left out',
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
          doc: 'what becomes of the time of day: as "dates" says where it is left out',
          absent: { from: ({ defaults }) => defaults.shift.timeOfDay },
        },
        placeholders: {
          shape: PLACEHOLDERS_OR_NONE,
          doc: 'days that stand where nobody gave a date, beside those of the table: as "dates" says where it is left out; "move": every day moves, for parity only',
          absent: { from: ({ defaults }) => defaults.shift.placeholders as never },
        },
      },
    },
    'cap-age': {
      doc: 'An age over so many years becomes the class of all such, 090Y with 89; a birth date that tells such an age is emptied.',
      params: { maxYears: { shape: number(1, MOST_YEARS), doc: 'HIPAA: 89', absent: { is: 89 } } },
    },
    redact: {
      doc: 'Empties it, but for what of a date or an age may stay.',
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
        matchLength: {
          shape: FLAG,
          doc: 'digits, as many as the value had characters',
          absent: { is: false },
        },
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
          shape: nullable(simple),
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
    'by-vr': {
      doc: 'Goes by the VR that the file gives the element, or its selector where the file says UN.',
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
