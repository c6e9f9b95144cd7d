import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOldLayout, moveOldLayout } from '../../../layers/local/oldLayout.ts';
import { SqliteIdentityMap } from '../../../layers/local/sqliteIdentityMap.ts';
import { expectRights } from '../../support/posix.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-old-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

/** An output folder as an earlier Lethe left it. */
async function oldOutput() {
  const base = join(root, String(count++));
  const [out, kept] = [join(base, 'clean'), join(base, 'clean.kept')];
  for (const folder of ['quarantine', 'held', '.lethe', '2.25.1/2.25.2'])
    mkdirSync(join(out, folder), { recursive: true });
  const hash = 'ab'.repeat(16);
  writeFileSync(join(out, '2.25.1/2.25.2/2.25.3.dcm'), 'clean');
  for (const area of ['quarantine', 'held']) {
    writeFileSync(join(out, area, `${hash}.dcm`), `${area} bytes`, { mode: 0o644 });
    writeFileSync(join(out, area, `${hash}.json`), '{"source":{}}');
  }
  writeFileSync(join(out, '.lethe', 'quarantine.jsonl'), '{}\n');
  const identities = new SqliteIdentityMap(join(out, '.lethe', 'identities.sqlite'));
  await identities.claim([{ scope: 'uid', key: 'k', candidate: '2.25.9' }]);
  return { out, kept, hash, identities };
}
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('what an earlier Lethe kept in the output folder', () => {
  it('is recognised, and moved whole: the folder has clean instances alone', async () => {
    const { out, kept, hash, identities } = await oldOutput();
    await identities.close();
    expect(hasOldLayout(out)).toBe(true);
    expect(await moveOldLayout(out, kept)).toEqual({ moved: 6, inTheWay: [] });
    expect(hasOldLayout(out)).toBe(false);
    expect(readdirSync(out)).toEqual(['2.25.1']);
    expect(filesBelow(kept)).toEqual([
      `held/${hash}.dcm`,
      `held/${hash}.json`,
      `quarantine/${hash}.dcm`,
      `quarantine/${hash}.json`,
      'state/identities.sqlite',
      'state/quarantine.jsonl',
    ]);
    for (const file of filesBelow(kept)) expectRights(join(kept, file), 0o600);
    for (const folder of ['', 'held', 'quarantine', 'state']) expectRights(join(kept, folder), 0o700);
    const moved = new SqliteIdentityMap(join(kept, 'state', 'identities.sqlite'));
    expect(await moved.known([{ scope: 'uid', key: 'k' }])).toEqual(['2.25.9']);
    await moved.close();
    expect(await moveOldLayout(out, kept)).toEqual({ moved: 0, inTheWay: [] });
  });

  it('with a log that was not written back yet: nothing of it is lost', async () => {
    const { out, kept, identities } = await oldOutput();
    // A run that was killed leaves its log.
    for (const suffix of ['', '-wal', '-shm'])
      writeFileSync(
        join(out, '.lethe', `copy${suffix}`),
        readFileSync(join(out, '.lethe', `identities.sqlite${suffix}`)),
      );
    await identities.close();
    for (const suffix of ['', '-wal', '-shm'])
      writeFileSync(
        join(out, '.lethe', `identities.sqlite${suffix}`),
        readFileSync(join(out, '.lethe', `copy${suffix}`)),
      );
    expect(existsSync(join(out, '.lethe', 'identities.sqlite-wal'))).toBe(true);
    await moveOldLayout(out, kept);
    const moved = new SqliteIdentityMap(join(kept, 'state', 'identities.sqlite'));
    expect(await moved.known([{ scope: 'uid', key: 'k' }])).toEqual(['2.25.9']);
    await moved.close();
  });

  it('goes on where it was stopped, with a file in both places', async () => {
    const { out, kept, hash, identities } = await oldOutput();
    await identities.close();
    mkdirSync(join(kept, 'quarantine'), { recursive: true });
    writeFileSync(join(kept, 'quarantine', `${hash}.dcm`), 'quarantine bytes');
    expect(await moveOldLayout(out, kept)).toEqual({ moved: 6, inTheWay: [] });
    expect(hasOldLayout(out)).toBe(false);
  });

  it('never takes the place of other bytes: both stay, and it says which', async () => {
    const { out, kept, hash, identities } = await oldOutput();
    await identities.close();
    mkdirSync(join(kept, 'quarantine'), { recursive: true });
    writeFileSync(join(kept, 'quarantine', `${hash}.dcm`), 'others');
    expect(await moveOldLayout(out, kept)).toEqual({ moved: 5, inTheWay: [`quarantine/${hash}.dcm`] });
    expect(readFileSync(join(kept, 'quarantine', `${hash}.dcm`), 'utf8')).toBe('others');
    expect(readFileSync(join(out, 'quarantine', `${hash}.dcm`), 'utf8')).toBe('quarantine bytes');
    expect(hasOldLayout(out)).toBe(true);
  });

  it('is not what rules made of a clean prefix', () => {
    const out = join(root, 'prefixed');
    mkdirSync(join(out, 'quarantine', '2.25.1', '2.25.2'), { recursive: true });
    writeFileSync(join(out, 'quarantine', '2.25.1', '2.25.2', '2.25.3.dcm'), '');
    expect(hasOldLayout(out)).toBe(false);
    expect(hasOldLayout(join(root, 'nowhere'))).toBe(false);
  });
});
