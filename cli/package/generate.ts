import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { apiPages } from './apiPages.ts';

/** Writes docs/api: `npm run docs`. What it writes is committed, and a test holds it to the comments; it names another folder, and another source with its project. */
const [, , folder = join(import.meta.dirname, '../../docs/api'), source, project] = process.argv;
const pages = await apiPages(source === undefined || project === undefined ? {} : { source, project });
rmSync(folder, { recursive: true, force: true });
for (const [page, text] of pages) {
  const file = resolve(folder, page);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
