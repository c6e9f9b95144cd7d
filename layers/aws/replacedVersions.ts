import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';

/** An entry of a listing of versions. It holds a key, which may be a name. */
export interface VersionEntry {
  readonly key: string;
  readonly versionId: string;
  readonly isMarker: boolean;
  readonly isLatest: boolean;
  readonly etag?: string;
  readonly sizeBytes: number;
  /** In whole seconds. */
  readonly createdMs: number;
}

export interface ReplacedVersion extends Pick<VersionEntry, 'key' | 'versionId' | 'etag' | 'createdMs'> {
  readonly isDoubtful: boolean;
}

/**
 * The versions of a page of ListObjectVersions that a newer version took the place of: nothing in the listing says that they came to an outcome.
 *
 * | what lies directly above | why it is passed over |
 * | --- | --- |
 * | nothing: it is the current one | the other listing shows it |
 * | a delete marker | it was released, or its sender has deleted it |
 * | a version of the same bytes | what becomes of that one becomes of this one: the same key, the same bytes |
 *
 * The SDK gives versions and markers apart, and S3 their times in whole seconds. Where it matters and cannot be told which of two entries lies above the
 * other, a version is doubtful: it is looked for like the others, and not missed. `above` is the last entry of the page before.
 */
export function replacedOf(
  page: Pick<ListObjectVersionsCommandOutput, 'Versions' | 'DeleteMarkers'>,
  above: VersionEntry | null,
): { readonly found: readonly ReplacedVersion[]; readonly lastOf: (key: string) => VersionEntry | null } {
  const found: ReplacedVersion[] = [];
  const groups = groupsOf(page);
  for (const [key, entries] of groups)
    for (const [index, entry] of entries.entries()) {
      const upper = index > 0 ? entries[index - 1] : above?.key === key ? above : undefined;
      if (entry.isMarker || entry.isLatest || upper === undefined) continue;
      const isTied =
        (upper.createdMs === entry.createdMs && !upper.isLatest) ||
        entries[index + 1]?.createdMs === entry.createdMs;
      if (isSameObject(upper, entry) || (upper.isMarker && !isTied)) continue;
      const { versionId, etag, createdMs } = entry;
      found.push({ key, versionId, createdMs, isDoubtful: isTied, ...(etag === undefined ? {} : { etag }) });
    }
  return { found, lastOf: (key) => groups.get(key)?.at(-1) ?? (above?.key === key ? above : null) };
}

function isSameObject(a: VersionEntry, b: VersionEntry): boolean {
  return !a.isMarker && a.etag !== undefined && a.etag === b.etag && a.sizeBytes === b.sizeBytes;
}

/** The entries of each key, the newest first; of one second the marker first, which is mostly made after what it hides. */
function groupsOf({
  Versions = [],
  DeleteMarkers = [],
}: Pick<ListObjectVersionsCommandOutput, 'Versions' | 'DeleteMarkers'>): ReadonlyMap<
  string,
  readonly VersionEntry[]
> {
  const groups = new Map<string, VersionEntry[]>();
  const add = (entry: VersionEntry) => {
    const group = groups.get(entry.key);
    if (group === undefined) groups.set(entry.key, [entry]);
    else group.push(entry);
  };
  for (const each of DeleteMarkers) add({ ...entryOf(each), isMarker: true, sizeBytes: 0 });
  for (const each of Versions)
    add({
      ...entryOf(each),
      isMarker: false,
      sizeBytes: each.Size ?? 0,
      ...(each.ETag === undefined ? {} : { etag: each.ETag }),
    });
  for (const group of groups.values())
    group.sort((a, b) => Number(b.isLatest) - Number(a.isLatest) || b.createdMs - a.createdMs);
  return groups;
}

function entryOf(entry: {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly IsLatest?: boolean | undefined;
}) {
  return {
    key: entry.Key ?? '',
    versionId: entry.VersionId ?? 'null',
    createdMs: entry.LastModified?.getTime() ?? 0,
    isLatest: entry.IsLatest ?? false,
  };
}
