import { type Mutant, mutantsOf } from '../mutant.ts';

/** Looking for text that is burned in. */

const FINDER = ['test/layers/pixels/text/finder.test.ts'];
const LOOK = ['test/layers/pixels/text/lookAt.test.ts'];
const WHOLE = ['test/layers/pixels/text/wholeLine.test.ts'];
const FAINT = ['test/layers/pixels/text/faint.test.ts'];
const TINTED = ['test/layers/pixels/text/tinted.test.ts'];
const PALETTE = ['test/layers/engine/look/palette.test.ts'];

export const LOOKING_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('layers/pixels/text/finder.ts', FINDER, [
    {
      name: 'looking-hardly-there',
      replace: 'for (const hidden of [faintOf(picture), tintedOf(raster, display, picture.bytes)])',
      by: 'for (const hidden of [] as ReturnType<typeof faintOf>[])',
      why: 'Names that are grey on grey, or as bright as their ground, stay.',
    },
    {
      name: 'looking-one-direction',
      replace: 'return across > 1.5 * down ? [0, 180] : [0, 180, 90, 270];',
      by: 'return [0];',
      why: 'A name that stands on its head stays.',
    },
    {
      name: 'looking-askew',
      replace: 'if ((line === null || !isRead(line)) && slanted !== null) {',
      by: 'if ((line === null || !isRead(line)) && slanted !== null && (false as boolean)) {',
      why: 'A name on a sheet that lay askew stays.',
    },
  ]),
  ...mutantsOf('layers/pixels/text/lookAt.ts', LOOK, [
    {
      name: 'looking-small-pictures',
      replace: 'if (isWhole && Math.max(picture.width, picture.height) <= SMALL_PICTURE)',
      by: 'if (false as boolean)',
      why: 'Small letters on a small picture are not seen at its size.',
    },
    {
      name: 'looking-kept-apart',
      replace: 'return [once, twice].flatMap(linesOf);',
      by: 'return linesOf(once);',
      why: 'What is found at twice the size alone stays.',
    },
  ]),
  ...mutantsOf('layers/pixels/text/wholeLine.ts', WHOLE, [
    {
      name: 'looking-other-end',
      replace: 'const [least, most] = isForward ? [first, last] : [1 - last, 1 - first];',
      by: 'const [least, most] = [first, last];',
      why: 'A line on its head is read on at the wrong end.',
    },
    {
      name: 'looking-sure-of-the-line',
      replace: 'const confidence = Math.max(whole.confidence, reading.confidence);',
      by: 'const { confidence } = text;',
      why: 'What reads well by itself is taken for an edge, for what stands beside it.',
    },
    {
      name: 'looking-once-beyond',
      replace: 'const MOST_TIMES = 6;',
      by: 'const MOST_TIMES = 1;',
      why: 'The end of a long line stays.',
    },
  ]),
  ...mutantsOf('layers/pixels/text/faint.ts', FAINT, [
    {
      name: 'looking-faint-darker',
      replace: '(at, ground) => MIDDLE + ((bytes[at] as number) - ground) * TIMES,',
      by: '(at, ground) => MIDDLE + Math.max(0, (bytes[at] as number) - ground) * TIMES,',
      why: 'Faint letters that are darker than their ground stay.',
    },
  ]),
  ...mutantsOf('layers/pixels/text/tinted.ts', TINTED, [
    {
      name: 'looking-third-colour',
      replace: '      apart(3 * at + 2, ground & 0xff),\n',
      by: '',
      why: 'Blue letters on a grey that is as bright stay.',
    },
  ]),
  ...mutantsOf('layers/engine/look/palette.ts', PALETTE, [
    {
      name: 'looking-palette-copies',
      replace: '} else if (kind === INDIRECT && mayRepeat) {',
      by: '} else if (kind === INDIRECT && false) {',
      why: 'An image whose palette repeats a segment is looked at as if its indices were greys.',
    },
  ]),
];
