import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_DIALECTS } from '../../rules/dialects.ts';

/** The README is one screen: what Lethe is, what it shows, how it is run, and where the rest is. */

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const SCREEN_LINES = 90;

test('is one screen', () => {
  expect(README.split('\n').length).toBeLessThan(SCREEN_LINES);
});

test('shows before it asks anybody to run anything', () => {
  const order = ['pixels-before.png', 'pixels-after.png', 'review.png', 'npm ci && npm run demo'];
  const places = order.map((word) => README.indexOf(word));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
});

test('has the three ways to start, each a block of its own', () => {
  const blocks = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.trim());
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(blocks.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  expect(blocks[2]).toContain(`npx ./lethe-${version}.tgz deid `);
});

test('names every dialect', () => {
  for (const dialect of RULE_DIALECTS.filter((each) => each !== 'lethe'))
    expect(README.toLowerCase()).toContain(dialect.replace('-', ' '));
});
