import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** How one path lies to another. */
export type PathRelation = 'same' | 'inside' | 'around';

/** Links in a row that are followed where they lead to nothing. */
const MOST_LINKS = 40;

/**
 * How a path lies to another, as the file system sees it: links are followed, also of folders above what is not there yet, and a folder that
 * two paths lead to (a bind mount, another spelling) is one. Null: apart.
 */
export function relationOf(one: string, other: string): PathRelation | null {
  const [a, b] = [realPlace(one), realPlace(other)];
  if (a === b || sameFile(a, b)) return 'same';
  if (isWithin(a, b)) return 'inside';
  return isWithin(b, a) ? 'around' : null;
}

/** The path without links; of what is not there the folders that are. */
export function realPlace(path: string, links = 0): string {
  const whole = resolve(path);
  try {
    return realpathSync.native(whole);
  } catch {
    const parent = dirname(whole);
    if (parent === whole) return whole;
    const target = links < MOST_LINKS && isLink(whole) ? readlinkSync(whole) : null;
    if (target !== null) return realPlace(resolve(parent, target), links + 1);
    return join(realPlace(parent, links), whole.slice(parent.length));
  }
}

function isWithin(inner: string, outer: string): boolean {
  if (inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)) return true;
  const id = idOf(outer);
  if (id === null) return false;
  for (let at = dirname(inner), before = inner; at !== before; before = at, at = dirname(at))
    if (idOf(at) === id) return true;
  return false;
}

function sameFile(a: string, b: string): boolean {
  const id = idOf(a);
  return id !== null && id === idOf(b);
}

/** What the file system knows a file by; null: there is none. */
function idOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    // Some network shares number nothing.
    return ino === 0n ? null : `${dev}:${ino}`;
  } catch {
    return null;
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
