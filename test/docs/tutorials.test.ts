import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf } from '../support/tutorials/page.ts';

/** The pages of docs/tutorials, as far as it can be seen without following them: `npm run test:package` does that. */

const FOLDER = join(import.meta.dirname, '../../docs/tutorials');
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
/** Two screens, without what is empty. */
const MOST_LINES = 120;

it('there are some', () => {
  expect(PAGES).toContain('desk.md');
});

describe.each(PAGES)('%s', (name) => {
  const page = readFileSync(join(FOLDER, name), 'utf8');

  it('can be followed, and shows what comes', () => {
    const shown = stepsOf(page).filter((step) => step.kind === 'type' && step.shown !== null);
    expect(shown.length).toBeGreaterThan(0);
  });

  it('is short, says how its reader knows that it worked, and what to do if it did not', () => {
    const lines = page.split('\n').filter((line) => !/^(?:```.*)?$/.test(line));
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(page).toMatch(/\*\*Did it work\?\*\*/);
    expect(page).toMatch(/^## If it did not$/m);
  });
});
