import type { ParsedInstance } from '../../dicom/parse.ts';
import type { Rectangle } from '../../pixels/region.ts';
import { pixelsOf } from '../look/kinds.ts';
import type { Looked } from '../look/looked.ts';
import { isFilled, type Mark } from '../look/marks.ts';

/** A line of the audit holds thousands of boxes; more would not fit into an event of CloudWatch Logs. */
const MOST_CHARACTERS = 32 * 1024;
/** Stands last where there was no room for all. */
const MORE = '…';

/**
 * What was blanked in the pixels of an instance that left, for whoever compares it with its source: `*:0,0,640,40 3,5-9:10,20,110,40`, frames from 0 (`*`: all of them), then left,
 * top, right and bottom, of which the last two are outside. Undefined: nothing was. Rules and people write alike.
 */
export function blankedText({ marks }: Looked, output: ParsedInstance): string | undefined {
  const filled = marks.filter(isFilled);
  // Where a rule took the pixels away nothing was left to blank.
  if (filled.length === 0 || pixelsOf(output) === null) return undefined;
  const framesOf = new Map<string, Set<number> | null>();
  for (const mark of filled) addFrame(framesOf, mark);
  const words: string[] = [];
  let length = 0;
  for (const [box, frames] of framesOf) {
    const word = `${frames === null ? '*' : rangesOf(frames)}:${box}`;
    length += word.length + 1;
    if (length > MOST_CHARACTERS) return [...words, MORE].join(' ');
    words.push(word);
  }
  return words.join(' ');
}

function addFrame(framesOf: Map<string, Set<number> | null>, { frame, box }: Mark): void {
  const name = boxText(box);
  const known = framesOf.get(name);
  if (known === null) return;
  if (frame === null) framesOf.set(name, null);
  else framesOf.set(name, (known ?? new Set()).add(frame));
}

function boxText({ left, top, right, bottom }: Rectangle): string {
  return [left, top, right, bottom].join(',');
}

/** 3,5-9. */
function rangesOf(frames: ReadonlySet<number>): string {
  const ranges: { first: number; last: number }[] = [];
  for (const frame of [...frames].sort((one, other) => one - other)) {
    const open = ranges.at(-1);
    if (open !== undefined && frame === open.last + 1) open.last = frame;
    else ranges.push({ first: frame, last: frame });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
