import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFile } from '../../../layers/local/keyFile.ts';
import { faultOf } from '../../contracts/faults.ts';
import { describeKeyRingContract } from '../../contracts/keyRingContract.ts';
import { expectRights, itOnPosix } from '../../support/posix.ts';

const LABEL = 'lethe/v1/uid';
const root = await mkdtemp(join(tmpdir(), 'lethe-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(root, 'case-')), 'some', 'folder', 'lethe.key');
});

const make = async (): Promise<string> => {
  await new KeyFile(path).subkeys([LABEL]);
  return readFile(path, 'latin1');
};

describeKeyRingContract('a key file', async () => {
  const folder = await mkdtemp(join(root, 'contract-'));
  const file = join(folder, 'lethe.key');
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 200 + index));
  await writeFile(file, `lethe-key-v1:${bytes.toString('hex')}\n`, { mode: 0o600 });
  return {
    ring: () => new KeyFile(file),
    otherRing: () => new KeyFile(join(folder, 'other.key')),
    breakRoot: () => chmod(file, 0o640),
    mendRoot: () => chmod(file, 0o600),
    root: bytes,
    dispose: () => rm(folder, { recursive: true }),
  };
});

describe('KeyFile', () => {
  it('makes no file until it is asked', async () => {
    const ring = new KeyFile(path);
    await expect(stat(path)).rejects.toThrow('ENOENT');
    await ring.subkeys([]);
    expect((await stat(path)).isFile()).toBe(true);
  });

  it('makes 32 random bytes for its owner alone, and leaves nothing beside them', async () => {
    const first = await make();
    expect(first).toMatch(/^lethe-key-v1:[0-9a-f]{64}\n$/);
    expectRights(path, 0o600);
    expectRights(join(path, '..'), 0o700);
    expect(await readdir(join(path, '..'))).toEqual(['lethe.key']);
    path = `${path}.other`;
    expect(await make()).not.toBe(first);
  });

  it('never touches a file that is there', async () => {
    const before = await make();
    const { mtimeMs, ino } = await stat(path);
    expect(await make()).toBe(before);
    expect(await stat(path)).toMatchObject({ mtimeMs, ino });
  });

  it('names the root by a fingerprint of known make', async () => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `lethe-key-v1:${'00'.repeat(32)}\n`, { mode: 0o600 });
    // printf lethe/v1/key-id | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00 -binary | sha256sum
    expect(new KeyFile(path).keyId).toBe('file:fec81f4904911cfd');
  });

  it('is followed through a link, as secrets are mounted', async () => {
    await make();
    await symlink(path, `${path}.link`);
    expect(new KeyFile(`${path}.link`).keyId).toBe(new KeyFile(path).keyId);
  });

  for (const mode of [0o640, 0o604, 0o660, 0o644, 0o666, 0o610])
    itOnPosix('files have no rights there', `refuses a file with rights ${mode.toString(8)}`, async () => {
      await make();
      await chmod(path, mode);
      expect(await faultOf(new KeyFile(path).subkeys([LABEL]))).toEqual({
        code: 'KEY_FORBIDDEN',
        transient: false,
      });
      expect(() => new KeyFile(path).keyId).toThrow(expect.objectContaining({ code: 'KEY_FORBIDDEN' }));
    });

  it.each([
    ['empty', ''],
    ['cut short', `lethe-key-v1:${'ab'.repeat(31)}\n`],
    ['too long', `lethe-key-v1:${'ab'.repeat(33)}\n`],
    ['of another version', `lethe-key-v2:${'ab'.repeat(32)}\n`],
    ['in capitals', `lethe-key-v1:${'AB'.repeat(32)}\n`],
    ['with a second line', `lethe-key-v1:${'ab'.repeat(32)}\n\n`],
    ['of raw bytes', '\u00ff'.repeat(32)],
    ['huge', 'x'.repeat(1_000_000)],
  ])('refuses a file that is %s, without showing it, and leaves it', async (_what, content) => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content, { mode: 0o600, encoding: 'latin1' });
    const subkeys = new KeyFile(path).subkeys([LABEL]);
    expect(await faultOf(subkeys)).toEqual({ code: 'KEY_UNAVAILABLE', transient: false });
    await expect(subkeys).rejects.not.toThrow('abab');
    expect(await readFile(path, 'latin1')).toBe(content);
  });

  it('takes a file without its last line end', async () => {
    await make();
    const { keyId } = new KeyFile(path);
    await truncate(path, 77);
    expect(new KeyFile(path).keyId).toBe(keyId);
  });

  it('refuses a folder', async () => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    expect(await faultOf(new KeyFile(path).subkeys([LABEL]))).toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });

  it('does not say where the file is', async () => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(join(path, '..', 'file'), '');
    const ring = new KeyFile(join(path, '..', 'file', 'lethe.key'));
    await expect(ring.subkeys([LABEL])).rejects.not.toThrow(root);
    expect(await faultOf(ring.subkeys([LABEL]))).toEqual({ code: 'KEY_UNAVAILABLE', transient: false });
  });

  it('is made once by processes that start together', async () => {
    const program = `
      const { KeyFile } = await import(${JSON.stringify(new URL('../../../layers/local/keyFile.ts', import.meta.url).href)});
      process.on('message', () => {
        process.send(new KeyFile(process.argv[1]).keyId);
        process.disconnect();
      });
      process.send('here');`;
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, path], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const said = children.map((child) => once(child, 'message'));
    for (const child of children) child.send('begin');
    const ids = (await Promise.all(said)).map(([id]) => id);
    expect(ids[0]).toMatch(/^file:[0-9a-f]{16}$/);
    expect(new Set(ids).size).toBe(1);
    expect(new KeyFile(path).keyId).toBe(ids[0]);
    expect(await readdir(join(path, '..'))).toEqual(['lethe.key']);
  });
});
