import type { ByteSource } from '../../dicom/byteSource.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { EngineServices } from '../deidentify.ts';
import { type Preview, previewOf, type Window } from '../look/preview.ts';
import { Refusal } from '../refusal.ts';
import { planWithDrawn } from './apply.ts';
import { revisionOf } from './decisions.ts';
import { ReviewError } from './errors.ts';
import type { Picture, ReviewDecision } from './types.ts';

/** A larger frame takes half a gigabyte as two pictures. */
const MOST_PIXELS = 64 * 1024 * 1024;

interface Opened {
  readonly of: string;
  readonly source: ByteSource;
  readonly preview: Preview;
}

/** The frames of the instance that somebody looks at: it is opened, and looked at for text, once for all of them. One picture is made at a time. */
export class Pictures {
  #opened: Opened | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `open`: the bytes of the instance. Rejects with `ReviewError` where there is no such frame, or it cannot be shown. */
  of(
    name: string,
    frame: number,
    services: EngineServices,
    standing: readonly ReviewDecision[],
    open: () => Promise<ByteSource>,
    window?: Window,
  ): Promise<Picture> {
    const made = this.#last.then(() => this.#make(name, frame, services, standing, open, window));
    this.#last = made.catch(() => {});
    return made;
  }

  async #make(
    name: string,
    frame: number,
    services: EngineServices,
    standing: readonly ReviewDecision[],
    open: () => Promise<ByteSource>,
    window: Window | undefined,
  ): Promise<Picture> {
    try {
      const { preview } = await this.#open(name, services, standing, open);
      if (!Number.isInteger(frame) || frame < 0 || frame >= preview.frames) throw noFrame();
      if (preview.columns * preview.rows > MOST_PIXELS) throw notShown('too large');
      const { before, after, grey } = await preview.picture(frame, window);
      return { width: before.width, height: before.height, before: before.bytes, after: after.bytes, grey };
    } catch (error) {
      if (error instanceof DicomError || error instanceof Refusal) throw notShown(error.code);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#closeOpened();
  }

  async #closeOpened(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.source.close();
  }

  async #open(
    name: string,
    services: EngineServices,
    standing: readonly ReviewDecision[],
    open: () => Promise<ByteSource>,
  ): Promise<Opened> {
    const drawn = standing.filter(({ action }) => action.kind === 'redact');
    const of = [name, services.plan.digest, ...drawn.map(revisionOf)].join(' ');
    if (this.#opened?.of === of) return this.#opened;
    await this.#closeOpened();
    const source = await open();
    try {
      const preview = await previewOf(
        planWithDrawn(services.plan, drawn),
        source,
        services.pixels,
        services.detector,
      );
      this.#opened = { of, source, preview };
      return this.#opened;
    } catch (error) {
      await source.close();
      throw error;
    }
  }
}

function noFrame(): ReviewError {
  return new ReviewError(
    'REVIEW_NO_PLACE',
    'The instance has no such frame',
    'Frames count from 0; "pixels" of lethe review show says how many there are.',
  );
}

function notShown(why: string): ReviewError {
  return new ReviewError(
    'REVIEW_UNREADABLE',
    `The pixels cannot be shown (${why})`,
    'lethe quarantine export-original takes the instance out as it came.',
  );
}
