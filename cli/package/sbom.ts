import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameAt, type Places } from './closure.ts';
import { npm } from './npm.ts';
import { FUNCTIONS_CODE, type Part } from './parts.ts';

/** What a bill of materials is written of. */
export interface Billed {
  readonly manifest: PackageManifest;
  /** What npm installs, of package-lock.json. */
  readonly packages: Places;
  readonly parts: readonly Part[];
  /** Packages that it holds code of and does not ask npm for, by name, with their versions. */
  readonly held: Readonly<Record<string, string>>;
  /** Places of the packages whose code is bundled in the functions'. */
  readonly inCode: readonly string[];
  /** What is compiled into a package that npm installs, by the name of that package. */
  readonly within: Readonly<Record<string, readonly Part[]>>;
  /** The folder of the built package: where the files of parts are read. */
  readonly folder: string;
  /** When the commit was made that is built, in seconds since 1970. Null outside a repository: the bill says no time then. */
  readonly commitTime: number | null;
}

export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly commit?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What is read and written of a CycloneDX 1.5 bill. */
interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly properties?: readonly object[];
  readonly externalReferences?: readonly object[];
  readonly components?: readonly Component[];
  readonly [more: string]: unknown;
}
interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [more: string]: unknown;
}

/**
 * The CycloneDX bill of materials of a package, the same bytes for the same commit. The packages and who needs whom are npm's own answer
 * (`npm sbom`): it knows the lockfile best, and no other tool has to be trusted. Lethe adds the parts that npm does not know, and takes out the
 * time, the random number and npm's version, which would differ from build to build.
 */
export function sbomOf(billed: Billed): string {
  const { manifest, packages, parts, held, within, folder, commitTime } = billed;
  const bill = npmBill(manifest, packages, held);
  const bundled = new Set(billed.inCode.map((place) => `${nameAt(place)}@${packages[place]?.version}`));
  const own = parts.map((part) => partComponent(part, '', folder));
  const root = {
    ...withoutEmpty(bill.metadata.component),
    type: 'application',
    name: manifest.name,
    ...(manifest.commit === undefined
      ? {}
      : { properties: [{ name: 'lethe:commit', value: manifest.commit }] }),
  };
  const components = [
    ...onceEach(bill.components, (each) => each['bom-ref']).map((each) => {
      const compiled = within[each.name]?.map((part) => partComponent(part, `${each.name}/`, folder));
      return {
        ...withoutEmpty(each),
        ...(compiled === undefined ? {} : { components: compiled }),
        ...(bundled.has(each['bom-ref'])
          ? { properties: [{ name: 'lethe:within', value: FUNCTIONS_CODE }] }
          : {}),
      };
    }),
    ...own,
  ].sort(byRef);
  const needs = new Map<string, string[]>([[root['bom-ref'], own.map((each) => each['bom-ref'])]]);
  for (const { ref, dependsOn } of bill.dependencies)
    needs.set(ref, [...(needs.get(ref) ?? []), ...dependsOn]);
  const dependencies = [...needs]
    .map(([ref, dependsOn]) => ({ ref, dependsOn: [...new Set(dependsOn)].sort() }))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const content = {
    metadata: {
      ...(commitTime === null ? {} : { timestamp: new Date(commitTime * 1000).toISOString() }),
      lifecycles: [{ phase: 'build' }],
      tools: {
        components: [
          { type: 'application', name: 'npm sbom' },
          { type: 'application', name: 'lethe cli/package/sbom.ts' },
        ],
      },
      component: root,
      supplier: { name: 'The maintainers of Lethe' },
    },
    components,
    dependencies,
  };
  const { $schema, bomFormat, specVersion, version } = bill;
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`;
  return `${JSON.stringify({ $schema, bomFormat, specVersion, serialNumber, version, ...content }, null, 1)}\n`;
}

/** What npm says, of a folder with nothing but the manifest and what it leads to. What is installed only by name is optional there, since npm calls such peers superfluous. */
function npmBill(manifest: PackageManifest, packages: Places, held: Readonly<Record<string, string>>): Bill {
  const above = mkdtempSync(join(tmpdir(), 'lethe-sbom-'));
  const folder = join(above, 'package');
  try {
    mkdirSync(folder);
    const { peerDependencies, ...rest } = manifest;
    const whole = {
      ...rest,
      peerDependenciesMeta: {},
      optionalDependencies: { ...peerDependencies, ...held },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(whole));
    // An empty root makes npm work out anew what is optional.
    const lock = { lockfileVersion: 3, requires: true, packages: { '': {}, ...packages } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    return JSON.parse(npm(folder, 'sbom', '--package-lock-only', '--sbom-format=cyclonedx')) as Bill;
  } finally {
    rmSync(above, { recursive: true, force: true });
  }
}

function partComponent(part: Part, within: string, folder: string): Component {
  const { name, version, licence, kind, from, files = [], notice, holds = [] } = part;
  const ref = `part:${within}${name}`;
  const ofFiles = files.map((file) => ({
    'bom-ref': `${ref}:${file}`,
    type: 'file',
    name: file,
    hashes: [{ alg: 'SHA-256', content: sha256(readFileSync(join(folder, file))) }],
  }));
  const inner = [...ofFiles, ...holds.map((each) => partComponent(each, `${within}${name}/`, folder))];
  return {
    'bom-ref': ref,
    type: kind,
    name,
    ...(version === undefined ? {} : { version }),
    licenses: licencesOf(licence),
    ...(from.startsWith('pkg:') ? { purl: from } : {}),
    ...(from.startsWith('https:') ? { externalReferences: [{ type: 'website', url: from }] } : {}),
    properties: [{ name: 'lethe:notice', value: notice }],
    ...(inner.length === 0 ? {} : { components: inner.sort(byRef) }),
  };
}

function licencesOf(licence: string): readonly object[] {
  if (licence.startsWith('LicenseRef-') && !licence.includes(' ')) return [{ license: { name: licence } }];
  return licence.includes(' ') ? [{ expression: licence }] : [{ license: { id: licence } }];
}

/** Without npm's empty lists, and its remarks on where a package lay in the folder that it was asked of: its versions make different ones. */
function withoutEmpty(component: Component): Component {
  const { properties: _remarks, externalReferences = [], ...rest } = component;
  return externalReferences.length === 0 ? rest : { ...rest, externalReferences };
}

/** A package that lies at several places is one; npm before version 11 says it for each. */
function onceEach<T>(all: readonly T[], keyOf: (each: T) => string): readonly T[] {
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

/** A UUID of version 8 (RFC 9562 5.8) of what the bill says: another content has another number, and the same has the same. */
function uuidOf(text: string): string {
  const hex = sha256(text);
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function byRef(a: Component, b: Component): number {
  return a['bom-ref'] < b['bom-ref'] ? -1 : 1;
}
