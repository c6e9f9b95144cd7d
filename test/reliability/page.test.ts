import { readFileSync } from 'node:fs';
import { runtimeCases } from '../cloud/runtimeCases.ts';
import { GROUPS } from './cases/index.ts';
import { columnsOf, titleOf } from './faultCase.ts';
import { sectionsOf } from './page.ts';

const page = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
const runtime = runtimeCases(() => {
  throw new Error('not to be run here');
});

describe('docs/reliability.md', () => {
  it('has exactly the rows of the suite: npm run docs:reliability', () => {
    const suite = [...GROUPS, runtime].map(({ subject, cases }) => ({
      subject,
      rows: cases.map((each) => columnsOf(titleOf(each))),
    }));
    expect(sectionsOf(page)).toEqual(suite);
  });

  it('has the burst in full, and that nothing was broken', () => {
    expect(page).toContain('## A burst of 10,000 objects');
    expect(page).toMatch(
      /Lost: 0\. Twice: 0\. Gaps: 0\. Half-written: 0\. Uploads left open: 0\. Identifiers leaked: 0\./,
    );
    expect(page).toContain(' 0 dead letters');
  });
});
