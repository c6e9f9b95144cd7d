import { Presets, SingleBar } from 'cli-progress';
import type { BarStream } from '../deid/progress.ts';

export interface SendProgress {
  advance(): void;
  stop(): void;
}

/** A bar on standard error, if that is a terminal; without a total, a number that grows. */
export function startProgress(
  total: number | null,
  wanted: boolean,
  stream: BarStream = process.stderr,
): SendProgress {
  if (!wanted || stream.isTTY !== true) return { advance: () => {}, stop: () => {} };
  const format = total === null ? '{value} files' : '{bar} {value}/{total} files, {eta_formatted} left';
  const bar = new SingleBar(
    { format, stream, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(total ?? 0, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
