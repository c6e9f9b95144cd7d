import { pixelDigest } from '../../layers/verify/checks/pixels.ts';
import { fingerprinter, pairingOf } from '../../layers/verify/pairing.ts';
import { placedIn, ReadError, type ReadInstance } from '../../layers/verify/reader/model.ts';
import { readInstance } from '../../layers/verify/reader/read.ts';
import { valuesOf } from '../../layers/verify/reader/values.ts';
import type { InstanceFile } from '../../layers/verify/verify.ts';
import { instanceFiles } from './files.ts';

/** A value of a source, and what stands in its place in the output that was made of it. */
export interface FoundPair {
  readonly tag: number;
  readonly vr: string;
  readonly isRoot: boolean;
  readonly before: string;
  readonly after: string;
}

export interface FoundCounts {
  /** Sources that can be read. */
  readonly sources: number;
  readonly paired: number;
  /** Outputs that no source fits, or several as well as another. */
  readonly unsure: number;
  /** Files that are not DICOM, or cannot be read to their end. */
  readonly unreadable: number;
}

/**
 * Finds of each output of any tool, by its content, which source it was made of, and hands over each value that is text with the one in its place. Unreadable files are counted.
 * `onFiles` is told how many files there are, `onFile` of each. Throws `FaultError`.
 */
export function findPairs(
  inputs: readonly string[],
  clean: string,
  take: (pair: FoundPair) => void,
  { onFiles, onFile }: { readonly onFiles: (count: number) => void; readonly onFile: () => void },
): FoundCounts {
  const sources = inputs.flatMap((input) => instanceFiles(input, clean));
  const outputs = instanceFiles(clean);
  const fingerprint = fingerprinter();
  const counts = { paired: 0, unsure: 0, unreadable: 0 };
  onFiles(sources.length + outputs.length);
  const lookAt = <T>(file: InstanceFile, look: (instance: ReadInstance) => T): T | null => {
    onFile();
    const seen = file.use((bytes) => {
      const instance = readOrNull(bytes);
      return instance === null ? null : look(instance);
    });
    if (seen === null) counts.unreadable += 1;
    return seen;
  };
  const known = sources.map((source) =>
    lookAt(source, (instance) => fingerprint(instance, pixelDigest(instance))),
  );
  const pairing = pairingOf(known);
  for (const output of outputs)
    lookAt(output, (instance) => {
      const pair = pairing.take(fingerprint(instance, pixelDigest(instance)), null);
      if (pair === null || pair.isUnsure) counts.unsure += 1;
      else {
        counts.paired += 1;
        (sources[pair.source] as InstanceFile).use((bytes) => compare(readInstance(bytes), instance, take));
      }
      return true;
    });
  return { sources: known.filter((each) => each !== null).length, ...counts };
}

function readOrNull(bytes: Parameters<typeof readInstance>[0]): ReadInstance | null {
  try {
    return readInstance(bytes);
  } catch (error) {
    if (error instanceof ReadError) return null;
    throw error;
  }
}

function compare(source: ReadInstance, output: ReadInstance, take: (pair: FoundPair) => void): void {
  const before = new Map([...placedIn(source.dataSet)].map((placed) => [placed.path, placed]));
  for (const { path, element, dataSet, sequences } of placedIn(output.dataSet)) {
    const was = before.get(path);
    if (was === undefined) continue;
    const [old, now] = [valuesOf(was.element, was.dataSet), valuesOf(element, dataSet)];
    // Of a list that lost a value nobody knows which became which.
    if (old.length !== now.length) continue;
    const { tag, vr } = element;
    for (const [at, value] of old.entries())
      take({ tag, vr, isRoot: sequences.length === 0, before: value, after: now[at] ?? '' });
  }
}
