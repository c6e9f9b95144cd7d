import type { Finding as VerifyFinding } from '../verify/findings.ts';
import { type ByteFile, memoryFile } from '../verify/reader/byteFile.ts';
import { type InstanceFile, verifyInstances } from '../verify/verify.ts';

/** An instance to look at, and what findings and pairs go by: a path with `/`, which is searched for identifiers too. */
export interface NamedInstance {
  /** Names of folders and of the file, with `/` between them. */
  readonly path: string;
  /** A DICOM file (PS3.10 section 7). */
  readonly bytes: Uint8Array;
}

export type { VerifyFinding };

/** What `verify` found. */
export interface Verified {
  /** It never holds a value, of a source or of an output. */
  readonly findings: readonly VerifyFinding[];
  /** Findings that must not be: an identifier that is left, or a value that the standard does not allow. */
  readonly errors: number;
  /** Findings that a person should look at. */
  readonly warnings: number;
  /** Outputs for which a source was found. */
  readonly pairs: number;
}

/**
 * Holds de-identified instances of any tool against their sources and the standard, by a reader that shares no code with the one that de-identifies.
 * The command `lethe verify` also knows rules, IODs, pixels and risks (docs/verify.md).
 *
 * @param outputs what was de-identified, by whatever tool
 * @param sources what it was made of; null: the outputs are looked at by themselves
 * @returns what was found, the same in any order of the instances
 *
 * @example
 * ```js
 * import { readFileSync } from 'node:fs';
 * import { basicProfile, deidentify, verify } from 'lethe';
 *
 * const bytes = readFileSync('slice.dcm');
 * const result = await deidentify(bytes, basicProfile(), new Uint8Array(32));
 * if (result.outcome === 'released') {
 *   const { errors, pairs } = await verify([{ path: 'a.dcm', bytes: result.bytes }], [{ path: 'b.dcm', bytes }]);
 *   console.log(errors, pairs); // 0 1
 * }
 * ```
 *
 * @example
 * A copy that nobody de-identified, without and with the source that it is held against:
 *
 * ```js
 * import { readFileSync } from 'node:fs';
 * import { verify } from 'lethe';
 *
 * const copy = [{ path: 'a.dcm', bytes: readFileSync('slice.dcm') }];
 * const alone = await verify(copy);
 * console.log(alone.errors, alone.warnings > 0); // 0 true
 * const held = await verify(copy, [{ path: 'b.dcm', bytes: readFileSync('slice.dcm') }]);
 * console.log(held.errors > 0, held.pairs); // true 1
 * ```
 */
export async function verify(
  outputs: readonly NamedInstance[],
  sources: readonly NamedInstance[] | null = null,
): Promise<Verified> {
  const { findings, tally } = await verifyInstances({
    outputs: outputs.map(inMemory),
    sources: sources?.map(inMemory) ?? null,
    rules: null,
    audit: null,
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
