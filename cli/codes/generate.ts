import { readFileSync, writeFileSync } from 'node:fs';
import { codesPage } from './page.ts';

/** Writes docs/codes.md: `npm run docs`. */
const DOCS = new URL('../../docs/', import.meta.url);
writeFileSync(
  new URL('codes.md', DOCS),
  codesPage((page) => readFileSync(new URL(page, DOCS), 'utf8')),
);
