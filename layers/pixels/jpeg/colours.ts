import { frameHeaderOf, segmentsOf } from './stream.ts';

/** Whether the samples of a stream of three components are luma and chroma, or red, green and blue. */
export type JpegColours = 'ybr' | 'rgb';

const APP0 = 0xe0;
const APP14 = 0xee;

/**
 * What a decoder takes the three components of a stream for: as Adobe's segment says (0: as they are), else luma and chroma under JFIF's, where the chroma is sampled less, or by the
 * identifiers 1, 2, 3; red, green and blue by the identifiers R, G, B; else as `photometric` says. Real files have RGB in the data set over a stream of luma and chroma.
 */
export function jpegColours(stream: Uint8Array, photometric: string): JpegColours {
  let isJfif = false;
  for (const { marker, bytes } of segmentsOf(stream, 2)) {
    const name = Buffer.from(bytes.subarray(4, 9)).toString('latin1');
    if (marker === APP0 && name === 'JFIF\0') isJfif = true;
    if (marker === APP14 && name === 'Adobe' && bytes.length >= 16) return bytes[15] === 0 ? 'rgb' : 'ybr';
  }
  const { components } = frameHeaderOf(stream);
  const [first, second] = components;
  if (
    isJfif ||
    (first !== undefined && second !== undefined && first.across * first.down > second.across * second.down)
  )
    return 'ybr';
  const identifiers = String.fromCharCode(...components.map(({ id }) => id));
  if (identifiers === 'RGB') return 'rgb';
  return photometric === 'RGB' && identifiers !== '\u0001\u0002\u0003' ? 'rgb' : 'ybr';
}
