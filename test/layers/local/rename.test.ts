import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syncFolder } from '../../../layers/local/durable.ts';
import { renameFile } from '../../../layers/local/rename.ts';

/** A system that answers with these errors first, and then does as it is told. */
function answering(platform: NodeJS.Platform, ...codes: readonly string[]) {
  const left = [...codes];
  const waits: number[] = [];
  let renamed = 0;
  return {
    platform,
    waits,
    get renamed() {
      return renamed;
    },
    rename: () => {
      const code = left.shift();
      if (code !== undefined) throw Object.assign(new Error('of the system'), { code });
      renamed += 1;
    },
    wait: (ms: number) => {
      waits.push(ms);
    },
  };
}

describe('a rename', () => {
  it('waits on Windows for whoever looks at a file that is new, a bounded time', () => {
    const held = answering('win32', 'EPERM', 'EBUSY', 'EACCES');
    renameFile('a', 'b', held);
    expect([held.renamed, held.waits]).toEqual([1, [10, 20, 40]]);
    const stays = answering('win32', ...Array<string>(20).fill('EPERM'));
    expect(() => renameFile('a', 'b', stays)).toThrow(expect.objectContaining({ code: 'EPERM' }));
    expect(stays.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(2000);
  });

  it('waits for nothing else, and nowhere else', () => {
    for (const [platform, code] of [
      ['win32', 'ENOSPC'],
      ['win32', 'EXDEV'],
      ['linux', 'EPERM'],
      ['darwin', 'EBUSY'],
    ] as const) {
      const system = answering(platform, code);
      expect(() => renameFile('a', 'b', system)).toThrow(expect.objectContaining({ code }));
      expect(system.waits).toEqual([]);
    }
  });

  it('takes the place of what has the name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lethe-rename-'));
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    writeFileSync(one, 'one');
    writeFileSync(other, 'before');
    renameFile(one, other);
    expect([existsSync(one), readFileSync(other, 'utf8')]).toEqual([false, 'one']);
    rmSync(folder, { recursive: true });
  });
});

describe('the names in a folder', () => {
  it('are not synced on Windows, which opens no folder', () => {
    expect(() => syncFolder('/there/is/no/such/folder', 'win32')).not.toThrow();
    expect(() => syncFolder('/there/is/no/such/folder', 'linux')).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });
});
