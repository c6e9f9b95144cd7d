import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  advance(): void;
  /** So many more frames were looked at: an instance may have thousands. */
  looked(frames: number): void;
  stop(): void;
}

/** Where a bar is drawn; standard error is one. */
export interface BarStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

/** A bar, by default on standard error, if that is a terminal. */
export function startProgress(total: number, wanted: boolean, stream: BarStream = process.stderr): Progress {
  if (!wanted || stream.isTTY !== true) return { advance: () => {}, looked: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} instances{frames}, {eta_formatted} left',
      stream,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let frames = 0;
  bar.start(total, 0, { frames: '' });
  return {
    advance: () => bar.increment(),
    looked: (more) => {
      frames += more;
      bar.update({ frames: `, ${frames} ${frames === 1 ? 'frame' : 'frames'} looked at` });
    },
    stop: () => bar.stop(),
  };
}
