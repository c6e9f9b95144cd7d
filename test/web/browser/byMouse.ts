import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clean } from './byKeyboard.ts';
import { hears } from './hands.ts';

/** After a release the page goes on to the next instance, but not with somebody who has left meanwhile. */
export async function releasesAndLeaves(page: Page, release: () => Promise<void>): Promise<void> {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  await page.route('**/list', async (route) => {
    asked.resolve();
    await left.promise;
    await route.continue();
  });
  await release();
  await asked.promise;
  await page.locator('.top button', { hasText: 'Values' }).click();
  const answered = page.waitForResponse('**/list');
  left.resolve();
  await (await answered).finished();
  await page.unroute('**/list');
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.locator('section[aria-label=Values]').waitFor();
  assert.equal(await page.locator('.instance').count(), 0);
}

/** The same with the mouse alone, on the ultrasound loop. */
export async function reviewsByMouse(page: Page, out: string): Promise<void> {
  await choosesAtOnce(page, 2, 'US');
  await page.locator('.top button', { hasText: 'Instances' }).click();
  await page.locator('.rows[aria-busy=false]').waitFor();
  assert.equal(await page.locator('.filters select').nth(2).inputValue(), 'US');
  await page.locator('.rows tbody tr').first().click();
  await page.locator('.stages canvas').nth(1).waitFor();
  assert.match(await page.locator('.details .value').first().innerText(), /Dr Zachariasz/);
  await page.locator('.details button', { hasText: 'Edit' }).click();
  await page.locator('textarea').fill('Left knee');
  await page.locator('.details button', { hasText: 'Save' }).click();
  await hears(page, 'Edited');
  await page.locator('.details .value', { hasText: /^Left knee$/ }).waitFor();
  await page.locator('.details button', { hasText: 'Restore' }).click();
  await hears(page, 'Taken back');
  await page.locator('.details button', { hasText: 'Clear' }).click();
  await hears(page, 'Cleared');
  await page.locator('.choice button', { hasText: 'All frames' }).click();
  await drag(page, 0, [2, 2], [110, 36]);
  await hears(page, 'Box drawn');
  const boxes = page.locator('.boxes li', { hasText: 'drawn' });
  await boxes.first().waitFor();
  await blackAt(page, 12, 12);
  // Moved: the same box, further down, and then back.
  await drag(page, 1, [50, 15], [50, 75]);
  await boxes.locator('.tag', { hasText: /from \d+, 6\d/ }).waitFor();
  assert.equal(await boxes.count(), 1);
  await drag(page, 1, [50, 75], [50, 15]);
  await boxes.locator('.tag', { hasText: /from \d+, [0-9] to/ }).waitFor();
  for (const frame of [1, 2, 3]) {
    await page.locator('.pictures .slider input').first().fill(String(frame));
    await page
      .locator('.stages figcaption', { hasText: `Frame ${frame + 1} of 4` })
      .first()
      .waitFor();
    await blackAt(page, 12, 12);
  }
  await page.locator('.pictures button', { hasText: 'The picture may leave' }).click();
  await hears(page, 'Confirmed');
  await page.locator('.pill.done', { hasText: 'ready' }).waitFor();
  const before = clean(out);
  await page.locator('button.release').click();
  await hears(page, 'Released');
  assert.equal(clean(out), before + 1);
}

/** Chooses in a filter of the list as soon as it is there, before anything that follows its first drawing. */
async function choosesAtOnce(page: Page, filter: number, value: string): Promise<void> {
  await page.evaluate(
    ([at, chosen]) => {
      new MutationObserver((_, observer) => {
        const select = document.querySelectorAll<HTMLSelectElement>('.filters select')[at as number];
        if (select === undefined) return;
        observer.disconnect();
        select.value = chosen as string;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }).observe(document.body, { childList: true, subtree: true });
    },
    [filter, value],
  );
}

/** Over a picture of the loop, in pixels of the frame. */
export async function drag(
  page: Page,
  side: 0 | 1,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const overlay = page.locator('.overlay').nth(side);
  await overlay.scrollIntoViewIfNeeded();
  const box = await overlay.boundingBox();
  assert.ok(box !== null);
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + (x / 320) * box.width, box.y + (y / 240) * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

async function blackAt(page: Page, x: number, y: number): Promise<void> {
  await page.waitForFunction(
    ([left, top]) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[1];
      return canvas?.getContext('2d')?.getImageData(left as number, top as number, 1, 1).data[0] === 0;
    },
    [x, y],
  );
}
