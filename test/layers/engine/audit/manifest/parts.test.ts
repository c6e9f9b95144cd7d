import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  parseManifestFile,
  parsePart,
  parsePartList,
} from '../../../../../layers/engine/audit/manifest/format.ts';
import { type Sealed, sealDays } from '../../../../../layers/engine/audit/manifest/seal.ts';
import { verifyManifests } from '../../../../../layers/engine/audit/manifest/verify.ts';
import { FaultError } from '../../../../../layers/engine/faults.ts';
import { holds } from '../../../../support/properties.ts';
import { countingAudit, keyPair, MemoryAudit, MemoryShelf, released, signer } from './support.ts';

const DAY = '2026-11-21';
const NOW = Date.parse('2026-11-22T01:30:00Z');
const BOUNDS = { lines: 10, lanes: 3 };
const SEGMENT = `segments/${DAY}/10.jsonl.gz`;

let audit: MemoryAudit;
let shelf: MemoryShelf;
beforeEach(() => {
  audit = new MemoryAudit();
  shelf = new MemoryShelf();
});

const at = (ms: number) => new Date(Date.parse(`${DAY}T10:00:00.000Z`) + ms).toISOString();
/** So many lines in the hour, a line every so many milliseconds. */
function fill(lines: number, everyMs: number, fromMs = 0): void {
  for (let index = 0; index < lines; index += 1)
    audit.add(at(fromMs + index * everyMs), released('aa', index));
}
const seal = (hasTime: () => boolean = () => true, to: MemoryShelf = shelf): Promise<Sealed> =>
  sealDays(NOW, { audit, shelf: to, signer, hasTime, bounds: BOUNDS });
const verify = (on: MemoryShelf = shelf) => verifyManifests(on, keyPair.publicKey, audit);
const textOf = (key: string) => gunzipSync(shelf.objects.get(key) ?? Buffer.alloc(0)).toString();
const partKeys = async () => (await shelf.keys(`segments/${DAY}/10/`)) as string[];
const codes = async () => (await verify()).discrepancies.map(({ code, hour }) => [code, hour]);

describe('an hour with more lines than fit into memory', () => {
  it('is sealed in parts, each line in one of them, and verified', async () => {
    fill(300, 11_000);
    audit.add(`${DAY}T09:59:59.999Z`);
    audit.add(`${DAY}T11:00:00.000Z`);
    await seal();
    const { manifest } = parseManifestFile(shelf.text(`manifests/${DAY}.jsonl`));
    const list = parsePartList(textOf(SEGMENT));
    expect(manifest).toMatchObject({ format: 'lethe-manifest/2', totals: { lines: 302 } });
    expect(manifest.hours).toEqual([
      { hour: 9, lines: 1, sha256: expect.any(String) },
      { hour: 10, lines: 300, sha256: expect.any(String), parts: list.parts.length },
      { hour: 11, lines: 1, sha256: expect.any(String) },
    ]);
    const parts = (await partKeys()).map((key) => parsePart(textOf(key)));
    expect(parts.map(({ range }) => range)).toEqual(list.parts.map(({ from, to }) => ({ from, to })));
    expect(list.parts[0]?.from).toBe(at(0));
    expect(list.parts.at(-1)?.to).toBe(at(3_600_000));
    for (const [index, { from }] of list.parts.slice(1).entries()) expect(from).toBe(list.parts[index]?.to);
    for (const { entries } of parts) expect(entries.length).toBeLessThanOrEqual(BOUNDS.lines);
    expect(parts.flatMap(({ entries }) => entries)).toHaveLength(300);
    expect(await verify()).toMatchObject({ lines: 302, discrepancies: [] });
  });

  it('is an hour as before, and its manifest is, where its lines fit', async () => {
    fill(10, 1000);
    await seal();
    expect(await partKeys()).toEqual([]);
    expect(parseManifestFile(shelf.text(`manifests/${DAY}.jsonl`)).manifest.format).toBe('lethe-manifest/1');
  });

  it('keeps lines of one millisecond together, however many they are', async () => {
    for (let index = 0; index < 35; index += 1) audit.add(at(77), released('aa', index));
    fill(20, 1000);
    await seal();
    expect(await verify()).toMatchObject({ lines: 55, discrepancies: [] });
  });

  it('never holds more lines than its lanes have room for', async () => {
    const LINES = 60_000;
    const bounds = { lines: 500, lanes: 4 };
    const counted = countingAudit(LINES, Date.parse(at(0)), 3_600_000, 100);
    const put = shelf.put.bind(shelf);
    shelf.put = (key, bytes) => {
      if (key.includes('/10/')) counted.done(parsePart(gunzipSync(bytes).toString()).entries.length);
      return put(key, bytes);
    };
    await sealDays(NOW, { audit: counted.reader, shelf, signer, hasTime: () => true, bounds });
    expect(parsePartList(textOf(SEGMENT)).totals.lines).toBe(LINES);
    // A page may be on its way beyond the bound, and is dropped where it is too much.
    expect(counted.mostHeld()).toBeLessThanOrEqual(bounds.lanes * (bounds.lines + 2 * counted.pageLines));
    expect(counted.mostHeld()).toBeLessThan(LINES / 20);
    // What was too much is read again: less than a quarter of all.
    expect(counted.linesRead()).toBeLessThan(1.25 * LINES);
  });
});

describe('an hour that is interrupted', () => {
  it('is gone on from, part by part: nothing is written twice', async () => {
    fill(300, 11_000);
    let runs = 0;
    for (let isFinished = false; !isFinished; runs += 1) {
      let turns = 0;
      const before = new Map(shelf.objects);
      ({ isFinished } = await seal(() => {
        turns += 1;
        return turns < 200;
      }));
      expect(shelf.objects.size).toBeGreaterThan(before.size);
      for (const [key, bytes] of before) expect(shelf.objects.get(key)).toBe(bytes);
    }
    expect(runs).toBeGreaterThan(3);
    expect(await verify()).toMatchObject({ lines: 300, discrepancies: [] });
  });

  it('has each line once and no gap, wherever it is cut, whoever works beside, in whatever order lines come', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 3_599_999 }), { minLength: 1, maxLength: 120 });
    const bursts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 3_500_000 }), fc.integer({ min: 5, max: 40 })),
      {
        maxLength: 3,
      },
    );
    const runs = fc.array(
      fc.record({ calls: fc.integer({ min: 1, max: 80 }), beside: fc.integer({ min: 0, max: 80 }) }),
      { minLength: 1, maxLength: 6 },
    );
    await holds(
      fc.asyncProperty(times, bursts, runs, fc.boolean(), async (offsets, many, interrupted, isReversed) => {
        audit = new MemoryAudit();
        shelf = new MemoryShelf();
        for (const offset of offsets) audit.add(at(offset), released('aa', offset));
        for (const [offset, lines] of many) fill(lines, 3, offset);
        if (isReversed) audit.stored.reverse();
        for (const { calls, beside } of interrupted)
          await Promise.all(
            [calls, beside].map((each) => seal(() => true, dying(shelf, each)).catch(() => undefined)),
          );
        expect(await seal()).toMatchObject({ isFinished: true });
        const { lines, discrepancies } = await verify();
        expect(discrepancies).toEqual([]);
        expect(lines).toBe(audit.stored.length);
      }),
    );
  });
});

/** The same shelf, for a run that dies after so many calls; of every third write the answer is lost. */
function dying(of: MemoryShelf, calls: number): MemoryShelf {
  let left = calls;
  const die = () => {
    left -= 1;
    if (left < 0) throw new FaultError('STORE_UNAVAILABLE', true, 'No answer', 'It will be tried again');
  };
  return Object.assign(new MemoryShelf(), {
    put: async (key: string, bytes: Uint8Array) => {
      die();
      const isFirst = await of.put(key, bytes);
      return isFirst && left % 3 !== 0;
    },
    get: async (key: string) => {
      die();
      return of.get(key);
    },
    keys: async (prefix: string) => {
      die();
      return of.keys(prefix);
    },
  });
}

describe('verifying parts', () => {
  beforeEach(async () => {
    fill(100, 11_000);
    await seal();
  });

  it('sees lines that were deleted, altered or added', async () => {
    audit.stored.splice(50, 1);
    audit.add(at(500_001), released('bb'));
    expect((await codes()).sort()).toEqual([
      ['LINE_ADDED', 10],
      ['LINE_MISSING', 10],
    ]);
  });

  it('sees a part that is gone, altered, or put in the place of another', async () => {
    const [first = '', second = ''] = await partKeys();
    const [one, two] = [first, second].map((key) => shelf.objects.get(key) as Uint8Array);
    shelf.objects.delete(first);
    expect(await codes()).toEqual([['SEGMENT_MISSING', 10]]);
    shelf.objects.set(first, two as Uint8Array);
    expect(await codes()).toEqual([['SEGMENT_ALTERED', 10]]);
    shelf.objects.set(
      first,
      gzipSync(
        gunzipSync(one as Uint8Array)
          .toString()
          .replace('released', 'held'),
      ),
    );
    expect(await codes()).toEqual([['SEGMENT_ALTERED', 10]]);
    shelf.objects.set(first, Buffer.from('broken'));
    expect(await codes()).toEqual([['SEGMENT_ALTERED', 10]]);
  });

  it('sees a list of parts that was altered', async () => {
    shelf.objects.set(
      SEGMENT,
      gzipSync(`${textOf(SEGMENT).trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
    );
    expect(await codes()).toEqual([['SEGMENT_ALTERED', 10]]);
  });

  it('sees a list with a gap, even if it was signed so', async () => {
    const { totals, parts } = parsePartList(textOf(SEGMENT));
    const files = shelf.objects;
    for (const kept of [parts.slice(1), parts.slice(0, -1), parts.filter((_part, index) => index !== 3)]) {
      shelf.objects = new Map([...files].filter(([key]) => !key.startsWith('manifests/')));
      const { partListText } = await import('../../../../../layers/engine/audit/manifest/format.ts');
      shelf.objects.set(SEGMENT, gzipSync(partListText({ totals, parts: kept })));
      await seal();
      expect(await codes()).toContainEqual(['SEGMENT_ALTERED', 10]);
    }
  });
});
