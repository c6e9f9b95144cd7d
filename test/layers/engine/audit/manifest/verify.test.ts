import { generateKeyPairSync } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { manifestFile, parseManifestFile } from '../../../../../layers/engine/audit/manifest/format.ts';
import { sealDays } from '../../../../../layers/engine/audit/manifest/seal.ts';
import { verifyManifests } from '../../../../../layers/engine/audit/manifest/verify.ts';
import { keyPair, MemoryAudit, MemoryShelf, released, signer } from './support.ts';

const DAYS = ['2026-11-19', '2026-11-20', '2026-11-21'];
let audit: MemoryAudit;
let shelf: MemoryShelf;

beforeEach(async () => {
  audit = new MemoryAudit();
  shelf = new MemoryShelf();
  for (const day of DAYS)
    for (const time of ['00:00:00', '10:00:00', '10:00:01', '23:59:59'])
      audit.add(`${day}T${time}.000Z`, released('aa'));
  for (const now of ['2026-11-20', '2026-11-22'])
    await sealDays(Date.parse(`${now}T01:30:00Z`), { audit, shelf, signer, hasTime: () => true });
});

const verify = (range: { from?: string; to?: string } = {}, withAudit = true) =>
  verifyManifests(shelf, keyPair.publicKey, withAudit ? audit : null, range);
const codesOf = async (range: { from?: string; to?: string } = {}) =>
  (await verify(range)).discrepancies.map(({ code, day, hour }) => [
    code,
    day,
    ...(hour === undefined ? [] : [hour]),
  ]);

describe('verifying', () => {
  it('finds nothing where nothing was changed', async () => {
    expect(await verify()).toEqual({ days: 3, first: DAYS[0], last: DAYS[2], lines: 12, discrepancies: [] });
    expect(await verify({}, false)).toMatchObject({ lines: null, discrepancies: [] });
  });

  it('sees a line that was deleted from the audit, and says what it was about', async () => {
    const [gone] = audit.stored.splice(5, 1);
    const { discrepancies, lines } = await verify();
    expect(lines).toBe(11);
    expect(discrepancies).toEqual([
      {
        code: 'LINE_MISSING',
        day: '2026-11-20',
        hour: 10,
        entry: expect.objectContaining({
          time: new Date(gone?.timeMs ?? 0).toISOString(),
          outcome: 'released',
          output: '2.25.1/2.25.2/2.25.3.dcm',
        }),
      },
    ]);
  });

  it('sees a line that was altered: one is missing, one was added', async () => {
    const [line] = audit.stored;
    audit.stored[0] = { timeMs: line?.timeMs ?? 0, text: (line?.text ?? '').replace('"aa"', '"bb"') };
    expect(await codesOf()).toEqual([
      ['LINE_ADDED', '2026-11-19', 0],
      ['LINE_MISSING', '2026-11-19', 0],
    ]);
  });

  it('sees a line that came after the day was sealed', async () => {
    audit.add('2026-11-21T17:00:00.000Z', released('aa'));
    expect(await codesOf()).toEqual([['LINE_ADDED', '2026-11-21', 17]]);
  });

  it('sees one of two equal lines that is gone', async () => {
    audit.add('2026-11-22T10:00:00.000Z', released('aa'));
    audit.add('2026-11-22T10:00:00.000Z', released('aa'));
    await sealDays(Date.parse('2026-11-23T01:30:00Z'), { audit, shelf, signer, hasTime: () => true });
    audit.stored.pop();
    expect(await codesOf()).toEqual([['LINE_MISSING', '2026-11-22', 10]]);
  });

  it('looks at the lines of the days asked for, and at the whole chain', async () => {
    audit.stored = audit.stored.slice(4);
    expect(await codesOf({ from: '2026-11-20' })).toEqual([]);
    expect((await codesOf({ to: '2026-11-19' })).length).toBe(4);
    shelf.objects.delete('manifests/2026-11-20.jsonl');
    expect(await codesOf({ from: '2026-11-21' })).toEqual([['DAY_MISSING', '2026-11-20']]);
  });
});

describe('verifying manifests that were tampered with', () => {
  const manifestAt = (day: string) => `manifests/${day}.jsonl`;
  const change = (key: string, to: (text: string) => string) =>
    shelf.objects.set(key, Buffer.from(to(shelf.text(key))));

  it('sees a manifest that was altered', async () => {
    change(manifestAt('2026-11-20'), (text) => text.replace('"instances":4', '"instances":3'));
    expect(await codesOf()).toEqual([
      ['SIGNATURE_WRONG', '2026-11-20'],
      ['SEGMENT_ALTERED', '2026-11-20'],
      ['CHAIN_BROKEN', '2026-11-21'],
    ]);
  });

  it('sees one that another key has signed', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect((await verifyManifests(shelf, other.publicKey, null)).discrepancies).toEqual(
      DAYS.map((day) => ({ code: 'SIGNATURE_WRONG', day })),
    );
  });

  it('sees one that was put in the place of another day', async () => {
    shelf.objects.set(manifestAt('2026-11-21'), shelf.objects.get(manifestAt('2026-11-20')) as Uint8Array);
    expect((await codesOf())[0]).toEqual(['SIGNATURE_WRONG', '2026-11-21']);
  });

  it('sees one that was signed anew without what it sealed: the next one does not follow', async () => {
    const { manifest } = parseManifestFile(shelf.text(manifestAt('2026-11-20')));
    const payload = JSON.stringify({
      ...manifest,
      hours: [],
      totals: { lines: 0, outcomes: {}, released: [] },
    });
    const file = manifestFile(payload, await signer.sign(payload));
    shelf.objects.set(manifestAt('2026-11-20'), Buffer.from(file));
    audit.stored = audit.stored.filter(({ text }) => !text.includes('2026-11-20T'));
    expect(await codesOf()).toEqual([['CHAIN_BROKEN', '2026-11-21']]);
  });

  it('sees a chain whose beginning is gone', async () => {
    shelf.objects.delete(manifestAt('2026-11-19'));
    expect(await codesOf()).toEqual([['CHAIN_BROKEN', '2026-11-20']]);
  });

  it.each(['', 'not JSON\n', '{"format":"another"}\n{}\n', '{}\n{}\n{}\n'])(
    'sees what is not a manifest: %j',
    async (text) => {
      change(manifestAt('2026-11-20'), () => text);
      expect((await codesOf())[0]).toEqual(['MANIFEST_UNREADABLE', '2026-11-20']);
    },
  );

  it('says that a later Lethe sealed a day, and follows the chain over it', async () => {
    const ours = shelf.objects.get(manifestAt('2026-11-21')) as Uint8Array;
    const { manifest } = parseManifestFile(shelf.text(manifestAt('2026-11-21')));
    const payload = JSON.stringify({ ...manifest, format: 'lethe-manifest/3', sealedBy: 'tomorrow' });
    const signature = await signer.sign(payload);
    shelf.objects.set(manifestAt('2026-11-21'), Buffer.from(manifestFile(payload, signature)));
    expect((await codesOf())[0]).toEqual(['MANIFEST_LATER', '2026-11-21']);
    // Who writes a later form over a day hides nothing: the day after knows what stood there.
    shelf.objects.set(manifestAt('2026-11-21'), ours);
    change(manifestAt('2026-11-20'), (text) => text.replace(/lethe-manifest\/\d/, 'lethe-manifest/3'));
    expect((await codesOf()).slice(0, 2)).toEqual([
      ['MANIFEST_LATER', '2026-11-20'],
      ['CHAIN_BROKEN', '2026-11-21'],
    ]);
  });

  it('sees a segment that is gone, altered or broken', async () => {
    const key = 'segments/2026-11-20/10.jsonl.gz';
    const bytes = shelf.objects.get(key) as Uint8Array;
    shelf.objects.set(key, gzipSync(gunzipSync(bytes).toString().replace('released', 'held')));
    expect(await codesOf()).toEqual([['SEGMENT_ALTERED', '2026-11-20', 10]]);
    shelf.objects.set(key, Buffer.from('broken'));
    expect(await codesOf()).toEqual([['SEGMENT_ALTERED', '2026-11-20', 10]]);
    shelf.objects.delete(key);
    expect(await codesOf()).toEqual([['SEGMENT_MISSING', '2026-11-20', 10]]);
  });
});
