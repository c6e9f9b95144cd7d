import { type KeptShelf, retryKept } from '../../layers/engine/kept.ts';
import type { InstanceStore, ObjectRef } from '../../layers/engine/ports.ts';
import type { Reason } from '../../layers/engine/reason.ts';
import { IDENTIFIER } from './faults.ts';
import { run } from './samples.ts';

export interface KeptShelfRig {
  readonly store: InstanceStore;
  readonly shelf: KeptShelf;
  /** Puts an ingest object. */
  ingest(name: string, bytes: Uint8Array): Promise<ObjectRef>;
  /** How many versions of the bytes or the note of this name there are, hidden ones too. */
  versions(file: string): Promise<number>;
  dispose(): Promise<void>;
}

const REASON: Reason = { code: 'TRUNCATED', message: 'It ends early', hint: 'Send it again', offset: 12 };
const BYTES = Buffer.from('bytes as they came');

/** What `KeptShelf` promises, over what an `InstanceStore` has kept. */
export function describeKeptShelfContract(name: string, makeRig: () => Promise<KeptShelfRig>): void {
  describe(`kept instances: ${name}`, () => {
    let rig: KeptShelfRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    const quarantine = async (hash: string) => {
      const ref = await rig.ingest('a', BYTES);
      await rig.store.quarantine(hash, ref, null, REASON, run);
      return ref;
    };
    const names = async () => {
      const found: string[] = [];
      for await (const { name: each } of rig.shelf.list()) found.push(each);
      return found;
    };
    const bytesOf = async (each: string) => {
      const source = await rig.shelf.open(each);
      const bytes = await source.read(0, source.size);
      await source.close();
      return Buffer.from(bytes).toString();
    };

    it('lists and finds what the store has kept, by names that say nothing', async () => {
      expect(await names()).toEqual([]);
      const ref = await quarantine('aa');
      const source = await rig.store.open(ref);
      const doubt = { severity: 'doubt', path: 'X', code: 'TEXT_DOUBTFUL_NAME', message: 'm' } as const;
      await rig.store.hold('bb', ref, source, [doubt], run);
      await source.close();
      expect((await names()).sort()).toEqual(['aa', 'held/bb']);
      expect((await names()).join()).not.toContain(IDENTIFIER);
      const found = await rig.shelf.find('aa');
      expect(found).toMatchObject({ name: 'aa', sizeBytes: BYTES.length });
      expect(Date.parse(found?.since ?? '')).not.toBeNaN();
      expect(await rig.shelf.note('aa')).toMatchObject({ reason: REASON });
      expect((await rig.shelf.note('held/bb'))?.findings).toHaveLength(1);
      expect(await bytesOf('aa')).toBe(String(BYTES));
    });

    it('knows nothing under invalid names, or names that lead elsewhere', async () => {
      await quarantine('aa');
      for (const other of ['bb', 'held/aa', '../aa', 'aa.dcm', '', 'quarantine/aa', 'held/../aa']) {
        expect(await rig.shelf.find(other)).toBeNull();
        expect(await rig.shelf.note(other)).toBeNull();
        await expect(rig.shelf.open(other)).rejects.toMatchObject({ code: 'SOURCE_GONE' });
      }
    });

    it('writes another note beside bytes that stay, and keeps what it says of the source', async () => {
      await quarantine('aa');
      const before = await rig.shelf.note('aa');
      const source = before?.source ?? {};
      await rig.shelf.settle('aa', 'quarantine', { source, reason: { ...REASON, code: 'OTHER' } });
      expect(await rig.shelf.note('aa')).toEqual({ source, reason: { ...REASON, code: 'OTHER' } });
      expect(await bytesOf('aa')).toBe(String(BYTES));
    });

    it('moves bytes and note to the other area, and back', async () => {
      await quarantine('aa');
      const { source = {} } = (await rig.shelf.note('aa')) ?? {};
      await rig.shelf.settle('aa', 'held', { source, findings: [] });
      expect(await names()).toEqual(['held/aa']);
      expect(await rig.shelf.note('held/aa')).toEqual({ source, findings: [] });
      await rig.shelf.settle('held/aa', 'quarantine', { source, reason: REASON });
      expect(await names()).toEqual(['aa']);
      expect(await bytesOf('aa')).toBe(String(BYTES));
    });

    it('removes one, and the same again is not an error', async () => {
      await quarantine('aa');
      await quarantine('cc');
      await rig.shelf.remove('aa');
      await rig.shelf.remove('aa');
      expect(await names()).toEqual(['cc']);
      expect(await rig.shelf.note('aa')).toBeNull();
    });

    it('closes one: its bytes are on no list, and cannot be had by the name', async () => {
      await quarantine('aa');
      await quarantine('cc');
      const { source = {} } = (await rig.shelf.note('aa')) ?? {};
      const settled = '2026-01-01T00:00:00.000Z';
      await rig.shelf.close('aa', { source, settled });
      expect(await names()).toEqual(['cc']);
      expect(await rig.shelf.find('aa')).toBeNull();
      // What stays says that it is settled, and nothing of before.
      expect((await rig.shelf.note('aa')) ?? { source, settled }).toEqual({ source, settled });
    });

    it('destroys every version of one, also behind its marker, and nothing of another', async () => {
      await quarantine('aa');
      await quarantine('aaa');
      expect(await rig.shelf.destroy('aa')).toBeGreaterThan(0);
      expect(await names()).toEqual(['aaa']);
      expect(await rig.versions('aa.dcm')).toBe(0);
      expect(await bytesOf('aaa')).toBe(String(BYTES));
      await rig.shelf.close('aaa', { source: {}, settled: '2026-01-01T00:00:00.000Z' });
      await rig.shelf.destroy('aaa');
      expect(await rig.versions('aaa.dcm')).toBe(0);
      expect(await rig.shelf.destroy('aaa')).toBe(0);
    });

    it('closes and destroys nothing elsewhere', async () => {
      await quarantine('aa');
      for (const name of ['../aa', 'quarantine/aa', '']) {
        await rig.shelf.close(name, { source: {} }).catch(() => {});
        await rig.shelf.destroy(name).catch(() => {});
      }
      expect(await bytesOf('aa')).toBe(String(BYTES));
    });

    it('says that a name is gone where a retry comes too late', async () => {
      const kept = { name: '../aa', sizeBytes: 1, since: '' };
      const services = {} as Parameters<typeof retryKept>[2];
      await expect(retryKept(kept, rig.shelf, services)).rejects.toMatchObject({ code: 'SOURCE_GONE' });
    });
  });
}
