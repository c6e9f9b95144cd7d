import { ownPackage } from './ownPackage.ts';

/** What to say of an error that came of a package that is not installed; null: it did not. */
export function missingPackage(error: unknown): { readonly message: string; readonly hint: string } | null {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
    return null;
  const [, name] = /^Cannot find package '((?:@[^/']+\/)?[^/']+)/.exec(error.message) ?? [];
  const { peerDependencies = {} } = ownPackage();
  return name === undefined || peerDependencies[name] === undefined ? null : missingNamed(name);
}

/** What to say of an optional peer that is not installed. */
export function missingNamed(name: string): { readonly message: string; readonly hint: string } {
  const { peerDependencies = {} } = ownPackage();
  const wanted = Object.entries(peerDependencies).filter(
    ([each]) => each === name || areTogether(each, name),
  );
  // A range begins with the version that was tested.
  const named = wanted.map(([each, version]) => `${each}@${version.replace('^', '')}`);
  return {
    message: `this needs the package ${name}, which Lethe does not bring by itself`,
    hint: `This installs it beside Lethe: "npm install ${named.join(' ')}"`,
  };
}

/** Who wants one client of AWS mostly wants several; and of the CDK one is of no use without the others. */
function areTogether(...names: readonly string[]): boolean {
  return [/^@aws-sdk\//, /^(aws-cdk|aws-cdk-lib|constructs)$/].some((group) =>
    names.every((name) => group.test(name)),
  );
}
