import fc from 'fast-check';
import {
  type AssociateRq,
  decodeAssociateAc,
  decodeAssociateRq,
  encodeAssociateAc,
  encodeAssociateRq,
} from '../../../layers/dimse/associatePdu.ts';
import type { PduError } from '../../../layers/dimse/errors.ts';
import { fragmentBytesOf, fragmentsOf } from '../../../layers/dimse/fragmenting.ts';
import { ASSOCIATION_LIMITS } from '../../../layers/dimse/limits.ts';
import { type PduSink, PduStream } from '../../../layers/dimse/pduStream.ts';
import { USER_IDENTITY_KINDS } from '../../../layers/dimse/userInformation.ts';
import { CT_STORAGE, EXPLICIT, IMPLICIT } from '../../support/network/own.ts';
import { associateRq, pData, pduOf } from '../../support/network/raw.ts';
import { holds } from '../../support/properties.ts';

/** PDUs as bytes (PS3.8 9.3). */

const REQUEST: AssociateRq = {
  protocolVersion: 1,
  calledAeTitle: 'LETHE',
  callingAeTitle: 'CT 1',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [
    { id: 1, abstractSyntax: CT_STORAGE, transferSyntaxes: [EXPLICIT, IMPLICIT] },
    { id: 3, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [IMPLICIT] },
  ],
  user: {
    maxPduBytes: 16_383,
    implementationClassUid: '1.2.3',
    implementationVersionName: 'TEST',
    roles: [{ abstractSyntax: CT_STORAGE, scu: false, scp: true }],
  },
};

/** Everything that a stream says, in words. */
function said(chunks: readonly Uint8Array[]): readonly string[] {
  const words: string[] = [];
  let fragment = '';
  const sink: PduSink = {
    associateRq: ({ callingAeTitle }) => words.push(`RQ ${callingAeTitle}`),
    associateAc: () => words.push('AC'),
    associateRj: ({ result, source, reason }) => words.push(`RJ ${result} ${source} ${reason}`),
    pData: () => words.push('P-DATA'),
    fragment: ({ contextId, isCommand, isLast, bytes }) => {
      // The pieces of a PDV come as the connection cuts them.
      const head = `${contextId} ${isCommand}`;
      const last = words.at(-1) ?? '';
      fragment = last.startsWith(head) ? last.slice(head.length + 1) : '';
      if (fragment !== '' || last.startsWith(head)) words.pop();
      words.push(`${head} ${fragment}${Buffer.from(bytes).toString('hex')}${isLast ? '.' : ''}`);
    },
    releaseRq: () => words.push('RELEASE-RQ'),
    releaseRp: () => words.push('RELEASE-RP'),
    abort: (source, reason) => words.push(`ABORT ${source} ${reason}`),
    progress: () => {},
    invalid: (error: PduError) => words.push(`invalid: ${error.reason}`),
  };
  const stream = new PduStream(sink, ASSOCIATION_LIMITS);
  for (const chunk of chunks) stream.push(chunk);
  return words;
}

describe('A-ASSOCIATE', () => {
  it('is read as it was written, as request and as acceptance', () => {
    expect(decodeAssociateRq(encodeAssociateRq(REQUEST))).toEqual(REQUEST);
    const answer = {
      ...REQUEST,
      contexts: [
        { id: 1, result: 0 as const, transferSyntax: EXPLICIT },
        { id: 3, result: 4 as const, transferSyntax: IMPLICIT },
      ],
      user: { ...REQUEST.user, serverResponse: new Uint8Array([1, 2, 3]) },
    };
    expect(decodeAssociateAc(encodeAssociateAc(answer))).toEqual(answer);
  });

  it.each(USER_IDENTITY_KINDS.map((kind, index) => [kind, index + 1] as const))(
    'carries a %s (type %i)',
    (kind, type) => {
      const identity = {
        kind,
        primary: new Uint8Array([0x6a, 0x61, 0x6e, 0x65]),
        secondary: new Uint8Array(kind === 'username-passcode' ? [0x78] : []),
        wantsResponse: true,
      };
      const bytes = Buffer.from(encodeAssociateRq({ ...REQUEST, user: { ...REQUEST.user, identity } }));
      // PS3.7 Table D.3-14: item type, reserved, length, then the type of the identity.
      expect(bytes[bytes.lastIndexOf(Buffer.of(0x58, 0, 0)) + 4]).toBe(type);
      expect(decodeAssociateRq(bytes).user.identity).toEqual(identity);
    },
  );

  it('never offers the asynchronous window, and passes over one that is offered, with what else it does not know', () => {
    const bytes = Buffer.from(encodeAssociateRq(REQUEST));
    const user = bytes.indexOf(Buffer.of(0x50, 0));
    const types: number[] = [];
    for (let at = user + 4; at < bytes.length; at += 4 + bytes.readUInt16BE(at + 2))
      types.push(bytes[at] ?? 0);
    expect(types).toEqual([0x51, 0x52, 0x54, 0x55]);
    // Window (0x53), SOP Class extended negotiation (0x56), and an item that PS3.7 does not have.
    const window = Buffer.of(0x53, 0, 0, 4, 0, 5, 0, 5);
    const extended = Buffer.of(0x56, 0, 0, 4, 0, 1, 0x31, 1);
    const longer = Buffer.concat([bytes, window, extended, Buffer.of(0x99, 0, 0, 1, 7)]);
    longer.writeUInt16BE(longer.length - user - 4, user + 2);
    expect(decodeAssociateRq(longer)).toEqual(REQUEST);
  });

  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(encodeAssociateRq(REQUEST));
    change(bytes);
    return bytes;
  };
  it.each([
    [
      'an even context id',
      changed((bytes) => bytes.writeUInt8(2, bytes.indexOf(Buffer.of(0x20, 0), 68) + 4)),
    ],
    [
      'a context id twice',
      changed((bytes) => bytes.writeUInt8(1, bytes.lastIndexOf(Buffer.of(0x20, 0)) + 4)),
    ],
    [
      'an item longer than what is left',
      changed((bytes) => bytes.writeUInt16BE(0xffff, bytes.indexOf(Buffer.of(0x20, 0), 68) + 2)),
    ],
    ['a control character in an AE title', changed((bytes) => bytes.writeUInt8(10, 5))],
    ['no user information', changed((bytes) => bytes.writeUInt8(0x99, bytes.indexOf(Buffer.of(0x50, 0))))],
    ['no application context', changed((bytes) => bytes.writeUInt8(0x99, bytes.indexOf(Buffer.of(0x10, 0))))],
  ])('is refused for %s', (_name, bytes) => {
    expect(() => decodeAssociateRq(bytes)).toThrow(
      expect.objectContaining({ reason: 'invalid-pdu-parameter-value' }),
    );
  });
});

describe('a stream of PDUs', () => {
  const conversation = Buffer.concat([
    associateRq(),
    pData(1, 3, Buffer.from('command')),
    pduOf(
      4,
      Buffer.concat([pData(1, 0, Buffer.from('one')).subarray(6), pData(3, 2, Buffer.alloc(0)).subarray(6)]),
    ),
    pduOf(5, Buffer.alloc(4)),
    pduOf(6, Buffer.alloc(4)),
    pduOf(3, Buffer.of(0, 2, 3, 1)),
    pduOf(7, Buffer.of(0, 0, 2, 6)),
    pduOf(8, Buffer.alloc(4)),
    associateRq(),
  ]);
  const WORDS = [
    'RQ RAW',
    'P-DATA',
    `1 true ${Buffer.from('command').toString('hex')}.`,
    'P-DATA',
    `1 false ${Buffer.from('one').toString('hex')}`,
    '3 false .',
    'RELEASE-RQ',
    'RELEASE-RP',
    'RJ 2 3 1',
    'ABORT 2 6',
    'invalid: unrecognized-pdu',
  ];

  it('says the same however the connection cuts it, and nothing behind what is not valid', () => {
    expect(said([conversation])).toEqual(WORDS);
    expect(said([...conversation].map((byte) => Uint8Array.of(byte)))).toEqual(WORDS);
    holds(
      fc.property(fc.array(fc.integer({ min: 0, max: conversation.length }), { maxLength: 40 }), (cuts) => {
        const at = [0, ...cuts.toSorted((one, other) => one - other), conversation.length];
        const chunks = at.slice(1).map((end, index) => conversation.subarray(at[index], end));
        expect(said(chunks)).toEqual(WORDS);
      }),
    );
  });
});

describe('fragments', () => {
  it.each([
    [0, 262_138],
    [16_384, 16_378],
    [16_383, 16_376],
    [8, 2],
    [7, null],
    [0xffffffff, 262_138],
  ])('towards a peer that takes %i bytes have %s', (maxPduBytes, bytes) => {
    expect(fragmentBytesOf(maxPduBytes)).toBe(bytes);
  });

  it('are even but for the last, hold all that was given, and the last is known as such', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
    await holds(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 20 }), async (given, half) => {
        const parts: Uint8Array[] = [];
        const lengths: number[] = [];
        const lasts: boolean[] = [];
        for await (const fragment of fragmentsOf(given, 2 * half)) {
          parts.push(...fragment.parts);
          lengths.push(Buffer.concat(fragment.parts).length);
          lasts.push(fragment.isLast);
        }
        expect(Buffer.concat(parts)).toEqual(Buffer.concat(given));
        expect(lasts).toEqual(lasts.map((_, index) => index === lasts.length - 1));
        expect(lengths.slice(0, -1)).toEqual(lengths.slice(0, -1).map(() => 2 * half));
      }),
    );
  });
});
