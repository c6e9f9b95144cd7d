import { gunzipSync } from 'node:zlib';
import {
  parseManifestFile,
  parseSegment,
  sha256,
} from '../../../../../layers/engine/audit/manifest/format.ts';
import { sealDays } from '../../../../../layers/engine/audit/manifest/seal.ts';
import { MemoryAudit, MemoryShelf, released, signer } from './support.ts';

const NOW = Date.parse('2026-11-22T01:30:00Z');
const hasTime = () => true;

let audit: MemoryAudit;
let shelf: MemoryShelf;
beforeEach(() => {
  audit = new MemoryAudit();
  shelf = new MemoryShelf();
});
const seal = async (now = NOW) => (await sealDays(now, { audit, shelf, signer, hasTime })).days;
const manifestOf = (day: string) => parseManifestFile(shelf.text(`manifests/${day}.jsonl`));

describe('sealing a day', () => {
  it('lists what was released under which rules, and every line by its digest', async () => {
    const first = audit.add('2026-11-21T00:00:00.000Z', released('aa', 10));
    const second = audit.add('2026-11-21T00:59:59.999Z', released('bb', 20));
    audit.add('2026-11-21T23:59:59.999Z', released('aa', 5));
    audit.add('2026-11-21T12:00:00.000Z');
    audit.add('2026-11-20T23:59:59.999Z', released('aa'));
    audit.add('2026-11-22T00:00:00.000Z', released('aa'));
    expect(await seal()).toEqual(['2026-11-21']);

    const { manifest, signature } = manifestOf('2026-11-21');
    expect(manifest).toMatchObject({
      format: 'lethe-manifest/1',
      day: '2026-11-21',
      log: 'audit',
      previous: null,
      totals: {
        lines: 4,
        outcomes: { quarantined: 1, released: 3 },
        released: [
          { plan: { name: 'basic', digest: 'aa' }, engine: { version: '0.1.0' }, instances: 2, bytes: 15 },
          { plan: { name: 'basic', digest: 'bb' }, instances: 1, bytes: 20 },
        ],
      },
    });
    expect(manifest.hours.map(({ hour, lines }) => [hour, lines])).toEqual([
      [0, 2],
      [12, 1],
      [23, 1],
    ]);
    expect(signature.algorithm).toBe('ECDSA_SHA_256');

    const text = gunzipSync(
      shelf.objects.get('segments/2026-11-21/00.jsonl.gz') ?? Buffer.alloc(0),
    ).toString();
    expect(sha256(text)).toBe(manifest.hours[0]?.sha256);
    expect(parseSegment(text).entries).toEqual([
      {
        time: '2026-11-21T00:00:00.000Z',
        outcome: 'released',
        source: 'hash',
        output: '2.25.1/2.25.2/2.25.3.dcm',
        line: sha256(first.text),
      },
      expect.objectContaining({ line: sha256(second.text) }),
    ]);
  });

  it('leaves the same whatever the order of the lines', async () => {
    const times = ['10:00', '10:30', '10:30', '10:59'].map((time) => `2026-11-21T${time}:00.000Z`);
    for (const [index, time] of times.entries()) audit.add(time, released(`d${index}`));
    await seal();
    const before = manifestOf('2026-11-21').payload;
    shelf.objects.clear();
    audit.stored.reverse();
    await seal();
    expect(manifestOf('2026-11-21').payload).toBe(before);
  });

  it('seals a day without lines, so that the chain has no gap', async () => {
    await seal();
    expect(manifestOf('2026-11-21').manifest).toMatchObject({ hours: [], totals: { lines: 0 } });
    expect([...shelf.objects.keys()]).toEqual(['manifests/2026-11-21.jsonl']);
  });

  it('counts a line that is not an audit record, and seals it too', async () => {
    for (const text of ['not JSON', 'null', '{"outcome":"released"}'])
      audit.stored.push({ timeMs: Date.parse('2026-11-21T10:00:00Z'), text });
    await seal();
    expect(manifestOf('2026-11-21').manifest.totals).toEqual({
      lines: 3,
      outcomes: { unreadable: 3 },
      released: [],
    });
  });

  it('keeps a line as often as it is stored', async () => {
    const line = audit.add('2026-11-21T10:00:00.000Z', released('aa'));
    audit.stored.push(line);
    await seal();
    expect(manifestOf('2026-11-21').manifest.totals.lines).toBe(2);
  });
});

describe('the chain', () => {
  it('begins with yesterday, and goes on from the last manifest over every day since', async () => {
    audit.add('2026-11-01T10:00:00.000Z', released('aa'));
    expect(await seal()).toEqual(['2026-11-21']);
    expect(await seal(NOW + 3 * 86_400_000)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
    const days = ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'].map(manifestOf);
    days.slice(1).forEach(({ manifest }, index) => {
      const before = days[index];
      expect(manifest.previous).toEqual({ day: before?.manifest.day, sha256: sha256(before?.payload ?? '') });
    });
  });

  it('is the same if a run is called twice', async () => {
    await seal();
    const before = new Map(shelf.objects);
    expect(await seal()).toEqual([]);
    expect(shelf.objects).toEqual(before);
  });

  it('goes on from what another run left first, and does not fork', async () => {
    audit.add('2026-11-21T10:00:00.000Z', released('aa'));
    const put = shelf.put.bind(shelf);
    // The other run is ahead at every object: a signature has chance in it, so its manifest is another file.
    shelf.put = async (key, bytes) => {
      if (key.startsWith('manifests/') && !shelf.objects.has(key)) {
        const { payload } = parseManifestFile(Buffer.from(bytes).toString());
        await put(key, Buffer.from(`${payload}\n${JSON.stringify(await signer.sign(payload))}\n`));
      }
      return put(key, bytes);
    };
    expect(await seal()).toEqual([]);
    shelf.put = put;
    expect(await seal(NOW + 86_400_000)).toEqual(['2026-11-22']);
    const [first, second] = ['2026-11-21', '2026-11-22'].map((day) => manifestOf(day));
    expect(first?.manifest.totals.lines).toBe(1);
    expect(second?.manifest.previous?.sha256).toBe(sha256(first?.payload ?? ''));
  });

  it('keeps a segment that a run before left, even if the audit has changed since', async () => {
    audit.add('2026-11-21T10:00:00.000Z', released('aa'));
    audit.add('2026-11-21T11:00:00.000Z', released('aa'));
    const stop = () => shelf.objects.size === 0;
    expect(await sealDays(NOW, { audit, shelf, signer, hasTime: stop })).toEqual({
      days: [],
      isFinished: false,
    });
    expect([...shelf.objects.keys()]).toEqual(['segments/2026-11-21/10.jsonl.gz']);
    audit.stored = [];
    expect(await seal()).toEqual(['2026-11-21']);
    expect(manifestOf('2026-11-21').manifest.totals).toMatchObject({ lines: 1, outcomes: { released: 1 } });
  });
});
