import { rekognitionOnDemand } from '../../layers/aws/rekognitionOnDemand.ts';
import type { EngineServices } from '../../layers/engine/deidentify.ts';
import type { KeptNote } from '../../layers/engine/kept.ts';
import { ReviewError } from '../../layers/engine/review/errors.ts';
import type { ReviewModel } from '../../layers/engine/review/model.ts';
import type { ReviewedRules } from '../../layers/engine/review/ports.ts';
import { ReviewedFile } from '../../layers/local/reviewedFile.ts';
import { lazyReader } from '../../layers/pixels/lazyReader.ts';
import { rememberedTexts } from '../../layers/pixels/rememberedTexts.ts';
import { versionProblem } from '../../rules/forLethe.ts';
import { UsageError } from '../exit.ts';
import { requireNotClean } from '../places.ts';
import type { RetryOptions } from '../quarantine/services.ts';

/** What a review may name beside what a retry may. */
export interface ReviewOptions extends RetryOptions {
  readonly reviewed?: string;
  readonly stack?: string;
}

/**
 * Reads frames, once somebody asks for that, and what the rules may let look beside it. After each decision the instance goes through its rules again: what stood in its pictures is
 * remembered, for to find it took seconds a picture, and money where Rekognition looks.
 */
export const looking: Required<Pick<EngineServices, 'pixels' | 'detector'>> = {
  pixels: lazyReader(async () => {
    const reader = (await import('../../layers/pixels/openReader.ts')).openReader();
    return { ...reader, ...rememberedTexts(reader) };
  }),
  detector: rememberedTexts(rekognitionOnDemand().detector()),
};

/** The file that accepted proposals are written to; null: none was named. Throws `UsageError` for one among clean instances. */
export function reviewedRules({ reviewed }: ReviewOptions, out: string | null): ReviewedRules | null {
  if (reviewed === undefined) return null;
  if (out !== null) requireNotClean(out, '--reviewed', reviewed);
  return new ReviewedFile(reviewed, (writtenFor) => versionProblem(writtenFor) === null);
}

/** Services that are opened once for all instances of one run. */
export function remembered(open: (note: KeptNote | null) => Promise<EngineServices>) {
  const opened = new Map<string, Promise<EngineServices>>();
  return {
    of: (note: KeptNote | null): Promise<EngineServices> => {
      const key = JSON.stringify(note?.run ?? null);
      const known = opened.get(key) ?? askingReview(() => open(note));
      opened.set(key, known);
      return known;
    },
    close: async (): Promise<void> => {
      for (const services of opened.values())
        await services.then(
          ({ identities }) => identities.close(),
          () => {},
        );
    },
  };
}

/** A wrong call, as a review says it: one instance whose run is not to be found does not end the others. */
export async function askingReview<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [what = '', ...rest] = error.message.split(/(?<=\.) /);
    throw new ReviewError(error.code, what.replace(/\.$/, ''), rest.join(' '));
  }
}

/** A review that closes what it was opened with. */
export function closing(model: ReviewModel, close: () => Promise<void>): ReviewModel {
  const own = model.close.bind(model);
  return Object.assign(model, {
    close: async () => {
      await own();
      await close();
    },
  });
}
