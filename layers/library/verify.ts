import type { Finding as VerifyFinding } from '../verify/findings.ts';
import { type ByteFile, memoryFile } from '../verify/reader/byteFile.ts';
import { type InstanceFile, verifyInstances } from '../verify/verify.ts';

/** An instance to look at, and what findings and pairs go by: a path with `/`, which is searched for identifiers too. */
export interface NamedInstance {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type { VerifyFinding };

export interface Verified {
  /** It never holds a value, of a source or of an output. */
  readonly findings: readonly VerifyFinding[];
  readonly errors: number;
  readonly warnings: number;
  /** Outputs for which a source was found. */
  readonly pairs: number;
}

/**
 * Holds de-identified instances of any tool against their sources and the standard, by a reader that shares no code with the one that de-identifies.
 * Without sources the outputs are looked at by themselves. The command `lethe verify` also knows rules, IODs and risks.
 */
export async function verify(
  outputs: readonly NamedInstance[],
  sources: readonly NamedInstance[] | null = null,
): Promise<Verified> {
  const { findings, tally } = await verifyInstances({
    outputs: outputs.map(inMemory),
    sources: sources?.map(inMemory) ?? null,
    rules: null,
    told: new Map(),
    secondReader: null,
    looksAtPixels: false,
    onInstance: () => {},
    onPair: () => {},
    onProgress: () => {},
  });
  return {
    findings: findings.all,
    errors: findings.count('error'),
    warnings: findings.count('warning'),
    pairs: tally.pairs,
  };
}

function inMemory({ path, bytes }: NamedInstance): InstanceFile {
  return { path, use: <T>(work: (file: ByteFile) => T): T => work(memoryFile(bytes)) };
}
