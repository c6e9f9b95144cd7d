/**
 * `npm run test:page`: a real browser reviews held instances, by keyboard and by mouse. Screenshots are in dist/review, for people; none is compared. Where
 * there is no chromium it is skipped, and says so.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { lethe } from '../../cli/run.ts';
import { CannotRun, withoutIt } from '../../cloud/machine.ts';
import { endAll, launched, opened, type Serving, serving, type Watched } from './browser.ts';
import {
  decidesByKeys,
  drawsByKeys,
  looksByKeys,
  marksWhatIsDoubtful,
  opensTheLongest,
  proposesByKeys,
  refusesWhatTheVrCannotHave,
  settlesAndReleases,
  switchesKeysOff,
} from './byKeyboard.ts';
import { releasesAndLeaves, reviewsByMouse } from './byMouse.ts';
import { hears, obstacles, tabTo } from './hands.ts';
import { heldStudy, NEEDLES } from './heldStudy.ts';
import { reviewsOnATelephone } from './onATelephone.ts';
import { listOfTenThousand, seconds, settledByKeyboard } from './speed.ts';
import { readsReports } from './verifyReport.ts';

const SHOTS = join(import.meta.dirname, '../../../dist/review');
const results: { readonly name: string; readonly error: unknown }[] = [];
const figures: string[] = [];
/** Shown as it is when something fails. */
let watchedPage: Page | null = null;

/** What follows stands on what was checked before: the first that fails is the last. */
class Failed extends Error {}

async function check(name: string, work: () => Promise<unknown>): Promise<void> {
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown ?? new Error('failed'),
  );
  results.push({ name, error });
  process.stdout.write(`${error === null ? '✓' : '✗'} ${name}\n`);
  if (error === null) return;
  process.stdout.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await watchedPage?.screenshot({ path: join(SHOTS, 'failed.png'), fullPage: true }).catch(() => {});
  throw new Failed(name);
}

const shot = (page: Page, name: string) =>
  page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });

async function main(browser: Browser, root: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  const { kept, out } = await heldStudy(root);
  const server = await serving(kept);
  const watched = await opened(browser);
  const { page } = watched;
  watchedPage = page;
  page.setDefaultTimeout(Number(process.env.T ?? 30_000));

  await check('the token leaves the address, and lets nobody else in', async () => {
    await page.goto(server.address);
    await page.locator('.rows').waitFor();
    assert.equal(page.url(), `${new URL(server.address).origin}/`);
    const other = await opened(browser);
    await other.page.goto(server.address);
    await other.page.locator('[role=alert]', { hasText: 'has been used' }).waitFor();
    await other.context.close();
  });
  await check('the list has nothing in the way of assistive technology', async () => {
    assert.deepEqual(await obstacles(page), []);
    await shot(page, 'list');
  });
  await check('confirms, clears, edits, restores and takes back by keyboard', () => decidesByKeys(page));
  await shot(page, 'instance');
  await check('the instance has nothing in the way of assistive technology', async () => {
    await page.locator('.stages canvas').nth(1).waitFor();
    assert.deepEqual(await obstacles(page), []);
  });
  await check('what is doubtful in a text is marked where it stands', () => marksWhatIsDoubtful(page));
  await check('a value that the VR cannot have is refused, and can be corrected', () =>
    refusesWhatTheVrCannotHave(page),
  );
  await check('draws, moves and removes boxes by keyboard', () => drawsByKeys(page));
  await check('flickers, zooms, sets the window and shows the series by keyboard', () => looksByKeys(page));
  await check('decides for many by keyboard, after a dry run', () => proposesByKeys(page));
  await check('single keys can be switched off', () => switchesKeysOff(page));
  await looksOfThePage(page, watched);
  await check(
    'settles the rest by keyboard, and releases; whoever leaves meanwhile is not fetched back',
    () => releasesAndLeaves(page, () => settlesAndReleases(page, out)),
  );
  await check('reviews and releases by mouse alone', () => reviewsByMouse(page, out));
  await check('what somebody else decided meanwhile is shown, and not overwritten', () =>
    conflicts(page, kept),
  );
  await check(
    'nothing of an instance is in an address, a title, the storage, the console, the log or the audit',
    () => leaksNothing(watched, server, kept),
  );
  await check('says that the command has ended', async () => {
    await server.end();
    await page.locator('.top button', { hasText: 'Values' }).click();
    await hears(page, 'has ended');
  });
  await watched.context.close();
  await check('fits a telephone, by touch, and says what somebody else has released', () =>
    reviewsOnATelephone(browser, join(root, 'telephone'), shot),
  );
  await check('the report of lethe verify has nothing in the way, in light, in the dark and on paper', () =>
    readsReports(browser, root, SHOTS),
  );
  await measured(browser, root);
}

/** Dark and light, large, in German, and what is printed. */
async function looksOfThePage(page: Page, { context: _context }: Watched): Promise<void> {
  await check('dark, in German, at 200 %: nothing in the way, and nothing beyond the edge', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, 'dark');
    assert.deepEqual(await obstacles(page), []);
    await tabTo(page, /^button Deutsch/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('button', { hasText: 'Freigeben' }).waitFor();
    await page.locator('html[lang=de]').waitFor();
    // A window of 1280 pixels at 200 % has 640 (WCAG 1.4.4, 1.4.10).
    await page.setViewportSize({ width: 640, height: 480 });
    assert.deepEqual(await obstacles(page), []);
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    );
    await shot(page, 'large-german');
    await page.setViewportSize({ width: 1500, height: 950 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('.top button', { hasText: 'English' }).press('Enter');
  });
  await check('the page for the file has no value', async () => {
    await page.locator('button', { hasText: 'For the file' }).press('Enter');
    const text = await page.locator('.caseFile').innerText();
    assert.match(text, /StudyDescription/);
    for (const value of [...NEEDLES, 'Kiwi', 'Brigid']) assert.ok(!text.includes(value), value);
    assert.deepEqual(await obstacles(page), []);
    await page.emulateMedia({ media: 'print' });
    await shot(page, 'for-the-file');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('button', { hasText: 'Close' }).press('Enter');
    await page.locator('.tree').waitFor();
  });
  await check('values of all instances, the rarest first', async () => {
    await page.locator('.top button', { hasText: 'Values' }).press('Enter');
    await page.locator('.rows tbody tr').first().waitFor();
    assert.deepEqual(await obstacles(page), []);
    await shot(page, 'values');
    await page.locator('.top button', { hasText: 'Instances' }).press('Enter');
    await opensTheLongest(page);
  });
}

async function conflicts(page: Page, kept: string): Promise<void> {
  await page.locator('.top button', { hasText: 'Instances' }).click();
  await page.locator('.filters select').nth(2).selectOption('');
  await page.locator('.rows tbody tr').first().click();
  await page.locator('.tree').waitFor();
  const { stdout } = await lethe(['review', 'list', '--kept', kept, '--json']);
  const [row] = (JSON.parse(String(stdout)) as { rows: { name: string }[] }).rows;
  const shown = await lethe(['review', 'show', '--kept', kept, row?.name ?? '', '--json']);
  const { elements } = JSON.parse(String(shown.stdout)) as { elements: { place: string; seen: string }[] };
  const station = elements.find(({ place }) => place === '(0008,1010)');
  const call = ['--kept', kept, row?.name ?? '', '(0008,1010)', '--clear', '--seen', station?.seen ?? ''];
  assert.equal((await lethe(['review', 'decide', ...call])).status, 0);
  await page.locator('tr', { hasText: 'StationName' }).click();
  await page.locator('.details button', { hasText: 'Confirm' }).click();
  await hears(page, 'Somebody else');
  await page.locator('.details .findings', { hasText: 'cleared' }).waitFor();
}

async function leaksNothing(
  { page, context, requests, addresses, console }: Watched,
  server: Serving,
  kept: string,
): Promise<void> {
  const { origin } = new URL(server.address);
  assert.deepEqual(
    requests.filter((url) => new URL(url).origin !== origin),
    [],
  );
  const stored = await page.evaluate(async () => [
    JSON.stringify(localStorage),
    JSON.stringify(sessionStorage),
    JSON.stringify(await indexedDB.databases()),
    JSON.stringify(await caches.keys()),
    document.cookie,
    [...(globalThis as unknown as { titles: Set<string> }).titles].join(' '),
    location.href,
    JSON.stringify(history.state),
  ]);
  const cookies = JSON.stringify(await context.cookies());
  const audit = readFileSync(join(kept, 'state', 'quarantine.jsonl'), 'utf8');
  assert.match(audit, /review-decision/);
  const told = [...stored, cookies, audit, server.said(), ...requests, ...addresses, ...console].join('\n');
  for (const needle of [...NEEDLES, 'Kiwi', 'Brigid', 'haystack']) assert.ok(!told.includes(needle), needle);
  assert.match(told, /Lethe – Review/);
  assert.deepEqual(
    addresses.slice(1).filter((url) => url !== `${origin}/`),
    [],
  );
  assert.deepEqual(stored.slice(0, 5), ['{}', '{}', '[]', '[]', '']);
  assert.deepEqual(
    console.filter((line) => !/401|404|422|willReadFrequently/.test(line)),
    [],
  );
}

async function measured(browser: Browser, root: string): Promise<void> {
  await check(
    'twenty findings by keyboard, the first picture, and a list of ten thousand are measured',
    async () => {
      const { kept } = await heldStudy(join(root, 'again'));
      const server = await serving(kept);
      const { page, context } = await opened(browser);
      await page.goto(server.address);
      const first = await seconds(async () => {
        await opensTheLongest(page);
        await page.locator('.stages canvas').nth(1).waitFor();
      });
      await page.keyboard.press('Escape');
      figures.push(
        `first frame of 512 x 512, from the key   ${first.toFixed(2)} s (1 s wanted)`,
        `23 findings settled by keyboard          ${(await settledByKeyboard(page)).toFixed(2)} s (60 s wanted)`,
      );
      await context.close();
      await server.end();
      figures.push(
        `list of 10,000, from the address         ${(await listOfTenThousand(browser, join(root, 'many'))).toFixed(2)} s (1 s wanted)`,
      );
    },
  );
  process.stdout.write(`${figures.join('\n')}\n`);
}

const root = mkdtempSync(join(tmpdir(), 'lethe-page-'));
try {
  const browser = await launched();
  await main(browser, root)
    .catch((error: unknown) => {
      if (!(error instanceof Failed)) throw error;
    })
    .finally(async () => {
      await browser.close();
      await endAll();
    });
  const failed = results.filter(({ error }) => error !== null).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
} finally {
  rmSync(root, { recursive: true, force: true });
}
