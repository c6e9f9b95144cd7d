import { readFileSync } from 'node:fs';
import { decodeFrame, encodeFrame } from '../codecs/codec.ts';
import { Codecs } from '../codecs/wasm.ts';
import { compiled } from '../codecs/webAssembly.ts';
import { PixelsError } from '../errors.ts';
import type { TextFinder } from '../text/finder.ts';
import type { Job, Results } from './jobs.ts';
import { serve } from './serve.ts';
import { openFinder } from './textFinder.ts';

/** The heavy part, in a process that may die: `child.ts` starts it. */

// Each is loaded by the first job that needs it.
let codecs: Codecs | null = null;
let finder: Promise<TextFinder> | null = null;

async function done(job: Job): Promise<Results[keyof Results]> {
  switch (job.kind) {
    case 'decode':
      return decodeFrame(job.frame, job.format, loaded());
    case 'encode':
      return plain(encodeFrame(job.decoded, job.format, loaded()));
    case 'findText':
      finder ??= openFinder().catch((error: unknown) => {
        // The next job tries again.
        finder = null;
        throw error;
      });
      return (await finder).find(job.raster, job.display);
  }
}

function loaded(): Codecs {
  codecs ??= openCodecs(process.argv.at(-1) ?? '');
  return codecs;
}

/** Throws `PIXELS_WEIGHTS`: without codecs it is not the frame that is damaged. */
function openCodecs(wasmFile: string): Codecs {
  try {
    return new Codecs(compiled(readFileSync(wasmFile)));
  } catch {
    throw new PixelsError('PIXELS_WEIGHTS', 'The codecs are missing or were changed', 'Install Lethe again.');
  }
}

/** A `Buffer` would arrive as one. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

serve(done);
