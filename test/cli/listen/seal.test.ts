import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Blanks } from '../../../cli/listen/spool/blanks.ts';
import { type NewFile, SYSTEM_FILES } from '../../../cli/listen/spool/files.ts';
import { isAsSealed, Seal, sealIn, UNSEALED } from '../../../cli/listen/spool/seal.ts';
import { receivedIn } from '../../../cli/listen/spool/spool.ts';
import { CuttableFiles } from '../../support/cuttableFiles.ts';
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

const head = () => Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(300, 'meta')]);
const tail = Buffer.alloc(70_000, 'data');
async function* bytesOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

describe('a seal', () => {
  it('is of all that stands behind the preamble, however it came', async () => {
    const first = head();
    const seal = new Seal(first);
    for (let at = 0; at < tail.length; at += 999) seal.add(tail.subarray(at, at + 999));
    expect(sealIn(first)).toBe('unfinished');
    first.set(seal.bytes());
    const found = sealIn(first);
    if (found === null || found === 'unfinished') throw new Error('there is no seal');
    expect(found.sizeBytes).toBe(first.length + tail.length);
    const whole = Buffer.concat([first, tail]);
    expect(await isAsSealed(found, pieces(whole, 50))).toBe(true);
    for (const at of [132, 500, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await isAsSealed(found, pieces(changed))).toBe(false);
    }
    expect(await isAsSealed(found, bytesOf(first))).toBe(false);
    first.set(UNSEALED);
    expect([first.subarray(0, 128).equals(Buffer.alloc(128)), sealIn(first)]).toEqual([true, null]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'unfinished'],
    ['a beginning that did not reach the disk', Buffer.alloc(4096), 'unfinished'],
    ['a whole file without one', head(), null],
    ['something else', Buffer.from('something else'), null],
    ['half a seal', Buffer.from('LETHE WHOLE FILE'), null],
  ])('%s', (_what, bytes, expected) => {
    expect(sealIn(bytes)).toBe(expected);
  });
});

describe('a spool', () => {
  it('takes the seal off what it has synced: no preamble leaves that its sender did not write', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    for (const bytes of [300_000, 3_000_000]) {
      const { name } = await spool.receive(incoming(1), pieces(body(1, bytes)));
      const kept = Buffer.from(files.contents(receivedIn(spool.folder)).get(name) ?? []);
      expect(kept.subarray(0, 128).equals(Buffer.alloc(128))).toBe(true);
      expect(kept.subarray(-bytes).equals(Buffer.alloc(bytes, 1))).toBe(true);
    }
    // Nor after a power cut, which leaves the seal.
    files.restart('lost');
    spool.close();
    const after = await open(spool.folder, files);
    const entries = await taken(after);
    expect(entries).toHaveLength(2);
    for (const { name } of entries)
      expect(sealIn(files.contents(receivedIn(spool.folder)).get(name) ?? new Uint8Array(0))).toBeNull();
  });

  it('takes no file whose bytes are not those of its seal, and removes it', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    await receive(spool, 1);
    const { name } = await receive(spool, 2);
    // What was synced has its seal: now another byte of one of them is on the disk.
    files.restart('lost');
    const path = join(receivedIn(spool.folder), name);
    const bytes = Buffer.from(files.contents(receivedIn(spool.folder)).get(name) ?? []);
    bytes[200_000] = 9;
    files.put(path, bytes);
    spool.close();
    const after = await open(spool.folder, files);
    expect((await taken(after)).map((entry) => entry.name)).toEqual(
      filled(files, after).filter((each) => each !== name),
    );
    expect(filled(files, after)).toHaveLength(1);
  });

  it('syncs once for each instance, and a folder once for many', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    const syncs = { files: 0, folders: 0 };
    const { create, syncFolder } = files;
    files.create = async (path: string): Promise<NewFile> => {
      const file = await create.call(files, path);
      return {
        ...file,
        sync: () => {
          syncs.files += 1;
          return file.sync();
        },
      };
    };
    files.syncFolder = (path: string) => {
      syncs.folders += 1;
      return syncFolder.call(files, path);
    };
    for (let number = 0; number < 32; number += 1) await receive(spool, number);
    expect(syncs.files).toBe(32);
    expect(syncs.folders).toBeLessThanOrEqual(3);
    await spool.refuse();
  });
});

describe('files that are made beforehand', () => {
  it('come once each, in the order of their numbers, and what nobody took is removed', async () => {
    const files = new CuttableFiles();
    await files.makeFolder('/spool');
    let last = 0;
    const blanks = new Blanks('/spool', files, () => ++last);
    const took = await Promise.all(Array.from({ length: 40 }, () => blanks.take()));
    expect(took.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(files.contents('/spool').size).toBeGreaterThanOrEqual(40);
    await blanks.close();
    expect(files.contents('/spool').size).toBe(40);
    await expect(blanks.take()).rejects.toThrow('closed');
  });

  it('that cannot be made fail who waits for one, leave nothing, and are made once they can be', async () => {
    const files = new CuttableFiles();
    const spool = await open(newFolder(), files);
    files.callsLeft = 5;
    expect(await refusalOf(receive(spool, 1))).toMatchObject({ code: 'SPOOL_WRITE', status: 0xa700 });
    files.callsLeft = Number.POSITIVE_INFINITY;
    const { name } = await receive(spool, 1);
    expect(filled(files, spool)).toEqual([name]);
  });
});

it('the machine’s own files are written over at their beginning and nowhere else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-files-'));
  try {
    const path = join(folder, 'one');
    const file = await SYSTEM_FILES.create(path);
    await file.write([Buffer.from('0123'), Buffer.from('4567')]);
    await file.overwrite(Buffer.from('ab'));
    await file.write([Buffer.from('89')]);
    file.overwriteNow(Buffer.from('A'));
    await file.sync();
    await file.close();
    expect(readFileSync(path, 'latin1')).toBe('Ab23456789');
    await SYSTEM_FILES.overwrite(path, Buffer.from('xyz'));
    appendFileSync(path, '!');
    const read: Uint8Array[] = [];
    for await (const piece of SYSTEM_FILES.read(path)) read.push(piece);
    expect(Buffer.concat(read).toString()).toBe('xyz3456789!');
    writeFileSync(path, '');
    expect((await SYSTEM_FILES.head(path, 10)).sizeBytes).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
