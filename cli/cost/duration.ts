import type { MeasuredTime } from './measured.ts';

/**
 * How long an invocation takes: a model, made of measured processor time and assumed waits, and not Lambda. What is assumed stands here and on
 * docs/cost.md.
 */
export const ASSUMED = {
  /** Memory that a function gets one whole processor for (Lambda Developer Guide, "Configure Lambda function memory"). */
  vcpuMb: 1769,
  /** From request to answer within a region, with a warm connection: one GET, one PUT under a KMS key, one marker or tag, one audit line. */
  getMs: 25,
  putMs: 45,
  markMs: 20,
  auditMs: 15,
  /** Megabytes a second through one function, both ways together; it does not grow with memory. */
  transferMbPerSecond: 75,
  /** Of an invocation, beside its instances: Lambda's own, parsing, the log. */
  invocationMs: 3,
  /** A processor of Lambda's (Graviton2) against one of the machine that was measured on; TLS, which was not measured. */
  processorFactor: 1.2,
  tlsMsPerMb: 1,
  /** Instances of one batch that are worked on at a time: INSTANCES_AT_A_TIME of functions/ingest/batch.ts. */
  atATime: 4,
} as const;

/** Vcpus at this memory, of which JavaScript uses one at most. */
export function processorsAt(memoryMb: number): number {
  return Math.min(1, memoryMb / ASSUMED.vcpuMb);
}

/** Milliseconds of processor time of an instance, were it alone on a whole one of Lambda's. */
export function processorMs({ cpuMs, movedBytes }: Pick<MeasuredTime, 'cpuMs' | 'movedBytes'>): number {
  return cpuMs * ASSUMED.processorFactor + (movedBytes / 1e6) * ASSUMED.tlsMsPerMb;
}

/** Billed milliseconds of an invocation with so many instances. */
export function invocationMs(
  time: Pick<MeasuredTime, 'cpuMs' | 'movedBytes'>,
  memoryMb: number,
  batch: number,
): number {
  const busy = processorMs(time) / processorsAt(memoryMb);
  const transfer = time.movedBytes / 1e6 / (ASSUMED.transferMbPerSecond / 1000);
  const waits = ASSUMED.getMs + ASSUMED.putMs + ASSUMED.markMs + ASSUMED.auditMs;
  // Waits overlap, as far as instances are worked on together; processor and line are shared.
  const rounds = Math.ceil(batch / ASSUMED.atATime);
  const alone = rounds * (waits + busy + transfer);
  const shared = batch * Math.max(busy, transfer) + waits;
  return ASSUMED.invocationMs + Math.max(alone, shared);
}

/** Objects from this size on are copied within S3, but for their header: the default of `S3Store`. */
const COPIED_FROM_BYTES = 64 * 1024 * 1024;

/** Processor time and moved bytes of an object of this size: on the line through those that are moved whole, or as the one that is copied. */
export function timeOf(
  sourceBytes: number,
  sizes: readonly MeasuredTime[],
): Pick<MeasuredTime, 'cpuMs' | 'movedBytes'> {
  const named = (name: string): MeasuredTime => {
    const found = sizes.find((each) => each.name === name);
    if (found === undefined)
      throw new RangeError(`not measured: ${name}. Run npm run bench:power -- --write`);
    return found;
  };
  const [small, middle, large] = [named('CT of 0.5 MB'), named('10 MB'), named('100 MB')];
  if (sourceBytes >= COPIED_FROM_BYTES) return large;
  const perByte = (middle.cpuMs - small.cpuMs) / (middle.sourceBytes - small.sourceBytes);
  return {
    cpuMs: Math.max(small.cpuMs / 2, small.cpuMs + perByte * (sourceBytes - small.sourceBytes)),
    movedBytes: 2 * sourceBytes,
  };
}
