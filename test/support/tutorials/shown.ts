/**
 * The first thing in which what came differs from what a page shows; null: nothing. `…` in a line of the page stands for anything within that line,
 * and alone in a line for any lines: so a reader sees on the page itself what differs from one run to the next.
 */
export function differenceFrom(shown: string, came: string): string | null {
  const [wanted, got] = [linesOf(shown), linesOf(came)];
  const far = matched(wanted, got);
  if (far === null) return null;
  const [want, at] = far;
  return `the page shows ${quoted(wanted[want])} where there came ${quoted(got[at])}; in all there came:\n${came}`;
}

/** Null if the lines match; else the farthest place that they were followed to, in both. */
function matched(wanted: readonly string[], got: readonly string[]): readonly [number, number] | null {
  let farthest: readonly [number, number] = [0, 0];
  const follow = (want: number, at: number): boolean => {
    if (want + at > farthest[0] + farthest[1]) farthest = [want, at];
    const line = wanted[want];
    if (line === undefined) return at === got.length;
    if (line.trim() === '…') {
      for (let skipped = at; skipped <= got.length; skipped++) if (follow(want + 1, skipped)) return true;
      return false;
    }
    return at < got.length && patternOf(line).test(got[at] as string) && follow(want + 1, at + 1);
  };
  return follow(0, 0) ? null : farthest;
}

function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u');
}

function linesOf(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}

function quoted(line: string | undefined): string {
  return line === undefined ? 'no more lines' : JSON.stringify(line);
}
