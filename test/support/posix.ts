import { statSync } from 'node:fs';

/** What only POSIX systems have: tests of it say so by these, and are skipped on Windows (docs/platforms.md). */

/** Why a test cannot be on Windows. */
export type PosixOnly =
  | 'files have no rights there'
  | 'there are no named pipes in folders'
  | 'users have no numbers there'
  | 'no signal reaches a process there'
  | 'names are not bytes there';

/** A test that needs what Windows has not. */
export function itOnPosix(why: PosixOnly, name: string, body: () => unknown): void {
  const { skip } = it;
  if (process.platform === 'win32') skip(`${name} (not on Windows: ${why})`, () => {});
  else it(name, async () => void (await body()));
}

/** Holds the rights of a file or folder, where there are any. */
export function expectRights(path: string, rights: number): void {
  if (process.platform !== 'win32')
    expect([path, (statSync(path).mode & 0o777).toString(8)]).toEqual([path, rights.toString(8)]);
}

/** Nobody but its owner has any right to it, where there are any. */
export function expectPrivate(path: string): void {
  if (process.platform !== 'win32')
    expect([path, (statSync(path).mode & 0o077).toString(8)]).toEqual([path, '0']);
}
