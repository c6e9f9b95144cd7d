import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../../../bench/peers/tools.ts';
import { CONTROLS } from '../../../bench/scorecard/controls.ts';
import { figuresOf } from '../../../bench/scorecard/page/figures.ts';
import { pageOf } from '../../../bench/scorecard/page/page.ts';
import type { Row, Scorecard } from '../../../bench/scorecard/page/scorecard.ts';

/** The page and its figures say what the data says, and nothing else. */

const DOCS = join(import.meta.dirname, '../../../docs');
const SCORECARD = JSON.parse(readFileSync(join(DOCS, 'scorecard/scorecard.json'), 'utf8')) as Scorecard;

describe('docs/scorecard.md', () => {
  it('is what its data gives', () => {
    expect(readFileSync(join(DOCS, 'scorecard.md'), 'utf8')).toBe(pageOf(SCORECARD));
  });

  it.each(figuresOf(SCORECARD).map((figure) => [figure.file, figure.svg] as const))(
    'and the figure %s',
    (file, svg) => {
      expect(readFileSync(join(DOCS, 'scorecard', file), 'utf8')).toBe(svg);
    },
  );

  it('has a row, or the reason why there is none, for every tool', () => {
    const said = [...SCORECARD.rows, ...SCORECARD.skipped].map(
      ({ tool, configuration }) => `${tool}, ${configuration}`,
    );
    expect(said.sort()).toEqual(
      [...TOOLS, ...CONTROLS].map(({ name, configuration }) => `${name}, ${configuration}`).sort(),
    );
  });

  it('follows the data: another count is another page', () => {
    const [first, ...others] = SCORECARD.rows as readonly [Row, ...Row[]];
    const changed = { ...first, result: { ...first.result, lost: first.result.lost + 1 } };
    expect(pageOf({ ...SCORECARD, rows: [changed, ...others] })).not.toBe(pageOf(SCORECARD));
  });

  it('has figures without anything that a page could load or run', () => {
    for (const { svg } of figuresOf(SCORECARD)) {
      expect(svg).not.toMatch(/<script|<image|<foreignObject|href=|url\(/);
      expect(svg).toMatch(/role="img" aria-labelledby="t"[\s\S]*<title id="t">/);
    }
  });
});
