import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanIn, receivedIn, type Spool } from '../../../cli/listen/spool/spool.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { TRANSFER_SYNTAX } from '../../support/build.ts';
import { CuttableFiles } from '../../support/cuttableFiles.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import {
  body,
  closeSpools,
  filled,
  incoming,
  newFolder,
  open,
  pieces,
  receive,
  refusalOf,
  removeSpools,
  taken,
} from './spooling.ts';

afterEach(closeSpools);
afterAll(removeSpools);

describe('what is received', () => {
  it('is a Part 10 file with the data set as it came, and says who sent it', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    const entry = await receive(spool, 1);
    const bytes = files.contents(receivedIn(spool.folder)).get(entry.name) ?? new Uint8Array(0);
    expect(filled(files, spool)).toEqual([entry.name]);
    expect(entry.name).toMatch(/^\d{15}\.dcm$/);
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
    await after.refuse();
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

describe('what is refused', () => {
  const nothingLeft = (files: CuttableFiles, spool: Spool) => {
    expect(filled(files, spool)).toEqual([]);
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

  it('where the clean ones of what is in the spool would have no room any more', async () => {
    const files = new CuttableFiles();
    const folder = newFolder();
    const spool = await open(folder, files);
    files.room = 1_000_000;
    const entries = [await receive(spool, 1), await receive(spool, 2)];
    // 0.4 MB are free, and 0.6 MB are still to be written.
    expect((await refusalOf(receive(spool, 3))).code).toBe('SPOOL_FULL');
    spool.cleaned(entries[0]?.number ?? 0);
    await receive(spool, 3);
    spool.close();
    const next = await open(folder, files);
    const found = await taken(next);
    expect((await refusalOf(receive(next, 4))).code).toBe('SPOOL_FULL');
    for (const { number } of found) await next.remove(number);
    files.room = 400_000;
    await receive(next, 4);
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

  it('lets in one for each that has gone, however many wait', async () => {
    const spool = await open(newFolder(), new CuttableFiles(), { mostInstances: 1 });
    const first = await receive(spool, 1);
    const others = [receive(spool, 2), receive(spool, 3)];
    await new Promise(setImmediate);
    await spool.remove(first.number);
    const second = await Promise.race(others);
    expect(spool.instances).toBe(1);
    await spool.remove(second.number);
    await Promise.all(others);
    expect(spool.instances).toBe(1);
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
