import { unsupported } from '../errors.ts';
import type { Display, FoundText } from '../reader.ts';
import type { Raster } from '../shape.ts';

/** What looks for text, as `layers/pixels/text/finder.ts` gives it. */
export interface TextFinder {
  find(raster: Raster, display: Display): Promise<readonly FoundText[]>;
  readonly weights: string;
  close(): Promise<void>;
}

/** Loaded when the first frame is looked at: weights and runtime are a second, and 300 MB. */
export async function openFinder(): Promise<TextFinder> {
  const place = new URL('../text/finder.ts', import.meta.url).href;
  let finder: { readonly openTextFinder: () => Promise<TextFinder> };
  try {
    finder = await import(place);
  } catch {
    throw unsupported('Nothing here looks for text');
  }
  return finder.openTextFinder();
}
