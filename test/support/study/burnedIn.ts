import { eachPixelOf } from '../bitmapFont.ts';
import { fragments, instance, inTagOrder, type Node, TRANSFER_SYNTAX } from '../build.ts';
import { encoderOf } from '../characterSets.ts';
import { attr } from './attribute.ts';
import { imagePixel } from './images.ts';
import { patientAndStudy, type Study, senders } from './patient.ts';
import { liver, rleFrame } from './pictures.ts';

const [ROWS, COLUMNS] = [240, 320];
/** Letters of 21 pixels in the top left corner, where ultrasound devices write the name. */
const SCALE = 3;
const [LEFT, TOP, LINE] = [8, 8, 30];
const WHITE = 235;

/** US: two RGB frames in RLE that show the patient's name, and say nothing of it. `label`: tells its UID from others'. */
export function usWithName(study: Study, label = 'us name in picture', ...more: readonly Node[]): Uint8Array {
  const { planter, family, given } = study;
  const elements = [
    ...patientAndStudy(study),
    attr('ImageType', 'ORIGINAL\\PRIMARY'),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.3.1'),
    attr('SOPInstanceUID', planter.uid(label)),
    attr('Modality', 'US'),
    attr('SeriesInstanceUID', planter.uid('us series')),
    attr('FrameTime', '40'),
    attr('InstanceNumber', '2'),
    attr('NumberOfFrames', '2'),
    ...more,
    ...imagePixel(ROWS, COLUMNS, 8, 'RGB', 3),
    attr('PlanarConfiguration', [1]),
    fragments(
      [0, 1].map((frame) => [rleFrame(withLines(liver(ROWS, COLUMNS, frame), [family, given]))]),
      { offsetTable: 'frames' },
    ),
  ];
  return instance({
    transferSyntax: TRANSFER_SYNTAX.rleLossless,
    meta: senders(study),
    text: encoderOf(study.terms),
    elements: inTagOrder(elements),
  });
}

function withLines(planes: readonly Uint8Array[], lines: readonly string[]): readonly Uint8Array[] {
  return planes.map((plane) => {
    const made = new Uint8Array(plane);
    for (const [line, text] of lines.entries())
      eachPixelOf(asCapitals(text), (x, y) => {
        for (let at = 0; at < SCALE * SCALE; at++) {
          const row = TOP + line * LINE + y * SCALE + Math.floor(at / SCALE);
          made[row * COLUMNS + LEFT + x * SCALE + (at % SCALE)] = WHITE;
        }
      });
    return made;
  });
}

/** The font has no letters beyond A to Z: accents go, as on the screens of old devices. */
function asCapitals(text: string): string {
  return text.replace(/ø/g, 'o').normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}
