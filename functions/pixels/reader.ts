import { fileURLToPath } from 'node:url';
import type { PixelReader } from '../../layers/pixels/reader.ts';

/** The reader of frames, in a process of its own. Its worker, codecs and weights lie beside this module in the function's bundle (infra/bundle.ts), and not in the layer that all functions load. */
export async function openFunctionReader(): Promise<PixelReader> {
  const { openReader } = await import('../../layers/pixels/openReader.ts');
  const here = import.meta.url;
  return openReader({ folder: here.endsWith('.ts') ? null : fileURLToPath(new URL('.', here)) });
}
