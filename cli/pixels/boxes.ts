import { isFilled, type Mark, type Why } from '../../layers/engine/look/marks.ts';
import type { ShownFrame } from '../../layers/pixels/display/shown.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** How each reason is drawn, and what it is called. */
export const DRAWN: Readonly<Record<Why, { readonly colour: Colour; readonly name: string }>> = {
  device: { colour: [255, 140, 0], name: 'orange' },
  reviewed: { colour: [0, 200, 220], name: 'cyan' },
  'ultrasound-regions': { colour: [70, 130, 255], name: 'blue' },
  text: { colour: [255, 40, 40], name: 'red' },
  identifier: { colour: [255, 0, 255], name: 'magenta' },
  allowed: { colour: [0, 210, 0], name: 'green' },
  unread: { colour: [230, 230, 0], name: 'yellow' },
};

/** How much of the picture stays to be seen under what would be filled. */
const SEEN_THROUGH = 0.65;

/** A frame with a box for each mark: what would be filled is tinted, what would stay has an edge alone. */
export function withBoxes({ width, height, bytes }: ShownFrame, marks: readonly Mark[]): ShownFrame {
  const made = new Uint8Array(bytes);
  const edge = Math.max(1, Math.round(Math.min(width, height) / 300));
  // What stays is drawn last, so that it is seen on what goes.
  for (const mark of marks.toSorted((one, other) => Number(isFilled(other)) - Number(isFilled(one)))) {
    const { colour } = DRAWN[mark.why];
    const [left, top] = [Math.max(0, mark.box.left), Math.max(0, mark.box.top)];
    const [right, bottom] = [Math.min(width, mark.box.right), Math.min(height, mark.box.bottom)];
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const isEdge = x < left + edge || x >= right - edge || y < top + edge || y >= bottom - edge;
        if (!isEdge && !isFilled(mark)) continue;
        const seen = isEdge ? 0 : SEEN_THROUGH;
        const at = 3 * (y * width + x);
        for (const [part, value] of colour.entries())
          made[at + part] = Math.round((made[at + part] ?? 0) * seen + value * (1 - seen));
      }
  }
  return { width, height, bytes: made };
}
