import { createHash } from 'node:crypto';
import type { Display, FoundText, TextDetector } from './reader.ts';
import type { Raster } from './shape.ts';

/** Of a cine of ten thousand frames each is still known; what was found in one takes some hundred bytes. */
const MOST_PICTURES = 10_000;

/**
 * A detector that remembers what it found in which picture: the same samples, shown in the same way, show the same text. For whoever takes one instance through its rules again and
 * again, as a review does after each decision. Texts are originals, and stay in memory; pictures are not kept, only their digests.
 */
export function rememberedTexts(detector: TextDetector, most = MOST_PICTURES): TextDetector {
  const known = new Map<string, Promise<readonly FoundText[]>>();
  return {
    findText: (raster, display) => {
      const picture = digestOf(raster, display);
      const before = known.get(picture);
      // What was asked for last goes last.
      known.delete(picture);
      const found = before ?? detector.findText(raster, display);
      known.set(picture, found);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      // Whoever asks after a failure has it looked at again.
      found.catch(() => known.get(picture) === found && known.delete(picture));
      return found;
    },
  };
}

function digestOf({ bytes, ...size }: Raster, { palette, ...display }: Display): string {
  const hash = createHash('sha256').update(JSON.stringify([size, display, palette?.first ?? null]));
  for (const colours of palette === null ? [] : [palette.red, palette.green, palette.blue])
    hash
      .update(`${colours.length} `)
      .update(new Uint8Array(colours.buffer, colours.byteOffset, colours.byteLength));
  return hash.update(bytes).digest('base64');
}
