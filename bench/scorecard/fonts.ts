import type { Font } from 'opentype.js';
import { openFonts } from '../pixels/ink.ts';

/** The fonts of this machine; none: burned-in text has the glyphs of old devices. */
export function fontsHere(): readonly Font[] {
  try {
    return openFonts();
  } catch {
    return [];
  }
}
