import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

/** What the package has of the functions' code: six megabytes of JavaScript that only a deployment wants, in less than three. */
export const CODE_FILE = 'code.json.zz';

/** The files below a folder, all of them text, as one: their texts by their paths, in the order of the paths, without times and owners. */
export function packed(folder: string): Uint8Array {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .sort();
  const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  return deflateSync(JSON.stringify(texts), { level: 9 });
}

/** Writes them below another folder. */
export function unpack(file: string, folder: string): void {
  const texts = JSON.parse(inflateSync(readFileSync(file)).toString('utf8')) as Record<string, string>;
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
