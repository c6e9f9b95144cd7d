import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pageFiles } from '../../cli/review/page/pageFiles.ts';
import { builtPage } from '../../web/build.ts';
import { KEYS, keyAction } from '../../web/keys.ts';
import { TEXTS } from '../../web/texts.ts';

const BUILT = join(import.meta.dirname, '../../web/built');

it('the built page is that of the sources: npm run page builds it', async () => {
  const built = await builtPage();
  expect(readdirSync(BUILT).sort()).toEqual([...built.keys()].sort());
  for (const [name, bytes] of built)
    expect([name, readFileSync(join(BUILT, name)).equals(bytes)]).toEqual([name, true]);
});

it('it is small, and names no other host and no script within it', () => {
  const files = [...pageFiles().values()].map(({ bytes }) => Buffer.from(bytes));
  const gzipped = files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  expect(files).toHaveLength(3);
  expect(gzipped).toBeLessThanOrEqual(60 * 1024);
  // What a licence says is not loaded; names of XML are addresses that nobody asks.
  const text = files.join('\n').replace(/\/\*![\s\S]*?\*\//, '');
  const hosts = [...text.matchAll(/\bhttps?:\/\/[\w.]+/g)].map(([host]) => host);
  expect(hosts.filter((host) => host !== 'http://www.w3.org')).toEqual([]);
  expect(text).not.toMatch(/<script(?! type="module" src="\/page\.js">)|\son\w+="|style="/);
  expect(text).not.toMatch(
    /localStorage|sessionStorage|indexedDB|document\.cookie|\beval\(|innerHTML=[^_]*location/,
  );
});

it('every language has every word, and no two keys do one thing', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;
  expect(shape(TEXTS.de)).toEqual(shape(TEXTS.en));
  expect(new Set(KEYS.map(([key]) => key)).size).toBe(KEYS.length);
  expect(new Set(KEYS.map(([, action]) => action))).toEqual(new Set(Object.keys(TEXTS.en.keyNames)));
});

it('a key acts where the focus is in the review, in no field, and not at all once it is switched off', () => {
  const pressed = { key: 'c', ctrlKey: false, altKey: false, metaKey: false, defaultPrevented: false };
  const row = { matches: () => false };
  expect(keyAction({ ...pressed, target: row }, true)).toBe('confirm');
  expect(keyAction({ ...pressed, target: row }, false)).toBeNull();
  expect(keyAction({ ...pressed, key: 'ArrowDown', target: row }, false)).toBe('down');
  expect(keyAction({ ...pressed, target: { matches: () => true } }, true)).toBeNull();
  for (const held of ['ctrlKey', 'altKey', 'metaKey', 'defaultPrevented'])
    expect(keyAction({ ...pressed, target: row, [held]: true }, true)).toBeNull();
});
