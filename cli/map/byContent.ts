import { isOfStandard } from '../../layers/dicom/standard/uidKinds.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { NamedKind } from '../../layers/engine/pairs.ts';
import { startProgress } from '../deid/progress.ts';
import { type FoundPair, findPairs } from '../verify/foundPairs.ts';
import { Pairs, requireNoFiles, writePairs } from './pairFiles.ts';

/** What was found of the outputs of another tool. No identifier is in it. */
export interface ContentSummary {
  /** Sources that can be read. */
  readonly instances: number;
  readonly paired: number;
  /** Outputs that no source fits, or several as well as another. */
  readonly unsure: number;
  /** Files that are not DICOM, or cannot be read to their end. */
  readonly unreadable: number;
  readonly uids: number;
  readonly patientIds: number;
  /** Originals that became different values in different outputs: a table cannot have them, so the files do not. */
  readonly several: number;
}

interface ContentOptions {
  /** The folder of what the other tool made. */
  readonly clean: string;
  readonly out: string;
  readonly showsProgress: boolean;
}

/**
 * Writes the pairs of old and new UIDs and Patient IDs out of what another tool made of the sources. Which source an output was made of is found as `lethe verify` finds it, by its
 * content; an old and a new value are those in one place of both. Throws `UsageError`, `FaultError`.
 */
export function mapByContent(
  inputs: readonly string[],
  { clean, out, showsProgress }: ContentOptions,
): ContentSummary {
  requireNoFiles(out);
  const found = new Found();
  let progress: ReturnType<typeof startProgress> | undefined;
  try {
    const { sources, ...counts } = findPairs(inputs, clean, (pair) => found.add(pair), {
      onFiles: (count) => {
        progress = startProgress(count, showsProgress);
      },
      onFile: () => progress?.advance(),
    });
    const { pairs, several } = found.pairs();
    writePairs(out, pairs, null);
    const [uids, patientIds] = [pairs.count('uid'), pairs.count('patientId')];
    return { instances: sources, ...counts, uids, patientIds, several };
  } finally {
    progress?.stop();
  }
}

const PATIENT_ID = 0x00100020;

function kindOf({ tag, vr, isRoot, before }: FoundPair): NamedKind | null {
  if (vr === 'UI') return isOfStandard(asTag(tag), before) ? null : 'uid';
  return tag === PATIENT_ID && isRoot ? 'patientId' : null;
}

/** What each old value became. */
class Found {
  readonly #became: Readonly<Record<NamedKind, Map<string, Set<string>>>> = {
    uid: new Map(),
    patientId: new Map(),
  };

  add(pair: FoundPair): void {
    const kind = kindOf(pair);
    const { before, after } = pair;
    // A table is not to leave what the other tool left as it was.
    if (kind === null || before === '' || after === '' || before === after) return;
    const became = this.#became[kind].get(before) ?? new Set();
    this.#became[kind].set(before, became.add(after));
  }

  pairs(): { readonly pairs: Pairs; readonly several: number } {
    const pairs = new Pairs();
    let several = 0;
    for (const [kind, became] of Object.entries(this.#became) as [NamedKind, Map<string, Set<string>>][])
      for (const [before, [after = '', ...more]] of became)
        if (more.length > 0) several += 1;
        else pairs.add(kind, before, after);
    return { pairs, several };
  }
}
