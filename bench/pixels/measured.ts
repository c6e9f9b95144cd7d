import type { FoundText } from '../../layers/pixels/reader.ts';
import type { Rectangle } from '../../layers/pixels/region.ts';
import { mayStay } from '../../layers/pixels/text/allowed.ts';
import type { Planted } from './plant.ts';

/** What became of a planted text. */
export interface Result extends Planted {
  readonly kind: string;
  readonly syntax: string;
  readonly modality: string;
  readonly file: string;
  /** Share of its ink that is covered by what is found, and by what counts for `blank-unless-allowed`. */
  readonly covered: number;
  readonly blanked: number;
  readonly read: string;
}

/** Of the ink of a text, what must be covered for it to be found. */
const FOUND = 0.9;

export const isMissed = ({ blanked }: Result): boolean => blanked < FOUND;

/** What the policy `blank-unless-allowed` blanks. */
export const isBlanked = ({ text, confidence }: FoundText): boolean =>
  text.replace(/\s/g, '').length >= 2 && confidence >= 0.5 && !mayStay(text, []);

/** 1 for each pixel that lies in a box. */
export function cover(width: number, height: number, boxes: readonly Rectangle[]): Uint8Array {
  const made = new Uint8Array(width * height);
  for (const { left, top, right, bottom } of boxes)
    for (let y = top; y < bottom; y++) made.fill(1, y * width + left, y * width + right);
  return made;
}

export const share = (ink: readonly number[], covered: Uint8Array): number =>
  ink.reduce((sum, at) => sum + (covered[at] as number), 0) / ink.length;

/** A table for people: a line for each name that `key` gives. */
export function table(title: string, results: readonly Result[], key: (one: Result) => string): string {
  const lines = [...new Set(results.map(key))].sort().map((name) =>
    line(
      name,
      results.filter((one) => key(one) === name),
    ),
  );
  return [`| ${title} | texts | found | blanked |`, '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

export function line(title: string, of: readonly Result[]): string {
  const rate = (key: 'covered' | 'blanked') =>
    ((100 * of.filter((one) => one[key] >= FOUND).length) / of.length).toFixed(1);
  return `| ${title} | ${of.length} | ${rate('covered')} % | ${rate('blanked')} % |`;
}

export const sizeOf = ({ size }: Planted): string =>
  size < 10 ? '08 to 09' : size < 13 ? '10 to 12' : size < 20 ? '13 to 19' : '20 to 40';
