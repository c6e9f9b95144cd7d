import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Incoming, SpoolEntry } from '../../../cli/listen/spool/entry.ts';
import { SpoolRefusal } from '../../../cli/listen/spool/refusal.ts';
import { DEFAULT_BOUNDS, type SpoolBounds } from '../../../cli/listen/spool/room.ts';
import { cleanIn, receivedIn, Spool } from '../../../cli/listen/spool/spool.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { KeyFile } from '../../../layers/local/keyFile.ts';
import { dataSet, el, encodingOf, TRANSFER_SYNTAX } from '../../support/build.ts';
import { type Cut, CuttableFiles } from '../../support/cuttableFiles.ts';
import { GivenTimers } from '../../support/givenTimers.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-spool-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CT = '1.2.840.10008.5.1.4.1.1.2';
const keys = new KeyFile(join(root, 'key'));
const opened: Spool[] = [];
afterEach(() => {
  for (const spool of opened.splice(0)) spool.close();
});
let folders = 0;
const newFolder = () => join(root, `spool-${folders++}`);

async function open(
  folder: string,
  files: CuttableFiles,
  bounds: Partial<SpoolBounds> = {},
  timers = new GivenTimers(),
): Promise<Spool> {
  const spool = await Spool.open({
    folder,
    files,
    bounds: { ...DEFAULT_BOUNDS, leastFreeBytes: 0, ...bounds },
    keys,
    clock: { now: () => 1_000 },
    timers,
  });
  opened.push(spool);
  return spool;
}

/** The taken entries; those that come later are added. */
async function taken(spool: Spool): Promise<SpoolEntry[]> {
  const entries: SpoolEntry[] = [];
  await spool.take(
    (entry) => entries.push(entry),
    () => {},
  );
  return entries;
}

function incoming(number: number, more: Partial<Incoming> = {}): Incoming {
  return {
    sopClassUid: CT,
    sopInstanceUid: `2.25.${100 + number}`,
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    callingAeTitle: 'CT-SCANNER-1',
    calledAeTitle: 'LETHE',
    ...more,
  };
}

/** A data set with pixels of so many bytes. */
function body(number: number, bytes = 300_000, syntax: string = TRANSFER_SYNTAX.explicitLittleEndian) {
  const plain = dataSet(
    [
      el(0x00080016, 'UI', CT),
      el(0x00080018, 'UI', `2.25.${100 + number}`),
      el(0x00100010, 'PN', 'Zwieback^Oriane'),
      el(0x0020000d, 'UI', '2.25.2'),
      el(0x0020000e, 'UI', '2.25.3'),
      el(0x7fe00010, 'OW', Buffer.alloc(bytes, number)),
    ],
    encodingOf(syntax),
  );
  return Buffer.from(syntax === TRANSFER_SYNTAX.deflated ? deflateRawSync(plain) : plain);
}

/** In pieces, as a socket gives it. */
async function* pieces(bytes: Uint8Array, of = 16_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += of) yield bytes.subarray(at, at + of);
}

const receive = (spool: Spool, number: number) => spool.receive(incoming(number), pieces(body(number)));

async function refusalOf(received: Promise<unknown>): Promise<SpoolRefusal> {
  const error = await received.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpoolRefusal)) throw error ?? new Error('it was taken');
  return error;
}

describe('what is received', () => {
  it('is a Part 10 file with the data set as it came, and says who sent it', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    const entry = await receive(spool, 1);
    const [[name, bytes] = ['', new Uint8Array(0)], ...others] = [
      ...files.contents(receivedIn(spool.folder)),
    ];
    expect(others).toEqual([]);
    expect(name).toBe(entry.name);
    expect(name).toMatch(/^\d{15}\.dcm$/);
    const instance = await parseInstance(memorySource(bytes));
    expect(Buffer.from(bytes.subarray(instance.bodyStart)).equals(body(1))).toBe(true);
    const meta = new Map(
      instance.fileMeta.elements.map(({ tag, valueStart, valueEnd }) => [
        tag,
        Buffer.from(bytes.subarray(valueStart, valueEnd)).toString('latin1'),
      ]),
    );
    expect([0x00020016, 0x00020017, 0x00020018].map((tag) => meta.get(tag as never))).toEqual([
      'LETHE ',
      'CT-SCANNER-1',
      'LETHE ',
    ]);
    expect(JSON.stringify(entry)).not.toMatch(/2\.25\.|Zwieback/);
  });

  it('has numbers that never come twice, though the state is lost', async () => {
    const files = new CuttableFiles();
    const folder = newFolder();
    const first = await open(folder, files);
    const entry = await receive(first, 1);
    first.close();
    rmSync(join(folder, 'receipts.sqlite'));
    const second = await open(folder, files);
    expect((await receive(second, 2)).number).toBeGreaterThan(entry.number);
    await second.remove(entry.number);
    second.close();
    const third = await open(folder, files);
    expect((await receive(third, 3)).number).toBeGreaterThan(entry.number + 1);
  });

  it('is handed over in the order of arrival, what was found first', async () => {
    const files = new CuttableFiles();
    const folder = newFolder();
    const before = await open(folder, files);
    const found = [await receive(before, 1), await receive(before, 2)];
    before.close();
    const after = await open(folder, files);
    const early = await receive(after, 3);
    const entries = await taken(after);
    const late = await receive(after, 4);
    expect(entries).toEqual([...found, early, late]);
    expect([after.instances, after.bytes]).toEqual([
      4,
      found.concat(early, late).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ]);
    for (const { number } of entries) await after.remove(number);
    expect([after.instances, after.bytes]).toEqual([0, 0]);
    expect(files.contents(receivedIn(folder)).size).toBe(0);
  });

  it('leaves alone what is not its own, and says it', async () => {
    const files = new CuttableFiles();
    const folder = newFolder();
    (await open(folder, files)).close();
    files.put(join(receivedIn(folder), '000000000000007.dcm'), Buffer.from('something else'));
    files.put(join(receivedIn(folder), 'notes.txt'), Buffer.from('a text'));
    const odd: string[] = [];
    const spool = await open(folder, files);
    await spool.take(
      () => {
        throw new Error('taken');
      },
      (name) => odd.push(name),
    );
    expect(odd).toEqual(['000000000000007.dcm']);
    expect(files.contents(receivedIn(folder)).size).toBe(2);
  });
});

describe('after a cut at any call', () => {
  it.each<Cut>(['kept', 'lost', 'torn'])(
    'whatever was acknowledged is there and whole, what was not synced %s',
    async (cut) => {
      let acknowledgedBefore = -1;
      for (let calls = 0; ; calls += 1) {
        const files = new CuttableFiles();
        const folder = newFolder();
        const before = await open(folder, files);
        files.callsLeft = calls;
        const acknowledged: SpoolEntry[] = [];
        const results = await Promise.allSettled([1, 2].map((number) => receive(before, number)));
        for (const result of results) if (result.status === 'fulfilled') acknowledged.push(result.value);
        before.close();
        const wasCut = files.callsLeft === 0;
        files.restart(cut);
        const after = await open(folder, files);
        const entries = await taken(after);
        const there = files.contents(receivedIn(folder));
        for (const { name } of acknowledged) expect(entries.map((entry) => entry.name)).toContain(name);
        for (const bytes of there.values()) {
          const { bodyStart } = await parseInstance(memorySource(bytes));
          const whole = [1, 2].some((number) => body(number).equals(bytes.subarray(bodyStart)));
          expect(whole).toBe(true);
        }
        expect(files.contents(join(folder, 'parts')).size).toBe(0);
        for (const { receipt } of entries) expect(receipt).toMatch(/^[0-9a-f]{32}$/);
        if (!wasCut) break;
        expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgedBefore);
        acknowledgedBefore = acknowledged.length;
      }
      expect(acknowledgedBefore).toBeGreaterThanOrEqual(1);
    },
  );
});

describe('what is refused', () => {
  const nothingLeft = (files: CuttableFiles, spool: Spool) => {
    expect(files.contents(receivedIn(spool.folder)).size).toBe(0);
    expect(files.contents(join(spool.folder, 'parts')).size).toBe(0);
    expect([spool.instances, spool.bytes]).toEqual([0, 0]);
  };

  it.each([
    [
      'another SOP Class than the command says',
      incoming(1, { sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }),
      body(1),
      'SPOOL_MISMATCH',
      0xa900,
    ],
    ['another SOP Instance than the command says', incoming(2), body(1), 'SPOOL_MISMATCH', 0xa900],
    [
      'a data set that cannot be read',
      incoming(1),
      Buffer.from('080005003f3f0000ffffffff', 'hex'),
      'SPOOL_UNREADABLE',
      0xc000,
    ],
    [
      'a data set that ends in an element',
      incoming(1),
      body(1, 10).subarray(0, 60),
      'SPOOL_UNREADABLE',
      0xc000,
    ],
    ['no data set', incoming(1), new Uint8Array(0), 'SPOOL_INCOMPLETE', 0xc000],
    ['more bytes than one may have', incoming(1), body(1, 500_000), 'SPOOL_TOO_LARGE', 0xa700],
  ])('%s', async (_what, said, bytes, code, status) => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files, { mostInstanceBytes: 400_000 });
    const refusal = await refusalOf(spool.receive(said, pieces(bytes)));
    expect([refusal.code, refusal.status]).toEqual([code, status]);
    expect(refusal.comment.length).toBeLessThanOrEqual(64);
    expect(refusal.comment).not.toMatch(/2\.25\.|Zwieback/);
    nothingLeft(files, spool);
  });

  it('reads the beginning in every encoding', async () => {
    const spool = await open(newFolder(), new CuttableFiles());
    for (const syntax of [
      TRANSFER_SYNTAX.implicitLittleEndian,
      TRANSFER_SYNTAX.explicitBigEndian,
      TRANSFER_SYNTAX.deflated,
    ]) {
      const wrong = spool.receive(
        incoming(2, { transferSyntaxUid: syntax }),
        pieces(body(1, 300_000, syntax)),
      );
      expect((await refusalOf(wrong)).code).toBe('SPOOL_MISMATCH');
      await spool.receive(incoming(1, { transferSyntaxUid: syntax }), pieces(body(1, 300_000, syntax)));
    }
    expect(new Set((await taken(spool)).map(({ series }) => series)).size).toBe(1);
  });

  it('takes what only the whole of it would tell to be in another encoding than its syntax says', async () => {
    const spool = await open(newFolder(), new CuttableFiles());
    const said = incoming(1, { transferSyntaxUid: TRANSFER_SYNTAX.implicitLittleEndian });
    await spool.receive(said, pieces(body(1)));
    expect(spool.instances).toBe(1);
  });

  it('where the disk is full, in the middle of an instance and before it', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files, { leastFreeBytes: 100_000 });
    files.room = 280_000;
    const inTheMiddle = await refusalOf(receive(spool, 1));
    expect([inTheMiddle.code, inTheMiddle.status]).toEqual(['SPOOL_FULL', 0xa700]);
    files.room = 99_999;
    const before = await refusalOf(receive(spool, 1));
    expect([before.code, before.status]).toEqual(['SPOOL_FULL', 0xa700]);
    nothingLeft(files, spool);
    files.room = 1_000_000;
    await receive(spool, 1);
  });

  it('and nothing is left of what its sender breaks off', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    const aborted = new Error('the association was aborted');
    async function* broken() {
      yield body(1).subarray(0, 290_000);
      throw aborted;
    }
    await expect(spool.receive(incoming(1), broken())).rejects.toBe(aborted);
    nothingLeft(files, spool);
  });
});

describe('a spool at its bound', () => {
  it('reads nothing of the next instance until one has gone', async () => {
    const spool = await open(newFolder(), new CuttableFiles(), { mostInstances: 1 });
    const first = await receive(spool, 1);
    let read = 0;
    async function* counted() {
      for await (const piece of pieces(body(2))) {
        read += 1;
        yield piece;
      }
    }
    const second = spool.receive(incoming(2), counted());
    await new Promise(setImmediate);
    expect(read).toBe(0);
    await spool.remove(first.number);
    await second;
    expect(read).toBeGreaterThan(1);
  });

  it('refuses when nothing goes in time', async () => {
    const timers = new GivenTimers();
    const spool = await open(newFolder(), new CuttableFiles(), { mostBytes: 1, patienceMs: 5_000 }, timers);
    await receive(spool, 1);
    const second = refusalOf(receive(spool, 2));
    timers.advance(5_000);
    expect(await second).toMatchObject({ code: 'SPOOL_NO_ROOM', status: 0xa700 });
    expect(timers.waiting).toEqual([]);
    expect(spool.instances).toBe(1);
  });
});

describe('receipts', () => {
  it('say what became last of an instance that came twice, by its original UID', async () => {
    const folder = newFolder();
    const files = new CuttableFiles();
    const spool = await open(folder, files);
    const { receipts } = spool;
    const stateOf = () => receipts.stateOf('2.25.101')?.state;
    expect(receipts.stateOf('2.25.101')).toBeNull();
    const one = await receive(spool, 1);
    expect(receipts.stateOf('2.25.101')).toMatchObject({
      state: 'received',
      time: '1970-01-01T00:00:01.000Z',
    });
    const again = await receive(spool, 1);
    receipts.write(one.receipt, one.number, 'delivered');
    expect(stateOf()).toBe('received');
    receipts.write(again.receipt, again.number, 'quarantined');
    expect(stateOf()).toBe('quarantined');
    spool.close();
    rmSync(join(folder, 'receipts.sqlite'));
    const next = await open(folder, files);
    expect(next.receipts.stateOf('2.25.101')).toBeNull();
    await taken(next);
    expect(next.receipts.stateOf('2.25.101')?.state).toBe('received');
  });

  it('are one process’s', async () => {
    const folder = newFolder();
    const files = new CuttableFiles();
    await open(folder, files);
    await expect(open(folder, files)).rejects.toMatchObject({ code: 'SPOOL_IN_USE' });
  });
});

it('has a place beside for clean instances', () => {
  expect(cleanIn('/spool')).toBe(join('/spool', 'clean'));
});
