/** One signature of a script, with the regions that follow it. Offsets are of the script. */
export interface Signature {
  /** Without its braces. */
  readonly expression: string;
  readonly offset: number;
  /** The last line of text before it: what its author calls it. */
  readonly label: string;
  readonly regions: readonly ScriptRegion[];
}

export interface ScriptRegion {
  /** Left, top, width and height; null: four parts that are not whole numbers. */
  readonly numbers: readonly [left: number, top: number, width: number, height: number] | null;
  readonly offset: number;
}

export interface PixelScript {
  readonly signatures: readonly Signature[];
  /** Of a brace that nothing closes; null: there is none. */
  readonly unclosed: number | null;
}

/**
 * A script of CTP's DicomPixelAnonymizer, as its own reader takes it apart (`PixelScript.java`): what stands in braces is a signature, what stands in parentheses between two
 * of them a region, if it has four parts, and everything else is remarks.
 */
export function readPixelScript(text: string): PixelScript {
  const braces: { readonly start: number; readonly end: number }[] = [];
  let unclosed: number | null = null;
  for (let start = text.indexOf('{'); start >= 0; ) {
    const end = text.indexOf('}', start);
    if (end < 0) {
      unclosed = start;
      break;
    }
    braces.push({ start, end });
    start = text.indexOf('{', end);
  }
  const signatures = braces.map(({ start, end }, place): Signature => {
    const before = braces[place - 1];
    return {
      expression: text.slice(start + 1, end),
      offset: start + 1,
      label: labelIn(text.slice(before === undefined ? 0 : before.end + 1, start)),
      regions: regionsIn(text, end + 1, braces[place + 1]?.start ?? unclosed ?? text.length),
    };
  });
  return { signatures, unclosed };
}

function regionsIn(text: string, from: number, to: number): readonly ScriptRegion[] {
  const regions: ScriptRegion[] = [];
  for (let at = text.indexOf('(', from); at >= 0 && at < to; ) {
    const end = text.indexOf(')', at);
    if (end < 0 || end >= to) break;
    const parts = text.slice(at + 1, end).split(',');
    if (parts.length === 4) regions.push({ numbers: numbersOf(parts), offset: at });
    at = text.indexOf('(', end);
  }
  return regions;
}

function numbersOf(parts: readonly string[]): ScriptRegion['numbers'] {
  if (!parts.every((part) => /^\s*-?\d{1,9}\s*$/.test(part))) return null;
  const [left = 0, top = 0, width = 0, height = 0] = parts.map(Number);
  return [left, top, width, height];
}

function labelIn(between: string): string {
  const lines = between.split('\n').map((line) => line.trim());
  return lines.findLast((line) => /[A-Za-z]/.test(line) && !line.startsWith('(')) ?? '';
}
