import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildPackages } from '../../cli/package/build.ts';
import { npm } from '../../cli/package/npm.ts';

/** Where the packages lie as `npm pack` made them, and `lethe` as npm installed it into an empty folder. Made once a run, for all tests. */
const [TARBALLS, INSTALLED] = ['tarballs', 'installed'] as const;

/** Builds, packs and installs into a folder of its own, whose path `LETHE_PACKED` tells the tests. */
export function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-packed-'));
  mkdirSync(join(folder, TARBALLS));
  const { lethe, weights } = buildPackages();
  npm(folder, 'pack', '--silent', '--pack-destination', join(folder, TARBALLS), lethe, weights);
  emptyProject(join(folder, INSTALLED));
  const tarball = readdirSync(join(folder, TARBALLS)).find((name) => /^lethe-\d/.test(name)) as string;
  npm(join(folder, INSTALLED), 'install', '--no-audit', '--no-fund', join(folder, TARBALLS, tarball));
  return folder;
}

/** Paths of the tarballs, that of `lethe` first. */
export function tarballs(): readonly [lethe: string, weights: string] {
  const folder = join(packed(), TARBALLS);
  const [weights = '', lethe = ''] = readdirSync(folder).sort().reverse();
  return [join(folder, lethe), join(folder, weights)];
}

/** Installs `lethe` into a folder that is made for it, by a copy of what npm installed. */
export function installInto(folder: string): void {
  cpSync(join(packed(), INSTALLED), folder, { recursive: true, verbatimSymlinks: true });
}

/** Puts the tarballs into a folder, as a download does. */
export function downloadInto(folder: string): void {
  for (const tarball of tarballs()) cpSync(tarball, join(folder, basename(tarball)));
}

export function emptyProject(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
}

function packed(): string {
  const folder = process.env.LETHE_PACKED;
  if (folder === undefined) throw new Error('these tests are run by npm run test:package');
  return folder;
}
