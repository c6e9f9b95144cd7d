import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { dataSet, el, encodingOf, TRANSFER_SYNTAX } from '../../support/build.ts';
import { keeping, type TestAcceptor } from '../../support/network/own.ts';
import { auditLines, filesBelow, lethe, simple } from '../run.ts';
import {
  associated,
  type Desk,
  killAll,
  Listening,
  newDesk,
  removeDesk,
  type Sendable,
  send,
  sendable,
  stored,
} from './listening.ts';

const desks: Desk[] = [];
const acceptors: TestAcceptor[] = [];
afterAll(async () => {
  killAll();
  desks.forEach(removeDesk);
  for (const acceptor of acceptors) await acceptor.close();
});

const NAME = 'Zwieback^Oriane';
/** UIDs of originals are long: what is looked for is not in another number by chance. */
const FIRST = 7_000_000_000_000;
const named = (number: number, ...more: Parameters<typeof el>[]) =>
  sendable(
    simple(
      FIRST + number,
      el(0x00100010, 'PN', NAME),
      el(0x00100020, 'LO', 'MRN-4711'),
      ...more.map((each) => el(...each)),
    ),
  );
const several = (count: number): Promise<Sendable[]> =>
  Promise.all(Array.from({ length: count }, (_, number) => named(number)));

type Config = Readonly<Record<string, unknown>>;

/** A desk with a configuration; what is given goes over what every test has. */
function configured(more: Config): Desk & { readonly config: string } {
  const at = newDesk();
  desks.push(at);
  const config = join(at.folder, 'lethe.listen.json');
  const file = {
    aet: ['LETHE', 'TRIAL'],
    listeners: [{ host: '127.0.0.1', port: 0 }],
    peers: { sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' } },
    spool: { folder: at.spool, leastFreeBytes: 0 },
    kept: at.kept,
    key: at.key,
    audit: { file: at.audit },
    jobs: 1,
    ...more,
  };
  writeFileSync(config, JSON.stringify(file));
  return { ...at, config };
}

function start({ config }: { readonly config: string }): Listening {
  return new Listening(['--config', config]);
}

async function portOf(gateway: Listening): Promise<number> {
  return Number((await gateway.line('listening')).ports);
}

async function receiver(port = 0): Promise<TestAcceptor> {
  const made = await keeping({ port });
  acceptors.push(made);
  return made;
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

const pacs = (port: number) => ({ kind: 'ae', aet: 'PACS', host: '127.0.0.1', port });
/** Originals in the spool: what is empty was made for what is still to come. */
const originals = ({ spool }: Desk) =>
  readdirSync(join(spool, 'received')).filter((name) => statSync(join(spool, 'received', name)).size > 0);
const spooled = ({ spool }: Desk) =>
  ['received', 'clean'].flatMap((folder) => readdirSync(join(spool, folder)));

it('each route has its rules, its key scope and its deliveries, and every delivery gets the same bytes', async () => {
  const scp = await receiver();
  const at = configured({});
  const [disk, trial] = [join(at.folder, 'disk'), join(at.folder, 'trial')];
  const config = configured({
    spool: { folder: at.spool, leastFreeBytes: 0 },
    routes: [
      { called: 'TRIAL', rules: 'basic', keyScope: 'trial', cleanPrefix: 'trial-7/', deliveries: ['trial'] },
      { rules: 'basic', deliveries: ['pacs', 'disk'] },
    ],
    deliveries: {
      pacs: pacs(scp.port),
      disk: { kind: 'folder', path: disk },
      trial: { kind: 'folder', path: trial },
    },
  });
  const gateway = start(config);
  const port = await portOf(gateway);
  const instances = await several(4);
  expect(await send(port, instances)).toEqual([0, 0, 0, 0]);
  expect(await send(port, instances, { calledAeTitle: 'TRIAL' })).toEqual([0, 0, 0, 0]);
  expect(await gateway.stop()).toBe(0);
  const [onDisk, inTrial] = [filesBelow(disk), filesBelow(trial)];
  expect([onDisk.size, inTrial.size, scp.kept.length]).toEqual([4, 4, 4]);
  for (const name of inTrial.keys())
    expect(name).toMatch(/^trial-7\/2\.25\.\d+\/2\.25\.\d+\/2\.25\.\d+\.dcm$/);
  expect([...inTrial.keys()].filter((name) => onDisk.has(name))).toEqual([]);
  for (const { data } of scp.kept)
    expect([...onDisk.values()].some((file) => file.subarray(-data.length).equals(data))).toBe(true);
  // Of one series, and one job: in the order of arrival.
  const order = auditLines(config.audit).map(({ output }) => output.key?.split('/').at(-1));
  expect(scp.kept.map(({ sopInstanceUid }) => `${sopInstanceUid}.dcm`)).toEqual(order.slice(0, 4));
  expect(spooled({ ...config, spool: at.spool })).toEqual([]);
});

it('a receiver that is away gets everything once it is there, also by the next process', async () => {
  const port = await freePort();
  const at = configured({
    routes: [{ rules: 'basic', deliveries: ['pacs'] }],
    deliveries: { pacs: pacs(port) },
  });
  const before = start(at);
  await send(await portOf(before), await several(3));
  await before.line('delivery failed');
  const { stdout } = await lethe(['listen', 'status', '--config', at.config]);
  expect(stdout.toString()).toMatch(/^To pacs: 3 waiting$/m);
  before.kill('SIGTERM');
  await before.line('stopping');
  before.kill('SIGTERM');
  expect((await before.ended).status).toBe(0);
  expect(originals(at).length).toBe(3);

  const scp = await receiver(port);
  const after = start(at);
  await portOf(after);
  expect(await after.stop()).toBe(0);
  expect(scp.kept.length).toBe(3);
  expect(spooled(at)).toEqual([]);
  expect(auditLines(at.audit).length).toBe(3);
});

it('the same instance goes out again with the same bytes, and never with others', async () => {
  const scp = await receiver();
  const at = configured({
    routes: [{ rules: 'basic', deliveries: ['pacs'] }],
    deliveries: { pacs: pacs(scp.port) },
  });
  const [one] = await several(1);
  const other = await named(0, [0x00280010, 'US', Buffer.from([9, 0])]);
  if (one === undefined) throw new Error('no instance');
  for (const instance of [one, one, other]) {
    const gateway = start(at);
    await send(await portOf(gateway), [instance]);
    expect(await gateway.stop()).toBe(0);
  }
  expect(auditLines(at.audit).map(({ outcome, reason }) => [outcome, reason?.code])).toEqual([
    ['released', undefined],
    ['released', undefined],
    ['quarantined', 'OUTPUT_CONFLICT'],
  ]);
  expect(scp.kept.length).toBe(2);
  expect(scp.kept[0]?.data.equals(scp.kept[1]?.data ?? Buffer.alloc(0))).toBe(true);
});

it('what a receiver refuses for good is held, and sent again when somebody says so', async () => {
  let status = 0xa900;
  const scp = await keeping({
    async *serve(request) {
      if (request.data !== null) for await (const _piece of request.data);
      yield { status };
    },
  });
  acceptors.push(scp);
  const at = configured({
    routes: [{ rules: 'basic', deliveries: ['pacs'] }],
    deliveries: { pacs: pacs(scp.port) },
  });
  const first = start(at);
  await send(await portOf(first), await several(1));
  await first.line('delivery held');
  expect(await first.stop()).toBe(0);
  expect(originals(at).length).toBe(1);
  status = 0;
  expect((await lethe(['listen', 'retry', '--config', at.config])).stdout.toString()).toBe('1 waits again\n');
  const second = start(at);
  await portOf(second);
  expect(await second.stop()).toBe(0);
  expect(spooled(at)).toEqual([]);
});

it('no identifier is left in logs, audit, names, or any state', async () => {
  const scp = await receiver();
  const at = configured({
    routes: [{ rules: 'basic', deliveries: ['pacs'] }],
    deliveries: { pacs: pacs(scp.port) },
  });
  const gateway = start(at);
  const port = await portOf(gateway);
  const instances = await several(3);
  await send(port, instances, {
    userIdentity: {
      kind: 'username-passcode',
      primary: Buffer.from('dr.zwieback'),
      secondary: Buffer.from('Sesame-4711'),
      wantsResponse: false,
    },
  });
  const status = await lethe(['listen', 'status', '--config', at.config]);
  await gateway.stop();
  const told = [gateway.text, status.stdout.toString()];
  for (const [name, bytes] of filesBelow(at.folder)) told.push(name, bytes.toString('latin1'));
  for (const { data } of scp.kept) told.push(data.toString('latin1'));
  for (const needle of [
    'wieback',
    'Oriane',
    'MRN-4711',
    'Sesame',
    ...instances.map(({ sopInstanceUid }) => sopInstanceUid),
  ])
    expect(told.filter((text) => text.includes(needle))).toEqual([]);
});

it('whoever is not named is rejected, and the log says who it was', async () => {
  const at = configured({
    routes: [{ rules: 'basic', deliveries: ['disk'] }],
    deliveries: { disk: { kind: 'folder', path: join(newDesk().folder, 'disk') } },
  });
  const gateway = start(at);
  const port = await portOf(gateway);
  const instances = await several(1);
  await expect(send(port, instances, { callingAeTitle: 'SOMEBODY' })).rejects.toMatchObject({
    code: 'ASSOCIATION_REJECTED',
    rejection: { result: 1, source: 1, reason: 3 },
  });
  expect(await gateway.line('association rejected')).toMatchObject({ from: 'SOMEBODY', reason: 3 });
  expect(await gateway.stop()).toBe(0);
});

it('whoever may not store cannot, by the context of another service', async () => {
  const at = configured({
    peers: { console: { aet: 'TEST-SENDER', addresses: '127.0.0.1', may: [] } },
    routes: [{ rules: 'basic', deliveries: ['disk'] }],
    deliveries: { disk: { kind: 'folder', path: join(newDesk().folder, 'disk') } },
  });
  const gateway = start(at);
  const sopClassUid = '1.2.840.10008.1.1';
  const verification = {
    sopClassUid,
    sopInstanceUid: '2.25.7',
    transferSyntaxUid: TRANSFER_SYNTAX.implicitLittleEndian,
    data: dataSet(
      [el(0x00080016, 'UI', sopClassUid), el(0x00080018, 'UI', '2.25.7')],
      encodingOf(TRANSFER_SYNTAX.implicitLittleEndian),
    ),
  };
  expect(await send(await portOf(gateway), [verification])).toEqual([0x0211]);
  expect(await gateway.stop()).toBe(0);
  expect(auditLines(at.audit)).toEqual([]);
});

it('a call with options that stand in the configuration is refused', async () => {
  const at = configured({ routes: [], deliveries: {} });
  const { status, stderr } = await lethe(['listen', '--config', at.config, '--aet', 'OTHER']);
  expect([status, stderr.toString()]).toEqual([2, expect.stringMatching(/^lethe: WRONG_CALL: --aet stands/)]);
});

it('associations of several listeners have numbers and tallies of their own', async () => {
  const at = configured({
    listeners: [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port: 0 },
    ],
    routes: [{ rules: 'basic', deliveries: ['disk'] }],
    deliveries: { disk: { kind: 'folder', path: 'disk' } },
  });
  const gateway = start(at);
  const ports = String((await gateway.line('listening')).ports)
    .split(',')
    .map(Number);
  const instances = await several(2);
  const [one, other] = [
    await associated(ports[0] ?? 0, instances),
    await associated(ports[1] ?? 0, instances),
  ];
  for (const each of instances) await stored(one, each);
  await other.release();
  await gateway.line('association closed', ({ received }) => received === 0);
  await one.release();
  await gateway.line('association closed', ({ received }) => received === 2);
  expect(await gateway.stop()).toBe(0);
  const numbers = gateway.log.filter(({ event }) => event === 'association opened').map(({ id }) => id);
  expect(numbers).toEqual([1, 2]);
});
