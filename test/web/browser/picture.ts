/**
 * Part of `npm run docs:pictures`: the picture of the review page, docs/pictures/review.png. It wants a chromium (Debian's `chromium`); where there is none, the
 * picture stays as it is, and the run says so. One that is of the page and the study as they are now stays as well.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { CannotRun, withoutIt } from '../../cloud/machine.ts';
import { STAMP, stampIn, stampOf } from '../../docs/pictures/stamp.ts';
import { endAll, launched, opened, serving } from './browser.ts';
import { drag } from './byMouse.ts';
import { hears } from './hands.ts';
import { heldStudy } from './heldStudy.ts';

const FILE = join(import.meta.dirname, '../../../docs/pictures/review.png');
/** Of the page, whoever reads it on a README: wide enough for both pictures, and no wider. */
const VIEWPORT = { width: 1280, height: 800 };

/** The page with an invented instance that is ready to be released, as a PNG. Throws `CannotRun` where there is no browser. */
async function reviewPicture(): Promise<Uint8Array> {
  const root = mkdtempSync(join(tmpdir(), 'lethe-picture-'));
  try {
    const browser = await launched();
    try {
      const { kept } = await heldStudy(root);
      const server = await serving(kept);
      const { page } = await opened(browser, { viewport: VIEWPORT, colorScheme: 'light' });
      await page.goto(server.address);
      await decideOfTheLoop(page);
      return stamped(await page.screenshot({ animations: 'disabled' }));
    } finally {
      await browser.close();
      await endAll();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The ultrasound loop: its description is edited, and a box is drawn over the name in its pixels. */
async function decideOfTheLoop(page: Page): Promise<void> {
  await page.locator('.filters select').nth(2).selectOption('US');
  await page.locator('.rows tbody tr').first().click();
  await page.locator('.stages canvas').nth(1).waitFor();
  await page.locator('.details button', { hasText: 'Edit' }).click();
  await page.locator('textarea').fill('Left knee');
  await page.locator('.details button', { hasText: 'Save' }).click();
  await hears(page, 'Edited');
  await page.locator('.details .value', { hasText: /^Left knee$/ }).waitFor();
  await page.locator('.choice button', { hasText: 'All frames' }).click();
  await drag(page, 0, [4, 4], [212, 34]);
  await hears(page, 'Box drawn');
  await page.locator('.boxes li', { hasText: 'drawn' }).first().waitFor();
  await page.locator('.tabs button', { hasText: /^Changed/ }).click();
  // Whoever decided, and when, is of the machine that took the picture.
  await page.locator('tr', { hasText: 'PatientName' }).click();
  await page.locator('.details h2', { hasText: 'PatientName' }).waitFor();
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
}

/** The same picture with its stamp, and smaller than the browser writes it: its filters cost more than they save on flat colours. */
function stamped(screenshot: Uint8Array): Uint8Array {
  const { width, height, data, channels } = decode(screenshot);
  const text = { [STAMP]: stampOf(screenshot) };
  return encode(
    { width, height, data: Uint8Array.from(data), channels, depth: 8, text },
    { zlib: { level: 9 } },
  );
}

/** Whether there is a picture of what would be taken: another one would differ in its keys alone. */
function isThere(): boolean {
  if (!existsSync(FILE)) return false;
  const picture = readFileSync(FILE);
  return stampIn(picture) === stampOf(picture);
}

try {
  if (!isThere()) writeFileSync(FILE, await reviewPicture());
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
}
