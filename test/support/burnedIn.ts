import { eachPixelOf } from './bitmapFont.ts';
import { el, type InstanceOptions, instance, type Node, pixels } from './build.ts';

const [ROWS, COLUMNS] = [160, 320];
const SCALE = 3;
/** Where the name stands: no other pixel is above this row. */
export const NAME_ROWS = 40;
export const ULTRASOUND_COLUMNS = COLUMNS;

/** An ultrasound image of 8 bits: grey speckle under a line of text, white on black. No attribute says that it shows a name. */
export function burnedInPixels(text: string): Uint8Array {
  const image = Uint8Array.from({ length: ROWS * COLUMNS }, (_, at) => {
    const row = Math.floor(at / COLUMNS);
    return row > NAME_ROWS + 20 ? 40 + ((at * 31) % 60) : 0;
  });
  eachPixelOf(text, (x, y) => {
    for (let dy = 0; dy < SCALE; dy++)
      image.fill(
        255,
        (8 + y * SCALE + dy) * COLUMNS + 10 + x * SCALE,
        (8 + y * SCALE + dy) * COLUMNS + 10 + (x + 1) * SCALE,
      );
  });
  return image;
}

/** A whole instance of these pixels, or of others, with the attributes that `more` adds. */
export function ultrasound(
  {
    number,
    modality = 'US',
    image,
    more = [],
  }: {
    readonly number: number;
    readonly modality?: string;
    readonly image: Uint8Array | Node;
    readonly more?: readonly Node[];
  },
  options: Partial<InstanceOptions> = {},
): Uint8Array {
  const isSlice = modality !== 'US';
  return instance({
    ...options,
    elements: [
      el(0x00080008, 'CS', isSlice ? 'ORIGINAL\\PRIMARY\\AXIAL' : 'ORIGINAL\\PRIMARY'),
      el(0x00080016, 'UI', isSlice ? '1.2.840.10008.5.1.4.1.1.2' : '1.2.840.10008.5.1.4.1.1.6.1'),
      el(0x00080018, 'UI', `1.2.826.0.1.3680043.10.474.88.${number}`),
      el(0x00080060, 'CS', modality),
      ...more,
      el(0x0020000d, 'UI', '1.2.826.0.1.3680043.10.474.86'),
      el(0x0020000e, 'UI', '1.2.826.0.1.3680043.10.474.87'),
      el(0x00200013, 'IS', String(number)),
      el(0x00280002, 'US', [1]),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280010, 'US', [ROWS]),
      el(0x00280011, 'US', [COLUMNS]),
      el(0x00280100, 'US', [8]),
      el(0x00280101, 'US', [8]),
      el(0x00280102, 'US', [7]),
      el(0x00280103, 'US', [0]),
      image instanceof Uint8Array ? pixels(image) : image,
    ],
  });
}
