import { readFileSync } from 'node:fs';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type DataSet, formatPath } from '../../layers/dicom/element.ts';
import { DicomError } from '../../layers/dicom/errors.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../layers/dicom/parse.ts';
import { groupOf, isGroupLength, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import { profileRows } from '../../rules/ps315/table.ts';
import { findNeedles, type Needle } from '../../test/support/search.ts';

/** What a tool did to one object. */
export interface LeftBehind {
  /** Planted identifiers that its output still has. */
  readonly surviving: ReadonlySet<Needle>;
  /** Elements that Table E.1-1 says nothing of and that are gone. */
  readonly lost: number;
}

/** Null: the output cannot be read to its end. */
export async function leftBehind(
  before: Uint8Array,
  outputPath: string,
  planted: readonly Needle[],
): Promise<LeftBehind | null> {
  const after = readFileSync(outputPath);
  if (!(await isReadable(after))) return null;
  const there = await unlistedPaths(after);
  const lost = [...(await unlistedPaths(before))].filter((path) => !there.has(path)).length;
  return { surviving: new Set(findNeedles(after, planted).map(({ needle }) => needle)), lost };
}

async function isReadable(bytes: Uint8Array): Promise<boolean> {
  try {
    await parseInstance(memorySource(bytes), READ_ALL);
    return true;
  } catch (error) {
    if (error instanceof DicomError) return false;
    throw error;
  }
}

const READ_ALL = { ...DEFAULT_LIMITS, acceptsNoPreamble: true };

/** The paths of elements that neither have a row in PS3.15 Table E.1-1 nor lie in a sequence that has one. */
async function unlistedPaths(bytes: Uint8Array): Promise<ReadonlySet<string>> {
  const instance = await parseInstance(memorySource(bytes), READ_ALL);
  const paths = new Set<string>();
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      const { tag } = element;
      if (isListed(tag) || isPrivate(tag) || isGroupLength(tag) || groupOf(tag) <= 0x0002) continue;
      paths.add(formatPath(element));
      for (const item of element.items ?? []) visit(item);
    }
  };
  visit(instance.dataSet);
  return paths;
}

function isListed(tag: Tag): boolean {
  return profileRows().some(
    (row) =>
      (row.kind === 'tag' && row.tag === tag) ||
      (row.kind === 'mask' && (tag & row.mask) >>> 0 === row.value),
  );
}
