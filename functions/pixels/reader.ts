import type { PixelReader } from '../../layers/pixels/reader.ts';

/** The reader of frames, in a thread of its own: loaded where an instance comes, not with the function. */
export async function openFunctionReader(): Promise<PixelReader> {
  const { openReader } = await import('../../layers/pixels/openReader.ts');
  return openReader();
}
