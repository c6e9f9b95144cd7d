import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf } from './figures.ts';
import { pageOf } from './page.ts';
import type { Scorecard } from './scorecard.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

const FOLDER = join(DOCS, 'scorecard');
const DATA = join(FOLDER, 'scorecard.json');

/** The data, the figures and the page. */
export function writeScorecard(scorecard: Scorecard): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(DATA, `${JSON.stringify(scorecard, null, 2)}\n`);
  writePage(scorecard);
}

/** The figures and the page of the data that is there. */
export function writePageAgain(): void {
  writePage(JSON.parse(readFileSync(DATA, 'utf8')) as Scorecard);
}

function writePage(scorecard: Scorecard): void {
  for (const { file, svg } of figuresOf(scorecard)) writeFileSync(join(FOLDER, file), svg);
  writeFileSync(join(DOCS, 'scorecard.md'), pageOf(scorecard));
}
