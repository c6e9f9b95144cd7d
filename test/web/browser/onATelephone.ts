import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { lethe } from '../../cli/run.ts';
import { opened, type Serving, serving } from './browser.ts';
import { hears, obstacles } from './hands.ts';
import { heldStudy } from './heldStudy.ts';

/** The page on a telephone, and beside somebody else who reviews the same. */

/** WCAG 2.5.8: what is to be touched is as large as this, in CSS pixels. */
const LEAST_TARGET = 24;
const WIDTH = 360;

/** Goes through the page by touch on a screen of 360 pixels; `shot`: of each part, for people. */
export async function reviewsOnATelephone(
  browser: Browser,
  root: string,
  shot: (page: Page, name: string) => Promise<unknown>,
): Promise<void> {
  const { kept } = await heldStudy(root);
  const server = await serving(kept);
  const { page, context } = await opened(browser, {
    viewport: { width: WIDTH, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  page.setDefaultTimeout(30_000);
  const fitting = async (part: string) => {
    await fits(page, part);
    await shot(page, `telephone-${part}`);
  };
  await page.goto(server.address);
  await page.locator('.rows .pill').first().waitFor();
  await fitting('list');
  await page.locator('.rows tbody tr', { hasText: '/23' }).tap();
  await page.locator('.stages canvas').nth(1).waitFor();
  await namesStandBesideTheirMarks(page);
  await fitting('instance');
  await page.locator('.heading button', { hasText: 'For the file' }).tap();
  await fitting('file');
  await page.locator('button', { hasText: 'Close' }).tap();
  await scrollsOverPictures(page);
  // The browser's way back: to the list, and not out of the review.
  await page.goBack();
  await page.locator('.rows').waitFor();
  await page.locator('.top button', { hasText: 'Values' }).tap();
  await page.locator('.rows tbody tr').first().waitFor();
  await fitting('values');
  await page.locator('.top button', { hasText: 'Instances' }).tap();
  await isToldThatItIsGone(page, kept);
  await ended(server, () => context.close());
}

async function ended(server: Serving, close: () => Promise<unknown>): Promise<void> {
  await close();
  await server.end();
}

async function fits(page: Page, part: string): Promise<void> {
  assert.deepEqual(await obstacles(page), [], part);
  const beyond = await page.evaluate((width) => {
    const told = (element: Element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`;
    const all = [...document.querySelectorAll('main *, header *')];
    const isCut = (element: Element) => {
      for (let at = element.parentElement; at !== null; at = at.parentElement)
        if (at.classList.contains('scroll') || at.classList.contains('unseen')) return true;
      return element.closest('thead') !== null;
    };
    return all
      .filter((element) => !isCut(element) && element.getBoundingClientRect().right > width)
      .map(told);
  }, WIDTH);
  assert.deepEqual(beyond, [], part);
  const small = await page.evaluate(
    (least) =>
      [...document.querySelectorAll('button, select, input')].flatMap((element) => {
        const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
        return height > 0 && (height < least || width < least) ? [element.outerHTML.slice(0, 80)] : [];
      }),
    LEAST_TARGET,
  );
  assert.deepEqual(small, [], part);
  // What is only read out is no reason to scroll to where nothing is.
  const empty = await page.evaluate(() => {
    const end = Math.max(
      ...[...document.querySelectorAll('main > *')].map(
        (element) => element.getBoundingClientRect().bottom + scrollY,
      ),
    );
    return document.documentElement.scrollHeight - Math.max(end, innerHeight);
  });
  assert.ok(empty < 100, `${part}: ${empty} pixels of nothing`);
}

/** A long name begins beside the mark of its doubt, and not a line below it. */
async function namesStandBesideTheirMarks(page: Page): Promise<void> {
  const apart = await page.locator('.tree tbody tr').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const [mark, keyword] = ['.mark', '.keyword'].map((part) => row.querySelector(part));
      const [one, other] = [mark, keyword].map((element) => element?.getClientRects()[0]?.top ?? 0);
      return Math.abs((one ?? 0) - (other ?? 0)) > 8 ? [keyword?.textContent] : [];
    }),
  );
  assert.deepEqual(apart, []);
}

/** A finger that goes over a picture scrolls the page; after "New box" it draws one. */
async function scrollsOverPictures(page: Page): Promise<void> {
  const decided: string[] = [];
  page.on('request', (request) => request.url().endsWith('/decide') && decided.push(request.url()));
  await drags(page);
  assert.equal(await page.locator('.box.draft').count(), 0);
  await page.locator('.pictures button', { hasText: 'New box' }).tap();
  await page.locator('.pictures button', { hasText: 'Cancel' }).tap();
  await page.locator('.box.draft').first().waitFor({ state: 'detached' });
  assert.deepEqual(decided, []);
  await page.locator('.pictures button', { hasText: 'New box' }).tap();
  await drags(page);
  await page.locator('.boxes li', { hasText: 'drawn' }).waitFor();
  assert.equal(decided.length, 1);
}

async function drags(page: Page): Promise<void> {
  const overlay = page.locator('.overlay').last();
  await overlay.scrollIntoViewIfNeeded();
  const box = await overlay.boundingBox();
  assert.ok(box !== null);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + part * box.width, y: box.y + part * box.height }],
    });
  await touch('touchStart', 0.3);
  for (const part of [0.35, 0.4, 0.5, 0.6]) await touch('touchMove', part);
  await touch('touchEnd', 0.6);
  await session.detach();
}

/** Somebody else releases what is open here: whoever goes on with it is told, and is back at the list. */
async function isToldThatItIsGone(page: Page, kept: string): Promise<void> {
  const row = page.locator('.rows tbody tr', { hasText: 'US' });
  await row.tap();
  await page.locator('.tree').waitFor();
  const listed = await lethe(['review', 'list', '--kept', kept, '--modality', 'US', '--json']);
  const [{ name = '' } = {}] = (JSON.parse(String(listed.stdout)) as { rows: { name?: string }[] }).rows;
  const place = '(0008,1030)';
  const shown = await lethe(['review', 'show', '--kept', kept, name, '--json']);
  const { elements } = JSON.parse(String(shown.stdout)) as { elements: { place: string; seen: string }[] };
  const seen = elements.find((element) => element.place === place)?.seen ?? '';
  const decide = ['review', 'decide', '--kept', kept, name, place, '--clear', '--seen', seen];
  assert.equal((await lethe(decide)).status, 0);
  assert.equal((await lethe(['review', 'release', '--kept', kept, name])).status, 0);
  await page.locator('.details button', { hasText: 'Confirm' }).tap();
  await hears(page, 'no longer held');
  await page.locator('.rows').waitFor();
  assert.equal(await row.count(), 0);
}
