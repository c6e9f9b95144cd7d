import { type ByteSource, memorySource, type Segment } from '../../layers/dicom/byteSource.ts';
import { FaultError, OutputConflictError } from '../../layers/engine/faults.ts';
import type { InstanceStore, ObjectRef } from '../../layers/engine/ports.ts';
import { bytesOfSegment } from '../support/segments.ts';
import { faultOf, IDENTIFIER, rejection, TAGGED_IDENTIFIER } from './faults.ts';
import { findings, numberedBytes, reason, run } from './samples.ts';

export interface InstanceStoreRig {
  /** A store over the rig's places, as a process of its own would make it. */
  store(): InstanceStore;
  /** Puts an object in the ingest place; again under the same key: another version. Its key and metadata hold IDENTIFIER, its tags TAGGED_IDENTIFIER. */
  ingest(name: string, bytes: Uint8Array): Promise<ObjectRef>;
  remove(ref: ObjectRef): Promise<void>;
  /** What a reader of the clean side sees now, by key. */
  clean(): Promise<ReadonlyMap<string, Buffer>>;
  /** What was kept of instances that were not released, by the key that the store answered. */
  kept(): Promise<ReadonlyMap<string, Buffer>>;
  /** All that the clean side says beside the bytes: keys, metadata, tags. */
  cleanWords(): Promise<string>;
  /** What a crash or a failure could have left behind unseen: parts, open uploads. */
  leftovers(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

export interface InstanceStoreTraits {
  /** The store knows what it made of which source. */
  readonly tellsSourcesApart: boolean;
  /** Bytes of an object that is written in more than one step. */
  readonly longBytes: number;
  /** The version that was opened stays readable behind a new one. */
  readonly keepsVersions: boolean;
}

const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const NAME = '0123456789abcdef0123456789abcdef';

/** The duties of an `InstanceStore`. */
export function describeInstanceStoreContract(
  name: string,
  makeRig: () => Promise<InstanceStoreRig>,
  { tellsSourcesApart, longBytes, keepsVersions }: InstanceStoreTraits,
): void {
  describe(`${name} as an InstanceStore`, () => {
    let rig: InstanceStoreRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    describe('open', () => {
      it('reads the object that the reference names', async () => {
        const bytes = numberedBytes(200_000);
        const source = await rig.store().open(await rig.ingest('a', bytes));
        expect(source.size).toBe(bytes.length);
        expect(Buffer.compare(await source.read(0, bytes.length), bytes)).toBe(0);
        await source.close();
      });

      it('rejects where there is no such object', async () => {
        const ref = await rig.ingest('a', numberedBytes(10));
        await rig.remove(ref);
        expect(await faultOf(rig.store().open(ref))).toEqual({ code: 'SOURCE_GONE', transient: false });
      });

      it('finds keys with spaces, signs and letters of all kinds', async () => {
        for (const odd of ['a b+c%20&d=e', 'ü/王^小东/é', "it's (1) #2 ~$!@;,", 'x?versionId=1']) {
          const bytes = numberedBytes(100, odd.length);
          const source = await rig.store().open(await rig.ingest(odd, bytes));
          expect(Buffer.compare(await source.read(0, 100), bytes)).toBe(0);
          await source.close();
        }
      });
    });

    describe('release', () => {
      it.each([0, 1, 70_000, 600_000, 3_000_000])(
        'writes owned bytes and spans of %i bytes',
        async (size) => {
          const { ref, segments, expected } = await prepared(size);
          const store = rig.store();
          const source = await store.open(ref);
          expect(await store.release(KEY, source, segments, 'source-1')).toMatchObject({ key: KEY });
          await source.close();
          expect(await seen()).toEqual([[KEY, expected.length]]);
          expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
        },
      );

      it('writes a long object, and spans in any order', async () => {
        const bytes = numberedBytes(longBytes);
        const store = rig.store();
        const source = await store.open(await rig.ingest('a', bytes));
        const segments: readonly Segment[] = [
          { kind: 'span', start: longBytes - 100_000, end: longBytes },
          { kind: 'owned', bytes: Buffer.from('between') },
          { kind: 'span', start: 0, end: longBytes },
          { kind: 'span', start: 7, end: 7 },
          { kind: 'owned', bytes: new Uint8Array(0) },
          { kind: 'made', length: 9, make: async () => Buffer.from('made late') },
          { kind: 'span', start: 5, end: 70_005 },
        ];
        await store.release(KEY, source, segments, 'source-1');
        await source.close();
        const expected = Buffer.concat([
          bytes.subarray(longBytes - 100_000),
          Buffer.from('between'),
          bytes,
          Buffer.from('made late'),
          bytes.subarray(5, 70_005),
        ]);
        expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
        expect(await rig.leftovers()).toEqual([]);
      });

      it('writes from any source', async () => {
        const bytes = numberedBytes(1_300_000);
        await rig
          .store()
          .release(KEY, memorySource(bytes), [{ kind: 'span', start: 1, end: 1_300_000 }], 's');
        expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, bytes.subarray(1))).toBe(0);
      });

      it.each([
        ['small', 70_000],
        ['long', longBytes],
      ] as const)('leaves one %s object with the same bytes when it is called twice', async (_word, size) => {
        const { ref, segments, expected } = await prepared(size);
        for (const store of [rig.store(), rig.store()]) {
          const source = await store.open(ref);
          expect(await store.release(KEY, source, segments, 'source-1')).toMatchObject({ key: KEY });
          await source.close();
        }
        expect(await seen()).toEqual([[KEY, expected.length]]);
        expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
        expect(await rig.leftovers()).toEqual([]);
      });

      it.each([
        ['small', 70_000],
        ['long', longBytes],
      ] as const)(
        'leaves a %s object of another source that has the same bytes, and refuses other bytes',
        async (_word, size) => {
          const { ref, segments, expected } = await prepared(size);
          const store = rig.store();
          const source = await store.open(ref);
          await store.release(KEY, source, segments, 'source-1');
          expect(await store.release(KEY, source, segments, 'source-2')).toMatchObject({ key: KEY });
          const [first, ...others] = segments;
          const sameLength: readonly Segment[] = [
            { kind: 'owned', bytes: Buffer.alloc(lengthOf(first), 0x55) },
            ...others,
          ];
          for (const other of [sameLength, others])
            await expect(rejection(store.release(KEY, source, other, 'source-2'))).resolves.toBeInstanceOf(
              OutputConflictError,
            );
          await source.close();
          expect(await seen()).toEqual([[KEY, expected.length]]);
          expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
          expect(await rig.leftovers()).toEqual([]);
        },
      );

      it.each([
        ['small', 70_000],
        ['long', longBytes],
      ] as const)(
        `${tellsSourcesApart ? 'replaces' : 'refuses to replace'} what the same source released before (%s)`,
        async (_word, size) => {
          const { ref, segments, expected } = await prepared(size);
          const store = rig.store();
          const source = await store.open(ref);
          await store.release(KEY, source, segments, 'source-1');
          const newer = store.release(KEY, source, segments.slice(1), 'source-1');
          if (tellsSourcesApart) await newer;
          else await expect(rejection(newer)).resolves.toBeInstanceOf(OutputConflictError);
          await source.close();
          const standing = tellsSourcesApart ? expected.subarray(lengthOf(segments[0])) : expected;
          expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, standing)).toBe(0);
        },
      );

      it('lets 10 parallel releases of the same bytes all succeed', async () => {
        const { ref, segments, expected } = await prepared(70_000);
        await Promise.all(
          Array.from({ length: 10 }, async (_, index) => {
            const store = rig.store();
            const source = await store.open(ref);
            await store.release(KEY, source, segments, `source-${index}`);
            await source.close();
          }),
        );
        expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
      });

      it('lets one of 10 parallel releases of other bytes win', async () => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 10 }, (_, index) =>
            rig
              .store()
              .release(
                KEY,
                NOTHING,
                [{ kind: 'owned', bytes: numberedBytes(50_000, index) }],
                `source-${index}`,
              ),
          ),
        );
        const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
        expect(winners).toHaveLength(1);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(OutputConflictError);
        const winner = numberedBytes(50_000, winners[0]);
        expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, winner)).toBe(0);
      });

      it.each([
        ['small', 70_000],
        ['long', longBytes],
      ] as const)('shows nothing of a %s object before all of it is there', async (_word, size) => {
        const { bytes, segments, expected } = await prepared(size);
        const sightings: number[] = [];
        const watched: ByteSource = {
          ...memorySource(bytes),
          read: async (start, end) => {
            sightings.push((await rig.clean()).size);
            return Buffer.from(bytes.subarray(start, end));
          },
        };
        await rig.store().release(KEY, watched, segments, 'source-1');
        expect(sightings.length).toBeGreaterThan(0);
        expect(new Set(sightings)).toEqual(new Set([0]));
        expect(await seen()).toEqual([[KEY, expected.length]]);
      });

      it.each([
        ['small', 70_000],
        ['long', longBytes],
      ] as const)('leaves nothing of a %s object whose source fails', async (_word, size) => {
        const { bytes, segments } = await prepared(size);
        const fault = new FaultError('SOURCE_UNREADABLE', true, 'The wire is cut', 'Mend it');
        let reads = 0;
        const failing: ByteSource = {
          ...memorySource(bytes),
          read: async (start, end) => {
            reads += 1;
            if (end === size) throw fault;
            return Buffer.from(bytes.subarray(start, end));
          },
        };
        expect(await rejection(rig.store().release(KEY, failing, segments, 'source-1'))).toBe(fault);
        expect(reads).toBeGreaterThan(0);
        expect(await seen()).toEqual([]);
        expect(await rig.leftovers()).toEqual([]);
      });

      it.each([
        ['small', 2_000_000],
        ['long', longBytes],
      ] as const)('never mixes two versions of a %s source', async (_word, size) => {
        const { ref, segments, expected } = await prepared(size);
        const store = rig.store();
        const source = await store.open(ref);
        await source.read(0, 1000);
        await rig.ingest('a', numberedBytes(size, 77));
        const release = store.release(KEY, source, segments, 'source-1');
        if (keepsVersions) {
          await release;
          expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
        } else {
          expect(await faultOf(release)).toMatchObject({ code: 'SOURCE_CHANGED' });
          expect(await seen()).toEqual([]);
        }
        await source.close();
        expect(await rig.leftovers()).toEqual([]);
      });

      it('takes nothing of the source key, metadata or tags along', async () => {
        const { ref, segments } = await prepared(70_000);
        const store = rig.store();
        const source = await store.open(ref);
        await store.release(KEY, source, segments, 'source-1');
        await source.close();
        const words = await rig.cleanWords();
        expect(words).toContain(KEY);
        for (const form of [IDENTIFIER, TAGGED_IDENTIFIER]) {
          expect(words).not.toContain(form);
          expect(words).not.toContain(encodeURIComponent(form));
        }
      });
    });

    describe.each(['quarantine', 'hold'] as const)('%s', (action) => {
      const keep = (store: InstanceStore, ref: ObjectRef, source: ByteSource): Promise<string> =>
        action === 'hold'
          ? store.hold(NAME, ref, source, findings, run)
          : store.quarantine(NAME, ref, source, reason, run);

      it.each([0, 1, 132, 300_000, longBytes])('keeps %i bytes as they came, and says why', async (size) => {
        const bytes = numberedBytes(size);
        const ref = await rig.ingest('a', bytes);
        const store = rig.store();
        const source = await store.open(ref);
        const key = await keep(store, ref, source);
        await source.close();
        const kept = await rig.kept();
        expect([...kept.keys()].toSorted()).toEqual([key, noteKey(key)].toSorted());
        expect(Buffer.compare(kept.get(key) as Buffer, bytes)).toBe(0);
        const note = JSON.parse(String(kept.get(noteKey(key))));
        expect(note).toMatchObject(action === 'hold' ? { findings } : { reason });
        expect(note.source.sizeBytes).toBe(size);
        expect(await seen()).toEqual([]);
        expect(await rig.leftovers()).toEqual([]);
      });

      it('names what it keeps by the given name alone', async () => {
        const ref = await rig.ingest('a', numberedBytes(500));
        const store = rig.store();
        const source = await store.open(ref);
        const key = await keep(store, ref, source);
        await source.close();
        expect(key.split('/').at(-1)).toBe(`${NAME}.dcm`);
        for (const kept of (await rig.kept()).keys()) expect(kept).not.toContain(IDENTIFIER);
      });

      it('leaves one when it is called twice', async () => {
        const bytes = numberedBytes(5000);
        const ref = await rig.ingest('a', bytes);
        for (const store of [rig.store(), rig.store()]) {
          const source = await store.open(ref);
          await keep(store, ref, source);
          await source.close();
        }
        const kept = await rig.kept();
        expect(kept.size).toBe(2);
        expect(await rig.leftovers()).toEqual([]);
      });

      it('keeps the pinned version or none', async () => {
        const bytes = numberedBytes(5000);
        const ref = await rig.ingest('a', bytes);
        const store = rig.store();
        const source = await store.open(ref);
        await rig.ingest('a', numberedBytes(5000, 9));
        const keeping = keep(store, ref, source);
        if (keepsVersions) {
          const key = await keeping;
          expect(Buffer.compare((await rig.kept()).get(key) as Buffer, bytes)).toBe(0);
        } else {
          expect(await faultOf(keeping)).toMatchObject({ code: 'SOURCE_CHANGED' });
          expect((await rig.kept()).size).toBe(0);
        }
        await source.close();
        expect(await rig.leftovers()).toEqual([]);
      });

      it('keeps what a source that is not its own reads', async () => {
        const bytes = numberedBytes(5000);
        const key = await keep(rig.store(), await rig.ingest('a', numberedBytes(10)), memorySource(bytes));
        expect(Buffer.compare((await rig.kept()).get(key) as Buffer, bytes)).toBe(0);
      });
    });

    it('quarantines by reference what was not opened', async () => {
      const bytes = numberedBytes(5000);
      const ref = await rig.ingest('a', bytes);
      const key = await rig.store().quarantine(NAME, ref, null, reason, run);
      expect(Buffer.compare((await rig.kept()).get(key) as Buffer, bytes)).toBe(0);
    });

    it('rejects the quarantine of what is gone, and leaves nothing', async () => {
      const ref = await rig.ingest('a', numberedBytes(5000));
      await rig.remove(ref);
      expect(await faultOf(rig.store().quarantine(NAME, ref, null, reason, run))).toMatchObject({
        code: 'SOURCE_GONE',
      });
      expect((await rig.kept()).size).toBe(0);
      expect(await rig.leftovers()).toEqual([]);
    });

    /** An ingest object, and segments that make a clean one of it: a header written anew, the pixels as they came, a new end. */
    async function prepared(size: number) {
      const bytes = numberedBytes(size);
      const ref = await rig.ingest('a', bytes);
      const cut = (at: number): number => Math.min(at, size);
      const segments: readonly Segment[] = [
        { kind: 'owned', bytes: Buffer.from('a new header of odd length') },
        { kind: 'span', start: 0, end: cut(100) },
        { kind: 'owned', bytes: Buffer.from('changed') },
        { kind: 'span', start: cut(130), end: cut(2000) },
        { kind: 'span', start: cut(2100), end: size },
        { kind: 'owned', bytes: Buffer.from('trailer') },
      ];
      const expected = Buffer.concat(segments.map((segment) => bytesOfSegment(segment, bytes)));
      return { bytes, ref, segments, expected };
    }

    async function seen(): Promise<readonly (readonly [string, number])[]> {
      return [...(await rig.clean())].map(([key, bytes]) => [key, bytes.length] as const);
    }
  });
}

const NOTHING = memorySource(new Uint8Array(0));

function lengthOf(segment: Segment | undefined): number {
  if (segment?.kind !== 'owned') throw new Error('the first segment is owned');
  return segment.bytes.length;
}

function noteKey(key: string): string {
  return key.replace(/\.dcm$/, '.json');
}
