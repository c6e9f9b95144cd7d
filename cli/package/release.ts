import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SBOM } from './account.ts';
import { type Built, buildPackages } from './build.ts';
import { CHECKSUMS, checksumsOf } from './checksums.ts';
import { npm } from './npm.ts';

/** The files of a release, in one folder. */
export interface Release {
  readonly folder: string;
  readonly lethe: string;
  readonly weights: string;
}

/** Packs what was built into the folder `release` beside it: both packages, the bill of each beside its package, and the digests of all of them. Its signature is made where the key is. */
export function packRelease(built: Built): Release {
  const folder = join(dirname(built.lethe), 'release');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pack = (from: string): string => {
    const { name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    npm(folder, 'pack', '--silent', '--pack-destination', folder, from);
    copyFileSync(join(from, SBOM), join(folder, `${name}-${version}.cdx.json`));
    return join(folder, `${name}-${version}.tgz`);
  };
  const packed = { lethe: pack(built.lethe), weights: pack(built.weights) };
  const names = Object.values(packed).map((file) => basename(file));
  const bills = names.map((name) => name.replace(/tgz$/, 'cdx.json'));
  writeFileSync(join(folder, CHECKSUMS), checksumsOf(folder, [...names, ...bills]));
  for (const name of [...names, ...bills, CHECKSUMS]) chmodSync(join(folder, name), 0o644);
  return { folder, ...packed };
}

if (import.meta.main) process.stdout.write(`${packRelease(buildPackages()).folder}\n`);
