import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SOURCE_METADATA } from './s3Release.ts';
import { storeFault } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** A clean object that is to go. */
export interface Withdrawn {
  readonly cleanKey: string;
  /** Keyed hashes: only what was made of one of these sources may go. */
  readonly sources: ReadonlySet<string>;
  /** What was written later than this is something else. Milliseconds since the epoch. */
  readonly writtenUntilMs: number;
}

/**
 * What became of it. `hidden`: a marker hides it, which this call has put there. `gone`: one hid it before. `absent`: there was nothing. `newer`: something was written
 * there since. `foreign`: it says that it was made of another source. `locked`: it is hidden, and S3 refused to destroy a version, as it does of locked ones.
 * `unversioned`: the bucket keeps no versions, so that to hide it would be to destroy it, which was not asked for.
 */
export interface Withdrawal {
  readonly left: 'hidden' | 'gone' | 'absent' | 'newer' | 'foreign' | 'locked' | 'unversioned';
  /** Whether this call hid it. */
  readonly hidden: boolean;
  /** Versions that nothing brings back. */
  readonly destroyed: number;
}

/**
 * Takes clean objects back. What is visible is hidden on condition that it is what was looked at: a release at the same moment wins. Versions are destroyed by their
 * names, each only if it may go.
 */
export class S3Withdrawal {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** The same call twice leaves the same. Rejects with `FaultError`. */
  async withdraw(object: Withdrawn, isDestroyed: boolean): Promise<Withdrawal> {
    const done = await this.#hide(object, isDestroyed);
    if (done === 'destroyed') return { left: 'hidden', hidden: true, destroyed: 1 };
    if (done === 'newer' || done === 'foreign' || done === 'unversioned')
      return { left: done, hidden: false, destroyed: 0 };
    if (done === 'hidden' && !isDestroyed) return { left: done, hidden: true, destroyed: 0 };
    return this.#sweep(object, done === 'hidden', isDestroyed);
  }

  async #hide(
    object: Withdrawn,
    isDestroyed: boolean,
  ): Promise<'hidden' | 'newer' | 'foreign' | 'nothing' | 'unversioned' | 'destroyed'> {
    const current = await this.#look(object);
    if (current === null) return 'nothing';
    const unfit = unfitOf(current, object);
    if (unfit !== null) return unfit;
    if (!current.hasVersions && !isDestroyed) return 'unversioned';
    try {
      await this.#client.send(
        new DeleteObjectCommand({ Bucket: this.#bucket, Key: object.cleanKey, IfMatch: current.etag }),
      );
      return current.hasVersions ? 'hidden' : 'destroyed';
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 412 || failure.status === 409) return 'newer';
      if (failure.status === 404 && failure.name !== 'NoSuchBucket') return 'nothing';
      throw storeFault(failure);
    }
  }

  /** Goes over what is hidden. */
  async #sweep(object: Withdrawn, hidden: boolean, isDestroyed: boolean): Promise<Withdrawal> {
    let [destroyed, isThere, isLocked, isOthers] = [0, hidden, false, false];
    const markers: string[] = [];
    for await (const { versionId, isMarker } of this.#versionsOf(object.cleanKey)) {
      isThere = true;
      if (!isDestroyed) break;
      if (isMarker) {
        markers.push(versionId);
        continue;
      }
      const version = await this.#look(object, versionId);
      if (version === null) continue;
      if (unfitOf(version, object) !== null) isOthers = true;
      else if (await this.#destroy(object.cleanKey, versionId)) destroyed += 1;
      else isLocked = true;
    }
    // A marker that hides something must stay; one that hides nothing is only in the way of whoever looks.
    if (!isOthers && !isLocked)
      for (const versionId of markers) await this.#destroy(object.cleanKey, versionId);
    const left = isLocked ? 'locked' : !isThere ? 'absent' : hidden ? 'hidden' : 'gone';
    return { left, hidden, destroyed };
  }

  async #look({ cleanKey }: Withdrawn, VersionId?: string) {
    try {
      const {
        ETag,
        Metadata,
        LastModified,
        VersionId: version,
      } = await this.#client.send(
        new HeadObjectCommand({
          Bucket: this.#bucket,
          Key: cleanKey,
          ...(VersionId === undefined ? {} : { VersionId }),
        }),
      );
      return {
        etag: ETag ?? '',
        // `null` is the one version of a bucket that keeps none, or keeps none any more.
        hasVersions: version !== undefined && version !== 'null',
        source: Metadata?.[SOURCE_METADATA] ?? null,
        writtenMs: LastModified?.getTime() ?? Number.POSITIVE_INFINITY,
      };
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 404) return null;
      throw storeFault(failure);
    }
  }

  /** False: it may not be destroyed. */
  async #destroy(Key: string, VersionId: string): Promise<boolean> {
    try {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key, VersionId }));
      return true;
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 403) return false;
      throw storeFault(failure);
    }
  }

  async *#versionsOf(key: string): AsyncIterable<{ readonly versionId: string; readonly isMarker: boolean }> {
    for (let from: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {}; ; ) {
      const page = await this.#page({ Prefix: key, ...from });
      for (const [entries, isMarker] of [
        [page.Versions ?? [], false],
        [page.DeleteMarkers ?? [], true],
      ] as const)
        for (const { Key, VersionId } of entries)
          if (Key === key && VersionId !== undefined) yield { versionId: VersionId, isMarker };
      // A key comes before every other that begins with it.
      if (page.IsTruncated !== true || page.NextKeyMarker !== key) return;
      from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  async #page(asked: Omit<ListObjectVersionsCommandInput, 'Bucket'>) {
    try {
      return await this.#client.send(new ListObjectVersionsCommand({ Bucket: this.#bucket, ...asked }));
    } catch (error) {
      throw storeFault(sdkFailure(error));
    }
  }
}

function unfitOf(
  { source, writtenMs }: { readonly source: string | null; readonly writtenMs: number },
  { sources, writtenUntilMs }: Withdrawn,
): 'newer' | 'foreign' | null {
  if (source === null || !sources.has(source)) return 'foreign';
  return writtenMs > writtenUntilMs ? 'newer' : null;
}
