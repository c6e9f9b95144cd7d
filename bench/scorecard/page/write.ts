import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf } from './figures.ts';
import { pageOf } from './page.ts';
import type { Scorecard } from './scorecard.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** The data, the figures and the page. */
export function writeScorecard(scorecard: Scorecard): void {
  const folder = join(DOCS, 'scorecard');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'scorecard.json'), `${JSON.stringify(scorecard, null, 2)}\n`);
  for (const { file, svg } of figuresOf(scorecard)) writeFileSync(join(folder, file), svg);
  writeFileSync(join(DOCS, 'scorecard.md'), pageOf(scorecard));
}
