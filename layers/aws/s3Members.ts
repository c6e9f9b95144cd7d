import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ArchiveError } from '../archive/errors.ts';
import { type ByteSource, memorySource } from '../dicom/byteSource.ts';
import { type MemberTaker, memberRef, type OpenMember } from '../engine/archives.ts';
import type { ObjectRef } from '../engine/ports.ts';
import { writeObject } from './s3Release.ts';
import { S3Source, sourceFault } from './s3Source.ts';
import type { ObjectTarget } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** Under this name a member says which version of its archive it was taken out of. */
const ARCHIVE_METADATA = 'lethe-archive';
/** Members that are looked for, and small ones that are written, at a time. */
const TOGETHER = 16;
/** From here on a member is written in parts of this size, by itself; what is under way besides is as much at most. */
const PART_BYTES = 16 * 1024 * 1024;
const HELD_BYTES = 64 * 1024 * 1024;
/** Amazon S3 User Guide, "Naming Amazon S3 objects": in UTF-8. */
const MAX_KEY_BYTES = 1024;

/** Whether an object was taken out of an archive: its key says so. */
export function isMember({ key }: ObjectRef): boolean {
  return /!\/\d+$/.test(key.reveal());
}

/**
 * Puts members beside their archive, as `<key of the archive>!/<line>`, where each comes to the queue by an event of its own. What the same version of the
 * archive has left there is not written again, so that an archive too large for one invocation gets on with each.
 */
export class S3Members implements MemberTaker {
  readonly #client: S3Client;
  readonly #archive: ObjectRef;
  readonly #version: string;
  #taken = 0;
  #lookedFor = 0;
  #there: ReadonlySet<number> = new Set();
  readonly #writing = new Set<Promise<void>>();
  #heldBytes = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(client: S3Client, archive: ObjectRef, source: ByteSource) {
    this.#client = client;
    this.#archive = archive;
    const pin = source instanceof S3Source ? source.pin : null;
    this.#version = pin?.versionId ?? pin?.etag ?? '';
  }

  get taken(): number {
    return this.#taken;
  }

  async take(ref: ObjectRef, { index, sizeBytes, source }: OpenMember): Promise<void> {
    if (Buffer.byteLength(ref.key.reveal()) > MAX_KEY_BYTES) throw keyTooLong();
    this.#throwFailure();
    if (await this.#isThere(index)) return;
    if (sizeBytes >= PART_BYTES) return this.#write(ref, source);
    while (this.#writing.size >= TOGETHER || this.#heldBytes + sizeBytes > HELD_BYTES) await this.#oneLess();
    const bytes = await source.read(0, sizeBytes);
    this.#heldBytes += sizeBytes;
    const writing = this.#write(ref, memorySource(bytes))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#heldBytes -= sizeBytes;
        this.#writing.delete(writing);
      });
    this.#writing.add(writing);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#writing);
    this.#throwFailure();
  }

  async #oneLess(): Promise<void> {
    await Promise.race(this.#writing);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #write(ref: ObjectRef, source: ByteSource): Promise<void> {
    const target: ObjectTarget = {
      Bucket: ref.container,
      Key: ref.key.reveal(),
      ContentType: 'application/octet-stream',
      Metadata: { [ARCHIVE_METADATA]: this.#version },
    };
    const segments = [{ kind: 'span', start: 0, end: source.size } as const];
    await writeObject(this.#client, target, { source, segments }, WRITE_LIMITS);
    this.#taken += 1;
  }

  /** Members are asked for in the order of their lines: some lines ahead are looked for with each look. */
  async #isThere(index: number): Promise<boolean> {
    if (this.#lookedFor < index) {
      const lines = Array.from(
        { length: TOGETHER },
        (_, at) => Math.max(this.#lookedFor, index - 1) + at + 1,
      );
      const found = await Promise.all(lines.map((line) => this.#look(line)));
      this.#there = new Set(lines.filter((_line, at) => found[at]));
      this.#lookedFor = lines.at(-1) ?? index;
    }
    return this.#there.has(index);
  }

  /** Without the right to list a bucket S3 answers 403 for what is not there. */
  async #look(line: number): Promise<boolean> {
    const { container, key } = memberRef(this.#archive, line);
    try {
      const { Metadata } = await this.#client.send(
        new HeadObjectCommand({ Bucket: container, Key: key.reveal() }),
      );
      return this.#version !== '' && Metadata?.[ARCHIVE_METADATA] === this.#version;
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 404 || failure.status === 403) return false;
      throw sourceFault(failure);
    }
  }
}

const WRITE_LIMITS = { multipartBytes: PART_BYTES, partBytes: PART_BYTES, copyBytes: PART_BYTES };

function keyTooLong(): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_PATH',
    'The key of the archive leaves no room for those of its members',
    `Put it in under a key of at most ${MAX_KEY_BYTES - 10} bytes.`,
  );
}
