import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameAt, type Places } from '../../../cli/package/closure.ts';

/** What `npm ci` and `npm audit signatures` rest on, on every system. */

interface Locked {
  readonly [more: string]: unknown;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const { lockfileVersion, packages } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../package-lock.json'), 'utf8'),
) as { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, Locked>> & Places };
const installed = Object.entries(packages).filter(([place]) => place !== '');

describe('package-lock.json', () => {
  it('has an exact version and a SHA-512 of every package, but of what lies in the archive of another', () => {
    expect(lockfileVersion).toBe(3);
    expect(installed.length).toBeGreaterThan(500);
    for (const [place, { version, integrity, inBundle }] of installed)
      if (inBundle !== true)
        expect([place, version, integrity]).toEqual([
          place,
          expect.stringMatching(/^\d+\.\d+\.\d+/),
          expect.stringMatching(/^sha512-[A-Za-z0-9+/]{86}==$/),
        ]);
  });

  it('leads to no registry and no server of its own: each machine asks the one that it is set to', () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    const wanted = Object.values(packages).flatMap((each) =>
      ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
        Object.values((each[kind] ?? {}) as Readonly<Record<string, string>>),
      ),
    );
    expect(wanted.filter((range) => /[:/@]/.test(range.replace(/^npm:(@[\w.-]+\/)?[\w.-]+@/, '')))).toEqual(
      [],
    );
  });

  it('has what each system wants, whichever it was written on', () => {
    const names = new Set(installed.map(([place]) => nameAt(place)));
    for (const [place, { optionalDependencies = {} }] of installed)
      for (const name of Object.keys(optionalDependencies))
        expect([place, name, names.has(name)]).toEqual([place, name, true]);
    for (const tool of ['@esbuild/', '@biomejs/cli-', '@typescript/typescript-'])
      for (const os of ['linux', 'darwin', 'win32'])
        for (const cpu of ['x64', 'arm64']) {
          const found = packages[`node_modules/${tool}${os}-${cpu}`];
          expect([tool, found?.os, found?.cpu]).toEqual([tool, [os], [cpu]]);
        }
  });
});

describe('package.json', () => {
  it('brings its Node where there is one for the system: its package has none for macOS, and must not stop npm there', () => {
    expect(packages['']?.optionalDependencies).toEqual({ node: expect.stringMatching(/^24\.\d+\.\d+$/) });
  });

  it('pins every dependency to one version', () => {
    const manifest = packages[''] as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'])
      for (const [name, version] of Object.entries(manifest[kind] ?? {}))
        expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/)]);
  });
});
