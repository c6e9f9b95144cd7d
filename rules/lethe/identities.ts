import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import type { Action } from '../plan.ts';
import { ACTION } from './actions.ts';
import type { Context } from './context.ts';
import type { Fields } from './object.ts';
import { text, word, wrongType } from './shape.ts';

/** Whom an instance is about: actions for the attributes that say so, and how identities hang together. */
export interface Identities {
  readonly patientId?: Action;
  readonly patientName?: Action;
  readonly accessionNumber?: Action;
  readonly studyId?: Action;
  readonly uids?: 'keyed' | 'random';
  readonly project?: string;
}

export const IDENTITY_TAGS = {
  patientId: asTag(0x00100020),
  patientName: asTag(0x00100010),
  accessionNumber: asTag(0x00080050),
  studyId: asTag(0x00200010),
} as const satisfies Partial<Record<keyof Identities, Tag>>;

export const IDENTITIES: Fields<Identities, Context> = {
  patientId: { shape: ACTION, doc: 'Patient ID (0010,0020)', absent: 'nothing' },
  patientName: { shape: ACTION, doc: 'Patient’s Name (0010,0010)', absent: 'nothing' },
  accessionNumber: { shape: ACTION, doc: 'Accession Number (0008,0050)', absent: 'nothing' },
  studyId: { shape: ACTION, doc: 'Study ID (0020,0010)', absent: 'nothing' },
  uids: {
    shape: word({
      keyed: 'computed from the UID and the key: the same everywhere, with no table',
      random: 'drawn, and recorded in the identity map',
    }),
    doc: 'how the profile, and "replace-uid" without a method, replace UIDs; "keyed" where it is left out',
    absent: 'nothing',
  },
  project: {
    shape: {
      ...text<Context>(),
      read: (node, { report }) => {
        if (typeof node.value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(node.value))
          return node.value;
        return wrongType(report, node, 'a name of letters, digits, dots, dashes and underscores, at most 64');
      },
      schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
    },
    doc: 'separates projects: the same patient gets unlinkable identities in two of them',
    absent: 'nothing',
  },
};
