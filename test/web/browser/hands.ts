import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOST_TABS = 120;

/** What assistive technology would trip over: rules and places, none if all is well. */
export async function obstacles(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  await fades(page);
  return page.evaluate(async () => {
    type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}

/** Goes by Tab alone to what has this name. */
export async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press(key);
    if (name.test(await focused(page))) return;
  }
  throw new Error(`no Tab leads to ${name}`);
}

/** What has the focus, in words. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    if (at === null) return '';
    const label = at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent ?? '';
    return `${at.tagName.toLowerCase()} ${label}`.trim();
  });
}

/** Ends whatever fades. */
export async function fades(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
}

/** Until the live region says so. */
export async function hears(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('[role=status]').first().filter({ hasText: text }).waitFor();
}

/** The keyword of the selected row. */
export function selected(page: Page): Promise<string> {
  return page.locator('tr[aria-selected=true] .keyword').innerText();
}

/** Until so many are decided, as the page says it. */
export async function decided(page: Page, settled: number, doubts: number): Promise<void> {
  await page.locator('.heading .meter', { hasText: `${settled} of ${doubts} decided` }).waitFor();
}

/** Presses a key, and waits until the page has gone on to another element. */
export async function pressOn(page: Page, key: string): Promise<void> {
  const before = await selected(page);
  await page.keyboard.press(key);
  await page
    .locator('tr[aria-selected=true] .keyword')
    .filter({ hasNotText: new RegExp(`^${before}$`) })
    .waitFor();
}

/** The colour in the middle of a box of a picture, 0 to 255; `side` 1: as it would leave. */
export function lightAt(page: Page, side: 0 | 1, x: number, y: number): Promise<number> {
  return page.evaluate(
    ([at, left, top]) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[at as number];
      return canvas?.getContext('2d')?.getImageData(left as number, top as number, 1, 1).data[0] ?? -1;
    },
    [side, x, y],
  );
}

/** Until that place of a picture is drawn, and not black. */
export async function isLit(page: Page, side: 0 | 1, x: number, y: number): Promise<void> {
  await page.waitForFunction(
    ([at, left, top]) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.stages canvas')[at as number];
      return (canvas?.getContext('2d')?.getImageData(left as number, top as number, 1, 1).data[0] ?? 0) > 0;
    },
    [side, x, y],
  );
}

/** Nothing that it stands in is transparent; what only begins to fade is seen. */
export function isSeen(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).opacity === '0') return false;
      return true;
    });
}
