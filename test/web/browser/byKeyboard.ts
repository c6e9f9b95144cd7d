import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { decided, fades, focused, hears, isLit, isSeen, lightAt, pressOn, selected, tabTo } from './hands.ts';
import { DOUBTFUL_NUMBER, FINDINGS } from './heldStudy.ts';

/** Each action with the keyboard alone. Nothing here clicks, and what is awaited is what a person would see or hear. */

/** From the list to the instance with all findings. */
export async function opensTheLongest(page: Page): Promise<void> {
  await page.locator('.rows').waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('name'));
  const steps = await page.locator('.rows tbody tr').evaluateAll((rows, count) => {
    const wanted = rows.findIndex((row) => row.textContent?.endsWith(`/${count}`));
    return wanted - rows.findIndex((row) => row.contains(document.activeElement));
  }, FINDINGS);
  for (let step = 0; step < Math.abs(steps); step++)
    await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
  await page.keyboard.press('Enter');
  await page.locator('.tree').waitFor();
}

export async function decidesByKeys(page: Page): Promise<void> {
  await opensTheLongest(page);
  assert.equal(await selected(page), 'InstitutionName');
  await pressOn(page, 'c');
  await hears(page, 'Confirmed');
  await fades(page);
  await pressOn(page, 'x');
  await hears(page, 'Cleared');
  assert.ok(await isSeen(page, '[role=status] span'), 'what is said after something has faded');
  await decided(page, 2, FINDINGS);
  const edited = await selected(page);
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('knee');
  await page.keyboard.press('Enter');
  await hears(page, 'Edited');
  await decided(page, 3, FINDINGS);
  // The value that would leave is there once the instance was gone through again.
  await page.locator('tr.isDecided', { hasText: edited }).locator('.after', { hasText: 'knee' }).waitFor();
  await page.keyboard.press('z');
  await hears(page, 'Taken back');
  await decided(page, 2, FINDINGS);
  assert.equal(await selected(page), edited);
  await page.keyboard.press('ArrowUp');
  assert.equal(await selected(page), 'StationName');
  await page.keyboard.press('r');
  await decided(page, 1, FINDINGS);
  await pressOn(page, 'n');
  assert.equal(await selected(page), edited);
}

/** The number in an item, the last of all: the arrows come to it, and it is marked where it stands. */
export async function marksWhatIsDoubtful(page: Page): Promise<void> {
  const from = await selected(page);
  for (let step = 0; step < FINDINGS && (await page.locator('.details mark').count()) === 0; step++)
    await page.keyboard.press('ArrowDown');
  await page.locator('.details mark').first().waitFor();
  assert.match(DOUBTFUL_NUMBER, new RegExp(await page.locator('.details mark').first().innerText()));
  assert.equal(await page.locator('tr[aria-selected=true]').getAttribute('aria-level'), '2');
  while ((await selected(page)) !== from) await page.keyboard.press('ArrowUp');
}

export async function refusesWhatTheVrCannotHave(page: Page): Promise<void> {
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('needle in a haystack '.repeat(5));
  await page.keyboard.press('Enter');
  await hears(page, 'REVIEW_EDIT_INVALID');
  assert.equal((await page.locator('[role=status]').first().innerText()).includes('haystack'), false);
  // What was typed is still there, to be corrected.
  assert.match(await page.locator('textarea').inputValue(), /haystack/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
}

export async function drawsByKeys(page: Page): Promise<void> {
  await page.locator('.stages canvas').nth(1).waitFor();
  const boxes = page.locator('.boxes li', { hasText: 'drawn' });
  await page.keyboard.press('b');
  await page.waitForFunction(() => document.activeElement?.classList.contains('draft'));
  const first = await focused(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  assert.notEqual(await focused(page), first);
  await isLit(page, 1, 256, 256);
  await page.keyboard.press('Enter');
  await hears(page, 'Box drawn');
  await boxes.first().waitFor();
  await page.waitForFunction(() => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[1];
    return canvas?.getContext('2d')?.getImageData(256, 256, 1, 1).data[0] === 0;
  });
  await isLit(page, 0, 256, 256);
  await tabTo(page, /^button Edit: Box/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.classList.contains('draft'));
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await isLit(page, 1, 256, 276);
  assert.equal(await boxes.count(), 1);
  await sameBoxInTheSeries(page);
  await tabTo(page, /^button Remove: Box/);
  await page.keyboard.press('Enter');
  await boxes.first().waitFor({ state: 'detached' });
}

/** As far as the dry run: it is the other instances that would change. */
async function sameBoxInTheSeries(page: Page): Promise<void> {
  await tabTo(page, /^button For many.*: Box/);
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor();
  await tabTo(page, /^button See what/);
  await page.keyboard.press('Enter');
  // Why it is done is asked for, within the dialog.
  await page
    .locator('dialog [role=alert], dialog .dryRun', { hasText: /REVIEW_WHY_MISSING|instances/ })
    .waitFor();
  await tabTo(page, /^input .*Why/, 'Shift+Tab');
  await page.keyboard.type('the corner of this device');
  await tabTo(page, /^button See what/);
  await page.keyboard.press('Enter');
  await page.locator('dialog', { hasText: /draws the box in [23] instances/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

export async function looksByKeys(page: Page): Promise<void> {
  await page.keyboard.press('f');
  await hears(page, 'After');
  await page.locator('.stages canvas').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('f');
  await hears(page, 'Before');
  await tabTo(page, /^button Side by side/);
  await page.keyboard.press('Enter');
  await page.locator('.stages canvas').nth(1).waitFor();
  const before = await page
    .locator('.sheet')
    .first()
    .evaluate((sheet) => sheet.clientWidth);
  const isWide = (times: number) =>
    page.waitForFunction(
      (least) => (document.querySelector('.sheet')?.clientWidth ?? 0) >= least,
      before * times,
    );
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await isWide(1.4);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await isLit(page, 0, 256, 400);
  const light = await lightAt(page, 0, 256, 400);
  await tabTo(page, /^input Level/);
  for (let step = 0; step < 3; step++) await page.keyboard.press('PageUp');
  await page.waitForFunction((was) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[0];
    return canvas?.getContext('2d')?.getImageData(256, 400, 1, 1).data[0] !== was;
  }, light);
  await tabTo(page, /^button Own window/);
  await page.keyboard.press('Enter');
  await page.waitForFunction((was) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[0];
    return canvas?.getContext('2d')?.getImageData(256, 400, 1, 1).data[0] === was;
  }, light);
  await tabTo(page, /^button Overview/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  // The lightest of all, the darkest, and the three instances of the series.
  await page.locator('.montage canvas').nth(4).waitFor();
  await page.keyboard.press('Enter');
}

export async function proposesByKeys(page: Page): Promise<void> {
  await page.locator('tr[aria-selected=true]').focus();
  while ((await selected(page)) !== 'InstitutionName') await page.keyboard.press('ArrowUp');
  await page.keyboard.press('g');
  await page.locator('dialog').waitFor();
  await tabTo(page, /^input .*Why/);
  await page.keyboard.type('an institution that is known');
  await tabTo(page, /^button See what/);
  await page.keyboard.press('Enter');
  await page.locator('dialog', { hasText: 'in 2 instances' }).waitFor();
  await tabTo(page, /^button Do it/);
  await page.keyboard.press('Enter');
  await hears(page, 'places decided');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

export async function switchesKeysOff(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor();
  await tabTo(page, /^input Single keys/);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  const before = await page.locator('.heading .meter').innerText();
  for (const key of ['c', 'x', 'n', 'z', 'l', 'e']) await page.keyboard.press(key);
  assert.equal(await page.locator('.heading .meter').innerText(), before);
  assert.equal(await page.locator('textarea').count(), 0);
  await tabTo(page, /^button Keys/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, /^input Single keys/);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

/** Goes on until nothing is open, and releases. */
export async function settlesAndReleases(page: Page, out: string): Promise<void> {
  const told = await page.locator('.heading .meter').innerText();
  for (let settled = Number.parseInt(told, 10); settled < FINDINGS; settled++) {
    const row = await selected(page);
    await page.keyboard.press(/Physician|Telephone|Location|History|Study/.test(row) ? 'x' : 'c');
    await decided(page, settled + 1, FINDINGS);
    await goneOn(page, row);
  }
  await page.locator('.pill.done', { hasText: 'ready' }).waitFor();
  const before = clean(out);
  await page.keyboard.press('l');
  await hears(page, 'Released');
  assert.equal(clean(out), before + 1);
}

/** Until another element is selected, or nothing is left but to release. */
export async function goneOn(page: Page, from: string): Promise<void> {
  await page.waitForFunction((was) => {
    const now = document.querySelector('tr[aria-selected=true] .keyword')?.textContent;
    return now !== was || document.activeElement?.classList.contains('release');
  }, from);
}

export function clean(out: string): number {
  return readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
