import type { Node } from 'jsonc-parser';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { PrivateCreators, Selector, SimpleAction } from '../plan.ts';
import { SIMPLE_ACTION } from './actions.ts';
import type { Context } from './context.ts';
import { type Fields, object } from './object.ts';
import { list, type Shape, text, word, wrongType } from './shape.ts';
import { FLAG, SELECTOR, VR } from './valueShapes.ts';

/** One entry of the user's own list of safe private attributes. */
export interface SafeEntry {
  readonly selector: Selector & { readonly kind: 'private' };
  readonly action: SimpleAction | null;
  readonly node: Node;
}

export interface PrivateAttributes {
  readonly keep: readonly SafeEntry[];
  readonly standardTable: boolean;
  readonly dispositions?: 'tcia';
  readonly wrongLevel?: PrivateCreators['wrongLevel'];
  readonly creators?: PrivateCreators['elements'];
}

const SAFE_ENTRY: Shape<SafeEntry, Context> = {
  read: (node, context) => {
    if (node.type === 'object') {
      const parts = ENTRY_OBJECT.read(node, context);
      if (parts === undefined) return undefined;
      const { action = null, ...place } = parts;
      return { selector: { kind: 'private', ...place }, action, node };
    }
    const selector = SELECTOR.read(node, context);
    if (selector === undefined) return undefined;
    if (selector.kind === 'private' && selector.path === undefined) return { selector, action: null, node };
    return wrongType(context.report, node, 'a private attribute (gggg,"CREATOR",ee)');
  },
  write: ({ selector }) => SELECTOR.write(selector),
  schema: { oneOf: [{ type: 'string' }, { $ref: '#/$defs/safePrivate' }] },
};

const HEX_GROUP = hexadecimal(4);
const HEX_ELEMENT = hexadecimal(2);

interface SafeObject {
  readonly group: number;
  readonly creator: string;
  readonly element: number;
  readonly vr?: Vr;
  readonly action?: SimpleAction;
}

export const SAFE_OBJECT: Fields<SafeObject, Context> = {
  group: { shape: HEX_GROUP, doc: 'four hexadecimal digits', absent: 'error' },
  creator: { shape: text(), doc: 'the Private Creator', absent: 'error' },
  element: {
    shape: HEX_ELEMENT,
    doc: 'the last two digits; the block is wherever the creator reserves it',
    absent: 'error',
  },
  vr: {
    shape: VR,
    doc: 'how the value is to be read where the file says UN or nothing',
    absent: 'nothing',
  },
  action: {
    shape: SIMPLE_ACTION,
    doc: 'what is done with it, if not what its VR and the options ask for',
    absent: 'nothing',
  },
};

const ENTRY_OBJECT = object<SafeObject, Context>(SAFE_OBJECT);

function hexadecimal(digits: number): Shape<number, Context> {
  const form = new RegExp(`^[0-9A-Fa-f]{${digits}}$`);
  return {
    read: (node, { report }) =>
      typeof node.value === 'string' && form.test(node.value)
        ? Number.parseInt(node.value, 16)
        : wrongType(report, node, `a text of ${digits} hexadecimal digits`),
    write: (value) => value.toString(16).toUpperCase().padStart(digits, '0'),
    schema: { type: 'string', pattern: form.source },
  };
}

/** A file that says nothing of private attributes. */
export const NO_PRIVATE_ATTRIBUTES: PrivateAttributes = { keep: [], standardTable: true };

export const PRIVATE_ATTRIBUTES: Fields<PrivateAttributes, Context> = {
  keep: { shape: list(SAFE_ENTRY), doc: 'your own safe private attributes', absent: { is: [] } },
  standardTable: {
    shape: FLAG,
    doc: 'PS3.15 Table E.3.10-1 is part of Retain Safe Private',
    absent: { is: true },
  },
  dispositions: {
    shape: word({ tcia: 'those of The Cancer Imaging Archive' }),
    doc: 'whose knowledge of private attributes holds as well: "tcia" is what The Cancer Imaging Archive keeps, and what of Table E.3.10-1 it deletes',
    absent: 'nothing',
  },
  wrongLevel: {
    shape: word({
      none: 'an element whose own item reserves no block has no creator',
      enclosing: 'it has the one of the nearest enclosing data set that reserves its block',
    }),
    doc: 'where the creator is looked for; "none" where it is left out',
    absent: 'nothing',
  },
  creators: {
    shape: word({
      'by-rule': 'as rules say',
      follow: 'a creator stays while an element of its block stays, and goes with the last',
    }),
    doc: 'what becomes of Private Creators; "follow" where private attributes are kept by this object or option',
    absent: 'nothing',
  },
};
