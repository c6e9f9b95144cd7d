import { readFileSync } from 'node:fs';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const BUILT = new URL('../../../web/built/', import.meta.url);

const FILES = [
  ['/', 'page.html', 'text/html; charset=utf-8'],
  ['/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/page.css', 'page.css', 'text/css; charset=utf-8'],
] as const;

/** The page as it was built, by the address of each of its files; `npm run page` builds it. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  return new Map(
    FILES.map(([address, name, type]) => [address, { type, bytes: readFileSync(new URL(name, BUILT)) }]),
  );
}
