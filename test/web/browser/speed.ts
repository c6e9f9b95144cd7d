import { linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { lethe, simple } from '../../cli/run.ts';
import { el } from '../../support/build.ts';
import { opened, serving } from './browser.ts';
import { goneOn, opensTheLongest } from './byKeyboard.ts';
import { decided, selected } from './hands.ts';
import { FINDINGS } from './heldStudy.ts';

/** What is measured, in seconds: it is printed, and no test is decided by it. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const HELD = 10_000;

/** From the address to the rows of ten thousand held instances. */
export async function listOfTenThousand(browser: Browser, root: string): Promise<number> {
  const at = (name: string) => join(root, name);
  mkdirSync(at('in'), { recursive: true });
  writeFileSync(at('in/a.dcm'), simple(1, el(0x00102110, 'LO', 'Kiwi')));
  const rules = { profile: 'basic', freeText: 'hold', rules: [{ select: 'Allergies', action: 'review' }] };
  writeFileSync(at('rules.json'), JSON.stringify(rules));
  await lethe([
    'deid',
    at('in'),
    '--out',
    at('out'),
    '--key',
    at('key'),
    '--rules',
    at('rules.json'),
    '--quiet',
  ]);
  const held = at('out.kept/held');
  const first = (readdirSync(held).find((name) => name.endsWith('.dcm')) ?? '').slice(0, -'.dcm'.length);
  for (let number = 1; number < HELD; number++)
    for (const kind of ['dcm', 'json'])
      linkSync(
        join(held, `${first}.${kind}`),
        join(held, `${number.toString(16).padStart(32, '0')}.${kind}`),
      );
  const server = await serving(at('out.kept'));
  const { page, context } = await opened(browser);
  const took = await seconds(async () => {
    await page.goto(server.address);
    await page.locator('h1', { hasText: `${HELD} held` }).waitFor();
    await page.locator('.rows tbody tr').nth(99).waitFor();
  });
  await context.close();
  await server.end();
  return took;
}

/** Every finding of an instance, by key, and the seconds until the last one is kept. */
export async function settledByKeyboard(page: Page): Promise<number> {
  await opensTheLongest(page);
  return seconds(async () => {
    for (let count = 1; count <= FINDINGS; count++) {
      const row = await selected(page);
      await page.keyboard.press(count % 3 === 0 ? 'x' : 'c');
      await decided(page, count, FINDINGS);
      await goneOn(page, row);
    }
  });
}
