import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Admissions } from '../../../cli/listen/admission.ts';
import {
  type CommitmentEvent,
  type CommitmentReceipt,
  Commitments,
  STORAGE_COMMITMENT_INSTANCE,
} from '../../../cli/listen/commitment/commitments.ts';
import { type CommitmentReport, readAction, writeReport } from '../../../cli/listen/commitment/dataSets.ts';
import { CommitmentRequestFile } from '../../../cli/listen/commitment/requestFile.ts';
import type { Peer } from '../../../cli/listen/config/receiving.ts';
import { type Acceptor, accept } from '../../../layers/dimse/acceptor.ts';
import type { Association } from '../../../layers/dimse/association.ts';
import { COMMAND } from '../../../layers/dimse/commandSet.ts';
import { collected, type DimseRequest, type DimseResponse } from '../../../layers/dimse/messages.ts';
import { associate } from '../../../layers/dimse/requestor.ts';
import { dataSet, el, encodingOf, instance, type Node, raw, sq } from '../../support/build.ts';
import { COMMITMENT, EXPLICIT, IMPLICIT } from '../../support/network/own.ts';
import { expectPrivate } from '../../support/posix.ts';
import { readWithDcmjs } from '../../support/secondReader.ts';
import { GivenTime, turns, until } from './givenTime.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const MR = '1.2.840.10008.5.1.4.1.1.4';
const [BIG_ENDIAN, DEFLATED] = ['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99'];
const DAY_MS = 86_400_000;

const reference = (uid: string, sopClassUid = CT): readonly Node[] => [
  el(0x00081150, 'UI', sopClassUid),
  el(0x00081155, 'UI', uid),
];
const action = (transaction: string, uids: readonly string[]): readonly Node[] => [
  el(0x00081195, 'UI', transaction),
  sq(
    0x00081199,
    uids.map((uid) => reference(uid)),
  ),
];
const written = (nodes: readonly Node[], syntax = EXPLICIT) => dataSet(nodes, encodingOf(syntax));

/** A report as another reader has it: event type, transaction, UIDs that are committed, UIDs that are not with their reasons. */
function said(bytes: Uint8Array, transferSyntax = EXPLICIT) {
  const { dict } = readWithDcmjs(instance({ transferSyntax, elements: [raw(bytes)] })) as unknown as {
    dict: Record<string, { Value: unknown[] }>;
  };
  type Item = Record<string, { Value: unknown[] }>;
  const items = (tag: string) => (dict[tag]?.Value ?? []) as Item[];
  const value = (item: Item, tag: string) => item[tag]?.Value[0];
  return {
    transaction: dict['00081195']?.Value[0],
    committed: items('00081199').map((item) => [value(item, '00081150'), value(item, '00081155')]),
    failed: items('00081198').map((item) => [value(item, '00081155'), value(item, '00081197')]),
  };
}

describe('the data sets of storage commitment', () => {
  const report: CommitmentReport = {
    transactionUid: '2.25.1',
    committed: [{ sopClassUid: CT, sopInstanceUid: '2.25.10' }],
    failed: [{ sopClassUid: MR, sopInstanceUid: '2.25.11', reason: 0x0112 }],
  };

  it.each([EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED])('are read and written in %s', async (syntax) => {
    const node = instance({ transferSyntax: syntax, elements: action('2.25.1', ['2.25.10']) });
    const body = node.subarray(144 + Buffer.from(node).readUInt32LE(140));
    expect(await readAction({ bytes: body, transferSyntaxUid: syntax })).toEqual({
      transactionUid: '2.25.1',
      instances: [{ sopClassUid: CT, sopInstanceUid: '2.25.10' }],
    });
    const bytes = writeReport(report, syntax);
    expect(bytes.length % 2).toBe(0);
    const [plain, read] = syntax === DEFLATED ? [inflateRawSync(bytes), EXPLICIT] : [bytes, syntax];
    expect(said(plain, read)).toEqual({
      transaction: '2.25.1',
      committed: [[CT, '2.25.10']],
      failed: [['2.25.11', 0x0112]],
    });
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['no data set', Buffer.from('hello, hello')],
    ['no transaction', written([sq(0x00081199, [reference('2.25.10')])])],
    ['no instance', written([el(0x00081195, 'UI', '2.25.1'), sq(0x00081199, [])])],
    [
      'an instance without its class',
      written([el(0x00081195, 'UI', '2.25.1'), sq(0x00081199, [[el(0x00081155, 'UI', '2.25.10')]])]),
    ],
    ['what is not a UID', written(action('2.25.1', ['2.25.x']))],
  ])('%s is not a request', async (_name, bytes) => {
    expect(await readAction({ bytes, transferSyntaxUid: EXPLICIT })).toBeNull();
  });
});

let folder: string;
let time: GivenTime;
let receipts: Map<string, CommitmentReceipt>;
let events: CommitmentEvent[];
let failures: unknown[];
let service: Commitments;
let gateway: Acceptor;
let peers: Peer[];
function begin(): Commitments {
  service = new Commitments({
    file: join(folder, 'commitment.sqlite'),
    clock: time,
    timers: time,
    random: () => 0,
    peers,
    receiptOf: (uid) => receipts.get(uid) ?? null,
    associations: () => gateway.associations.map((info) => ({ peer: peers[0] as Peer, info })),
    onEvent: (event) => events.push(event),
    onFailure: (error) => failures.push(error),
  });
  return service;
}

/** One that asks, and takes reports with a status. */
class Modality {
  readonly reports: { readonly type: number | undefined; readonly bytes: Uint8Array }[] = [];
  status = 0;
  association: Association | null = null;

  readonly serve = async function* (
    this: Modality,
    { command, data }: DimseRequest,
  ): AsyncGenerator<DimseResponse> {
    this.reports.push({ type: command.eventTypeId, bytes: await collected(data) });
    yield { status: this.status };
  }.bind(this);

  async open(): Promise<Association> {
    this.association = await associate({
      host: '127.0.0.1',
      port: gateway.port,
      callingAeTitle: 'CT1',
      calledAeTitle: 'LETHE',
      contexts: [{ abstractSyntax: COMMITMENT, transferSyntaxes: [EXPLICIT] }],
      serve: this.serve,
    });
    return this.association;
  }

  async ask(
    transaction: string,
    uids: readonly string[],
    more: { readonly instance?: string; readonly type?: number } = {},
  ) {
    const association = this.association ?? (await this.open());
    const context = association.contextFor(COMMITMENT);
    if (context === null) throw new Error('no context');
    const command = {
      commandField: COMMAND.nActionRq,
      requestedSopClassUid: COMMITMENT,
      requestedSopInstanceUid: more.instance ?? STORAGE_COMMITMENT_INSTANCE,
      actionTypeId: more.type ?? 1,
    };
    const statuses: number[] = [];
    for await (const reply of association.send(context, command, written(action(transaction, uids))))
      statuses.push(reply.status);
    return statuses;
  }

  said() {
    return this.reports.map(({ type, bytes }) => ({ type, ...said(bytes) }));
  }
}

const delivered = (sopClassUid = CT): CommitmentReceipt => ({ state: 'delivered', sopClassUid });
/** Lets what is due happen, and whoever talks over sockets end. */
async function pass(ms: number, isDone: () => boolean): Promise<void> {
  await time.pass(ms);
  await until(isDone);
  await turns();
}

describe('storage commitment', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lethe-commitment-'));
    time = new GivenTime();
    receipts = new Map();
    [events, failures] = [[], []];
    peers = [
      { name: 'ct', aet: ['CT1'], addresses: ['127.0.0.1'], certificates: [], may: ['store', 'commit'] },
    ];
    const admissions = new Admissions({
      aet: ['LETHE'],
      limits: { associationsOfPeer: 8 },
      privateSopClasses: [],
      routes: [{ calling: ['*'], called: ['*'] }],
      worklists: [],
      peers,
    });
    gateway = await accept({
      host: '127.0.0.1',
      port: 0,
      admit: (request) => admissions.admit(request, []),
      serve: (request, info) => service.serve(request, info, peers[0] as Peer),
    });
  });
  afterEach(async () => {
    await service.close();
    await gateway.close();
    expect(failures).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('is told over the association that asked, once every instance is delivered', async () => {
    begin();
    const modality = new Modality();
    receipts.set('2.25.10', delivered());
    receipts.set('2.25.11', { state: 'received', sopClassUid: CT });
    expect(await modality.ask('2.25.1', ['2.25.10', '2.25.11'])).toEqual([0]);
    await pass(60_000, () => true);
    expect(modality.reports).toEqual([]);
    receipts.set('2.25.11', delivered());
    await pass(20_000, () => modality.reports.length > 0);
    expect(modality.said()).toEqual([
      {
        type: 1,
        transaction: '2.25.1',
        committed: [
          [CT, '2.25.10'],
          [CT, '2.25.11'],
        ],
        failed: [],
      },
    ]);
    await until(() => service.open === 0);
    expect(events).toEqual([
      { kind: 'asked', peer: 'ct', instances: 2 },
      { kind: 'reported', peer: 'ct', committed: 2, failed: 0 },
    ]);
    await modality.association?.release();
    expect(failures).toEqual([]);
  });

  it('says of each instance why it is not safe here', async () => {
    begin();
    const modality = new Modality();
    receipts.set('2.25.10', delivered());
    receipts.set('2.25.12', delivered(MR));
    receipts.set('2.25.13', { state: 'quarantined', sopClassUid: CT });
    receipts.set('2.25.14', { state: 'held', sopClassUid: CT });
    await modality.ask('2.25.1', ['2.25.10', '2.25.11', '2.25.12', '2.25.13', '2.25.14']);
    await pass(1000, () => modality.reports.length > 0);
    expect(modality.said()).toEqual([
      {
        type: 2,
        transaction: '2.25.1',
        committed: [[CT, '2.25.10']],
        // No such object instance, class-instance conflict, processing failure (PS3.3 C.14.1.1).
        failed: [
          ['2.25.11', 0x0112],
          ['2.25.12', 0x0119],
          ['2.25.13', 0x0110],
          ['2.25.14', 0x0110],
        ],
      },
    ]);
    await modality.association?.release();
  });

  it('does not wait for ever for what is on its way', async () => {
    begin();
    const modality = new Modality();
    receipts.set('2.25.10', { state: 'received', sopClassUid: CT });
    await modality.ask('2.25.1', ['2.25.10']);
    await pass(DAY_MS - 60_000, () => true);
    expect(modality.reports).toEqual([]);
    await pass(120_000, () => modality.reports.length > 0);
    expect(modality.said()).toEqual([
      { type: 2, transaction: '2.25.1', committed: [], failed: [['2.25.10', 0x0110]] },
    ]);
    await modality.association?.release();
  });

  it('outlives a restart, and waits for its peer to come again', async () => {
    begin();
    const modality = new Modality();
    receipts.set('2.25.10', { state: 'received', sopClassUid: CT });
    await modality.ask('2.25.1', ['2.25.10']);
    await modality.association?.release();
    await service.close();
    receipts.set('2.25.10', delivered());
    begin();
    await pass(60_000, () => true);
    expect(service.open).toBe(1);
    await modality.open();
    service.opened(peers[0] as Peer);
    await pass(20_000, () => modality.reports.length > 0);
    expect(modality.said()).toMatchObject([{ type: 1, transaction: '2.25.1' }]);
    await until(() => service.open === 0);
    await modality.association?.release();
    // It holds original UIDs.
    expectPrivate(join(folder, 'commitment.sqlite'));
  });

  it('is told again until it is taken, over an association of its own where the peer has a place for it', async () => {
    const modality = new Modality();
    const roles: unknown[] = [];
    const place = await accept({
      host: '127.0.0.1',
      port: 0,
      admit: (request) => {
        roles.push([request.callingAeTitle, request.calledAeTitle, request.contexts[0]?.roles]);
        return {
          accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null,
          roles: () => ({ scu: true, scp: true }),
        };
      },
      serve: modality.serve,
    });
    peers[0] = { ...(peers[0] as Peer), reports: { host: '127.0.0.1', port: place.port } };
    begin();
    receipts.set('2.25.10', delivered());
    modality.status = 0x0110;
    await modality.ask('2.25.1', ['2.25.10']);
    await modality.association?.release();
    await pass(1000, () => events.some(({ kind }) => kind === 'postponed'));
    modality.status = 0;
    await pass(30_000, () => service.open === 0);
    expect(modality.reports).toHaveLength(2);
    expect(roles[0]).toEqual(['LETHE', 'CT1', { scu: false, scp: true }]);
    expect(events.map((event) => ('code' in event ? event.code : event.kind))).toEqual([
      'asked',
      'COMMITMENT_NOT_TAKEN',
      'reported',
    ]);
    await place.close();
    // Now nobody is there.
    modality.association = null;
    await modality.ask('2.25.2', ['2.25.10']);
    await pass(1000, () => events.at(-1)?.kind === 'postponed');
    expect(events.at(-1)).toEqual({ kind: 'postponed', peer: 'ct', code: 'PEER_UNREACHABLE', attempts: 1 });
    await (modality.association as Association | null)?.release();
    for (let day = 0; day < 8 && service.open > 0; day += 1) await pass(DAY_MS / 240, () => true);
    expect(service.open).toBe(1);
    expect(JSON.stringify(events)).not.toContain('2.25.');
  });

  it('is given up after a week', async () => {
    begin();
    const modality = new Modality();
    receipts.set('2.25.10', { state: 'received', sopClassUid: CT });
    await modality.ask('2.25.1', ['2.25.10']);
    await modality.association?.release();
    await service.close();
    await time.pass(8 * DAY_MS);
    begin();
    await pass(1000, () => service.open === 0);
    expect(events.at(-1)).toEqual({ kind: 'given-up', peer: 'ct' });
  });

  it('asked for twice is told once', async () => {
    begin();
    const modality = new Modality();
    await modality.ask('2.25.1', ['2.25.10']);
    receipts.set('2.25.11', delivered());
    await modality.ask('2.25.1', ['2.25.11']);
    await pass(1000, () => modality.reports.length > 0);
    expect(modality.said()).toEqual([
      { type: 1, transaction: '2.25.1', committed: [[CT, '2.25.11']], failed: [] },
    ]);
    await modality.association?.release();
  });

  it.each<[string, number, Parameters<Modality['ask']>]>([
    ['another instance of the class', 0x0112, ['2.25.1', ['2.25.10'], { instance: '2.25.5' }]],
    ['another action', 0x0123, ['2.25.1', ['2.25.10'], { type: 2 }]],
    ['no instance', 0x0115, ['2.25.1', []]],
    ['a transaction without a UID', 0x0115, ['', ['2.25.10']]],
  ])('%s is refused: %i', async (_name, status, asked) => {
    begin();
    const modality = new Modality();
    expect(await modality.ask(...asked)).toEqual([status]);
    expect(service.open).toBe(0);
    await modality.association?.release();
  });
});

it('however much peers ask for, no more of it is in memory than a bound of instances', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-asked-'));
  const file = new CommitmentRequestFile(join(folder, 'commitment.sqlite'));
  const instances = Array.from({ length: 40 }, (_, number) => ({
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: `2.25.${number}`,
  }));
  const asked = { peer: 'ct', callingAeTitle: 'CT', calledAeTitle: 'LETHE', instances };
  for (let number = 1; number <= 5; number += 1)
    file.add({ ...asked, transactionUid: `2.25.9${number}`, receivedMs: number });
  const due = (most: number) => file.due(10, 200, most).map(({ receivedMs }) => receivedMs);
  // One that is larger than the bound has its turn all the same.
  expect([due(1), due(80), due(81), due(1_000)]).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3, 4, 5]]);
  file.close();
  rmSync(folder, { recursive: true });
});
