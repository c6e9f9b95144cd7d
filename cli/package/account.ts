import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closureOf, type Places } from './closure.ts';
import { TO_DEPLOY } from './manifest.ts';
import { LETHE_PARTS, type Part, RUNTIME_PARTS, WEIGHTS_PARTS } from './parts.ts';
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
}

const WITHIN = { 'onnxruntime-web': RUNTIME_PARTS };

/** What `lethe` and `lethe-weights` hold and bring. `root` is the repository. */
export function accountedOf(
  root: string,
  manifests: { readonly lethe: PackageManifest; readonly weights: PackageManifest },
): { readonly lethe: Accounted; readonly weights: Accounted } {
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Places;
  };
  // The CDK is a tool of whoever deploys: nothing of it is in a package, and it accounts for itself. The clients of AWS are in the functions' code.
  const of = ({ dependencies, peerDependencies = {} }: PackageManifest, parts: readonly Part[]) => ({
    packages: closureOf(
      Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !TO_DEPLOY.includes(name)),
      locked,
    ),
    parts,
  });
  return { lethe: of(manifests.lethe, LETHE_PARTS), weights: of(manifests.weights, WEIGHTS_PARTS) };
}

/** Writes both files into the folder of a built package. Throws where a licence is not allowed or its text is missing. */
export function writeAccount(
  root: string,
  folder: string,
  manifest: PackageManifest,
  { packages, parts }: Accounted,
  commitTime: number | null,
): void {
  const problems = licenceProblems(packages, [...parts, ...RUNTIME_PARTS]);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  writeFileSync(join(folder, THIRD_PARTY), thirdPartyText(packages, parts, root));
  writeFileSync(
    join(folder, SBOM),
    sbomOf({ manifest, packages, parts, within: WITHIN, folder, commitTime }),
  );
}
