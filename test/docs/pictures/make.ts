/** Part of `npm run docs:pictures`: the pictures of frames in docs/pictures and the table of the README, of what the code does now. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../../../layers/pixels/display/png.ts';
import { withTables } from '../../../rules/markdown.ts';
import { readmeTables } from './beforeAfter.ts';
import { framePictures } from './frames.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'docs/pictures');

mkdirSync(FOLDER, { recursive: true });
for (const [name, { width, height, bytes }] of await framePictures())
  writeFileSync(join(FOLDER, name), png(width, height, 3, bytes));
const readme = join(ROOT, 'README.md');
writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), await readmeTables()));
