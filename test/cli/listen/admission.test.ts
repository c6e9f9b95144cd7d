import {
  Admissions,
  MODALITY_WORKLIST,
  PERFORMED_PROCEDURE_STEP,
  STORAGE_COMMITMENT,
} from '../../../cli/listen/admission.ts';
import type { Peer } from '../../../cli/listen/config/receiving.ts';
import { accept } from '../../../layers/dimse/acceptor.ts';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import type { AssociationRequest, RequestedContext } from '../../../layers/dimse/negotiation.ts';
import { associate } from '../../../layers/dimse/requestor.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const [IMPLICIT, EXPLICIT, JPEG, HTJ2K] = [
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.4.50',
  '1.2.840.10008.1.2.4.203',
];

const peer = (name: string, more: Partial<Peer> = {}): Peer => ({
  name,
  aet: [name.toUpperCase()],
  addresses: [],
  certificates: [],
  may: ['store', 'commit'],
  ...more,
});
const ANY = { calling: ['*'], called: ['*'] };
const admissions = new Admissions({
  aet: ['LETHE', 'TRIAL'],
  limits: { associationsOfPeer: 2 },
  privateSopClasses: ['1.3.12.2.1107.5.9.1'],
  routes: [{ calling: ['CT*', 'ARCHIVE'], called: ['LETHE'] }],
  worklists: [ANY],
  peers: [
    peer('ct1', { addresses: ['10.1.2.0/24', '2001:db8::/32'] }),
    peer('mr', { aet: ['MR*'], addresses: ['10.1.3.7'], may: ['worklist', 'mpps'] }),
    peer('archive', { certificates: ['0a'.repeat(32)] }),
    peer('both', { addresses: ['10.9.9.9'], certificates: ['0b'.repeat(32)] }),
  ],
});
const FINGERPRINT = (byte: string) => ({
  fingerprint256: Array(32).fill(byte.toUpperCase()).join(':'),
  subject: 'CN=x',
});
const request = (
  callingAeTitle: string,
  address: string,
  more: Partial<AssociationRequest> = {},
): AssociationRequest => ({
  callingAeTitle,
  calledAeTitle: 'LETHE',
  address,
  contexts: [],
  implementation: { classUid: '1.2.3', versionName: '' },
  ...more,
});
const context = (abstractSyntax: string, ...transferSyntaxes: readonly string[]): RequestedContext => ({
  id: 1,
  abstractSyntax,
  transferSyntaxes,
});

describe('who may associate', () => {
  it.each<[string, AssociationRequest, string | null]>([
    ['a peer by its address', request('CT1', '10.1.2.200'), 'ct1'],
    ['spaces do not count', request('CT1  ', '10.1.2.200'), 'ct1'],
    ['a peer by its IPv6 address', request('CT1', '2001:db8::1'), 'ct1'],
    ['from another address', request('CT1', '10.1.3.200'), null],
    ['with another title', request('CT2', '10.1.2.200'), null],
    ['in small letters', request('ct1', '10.1.2.200'), null],
    ['by a pattern', request('MR17', '10.1.3.7'), 'mr'],
    ['by its certificate', request('ARCHIVE', '192.0.2.1', { certificate: FINGERPRINT('0a') }), 'archive'],
    ['by another certificate', request('ARCHIVE', '192.0.2.1', { certificate: FINGERPRINT('0b') }), null],
    ['without its certificate', request('ARCHIVE', '192.0.2.1'), null],
    ['address and certificate', request('BOTH', '10.9.9.9', { certificate: FINGERPRINT('0b') }), 'both'],
    ['a certificate from elsewhere', request('BOTH', '10.9.9.8', { certificate: FINGERPRINT('0b') }), null],
    ['an address without the certificate', request('BOTH', '10.9.9.9'), null],
  ])('%s', (_name, asked, expected) => {
    expect(admissions.peerOf(asked)?.name ?? null).toBe(expected);
    // PS3.8 Table 9-21: 3, calling-AE-title-not-recognized.
    expect(admissions.admit(asked, [])).toEqual(
      expected === null
        ? { rejects: { result: 1, source: 1, reason: 3 } }
        : expect.not.objectContaining({ rejects: expect.anything() }),
    );
  });

  it('only who calls one of our titles', () => {
    // 7: called-AE-title-not-recognized.
    expect(admissions.admit(request('CT1', '10.1.2.200', { calledAeTitle: 'PACS' }), [])).toEqual({
      rejects: { result: 1, source: 1, reason: 7 },
    });
  });

  it.each([
    ['a range of a peer', '10.1.2.200', false, true],
    ['an address of one', '10.1.3.7', false, true],
    ['nobody’s', '192.0.2.1', false, false],
    ['anybody’s, where a certificate is asked for that a peer has', '192.0.2.1', true, true],
  ])('knows an address: %s', (_name, address, asks, expected) => {
    expect(admissions.knows(address, asks)).toBe(expected);
  });

  it('so often at a time, whoever else is there', () => {
    const open = [request('CT1', '10.1.2.200'), request('MR1', '10.1.3.7'), request('CT1', '10.1.2.201')];
    // 2, transient: local-limit-exceeded.
    expect(admissions.admit(request('CT1', '10.1.2.202'), open)).toEqual({
      rejects: { result: 2, source: 3, reason: 2 },
    });
    expect(admissions.admit(request('MR2', '10.1.3.7'), open)).not.toHaveProperty('rejects');
  });
});

describe('for what', () => {
  const verdict = (
    calling: string,
    address: string,
    asked: RequestedContext,
    more: Partial<AssociationRequest> = {},
  ) => {
    const admission = admissions.admit(request(calling, address, more), []);
    if ('rejects' in admission) throw new Error('rejected');
    return admission.accepts(asked);
  };
  // Results of PS3.8 Table 9-18: 1 user-rejection, 3 abstract-syntax-not-supported, 4 transfer-syntaxes-not-supported.
  it.each<[string, string, RequestedContext, string | number]>([
    ['C-ECHO', 'CT1', context(VERIFICATION, IMPLICIT), IMPLICIT],
    ['C-ECHO of a peer that may only ask for worklists', 'MR1', context(VERIFICATION, EXPLICIT), EXPLICIT],
    ['the sender’s first transfer syntax', 'CT1', context(CT, JPEG, EXPLICIT, IMPLICIT), JPEG],
    ['the first that is known', 'CT1', context(CT, '1.2.3.4', HTJ2K, IMPLICIT), HTJ2K],
    ['none that is known', 'CT1', context(CT, '1.2.3.4'), 4],
    ['a class of a manufacturer that is named', 'CT1', context('1.3.12.2.1107.5.9.1', EXPLICIT), EXPLICIT],
    ['a class of a manufacturer that is not', 'CT1', context('1.3.12.2.1107.5.9.2', EXPLICIT), 3],
    ['a retired class', 'CT1', context('1.2.840.10008.5.1.4.1.1.6', EXPLICIT), EXPLICIT],
    ['storage commitment', 'CT1', context(STORAGE_COMMITMENT, IMPLICIT), IMPLICIT],
    ['a message in JPEG', 'CT1', context(STORAGE_COMMITMENT, JPEG), 4],
    ['a worklist that a peer may not ask for', 'CT1', context(MODALITY_WORKLIST, IMPLICIT), 1],
    ['a worklist', 'MR1', context(MODALITY_WORKLIST, IMPLICIT), IMPLICIT],
    ['a worklist, as every server takes it', 'MR1', context(MODALITY_WORKLIST, EXPLICIT, IMPLICIT), IMPLICIT],
    [
      'a worklist, as the modality would rather have it',
      'MR1',
      context(MODALITY_WORKLIST, EXPLICIT),
      EXPLICIT,
    ],
    ['a performed procedure step', 'MR1', context(PERFORMED_PROCEDURE_STEP, EXPLICIT), EXPLICIT],
    ['instances of a peer that may not store', 'MR1', context(CT, EXPLICIT), 1],
    ['a query', 'CT1', context('1.2.840.10008.5.1.4.1.2.2.1', EXPLICIT), 3],
    ['a directory', 'CT1', context('1.2.840.10008.1.3.10', EXPLICIT), 3],
    ['a word of JavaScript', 'CT1', context('constructor', EXPLICIT), 3],
  ])('%s', (_name, calling, asked, expected) => {
    expect(verdict(calling, calling === 'CT1' ? '10.1.2.200' : '10.1.3.7', asked)).toBe(expected);
  });

  it('no instances where no route fits both titles', () => {
    expect(verdict('CT1', '10.1.2.200', context(CT, EXPLICIT), { calledAeTitle: 'TRIAL' })).toBe(1);
    expect(verdict('CT1', '10.1.2.200', context(VERIFICATION, EXPLICIT), { calledAeTitle: 'TRIAL' })).toBe(
      EXPLICIT,
    );
  });
});

describe('over a connection', () => {
  it('peers associate, others are told why they do not', async () => {
    const local = new Admissions({
      aet: ['LETHE'],
      limits: { associationsOfPeer: 1 },
      privateSopClasses: [],
      routes: [ANY],
      worklists: [],
      peers: [peer('ct1', { addresses: ['127.0.0.1'] })],
    });
    const acceptor = await accept({
      host: '127.0.0.1',
      port: 0,
      admit: (asked) =>
        local.admit(
          asked,
          acceptor.associations.map(({ request: each }) => each),
        ),
      serve: async function* () {
        yield { status: 0 };
      },
    });
    const ask = (callingAeTitle: string, calledAeTitle = 'LETHE') =>
      associate({
        host: '127.0.0.1',
        port: acceptor.port,
        callingAeTitle,
        calledAeTitle,
        contexts: [
          { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
          { abstractSyntax: CT, transferSyntaxes: [JPEG], roles: { scu: true, scp: true } },
          { abstractSyntax: MODALITY_WORKLIST, transferSyntaxes: [IMPLICIT] },
        ],
      });
    const rejection = async (asked: Promise<unknown>) => {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      return error instanceof DimseError ? error.rejection : error;
    };
    try {
      expect(await rejection(ask('CT2'))).toEqual({ result: 1, source: 1, reason: 3 });
      expect(await rejection(ask('CT1', 'PACS'))).toEqual({ result: 1, source: 1, reason: 7 });
      const association = await ask('CT1');
      expect(
        association.contexts.map(({ abstractSyntax, transferSyntax }) => [abstractSyntax, transferSyntax]),
      ).toEqual([
        [VERIFICATION, IMPLICIT],
        [CT, JPEG],
      ]);
      expect((await association.echo()).status).toBe(0);
      expect(await rejection(ask('CT1'))).toEqual({ result: 2, source: 3, reason: 2 });
      await association.release();
    } finally {
      await acceptor.close();
    }
  });
});
