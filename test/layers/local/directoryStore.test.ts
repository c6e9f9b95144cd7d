import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { DirectoryStore } from '../../../layers/local/directoryStore.ts';
import { FileSource } from '../../../layers/local/fileSource.ts';
import { describeByteSourceContract } from '../../contracts/byteSourceContract.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import {
  describeInstanceStoreContract,
  type InstanceStoreRig,
} from '../../contracts/instanceStoreContract.ts';
import { numberedBytes, reason, run } from '../../contracts/samples.ts';
import { expectRights, itOnPosix } from '../../support/posix.ts';
import type { Order } from './support/release.ts';

const root = await mkdtemp(join(tmpdir(), 'lethe-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let count = 0;

async function makeStoreRig(): Promise<InstanceStoreRig> {
  count += 1;
  const base = join(root, String(count));
  const [input, output] = [join(base, 'in'), join(base, 'out')];
  await mkdir(input, { recursive: true });
  const kept = `${output}.kept`;
  const everything = async (folder: string): Promise<readonly string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  };
  const isPart = (path: string): boolean => path.endsWith('.part');
  const read = async (folder: string): Promise<ReadonlyMap<string, Buffer>> => {
    const files = new Map<string, Buffer>();
    for (const path of (await everything(folder)).filter((each) => !isPart(each)))
      files.set(path.replaceAll(sep, '/'), await readFile(join(folder, path)));
    return files;
  };
  return {
    store: () => new DirectoryStore({ output }),
    ingest: async (name, bytes) => {
      const key = `${IDENTIFIER}/${name}`;
      await mkdir(dirname(join(input, key)), { recursive: true });
      await writeFile(join(input, key), bytes);
      return { container: input, key: new Phi(key) };
    },
    remove: ({ key }) => rm(join(input, key.reveal())),
    clean: () => read(output),
    kept: () => read(kept),
    cleanWords: async () => JSON.stringify(await everything(output)),
    leftovers: async () => [...(await everything(output)), ...(await everything(kept))].filter(isPart),
    dispose: () => rm(base, { recursive: true, force: true }),
  };
}

describeInstanceStoreContract('a directory', makeStoreRig, {
  tellsSourcesApart: false,
  longBytes: 5 * 1024 * 1024 + 123,
  keepsVersions: false,
});

describeByteSourceContract(
  'a file',
  async () => {
    const path = join(root, `source-${Math.random()}`);
    return {
      open: async (bytes) => {
        await writeFile(path, bytes);
        const { mtimeMs } = await stat(path);
        return {
          source: FileSource.open(path),
          replace: async (others) => {
            // The clock of a file system ticks every few milliseconds; a writer inside one tick cannot be seen.
            do await writeFile(path, others);
            while ((await stat(path)).mtimeMs === mtimeMs);
          },
        };
      },
      dispose: () => rm(path, { force: true }),
    };
  },
  'gone',
);

describe('DirectoryStore', () => {
  const KEY = '2.25.1/2.25.2/2.25.3.dcm';
  const owned = (content: string): readonly Segment[] => [{ kind: 'owned', bytes: Buffer.from(content) }];
  const nothing = memorySource(new Uint8Array(0));
  let base: string;
  let output: string;
  let kept: string;
  beforeEach(async () => {
    base = await mkdtemp(join(root, 'case-'));
    output = join(base, 'out');
    kept = `${output}.kept`;
    await mkdir(join(base, 'in'));
  });
  const refOf = (key: string) => ({ container: join(base, 'in'), key: new Phi(key) });
  const spawnRelease = (order: Order) =>
    spawn(
      process.execPath,
      ['--no-warnings', new URL('./support/release.ts', import.meta.url).pathname, JSON.stringify(order)],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );

  it('leaves nothing to see when it is killed in the middle, and the next run sweeps up', async () => {
    const child = spawnRelease({ output, cleanKey: KEY, sizeBytes: 5_000_000 });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(output)).toEqual([]);
    const [part, ...others] = await readdir(join(kept, 'state'));
    expect([part, others]).toEqual([expect.stringMatching(/^\.lethe-[0-9a-f-]+\.part$/), []]);
    expect((await stat(join(kept, 'state', part ?? ''))).size).toBeGreaterThan(1_000_000);
    await new DirectoryStore({ output }).release(KEY, nothing, owned('clean'), 'source-1');
    expect(
      (await readdir(output, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()),
    ).toHaveLength(1);
    expect(await readdir(join(kept, 'state'))).toEqual([]);
  });

  it('leaves the part of a living writer, and a fresh one of another machine, and no old one', async () => {
    const state = join(kept, 'state');
    const child = spawnRelease({ output, cleanKey: KEY, sizeBytes: 5_000_000 });
    await once(child.stdout, 'data');
    const [living = ''] = await readdir(state);
    const [fresh, old] = [
      '.lethe-00000000-999999999-abcdef-1.part',
      '.lethe-00000000-999999999-abcdef-2.part',
    ];
    for (const name of [fresh, old]) await writeFile(join(state, name), 'part');
    const longAgo = Date.now() / 1000 - 3 * 24 * 3600;
    await utimes(join(state, old), longAgo, longAgo);
    await new DirectoryStore({ output }).release('a.dcm', nothing, owned('clean'), 'source-1');
    expect((await readdir(state)).toSorted()).toEqual([living, fresh].toSorted());
    expect(await readdir(output)).toEqual(['a.dcm']);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('replaces other bytes only when it is told to', async () => {
    await new DirectoryStore({ output }).release(KEY, nothing, owned('one'), 'source-1');
    await new DirectoryStore({ output, overwrite: true }).release(KEY, nothing, owned('two'), 'source-1');
    expect(await readFile(join(output, KEY), 'utf8')).toBe('two');
  });

  it('copies a sparse file cheaply, in time, memory and on the disk', async () => {
    const size = 3 * 1024 ** 3 + 17;
    const handle = await open(join(base, 'in', 'sparse'), 'w');
    await handle.write('head', 0);
    await handle.write('tail', size - 4);
    await handle.close();
    const input = { container: join(base, 'in'), key: 'sparse' };
    const child = spawnRelease({ output, cleanKey: KEY, sizeBytes: size, input });
    const { grownKib } = JSON.parse(await text(child.stdout));
    expect(grownKib).toBeLessThan(30 * 1024);
    const { size: copied, blocks } = await stat(join(output, KEY));
    expect(copied).toBe(size - 300 + 'a new header'.length);
    expect(blocks * 512).toBeLessThan(8 * 1024 * 1024);
    const copy = await open(join(output, KEY));
    const { buffer } = await copy.read(Buffer.alloc(20), 0, 20, copied - 20);
    await copy.close();
    expect(buffer.toString('latin1')).toBe(`${'\0'.repeat(16)}tail`);
  });

  it('keeps zeros and holes apart from the end of the file', async () => {
    const size = 4 * 1024 * 1024;
    const handle = await open(join(base, 'in', 'sparse'), 'w');
    await handle.write('head', 0);
    await handle.truncate(size);
    await handle.close();
    const store = new DirectoryStore({ output });
    const source = await store.open(refOf('sparse'));
    expect(source.sparse).toBe(true);
    await store.release(KEY, source, [{ kind: 'span', start: 0, end: size }], 'source-1');
    await store.release('empty.dcm', source, [], 'source-1');
    await source.close();
    const expected = Buffer.alloc(size);
    expected.write('head');
    expect(Buffer.compare(await readFile(join(output, KEY)), expected)).toBe(0);
    expect((await stat(join(output, 'empty.dcm'))).size).toBe(0);
  });

  it('copies 200 MB in little memory', async () => {
    const handle = await open(join(base, 'in', 'big'), 'w');
    const chunk = numberedBytes(4 * 1024 * 1024);
    for (let index = 0; index < 50; index += 1) await handle.write(chunk);
    await handle.close();
    const input = { container: join(base, 'in'), key: 'big' };
    const child = spawnRelease({ output, cleanKey: KEY, sizeBytes: 50 * chunk.length, input });
    const { grownKib } = JSON.parse(await text(child.stdout));
    expect(grownKib).toBeLessThan(30 * 1024);
    expect((await stat(join(output, KEY))).size).toBe(50 * chunk.length - 300 + 'a new header'.length);
  });

  it('keeps what it quarantines from other users', async () => {
    await writeFile(join(base, 'in', 'a'), 'bytes', { mode: 0o644 });
    const key = await new DirectoryStore({ output }).quarantine('name', refOf('a'), null, reason, run);
    expect(key).toBe('quarantine/name.dcm');
    for (const folder of ['', 'quarantine', 'state']) expectRights(join(kept, folder), 0o700);
    for (const file of ['name.json', 'name.dcm']) expectRights(join(kept, 'quarantine', file), 0o600);
  });

  it('names the source in the note by its path in the input folder', async () => {
    await mkdir(join(base, 'in', IDENTIFIER));
    await writeFile(join(base, 'in', IDENTIFIER, 'a'), 'bytes');
    await new DirectoryStore({ output }).quarantine('name', refOf(`${IDENTIFIER}/a`), null, reason, run);
    expect(JSON.parse(await readFile(join(kept, 'quarantine', 'name.json'), 'utf8'))).toEqual({
      source: { folder: join(base, 'in'), key: `${IDENTIFIER}/a`, sizeBytes: 5 },
      reason,
      run,
    });
  });

  it('looks a container up where it is told how', async () => {
    await writeFile(join(base, 'in', 'a'), 'bytes');
    const store = new DirectoryStore({ output, folderOf: (container) => join(base, container) });
    const source = await store.open({ container: 'in', key: new Phi('a') });
    expect(source.size).toBe(5);
    await source.close();
  });

  it.each(['../secret', '..', 'a/../../secret', '/etc/hostname', ''])(
    'opens nothing outside the folder: %p',
    async (key) => {
      await writeFile(join(base, 'secret'), 'secret');
      const store = new DirectoryStore({ output });
      expect(await faultOf(store.open(refOf(key)))).toEqual({ code: 'SOURCE_UNREADABLE', transient: false });
      expect(await faultOf(store.quarantine('name', refOf(key), null, reason, run))).toMatchObject({
        code: 'SOURCE_UNREADABLE',
      });
    },
  );

  it.each(['../clean', '/clean', 'a/../../clean', '', '..'])(
    'releases nothing outside the folder: %p',
    async (key) => {
      const release = new DirectoryStore({ output }).release(key, nothing, owned('x'), 'source-1');
      expect(await faultOf(release)).toEqual({ code: 'STORE_FORBIDDEN', transient: false });
      expect(await readdir(base)).toEqual(['in']);
    },
  );

  it.each(['a/b', '../a', '', 'a b', 'a.dcm'])('keeps nothing under a name like %p', async (name) => {
    await writeFile(join(base, 'in', 'a'), 'bytes');
    const store = new DirectoryStore({ output });
    expect(await faultOf(store.quarantine(name, refOf('a'), null, reason, run))).toEqual({
      code: 'STORE_FORBIDDEN',
      transient: false,
    });
  });

  itOnPosix('there are no named pipes in folders', 'opens files alone', async () => {
    await mkdir(join(base, 'in', 'folder'));
    await once(spawn('mkfifo', [join(base, 'in', 'pipe')]), 'exit');
    await symlink('nowhere', join(base, 'in', 'dangling'));
    const store = new DirectoryStore({ output });
    for (const key of ['folder', 'pipe'])
      expect(await faultOf(store.open(refOf(key)))).toEqual({ code: 'SOURCE_UNREADABLE', transient: false });
    for (const key of ['dangling', 'absent', 'absent/too'])
      expect(await faultOf(store.open(refOf(key)))).toEqual({ code: 'SOURCE_GONE', transient: false });
  });

  it('says which code when the output cannot be written', async () => {
    await writeFile(join(base, 'file'), '');
    const store = new DirectoryStore({ output: join(base, 'file') });
    expect(await faultOf(store.release(KEY, nothing, owned('x'), 'source-1'))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    const blocked = new DirectoryStore({ output });
    await mkdir(join(output, KEY), { recursive: true });
    expect(await faultOf(blocked.release(KEY, nothing, owned('x'), 'source-1'))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(await readdir(output)).toEqual(['2.25.1']);
  });

  it('never reads by the handle of a source that was closed', async () => {
    await writeFile(join(base, 'in', 'a'), 'bytes');
    const source = await new DirectoryStore({ output }).open(refOf('a'));
    await source.close();
    const other = await open(join(base, 'in', 'a'));
    expect(await faultOf(source.read(0, 5))).toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await other.close();
  });

  it('goes on reading a file that is renamed or replaced by rename', async () => {
    await writeFile(join(base, 'in', 'a'), 'before');
    await chmod(join(base, 'in', 'a'), 0o600);
    const store = new DirectoryStore({ output });
    const source = await store.open(refOf('a'));
    await writeFile(join(base, 'in', 'b'), 'after!');
    await rename(join(base, 'in', 'b'), join(base, 'in', 'a'));
    await store.release(KEY, source, [{ kind: 'span', start: 0, end: 6 }], 'source-1');
    expect(await readFile(join(output, KEY), 'utf8')).toBe('before');
    expect(await faultOf(store.quarantine('name', refOf('a'), source, reason, run))).toMatchObject({
      code: 'SOURCE_CHANGED',
    });
    await source.close();
  });
});
