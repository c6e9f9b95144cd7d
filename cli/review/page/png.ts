/** A picture of red, green and blue as a PNG. One without colours is sent as grey, which is a third. */
export async function pngOf(width: number, height: number, rgb: Uint8Array): Promise<Uint8Array> {
  // A library, for a format that others must read; loaded with the first picture.
  const { encode } = await import('fast-png');
  const grey = greyOf(rgb);
  const image = grey === null ? { data: rgb, channels: 3 } : { data: grey, channels: 1 };
  // It goes no further than this machine: time counts, and size does not.
  return encode({ width, height, depth: 8, ...image }, { zlib: { level: 1 } });
}

function greyOf(rgb: Uint8Array): Uint8Array | null {
  const grey = new Uint8Array(rgb.length / 3);
  for (let at = 0; at < grey.length; at++) {
    const red = rgb[3 * at] as number;
    if (red !== rgb[3 * at + 1] || red !== rgb[3 * at + 2]) return null;
    grey[at] = red;
  }
  return grey;
}
