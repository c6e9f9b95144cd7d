import type { PixelReader } from './reader.ts';

/** A reader that is opened when it is first asked: most instances have no frame to read, and codecs and weights take a second. `onFrame`: a frame was looked at. */
export function lazyReader(open: () => Promise<PixelReader>, onFrame: () => void = () => {}): PixelReader {
  let opened: Promise<PixelReader> | undefined;
  const reader = (): Promise<PixelReader> => {
    opened ??= open();
    return opened;
  };
  return {
    decode: async (frame, format) => (await reader()).decode(frame, format),
    encode: async (decoded, format) => (await reader()).encode(decoded, format),
    findText: async (raster, display) => {
      const found = await (await reader()).findText(raster, display);
      onFrame();
      return found;
    },
    close: async () => {
      if (opened !== undefined) await (await opened).close();
    },
  };
}
