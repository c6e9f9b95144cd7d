import { memorySource } from '../../layers/dicom/byteSource.ts';
import { DEFAULT_LIMITS, type ParseLimits, parseInstance } from '../../layers/dicom/parse.ts';
import { strayChanges, type WholeInstance } from '../corpus/unchanged.ts';
import { bytesOfSegments, type CleanOptions, clean } from '../layers/engine/harness.ts';
import { effortMs } from '../support/effort.ts';
import { type PlanName, planNamed } from './plans.ts';

/** What an object may cost, by its size: a share for each byte, and something to begin with. */
export const BOUNDS = {
  startMs: 250,
  msPerMegabyte: 4_000,
  /** Of a deflated body: it counts by what it inflates to, at most this. */
  maxInflatedBytes: 8 * 1024 * 1024,
} as const;

export const FUZZ_LIMITS: ParseLimits = { ...DEFAULT_LIMITS, maxInflatedBytes: BOUNDS.maxInflatedBytes };

/** What became of a mutant: its clean bytes or a code; else what is wrong with the engine. */
export interface Verdict {
  /** `released`, `held`, or the code of the reason; null where something is wrong. */
  readonly outcome: string | null;
  /** Of processor. */
  readonly ms: number;
  readonly wrong: string | null;
}

const PLANS = { basic: planNamed('basic'), options: planNamed('options') } as const;

/** Codes of our own errors look like this; a text where a code should be may hold a value. */
const CODE = /^[A-Z][A-Z0-9_]{2,40}$/;
const PATH = /^(\([0-9A-F]{4},[0-9A-F]{4}\)(\[\d+\])?)*$/;
/** Certification finds these only if the engine did not do what it decided. */
const DEFECTS: ReadonlySet<string> = new Set(['RULE_NOT_HELD', 'OUTPUT_UNREADABLE']);

/**
 * Takes one object through the engine in memory. It must come out, and then be a whole object with nothing astray in it, or be refused by a code, with a place and without a value, within its time.
 */
export async function verdictOn(bytes: Uint8Array, planName: PlanName = 'basic'): Promise<Verdict> {
  const options = { limits: FUZZ_LIMITS, plan: PLANS[planName] };
  const started = effortMs();
  try {
    const result = await clean(bytes, options);
    const ms = effortMs() - started;
    const slow = ms > allowedMs(bytes.length) && (await isSlow(bytes, options)) ? 'took too long' : null;
    if ('reason' in result) {
      const { code, path = '', offset = 0 } = result.reason;
      const wrong = !CODE.test(code)
        ? 'a reason without a code'
        : DEFECTS.has(code)
          ? `${code} at ${path}`
          : !PATH.test(path) || offset < 0
            ? `${code} without a place`
            : slow;
      return { outcome: code, ms, wrong };
    }
    const output = bytesOfSegments(bytes, result.segments);
    // What other plans change is for their own tests to know: here their output must be a whole object.
    const [before, after] = [await whole(bytes), await whole(output)];
    const [stray] = planName === 'basic' ? strayChanges(before, after) : [];
    return { outcome: result.outcome, ms, wrong: stray ?? slow };
  } catch (error) {
    return { outcome: null, ms: effortMs() - started, wrong: describe(error) };
  }
}

/** Whether it is slow time and again: once may be the machine. */
async function isSlow(bytes: Uint8Array, options: CleanOptions): Promise<boolean> {
  for (let again = 0; again < 3; again++) {
    const started = effortMs();
    await clean(bytes, options);
    if (effortMs() - started <= allowedMs(bytes.length)) return false;
  }
  return true;
}

async function whole(bytes: Uint8Array): Promise<WholeInstance> {
  return { instance: await parseInstance(memorySource(bytes), FUZZ_LIMITS), bytes };
}

function allowedMs(sizeBytes: number): number {
  return BOUNDS.startMs + (BOUNDS.msPerMegabyte * sizeBytes) / 1e6;
}

/** The kind of the error and where it came from. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'threw something that is not an error';
  const frame = error.stack
    ?.split('\n')
    .find((line) => line.includes('/layers/') || line.includes('/rules/'));
  return `threw ${error.name} ${frame?.trim().replace(/file:\/\/\S*\/(?=layers|rules)/, '') ?? ''}`;
}
