import { ownPackage } from './ownPackage.ts';

/** What to say of an error that came of a package that is not installed; null: it did not. */
export function missingPackage(error: unknown): { readonly message: string; readonly hint: string } | null {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
    return null;
  const [, name] = /^Cannot find package '((?:@[^/']+\/)?[^/']+)/.exec(error.message) ?? [];
  const { peerDependencies = {} } = ownPackage();
  if (name === undefined || peerDependencies[name] === undefined) return null;
  const wanted = Object.entries(peerDependencies).filter(([each]) => each === name || areOfAws(each, name));
  return {
    message: `this needs the package ${name}, which Lethe does not bring by itself`,
    hint: `This installs it beside Lethe: "npm install ${wanted.map(([each, version]) => `${each}@${version}`).join(' ')}"`,
  };
}

/** Who wants one client of AWS mostly wants several. */
function areOfAws(...names: readonly string[]): boolean {
  return names.every((name) => name.startsWith('@aws-sdk/'));
}
