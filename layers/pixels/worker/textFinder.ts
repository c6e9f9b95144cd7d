import type { TextFinder } from '../text/finder.ts';

/** Loaded when the first frame is looked at: weights and runtime are a second, and 300 MB. Throws `PIXELS_WEIGHTS`. */
export async function openFinder(): Promise<TextFinder> {
  const { openTextFinder } = await import('../text/finder.ts');
  return openTextFinder();
}
