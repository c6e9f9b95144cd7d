import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fate, SendSummary } from '../../../cli/send/run.ts';
import type { AcceptorOptions } from '../../../layers/dimse/acceptor.ts';
import { collected } from '../../../layers/dimse/messages.ts';
import { el, instance, TRANSFER_SYNTAX } from '../../support/build.ts';
import { networkInstances } from '../../support/network/instances.ts';
import { keeping, type TestAcceptor } from '../../support/network/own.ts';
import { expectRights } from '../../support/posix.ts';
import { answer, type Instead, type StowServer, stowServer } from '../../support/stowServer.ts';
import { filesBelow, lethe } from '../run.ts';

const NEEDLE = 'Needlemeyer^Zita';
let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-send-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

const at = (...names: readonly string[]) => join(folder, ...names);
async function scpWith(options: Partial<AcceptorOptions> = {}): Promise<TestAcceptor> {
  const scp = await keeping(options);
  closing.push(() => scp.close());
  return scp;
}
async function service(instead?: Instead): Promise<StowServer> {
  const server = await stowServer(instead);
  closing.push(() => server.close());
  return server;
}
function file(number: number, transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian): Buffer {
  return Buffer.from(
    instance({
      transferSyntax,
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
        el(0x00080018, 'UI', `2.25.${1000 + number}`),
        el(0x00100010, 'PN', NEEDLE),
      ],
    }),
  );
}
function write(name: string, bytes: Uint8Array | string): void {
  mkdirSync(at('in', name, '..'), { recursive: true });
  writeFileSync(at('in', name), bytes);
}
const to = (scp: TestAcceptor) => `PACS@127.0.0.1:${scp.port}`;

interface Outcome {
  readonly status: number | null;
  readonly summary: SendSummary;
  readonly said: string;
}
/** The command with `--json` and a state of the test's own. */
async function send(...args: readonly string[]): Promise<Outcome> {
  const { status, stdout, stderr } = await lethe(['send', ...args, '--json', '--state', at('state')]);
  expect(String(stderr)).not.toContain(NEEDLE);
  if (status === 2) return { status, summary: {} as SendSummary, said: String(stderr) };
  return { status, summary: JSON.parse(String(stdout)) as SendSummary, said: String(stderr) };
}
const fates = (): readonly (Omit<Fate, 'name'> & { readonly file: string })[] =>
  readFileSync(at('report'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('lethe send to an AE', () => {
  it('sends every syntax as it is, from files and folders, over one association', async () => {
    const scp = await scpWith();
    const instances = networkInstances('odd');
    for (const each of instances) write(`${each.sopInstanceUid}/a.dcm`, each.file);
    const { status, summary } = await send(at('in'), '--to', to(scp));
    expect([status, summary]).toEqual([
      0,
      expect.objectContaining({
        ...{ sent: instances.length, failed: 0, sentBefore: 0, passedOver: 0, stopped: null },
        statuses: { '0000': instances.length },
        bytes: instances.reduce((sum, each) => sum + each.file.length, 0),
      }),
    ]);
    expect(scp.requests).toHaveLength(1);
    for (const each of instances) {
      const kept = scp.kept.find(({ sopInstanceUid }) => sopInstanceUid === each.sopInstanceUid);
      expect(kept?.transferSyntax).toBe(each.transferSyntax);
      expect(kept?.data.equals(each.data)).toBe(true);
    }
  });

  it('passes a DICOMDIR over, counts what is not DICOM, and says of each what became of it', async () => {
    const scp = await scpWith();
    write('a.dcm', file(1));
    write('notes.txt', 'of the ward');
    const directory = [el(0x00020002, 'UI', '1.2.840.10008.1.3.10'), el(0x00020003, 'UI', '2.25.9')];
    write('DICOMDIR', instance({ elements: [], meta: directory }));
    const { status, summary } = await send(at('in'), '--to', to(scp), '--report', at('report'));
    expect([status, summary]).toEqual([
      1,
      expect.objectContaining({ sent: 1, failed: 1, passedOver: 1, statuses: { '0000': 1, NOT_DICOM: 1 } }),
    ]);
    expect(fates()).toEqual([
      { file: 'a.dcm', sopInstanceUid: '2.25.1001', status: '0000', says: null },
      {
        file: 'notes.txt',
        sopInstanceUid: null,
        status: 'NOT_DICOM',
        says: expect.stringContaining('Not a DICOM file'),
      },
    ]);
    expectRights(at('report'), 0o600);
  });

  it('goes on where a run ended, and sends what has changed', async () => {
    let most = 3;
    const scp = await scpWith({
      async *serve(request) {
        await collected(request.data);
        most -= 1;
        yield { status: most < 0 ? 0xa900 : 0 };
      },
    });
    for (const number of [1, 2, 3, 4, 5]) write(`${number}.dcm`, file(number));
    const first = await send(at('in'), '--to', to(scp));
    expect([first.status, first.summary]).toEqual([1, expect.objectContaining({ sent: 3, failed: 2 })]);
    expect(first.summary.statuses).toEqual({ '0000': 3, DELIVERY_REFUSED: 2 });
    most = 100;
    write('2.dcm', file(200));
    const second = await send(at('in'), '--to', to(scp), '--resume');
    expect([second.status, second.summary]).toEqual([0, expect.objectContaining({ sent: 3, sentBefore: 2 })]);
    const other = await send(at('in'), '--to', `OTHER@127.0.0.1:${scp.port}`, '--resume');
    expect(other.summary).toMatchObject({ sent: 5, sentBefore: 0 });
    const whole = await send(at('in'), '--to', to(scp));
    expect(whole.summary).toMatchObject({ sent: 5, sentBefore: 0 });
  });

  it('keeps no name and no value in its state', async () => {
    const scp = await scpWith();
    write(`${NEEDLE}/a.dcm`, file(1));
    await send(at('in'), '--to', to(scp));
    for (const [name, bytes] of filesBelow(folder)) {
      if (name.startsWith('in/')) continue;
      expect(name).toMatch(/^state/);
      for (const needle of [NEEDLE, '2.25.1001']) expect(bytes.includes(needle)).toBe(false);
    }
  });

  it('sends over as many associations as it is told', async () => {
    let atOnce = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const scp = await scpWith({
      async *serve(request) {
        await collected(request.data);
        atOnce += 1;
        most = Math.max(most, atOnce);
        // The first waits for the others.
        if (atOnce < 3 && most < 3) await new Promise<void>((resolve) => waiting.push(resolve));
        for (const go of waiting.splice(0)) go();
        atOnce -= 1;
        yield { status: 0 };
      },
    });
    for (let number = 1; number <= 12; number += 1) write(`${number}.dcm`, file(number));
    const { summary } = await send(at('in'), '--to', to(scp), '--jobs', '3');
    expect([summary.sent, most, scp.requests.length]).toEqual([12, 3, 3]);
  });

  it('counts warnings, and prints a table', async () => {
    const statuses = [0x0000, 0xb000, 0xb007];
    const scp = await scpWith({
      async *serve(request) {
        await collected(request.data);
        yield { status: statuses.shift() ?? 0 };
      },
    });
    for (const number of [1, 2, 3, 4]) write(`${number}.dcm`, file(number));
    const { status, stdout } = await lethe(['send', at('in'), '--to', to(scp), '--state', at('state')]);
    const text = String(stdout);
    expect(status).toBe(0);
    expect(text).toMatch(new RegExp(`^4 sent to PACS@127.0.0.1:${scp.port}, 0 not`));
    expect(text).toMatch(/^ {2}0000 +2 {2}success$/m);
    expect(text).toMatch(/^ {2}B000 +1 {2}coercion of data elements$/m);
    expect(text).toMatch(/^ {2}B007 +1 {2}data set does not match SOP class, and stored$/m);
  });

  it('ends where the receiver rejects it, and says so', async () => {
    const scp = await scpWith({ admit: () => ({ rejects: { result: 1, source: 1, reason: 3 } }) });
    for (const number of [1, 2, 3]) write(`${number}.dcm`, file(number));
    const { status, summary } = await send(at('in'), '--to', to(scp));
    expect(status).toBe(1);
    expect(summary).toMatchObject({ sent: 0, failed: 1, statuses: { DELIVERY_FORBIDDEN: 1 } });
    expect(summary.stopped).toEqual({
      code: 'DELIVERY_FORBIDDEN',
      says: expect.stringContaining('calling AE title'),
    });
  });
});

describe('lethe send to a DICOMweb service', () => {
  it('sends files whole, with the header that a file holds', async () => {
    const server = await service();
    writeFileSync(at('token'), 'Bearer s3cret\n');
    for (const number of [1, 2, 3]) write(`${number}.dcm`, file(number));
    const outcome = await send(at('in'), '--to', server.url, '--authorization-file', at('token'), '-j', '2');
    expect([outcome.status, outcome.summary.sent]).toEqual([0, 3]);
    for (const number of [1, 2, 3])
      expect(server.stored.get(`2.25.${1000 + number}`)?.bytes.equals(file(number))).toBe(true);
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer s3cret']),
    );
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  it('takes the header from the environment, and never says it', async () => {
    const server = await service((_request, response) => {
      answer(response, 401, {});
      return true;
    });
    write('1.dcm', file(1));
    const args = [
      'send',
      at('in'),
      '--to',
      server.url,
      '--authorization-env',
      'TOKEN',
      '--state',
      at('state'),
    ];
    const { status, stdout, stderr } = await lethe(args, { TOKEN: 'Bearer s3cret' });
    expect(status).toBe(1);
    expect(String(stdout)).toMatch(/DELIVERY_FORBIDDEN +1/);
    expect(String(stdout) + String(stderr)).not.toContain('s3cret');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer s3cret');
  });

  it('sends to one study', async () => {
    const server = await service();
    write('1.dcm', file(1));
    await send(at('in'), '--to', `${server.url}/2.25.21`);
    expect(server.requests.map(({ path }) => path)).toEqual(['/dicom-web/studies/2.25.21']);
  });
});

describe('a call of lethe send', () => {
  it.each([
    ['PACS', /is not a destination/],
    ['@host:104', /is not a destination/],
    ['PACS@host', /is not a destination/],
    ['PACS@host:0', /is not a destination/],
    ['PACS@host:65536', /is not a destination/],
    ['SEVENTEEN_LETTERS@host:104', /is not a destination/],
    ['http://pacs.example/studies', /without TLS/],
    ['https://user:pass@pacs.example/studies', /credentials go into/],
    ['https://pacs.example/dicom-web', /ends in \/studies/],
  ])('to %s is wrong', async (destination, says) => {
    write('1.dcm', file(1));
    const { status, said } = await send(at('in'), '--to', destination);
    expect(status).toBe(2);
    expect(said).toMatch(/^lethe: WRONG_CALL: /);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/user:pass/);
  });
});
