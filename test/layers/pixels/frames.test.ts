import { beginsCodestream, framesOf, offsetsOf } from '../../../layers/pixels/frames.ts';

/** Fragments of these lengths, one behind the other, as an index has them: behind the header of each item. */
function fragments(...lengths: readonly number[]) {
  let at = 100;
  return lengths.map((length) => {
    const start = at + 8;
    at = start + length;
    return { start, end: at };
  });
}

const NO_TABLE = { basic: [], extended: [] };

describe('the fragments of each frame', () => {
  it.each([
    ['one frame in several', [10, 20, 30], 1, NO_TABLE, [[0, 1, 2]]],
    ['a frame each, without a table', [10, 20, 30], 3, NO_TABLE, [[0], [1], [2]]],
    ['by the Basic Offset Table', [10, 20, 30], 2, { basic: [0, 46], extended: [] }, [[0, 1], [2]]],
    ['by the Extended Offset Table', [10, 20, 30], 2, { basic: [], extended: [0, 18] }, [[0], [1, 2]]],
    [
      'by where codestreams begin',
      [10, 20, 30],
      2,
      { ...NO_TABLE, begins: [true, false, true] },
      [[0, 1], [2]],
    ],
  ])('%s', (_name, lengths, frames, tables, expected) => {
    expect(framesOf(fragments(...lengths), frames, tables)).toEqual(expected);
  });

  it.each([
    ['fewer fragments than frames', [10, 20], 3, NO_TABLE],
    ['more fragments than frames, and no table', [10, 20, 30], 2, NO_TABLE],
    ['a table of another length', [10, 20, 30], 3, { basic: [0, 18], extended: [] }],
    ['an offset within a fragment', [10, 20, 30], 2, { basic: [0, 20], extended: [] }],
    ['offsets that do not rise', [10, 20, 30], 3, { basic: [0, 46, 18], extended: [] }],
    ['a first frame that is not the first fragment', [10, 20, 30], 2, { basic: [18, 46], extended: [] }],
    ['no fragment', [], 1, NO_TABLE],
    ['more beginnings than frames', [10, 20, 30], 2, { ...NO_TABLE, begins: [true, true, true] }],
    ['a first fragment that begins nothing', [10, 20, 30], 2, { ...NO_TABLE, begins: [false, true, true] }],
    [
      'a table that codestreams speak against',
      [10, 20, 30],
      2,
      { basic: [0, 20], extended: [], begins: [true, false, true] },
    ],
  ])('%s are refused', (_name, lengths, frames, tables) => {
    expect(() => framesOf(fragments(...lengths), frames, tables)).toThrow(
      expect.objectContaining({ code: 'PIXELS_DISAGREE' }),
    );
  });

  it('are said by the offsets and lengths of what is written', () => {
    expect(offsetsOf([[10], [20, 30], [40]])).toEqual({ offsets: [0, 18, 84], lengths: [10, 50, 40] });
  });

  it.each([
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0], true],
    ['JPEG 2000', [0xff, 0x4f, 0xff, 0x51], true],
    ['JPEG XL', [0xff, 0x0a], true],
    ['the middle of a scan', [0xff, 0x00, 0x13, 0x2a], false],
    ['SOI and no marker', [0xff, 0xd8, 0x00], false],
    ['nothing', [], false],
  ])('begin, by their first bytes: %s', (_name, bytes, expected) => {
    expect(beginsCodestream(Uint8Array.from(bytes))).toBe(expected);
  });
});
