import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  advance(): void;
  stop(): void;
}

/** A bar on standard error, if that is a terminal. */
export function startProgress(total: number, wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return { advance: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} instances, {eta_formatted} left',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
