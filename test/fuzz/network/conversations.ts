import { DICOM_APPLICATION_CONTEXT } from '../../../layers/dimse/associatePdu.ts';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import {
  COMMAND,
  type CommandSet,
  DATA_SET,
  encodeCommandSet,
  NO_DATA_SET,
} from '../../../layers/dimse/commandSet.ts';
import { associateAcPdu, associateRqPdu } from '../../../layers/dimse/pdu.ts';
import { CT_STORAGE, EXPLICIT, IMPLICIT, MPPS, WORKLIST_FIND } from '../../support/network/own.ts';
import { pData, pduOf } from '../../support/network/raw.ts';
import type { Random } from '../mutate.ts';

/** What one side says, PDU by PDU: whole conversations to begin with. */
export type Conversation = readonly Buffer[];

const SYNTAXES = [VERIFICATION, CT_STORAGE, WORKLIST_FIND, MPPS];
const head = {
  protocolVersion: 1,
  calledAeTitle: 'LETHE',
  callingAeTitle: 'FUZZ',
  applicationContext: DICOM_APPLICATION_CONTEXT,
};
const user = {
  maxPduBytes: 16_384,
  implementationClassUid: '1.2.3',
  implementationVersionName: 'FUZZ',
  roles: [{ abstractSyntax: CT_STORAGE, scu: true, scp: true }],
};

const ASSOCIATE_RQ = Buffer.from(
  associateRqPdu({
    ...head,
    contexts: SYNTAXES.map((abstractSyntax, index) => ({
      id: 2 * index + 1,
      abstractSyntax,
      transferSyntaxes: [IMPLICIT, EXPLICIT],
    })),
    user: {
      ...user,
      identity: {
        kind: 'username-passcode',
        primary: Buffer.from('Doe^Jane'),
        secondary: Buffer.from('secret'),
        wantsResponse: true,
      },
    },
  }),
);
const ASSOCIATE_AC = Buffer.from(
  associateAcPdu({
    ...head,
    contexts: SYNTAXES.map((_, index) => ({ id: 2 * index + 1, result: 0, transferSyntax: IMPLICIT })),
    user,
  }),
);
const RELEASE_RQ = pduOf(5, Buffer.alloc(4));
const RELEASE_RP = pduOf(6, Buffer.alloc(4));
const ABORT = pduOf(7, Buffer.of(0, 0, 0, 0));

function message(contextId: number, command: Partial<CommandSet>, data?: Buffer): readonly Buffer[] {
  const set = {
    commandField: 0,
    ...command,
    commandDataSetType: data === undefined ? NO_DATA_SET : DATA_SET,
  };
  const half = data === undefined ? 0 : (data.length >> 2) * 2;
  return [
    pData(contextId, 3, encodeCommandSet(set)),
    ...(data === undefined
      ? []
      : [pData(contextId, 0, data.subarray(0, half)), pData(contextId, 2, data.subarray(half))]),
  ];
}

const ECHO = message(1, { commandField: COMMAND.cEchoRq, affectedSopClassUid: VERIFICATION, messageId: 1 });
const STORE = message(
  3,
  {
    commandField: COMMAND.cStoreRq,
    affectedSopClassUid: CT_STORAGE,
    affectedSopInstanceUid: '1.2.3',
    messageId: 2,
    priority: 0,
  },
  Buffer.alloc(3000, 'data'),
);
const FIND = message(
  5,
  { commandField: COMMAND.cFindRq, affectedSopClassUid: WORKLIST_FIND, messageId: 3, priority: 0 },
  Buffer.alloc(200, 'keys'),
);
const CANCEL = message(5, { commandField: COMMAND.cCancelRq, messageIdBeingRespondedTo: 3 });
const CREATE = message(
  7,
  {
    commandField: COMMAND.nCreateRq,
    affectedSopClassUid: MPPS,
    affectedSopInstanceUid: '1.2.4',
    messageId: 4,
  },
  Buffer.alloc(100, 'step'),
);

/** What a requestor says to an acceptor. */
export const ASKED: readonly Conversation[] = [
  [ASSOCIATE_RQ, ...ECHO, RELEASE_RQ],
  [ASSOCIATE_RQ, ...STORE, ...STORE, RELEASE_RQ],
  [ASSOCIATE_RQ, ...FIND, ...CANCEL, RELEASE_RQ],
  [ASSOCIATE_RQ, ...CREATE, ...ECHO, ABORT],
  [ASSOCIATE_RQ, ...STORE],
  [ASSOCIATE_RQ],
];

const stored = message(3, {
  commandField: 0x8001,
  messageIdBeingRespondedTo: 1,
  status: 0,
  affectedSopClassUid: CT_STORAGE,
});
const match = message(
  5,
  { commandField: 0x8020, messageIdBeingRespondedTo: 2, status: 0xff00 },
  Buffer.alloc(300, 'match'),
);
const found = message(5, { commandField: 0x8020, messageIdBeingRespondedTo: 2, status: 0 });

/** What an acceptor answers to a requestor that stores (message 1), finds (message 2) and releases. */
export const ANSWERED: readonly Conversation[] = [
  [ASSOCIATE_AC, ...stored, ...match, ...match, ...found, RELEASE_RP],
  [ASSOCIATE_AC, ...stored, ...ECHO, ...found, RELEASE_RQ, RELEASE_RP],
  [ASSOCIATE_AC, ...stored, ABORT],
  [ASSOCIATE_AC],
  [pduOf(3, Buffer.of(0, 1, 1, 7))],
];

export const NETWORK_MUTATIONS = [
  'flip',
  'length',
  'drop',
  'double',
  'swap',
  'cut',
  'insert',
  'grow',
  'type',
  'trickle',
] as const;
export type NetworkMutation = (typeof NETWORK_MUTATIONS)[number];

export interface NetworkMutant {
  /** What is written at one time, with a wait for answers between. */
  readonly writes: readonly Buffer[];
  readonly mutations: readonly NetworkMutation[];
  /** Whether the side closes when it has said all; else it stays, and says nothing more. */
  readonly ends: boolean;
}

/** One to three changes of a conversation. */
export function networkMutant(conversations: readonly Conversation[], dice: Random): NetworkMutant {
  const pick = <Of>(all: readonly Of[]): Of => all[dice.below(all.length)] as Of;
  let pdus: Buffer[] = pick(conversations).map((pdu) => Buffer.from(pdu));
  const mutations = Array.from({ length: 1 + dice.below(3) }, () => pick(NETWORK_MUTATIONS));
  for (const mutation of mutations) pdus = CHANGES[mutation](pdus, pick(pick(conversations)), dice);
  const all = Buffer.concat(pdus);
  const writes: Buffer[] = [];
  if (mutations.includes('trickle'))
    for (let at = 0; at < all.length; at += 1 + dice.below(700)) writes.push(all.subarray(at, at + 700));
  else writes.push(...pdus);
  return { writes, mutations, ends: dice.below(3) === 0 };
}

const LENGTHS = [0, 1, 2, 3, 5, 0x7f, 0xffff, 0x1_0000, 0x2_0000, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff];

const CHANGES: Readonly<Record<NetworkMutation, (pdus: Buffer[], other: Buffer, dice: Random) => Buffer[]>> =
  {
    flip: (pdus, _other, dice) => {
      for (let count = 1 + dice.below(6); count > 0; count -= 1) {
        const pdu = pdus[dice.below(pdus.length)];
        const at = dice.below(pdu?.length ?? 1);
        if (pdu !== undefined && at < pdu.length) pdu[at] = (pdu[at] ?? 0) ^ (1 << dice.below(8));
      }
      return pdus;
    },
    length: (pdus, _other, dice) => {
      const pdu = pdus[dice.below(pdus.length)];
      const value = LENGTHS[dice.below(LENGTHS.length)] ?? 0;
      // Of the PDU, of its first PDV, or wherever two or four bytes may be one.
      const at = [2, 6, dice.below(pdu?.length ?? 1)][dice.below(3)] ?? 2;
      if (pdu === undefined) return pdus;
      if (dice.below(3) === 0 && at + 2 <= pdu.length) pdu.writeUInt16BE(value & 0xffff, at);
      else if (at + 4 <= pdu.length) pdu.writeUInt32BE(value >>> 0, at);
      return pdus;
    },
    drop: (pdus, _other, dice) => pdus.toSpliced(dice.below(pdus.length), 1),
    double: (pdus, _other, dice) => {
      const at = dice.below(pdus.length);
      const copies = Array.from({ length: 1 + dice.below(20) }, () => Buffer.from(pdus[at] ?? ''));
      return pdus.toSpliced(at, 0, ...copies);
    },
    swap: (pdus, _other, dice) => {
      const [one, two] = [dice.below(pdus.length), dice.below(pdus.length)];
      if (pdus.length === 0) return pdus;
      return pdus.with(one, pdus[two] ?? Buffer.alloc(0)).with(two, pdus[one] ?? Buffer.alloc(0));
    },
    cut: (pdus, _other, dice) => {
      const last = dice.below(pdus.length);
      return [...pdus.slice(0, last), (pdus[last] ?? Buffer.alloc(0)).subarray(0, dice.below(200))];
    },
    insert: (pdus, other, dice) => pdus.toSpliced(dice.below(pdus.length + 1), 0, Buffer.from(other)),
    grow: (pdus, _other, dice) => {
      const bytes = Buffer.from(Array.from({ length: 1 + dice.below(64) }, () => dice.below(256)));
      return pdus.toSpliced(dice.below(pdus.length + 1), 0, bytes);
    },
    type: (pdus, _other, dice) => {
      const pdu = pdus[dice.below(pdus.length)];
      if (pdu !== undefined && pdu.length > 0) pdu[0] = dice.below(9);
      return pdus;
    },
    trickle: (pdus) => pdus,
  };
