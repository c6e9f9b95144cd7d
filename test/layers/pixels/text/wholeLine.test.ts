import type { Turn } from '../../../../layers/pixels/display/picture.ts';
import type { Rectangle } from '../../../../layers/pixels/region.ts';
import type { Reading } from '../../../../layers/pixels/text/read.ts';
import { wholeLine } from '../../../../layers/pixels/text/wholeLine.ts';

const PICTURE = { width: 400, height: 300, bytes: new Uint8Array(400 * 300) };

/** Reads a text whose characters stand from `start` to `end`, in pixels along the line; how often it was asked. */
function reader(start: number, end: number) {
  const asked: Rectangle[] = [];
  const read = (box: Rectangle, turn: Turn): Promise<Reading> => {
    asked.push(box);
    const isDown = turn === 90 || turn === 270;
    const [from, to] = isDown ? [box.top, box.bottom] : [box.left, box.right];
    const [first, last] = [Math.max(start, from) + 5, Math.min(end, to) - 5].map(
      (at) => (at - from) / (to - from),
    ) as [number, number];
    const isForward = turn === 0 || turn === 270;
    const extent = isForward ? { first, last } : { first: 1 - last, last: 1 - first };
    return Promise.resolve({ text: 'x'.repeat(Math.round((last - first) * 100)), confidence: 0.9, extent });
  };
  return { asked, read };
}

const PIECE = { text: 'x', confidence: 0.9, extent: null };

describe('a line is read to its ends', () => {
  test.each<[Turn, Rectangle]>([
    [0, { left: 150, top: 100, right: 200, bottom: 120 }],
    [180, { left: 150, top: 100, right: 200, bottom: 120 }],
  ])('turned by %d degrees, across', async (turn, box) => {
    const { read } = reader(60, 320);
    const whole = await wholeLine({ ...PIECE, box, turn }, PICTURE, read);
    expect(whole.box.left).toBeLessThanOrEqual(60);
    expect(whole.box.right).toBeGreaterThanOrEqual(320);
    expect(whole.box.left).toBeGreaterThan(60 - 20);
    expect(whole.box.right).toBeLessThan(320 + 20);
    expect(whole.box).toMatchObject({ top: 100, bottom: 120 });
    expect(whole.text.length).toBeGreaterThan(1);
  });

  test.each<[Turn, Rectangle]>([
    [90, { left: 100, top: 150, right: 120, bottom: 200 }],
    [270, { left: 100, top: 150, right: 120, bottom: 200 }],
  ])('turned by %d degrees, downwards: one end further than the other', async (turn, box) => {
    const { read } = reader(145, 280);
    const whole = await wholeLine({ ...PIECE, box, turn }, PICTURE, read);
    expect(whole.box.top).toBeGreaterThan(145 - 20);
    expect(whole.box.bottom).toBeGreaterThanOrEqual(280);
    expect(whole.box).toMatchObject({ left: 100, right: 120 });
  });

  test('one that has nothing beyond is looked at once more, and stays', async () => {
    const { asked, read } = reader(152, 198);
    const box = { left: 150, top: 100, right: 200, bottom: 120 };
    const whole = await wholeLine({ ...PIECE, box, turn: 0 }, PICTURE, read);
    expect(asked).toHaveLength(1);
    expect(whole.box.left).toBeGreaterThan(150 - 20);
    expect(whole.box.right).toBeLessThan(200 + 20);
  });

  test('what cannot be read beyond leaves it as it is', async () => {
    const box = { left: 150, top: 100, right: 200, bottom: 120 };
    const unread = () => Promise.resolve({ text: '?', confidence: 0.2, extent: { first: 0, last: 1 } });
    expect(await wholeLine({ ...PIECE, box, turn: 0 }, PICTURE, unread)).toMatchObject({ box, text: 'x' });
  });

  test('what stands beside it makes it no less sure', async () => {
    const box = { left: 150, top: 100, right: 200, bottom: 120 };
    const worse = () => Promise.resolve({ text: 'xy', confidence: 0.6, extent: { first: 0.4, last: 0.6 } });
    expect(await wholeLine({ ...PIECE, box, turn: 0 }, PICTURE, worse)).toMatchObject({
      text: 'xy',
      confidence: 0.9,
    });
  });

  test('it never leaves the picture, nor goes on for ever', async () => {
    const { asked, read } = reader(-1000, 5000);
    const box = { left: 5, top: 100, right: 30, bottom: 120 };
    const whole = await wholeLine({ ...PIECE, box, turn: 0 }, PICTURE, read);
    expect(whole.box.left).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(6);
    for (const { left, right } of asked) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(400);
    }
  });
});
