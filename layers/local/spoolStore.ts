import { createHash } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ByteSource, Segment } from '../dicom/byteSource.ts';
import { OutputConflictError } from '../engine/faults.ts';
import type { KeptRun } from '../engine/keptRun.ts';
import type { InstanceStore, ObjectNames, ObjectRef, Released } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import type { CleanDigests } from './cleanDigests.ts';
import type { DirectoryStore } from './directoryStore.ts';
import { syncName } from './durable.ts';
import { FileSource } from './fileSource.ts';
import { PRIVATE_FILE_MODE } from './keptPlaces.ts';
import { PartNames, sweepParts } from './partFile.ts';
import { renameFile } from './rename.ts';
import { SegmentWriter } from './segmentWriter.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

export interface SpoolStoreOptions {
  /** Clean instances wait here, each under the name of its original in the spool. */
  readonly clean: string;
  /** Opens originals, and keeps what is not released. */
  readonly desk: DirectoryStore;
  readonly digests: CleanDigests;
  /** Other bytes than before may go out under a clean key. */
  readonly overwrite: boolean;
}

/**
 * Clean instances on their way from a spool to where they are delivered. Each has a file of its own, by the name of its original, so the same instance that is received
 * twice goes out twice; but never with other bytes, which is a conflict as in a folder. What is answered outlives a power cut.
 */
export class SpoolStore implements InstanceStore {
  readonly namesSourceByPath: boolean;
  readonly #clean: string;
  readonly #desk: DirectoryStore;
  readonly #digests: CleanDigests;
  readonly #overwrite: boolean;
  readonly #parts = new PartNames();
  readonly #writer = new SegmentWriter();
  /** Of sources that are open. */
  readonly #names = new WeakMap<ByteSource, string>();
  #isSwept = false;

  constructor({ clean, desk, digests, overwrite }: SpoolStoreOptions) {
    this.namesSourceByPath = desk.namesSourceByPath;
    this.#clean = resolve(clean);
    this.#desk = desk;
    this.#digests = digests;
    this.#overwrite = overwrite;
  }

  async open(ref: ObjectRef): Promise<FileSource> {
    const source = await this.#desk.open(ref);
    this.#names.set(source, ref.key.reveal());
    return source;
  }

  async release(cleanKey: string, source: ByteSource, segments: readonly Segment[]): Promise<Released> {
    const name = this.#names.get(source);
    if (name === undefined) throw new Error('a source that this store did not open');
    if (!this.#isSwept) sweepParts(this.#clean);
    this.#isSwept = true;
    const part = join(this.#clean, this.#parts.next());
    try {
      const digest = await this.#write(part, source, segments);
      if (!(await this.#digests.claim(cleanKey, digest, this.#overwrite))) throw new OutputConflictError();
      const path = join(this.#clean, name);
      renameFile(part, path);
      syncName(path, this.#clean);
      return { key: cleanKey, isDuplicate: false };
    } catch (error) {
      rmSync(part, { force: true });
      throw errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
    }
  }

  hold(
    name: string,
    ref: ObjectRef,
    source: ByteSource,
    findings: readonly Finding[],
    run: KeptRun,
  ): Promise<string> {
    return this.#desk.hold(name, ref, source, findings, run);
  }

  quarantine(
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    reason: Reason,
    run: KeptRun,
  ): Promise<string> {
    return this.#desk.quarantine(name, ref, source, reason, run);
  }

  settle(names: ObjectNames, source: ByteSource): Promise<void> {
    return this.#desk.settle(names, source);
  }

  async #write(part: string, source: ByteSource, segments: readonly Segment[]): Promise<Uint8Array> {
    const hash = createHash('sha256');
    const handle = openSync(part, 'wx', PRIVATE_FILE_MODE);
    try {
      await this.#writer.write(handle, source, segments, (bytes) => hash.update(bytes));
      fdatasyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (source instanceof FileSource) source.verify();
    return hash.digest();
  }
}
