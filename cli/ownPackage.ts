import { readFileSync } from 'node:fs';

/** What is read of the package.json that Lethe runs from: the repository's, or the installed package's. */
export interface OwnPackage {
  readonly version: string;
  /** Of the repository, as the package was built from it. */
  readonly commit?: string;
  /** What only some commands need, with the versions that were tested. */
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}
