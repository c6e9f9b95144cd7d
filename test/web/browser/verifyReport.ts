import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { lethe } from '../../cli/run.ts';
import { syntheticStudy } from '../../support/study.ts';
import { opened } from './browser.ts';
import { obstacles } from './hands.ts';

/**
 * The page of `lethe verify --report`, from a file as an officer opens it: of outputs that are their source, so that it has every part, and of honest ones. In
 * light, in the dark, at 200 % and for paper nothing is in the way of assistive technology, and nothing is asked of a network.
 */
export async function readsReports(browser: Browser, root: string, shots: string): Promise<void> {
  const folder = join(root, 'verify');
  for (const { name, bytes, expected } of syntheticStudy(3).files) {
    if (expected !== 'released') continue;
    const path = join(folder, 'source', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const at = (name: string) => join(folder, name);
  await lethe(['deid', at('source'), '--out', at('clean'), '--key', at('key'), '-q']);
  for (const [clean, status] of [
    ['source', 1],
    ['clean', 0],
  ] as const) {
    const call = ['verify', at(clean), '--source', at('source'), '-q', '--report', at(`${clean}.html`)];
    assert.equal((await lethe(call)).status, status);
    const { page, context, requests, console } = await opened(browser);
    await page.goto(pathToFileURL(at(`${clean}.html`)).href);
    await looksRight(page, join(shots, `verify-${clean}`));
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('file:')),
      [],
    );
    assert.deepEqual(console, []);
    await context.close();
  }
}

async function looksRight(page: Page, shot: string): Promise<void> {
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.locator('h2', { hasText: 'What was not checked' }).waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await obstacles(page), []);
    await page.screenshot({ path: `${shot}-${scheme}.png`, fullPage: false });
  }
  // WCAG 1.4.4, 1.4.10: a window of 1280 pixels at 200 %. Tables scroll by themselves, and the page does not.
  await page.setViewportSize({ width: 640, height: 480 });
  assert.deepEqual(await obstacles(page), []);
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
  );
  await page.setViewportSize({ width: 1500, height: 950 });
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  assert.deepEqual(await obstacles(page), []);
  assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
  await page.emulateMedia({ media: 'screen' });
}
