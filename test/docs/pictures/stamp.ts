import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';

const ROOT = join(import.meta.dirname, '../../..');
/** Under this keyword the picture of the review page says what it was made of (tEXt of ISO/IEC 15948). */
export const STAMP = 'Made of';
/** What the picture shows: the page as it is served, the study, and what is done before it is taken. */
const SOURCES = [
  ...readdirSync(join(ROOT, 'web/built')).map((name) => `web/built/${name}`),
  'test/web/browser/heldStudy.ts',
  'test/web/browser/picture.ts',
].toSorted();

/** SHA-256 of the sources as they are now, and of what the picture shows, so that neither changes without the other. */
export function stampOf(png: Uint8Array): string {
  const digest = createHash('sha256');
  for (const name of SOURCES) digest.update(`${name}\n`).update(readFileSync(join(ROOT, name)));
  return digest.update(decode(png).data).digest('hex');
}

/** What a picture says that it was made of; undefined: nothing. */
export function stampIn(png: Uint8Array): string | undefined {
  return decode(png).text[STAMP];
}
