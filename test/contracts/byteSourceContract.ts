import type { ByteSource } from '../../layers/dicom/byteSource.ts';
import { faultOf } from './faults.ts';
import { numberedBytes } from './samples.ts';

export interface ByteSourceRig {
  open(bytes: Uint8Array): Promise<OpenedSource>;
  dispose(): Promise<void>;
}

export interface OpenedSource {
  readonly source: ByteSource;
  /** Puts other bytes in the place of the object. */
  replace(bytes: Uint8Array): Promise<void>;
}

/** The duties of a `ByteSource`. `whenReplaced`: the opened version stays readable behind the new one, or is gone. */
export function describeByteSourceContract(
  name: string,
  makeRig: () => Promise<ByteSourceRig>,
  whenReplaced: 'still-there' | 'gone',
): void {
  describe(`${name} as a ByteSource`, () => {
    let rig: ByteSourceRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    const sizes = [0, 1, 7, 65_535, 65_536, 65_537, 1_500_000];
    it.each(sizes)('knows its size and gives every range of %i bytes', async (size) => {
      const bytes = numberedBytes(size);
      const { source } = await rig.open(bytes);
      expect(source.size).toBe(size);
      const cuts = [0, 1, 100, 65_535, 65_536, 65_537, 1_048_575, 1_048_577, size - 1, size].filter(
        (cut) => cut >= 0 && cut <= size,
      );
      for (const start of cuts)
        for (const end of cuts)
          if (start <= end)
            expect(Buffer.compare(await source.read(start, end), bytes.subarray(start, end))).toBe(0);
      await source.close();
    });

    it('gives arrays that it never writes to again, nor reads what was written in them', async () => {
      const bytes = numberedBytes(200_000);
      const { source } = await rig.open(bytes);
      const spans = [
        [0, 1000],
        [500, 1500],
        [60_000, 140_000],
      ] as const;
      for (const [start, end] of spans) {
        const first = await source.read(start, end);
        await source.read(0, bytes.length);
        expect(Buffer.compare(first, bytes.subarray(start, end))).toBe(0);
        first.fill(0xff);
        expect(Buffer.compare(await source.read(start, end), bytes.subarray(start, end))).toBe(0);
      }
      await source.close();
    });

    it('answers reads that run at the same time', async () => {
      const bytes = numberedBytes(900_000);
      const { source } = await rig.open(bytes);
      const starts = Array.from({ length: 30 }, (_, index) => index * 29_000);
      const parts = await Promise.all(starts.map((start) => source.read(start, start + 29_000)));
      expect(Buffer.compare(Buffer.concat(parts), bytes.subarray(0, 870_000))).toBe(0);
      await source.close();
    });

    it('refuses what lies beyond the object', async () => {
      const { source } = await rig.open(numberedBytes(10));
      for (const [start, end] of [
        [-1, 5],
        [0, 11],
        [8, 7],
      ] as const)
        await expect(source.read(start, end)).rejects.toBeInstanceOf(RangeError);
      await source.close();
    });

    it('answers from the version it was opened on, or not at all', async () => {
      const before = numberedBytes(1_500_000);
      const { source, replace } = await rig.open(before);
      await source.read(0, 100);
      await replace(numberedBytes(1_500_000, 99));
      const late = source.read(1_100_000, 1_500_000);
      if (whenReplaced === 'still-there')
        expect(Buffer.compare(await late, before.subarray(1_100_000))).toBe(0);
      else expect(await faultOf(late)).toMatchObject({ code: 'SOURCE_CHANGED' });
      await source.close();
    });

    it('never answers short when the object shrinks', async () => {
      const before = numberedBytes(1_500_000);
      const { source, replace } = await rig.open(before);
      await replace(numberedBytes(100_000));
      const late = source.read(70_000, 1_500_000);
      if (whenReplaced === 'still-there') expect(Buffer.compare(await late, before.subarray(70_000))).toBe(0);
      else expect(await faultOf(late)).toMatchObject({ code: 'SOURCE_CHANGED' });
      await source.close();
    });

    it('closes twice without complaint', async () => {
      const { source } = await rig.open(numberedBytes(10));
      await source.close();
      await source.close();
    });
  });
}
