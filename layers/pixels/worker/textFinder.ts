import type { TextFinder } from '../text/finder.ts';

/**
 * Loaded when the first frame is looked at: weights and runtime are a second, and 300 MB. By ONNX Runtime of this machine where somebody has installed it beside Lethe, else by
 * WASM. Throws `PIXELS_WEIGHTS`.
 */
export async function openFinder(): Promise<TextFinder> {
  const { openTextFinder } = await import('../text/finder.ts');
  const { isNativeInstalled } = await import('../text/nativeRuntime.ts');
  if (isNativeInstalled()) {
    try {
      return await openTextFinder({ runtime: 'native' });
    } catch {
      // Of another machine, or of another version: WASM runs everywhere.
    }
  }
  return openTextFinder();
}
