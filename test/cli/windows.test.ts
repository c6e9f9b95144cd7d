import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { hashesOf, recordsNamed } from '../../cli/audit/objectNames.ts';
import { callersFolder } from '../../cli/callersFolder.ts';
import { stopSignals } from '../../cli/stopSignals.ts';
import { openPlacesWarning, unfitPart } from '../../cli/windows.ts';
import { deskPath } from '../../layers/engine/identities/deskPath.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../layers/engine/phi.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { auditRecord } from '../contracts/samples.ts';

/** What commands do on Windows, as far as it can be seen elsewhere: by its own rules of paths, and by what it would answer. */

const folder = mkdtempSync(join(tmpdir(), 'lethe-windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('clean prefixes', () => {
  it('are refused where they are the names of devices, or lose their ends', () => {
    for (const part of ['con', 'AUX', 'nul.txt', 'COM1', 'lpt9', 'ends.', 'ends ', 'a:b', 'a|b', 'a?b'])
      expect(unfitPart(`site/${part}/`, 'win32')).toBe(part);
    for (const prefix of ['', 'site-a/ct/', 'console/', 'com10/', 'a b/', 'Müller/'])
      expect(unfitPart(prefix, 'win32')).toBeNull();
  });

  it('are free elsewhere', () => {
    expect(unfitPart('aux/', 'linux')).toBeNull();
  });
});

describe('the warning of open places', () => {
  const none = () => false;

  it('names what is about to be made, on Windows alone', () => {
    const warning = openPlacesWarning(['D:\\clean.kept', 'D:\\key'], 'win32', none);
    expect(warning).toMatch(/^"D:\\\\clean\.kept" and "D:\\\\key" will be open /);
    expect(openPlacesWarning(['/clean.kept'], 'linux', none)).toBeNull();
    expect(openPlacesWarning(['/clean.kept'], 'darwin', none)).toBeNull();
  });

  it('is said once: what is there was warned of', () => {
    expect(openPlacesWarning(['D:\\clean.kept'], 'win32', () => true)).toBeNull();
    const arn = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
    expect(openPlacesWarning([arn], 'win32', none)).toBeNull();
  });
});

describe('what tells a command to stop', () => {
  it('is what the system has', () => {
    expect(stopSignals('linux')).toEqual(['SIGTERM', 'SIGINT']);
    expect(stopSignals('darwin')).toEqual(['SIGTERM', 'SIGINT']);
    // Nothing else reaches a process there.
    expect(stopSignals('win32')).toEqual(['SIGINT', 'SIGBREAK', 'SIGHUP']);
  });
});

describe('the folder of the caller', () => {
  it('is seen whichever case the shell writes the drive in', () => {
    const ours = { INIT_CWD: 'C:\\work', npm_lifecycle_event: 'lethe' };
    expect(callersFolder(ours, 'c:\\lethe', 'C:\\Lethe', 'win32')).toBe('C:\\work');
    expect(callersFolder({ ...ours, INIT_CWD: 'c:\\LETHE' }, 'c:\\lethe', 'C:\\Lethe', 'win32')).toBeNull();
    expect(callersFolder({ ...ours, INIT_CWD: '/work' }, '/lethe', '/Lethe', 'linux')).toBeNull();
  });
});

describe('an object that is looked for by a path of Windows', () => {
  it('is the one that the run had, in either case of the drive', async () => {
    const key = join(folder, 'key');
    writeFileSync(key, `lethe-key-v1:${'07'.repeat(32)}\r\n`, { mode: 0o600 });
    const path = new Phi(deskPath('C:\\data', 'ct/1.dcm'));
    const ref = { container: 'C:\\data', key: new Phi('ct/1.dcm'), path, versionId: '1' };
    const { source } = await namesOf(ref, { keys: new KeyFile(key) });
    for (const typed of ['C:\\data\\ct\\1.dcm', 'c:/data/ct/1.dcm', 'C:\\data\\x\\..\\ct\\1.dcm'])
      expect([typed, (await hashesOf(typed, key, win32)).has(source)]).toEqual([typed, true]);
    expect((await hashesOf('C:\\data\\ct\\2.dcm', key, win32)).has(source)).toBe(false);
  });

  it('is found by its key in a plain audit', () => {
    const records = ['a/1.dcm', '1.dcm', 'x/a/1.dcm'].map((name) => auditRecord(name));
    const keys = (typed: string) =>
      recordsNamed(typed, records, new Set(), win32).map(({ source }) => source.key);
    expect(keys('C:\\data\\x\\a\\1.dcm')).toEqual(['x/a/1.dcm']);
    expect(keys('C:\\data\\a\\1.dcm')).toEqual(['a/1.dcm']);
    expect(keys('C:\\data\\c\\1.dcm')).toEqual(['1.dcm']);
  });
});
