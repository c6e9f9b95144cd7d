import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { closureOf, type Places } from './closure.ts';
import { TO_DEPLOY } from './manifest.ts';
import { FUNCTIONS_CODE, LETHE_PARTS, type Part, RUNTIME_PARTS, WEIGHTS_PARTS } from './parts.ts';
import { type PackageManifest, sbomOf } from './sbom.ts';
import { licenceProblems, thirdPartyText } from './thirdParty.ts';

/** The two files by which a package accounts for what is in it. */
export const SBOM = 'sbom.cdx.json';
export const THIRD_PARTY = 'THIRD-PARTY.txt';

/** A package that is accounted for. */
export interface Accounted {
  /** What npm installs for it, by name or by itself. */
  readonly packages: Places;
  readonly parts: readonly Part[];
  /** What the package holds code of and asks npm for in no other way, by name, with the version. */
  readonly held: Readonly<Record<string, string>>;
}

/** The functions read text in pixels; the package asks for the runtime only with the weights. */
const HELD_BY_FUNCTIONS = ['onnxruntime-web'];

const WITHIN = { 'onnxruntime-web': RUNTIME_PARTS };

/** What `lethe` and `lethe-weights` hold and bring. `root` is the repository. */
export function accountedOf(
  root: string,
  manifests: { readonly lethe: PackageManifest; readonly weights: PackageManifest },
): { readonly lethe: Accounted; readonly weights: Accounted } {
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Places;
  };
  // The CDK is a tool of whoever deploys: nothing of it is in a package, and an app of somebody's own has its versions.
  const of = (
    { dependencies, peerDependencies = {} }: PackageManifest,
    parts: readonly Part[],
    names: readonly string[],
  ): Accounted => ({
    packages: closureOf(
      [...Object.keys({ ...dependencies, ...peerDependencies }), ...names].filter(
        (name) => !TO_DEPLOY.includes(name),
      ),
      locked,
    ),
    parts,
    held: Object.fromEntries(names.map((name) => [name, locked[`node_modules/${name}`]?.version ?? ''])),
  });
  return {
    lethe: of(manifests.lethe, LETHE_PARTS, HELD_BY_FUNCTIONS),
    weights: of(manifests.weights, WEIGHTS_PARTS, []),
  };
}

/** Places of the packages whose code is in the functions': above each of their files esbuild says where it lay. */
export function placesInCode(file: string): readonly string[] {
  const code = JSON.parse(inflateSync(readFileSync(file)).toString('utf8')) as Readonly<
    Record<string, string>
  >;
  const named = Object.values(code).flatMap((text) => [
    ...text.matchAll(/^\s*\/\/ (?:\.\.\/)*((?:node_modules\/(?:@[\w.-]+\/)?[\w.-]+\/)+)/gm),
  ]);
  return [...new Set(named.map(([, place = '']) => place.slice(0, -1)))].sort();
}

/** Writes both files into the folder of a built package. Throws where a licence is not allowed or its text is missing. */
export function writeAccount(
  root: string,
  folder: string,
  manifest: PackageManifest,
  { packages, parts, held }: Accounted,
  commitTime: number | null,
): void {
  const problems = licenceProblems(packages, [...parts, ...RUNTIME_PARTS]);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const inCode = parts.some(({ files = [] }) => files.includes(FUNCTIONS_CODE))
    ? placesInCode(join(folder, FUNCTIONS_CODE))
    : [];
  const unknown = inCode.filter((place) => packages[place] === undefined);
  if (unknown.length > 0)
    throw new Error(`cli/package/account.ts does not account for ${unknown.join(', ')}`);
  writeFileSync(join(folder, THIRD_PARTY), thirdPartyText(packages, parts, root));
  const billed = { manifest, packages, parts, held, inCode, within: WITHIN, folder, commitTime };
  writeFileSync(join(folder, SBOM), sbomOf(billed));
}
