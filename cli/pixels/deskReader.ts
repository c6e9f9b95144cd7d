import type { PixelReader } from '../../layers/pixels/reader.ts';

/** What reads frames at a desk; undefined: nothing does. */
export async function openDeskReader(): Promise<PixelReader | undefined> {
  return undefined;
}
