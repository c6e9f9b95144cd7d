import { inspect } from 'node:util';
import { type ByteSource, memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import type { AuditRecord } from '../../../layers/engine/audit/audit.ts';
import { deidentify, type Services } from '../../../layers/engine/deidentify.ts';
import { FaultError, OutputConflictError } from '../../../layers/engine/faults.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { InstanceStore, ObjectRef } from '../../../layers/engine/ports.ts';
import type { Reason } from '../../../layers/engine/reason.ts';
import { systemEntropy } from '../../../layers/local/system.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { el, instance } from '../../support/build.ts';
import { bytesOfSegments, testIdentities, testKeys } from './harness.ts';

const KEY = 'Zwieback^Oriane/19610914.dcm';
const REF: ObjectRef = { container: 'ingest-of-Zwieback', key: new Phi(KEY), versionId: 'v1' };
const OBJECT = instance({
  elements: [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    el(0x00080018, 'UI', '2.25.1'),
    el(0x0020000d, 'UI', '2.25.2'),
    el(0x0020000e, 'UI', '2.25.3'),
    el(0x00100010, 'PN', 'Zwieback^Oriane'),
  ],
});

interface Told {
  readonly opened: ObjectRef[];
  closed: number;
  readonly released: { cleanKey: string; bytes: Uint8Array; sourceName: string }[];
  readonly quarantined: { name: string; reason: Reason }[];
  readonly records: AuditRecord[];
}

/** Services round one object; `failing` makes one of them reject. */
function surroundings(
  object: Uint8Array,
  failing: Partial<Record<'open' | 'release' | 'quarantine' | 'record' | 'keys', Error>> = {},
) {
  const told: Told = { opened: [], closed: 0, released: [], quarantined: [], records: [] };
  const failIf = (what: keyof typeof failing) => {
    if (failing[what] !== undefined) throw failing[what];
  };
  const store: InstanceStore = {
    namesSourceByPath: false,
    open: async (ref) => {
      failIf('open');
      told.opened.push(ref);
      return {
        ...memorySource(object),
        close: async () => {
          told.closed += 1;
        },
      };
    },
    release: async (
      cleanKey: string,
      _source: ByteSource,
      segments: readonly Segment[],
      sourceName: string,
    ) => {
      failIf('release');
      told.released.push({ cleanKey, bytes: bytesOfSegments(object, segments), sourceName });
      return { key: cleanKey, isDuplicate: false };
    },
    hold: async () => {
      throw new Error('nothing is held here');
    },
    quarantine: async (name, _ref, _source, reason) => {
      failIf('quarantine');
      told.quarantined.push({ name, reason });
      return name;
    },
    settle: async () => {},
  };
  let elapsed = 0;
  const services: Services = {
    plan: basicProfilePlan(),
    keys:
      failing.keys === undefined
        ? testKeys()
        : { keyId: 'test', subkeys: () => Promise.reject(failing.keys) },
    identities: testIdentities(),
    store,
    audit: {
      record: async (record) => {
        failIf('record');
        told.records.push(record);
      },
      close: async () => {},
    },
    clock: { now: () => Date.UTC(2026, 10, 21), elapsed: () => (elapsed += 1.5) },
    entropy: systemEntropy,
    keyScope: '',
  };
  return { told, run: () => deidentify(REF, services) };
}

describe('an instance that comes out', () => {
  it('is released under new UIDs, and recorded', async () => {
    const { told, run } = surroundings(OBJECT);
    const record = await run();
    expect(told.released).toHaveLength(1);
    expect(told.released[0]?.cleanKey).toMatch(/^(2\.25\.\d+\/){2}2\.25\.\d+\.dcm$/);
    expect(Buffer.from(told.released[0]?.bytes ?? []).includes('Zwieback')).toBe(false);
    expect(told.records).toEqual([record]);
    expect(record).toMatchObject({
      time: '2026-11-21T00:00:00.000Z',
      outcome: 'released',
      source: { versionId: 'v1', sizeBytes: OBJECT.length },
      output: { key: told.released[0]?.cleanKey },
      reason: null,
      findings: [],
      plan: { digest: basicProfilePlan().digest },
      actions: { 'replace-uid': 3, pseudonym: 1 },
    });
    expect(record.durationMs).toBeGreaterThan(0);
    expect(told.closed).toBe(1);
  });

  it('twice makes the same bytes under the same key', async () => {
    const [one, two] = [surroundings(OBJECT), surroundings(OBJECT)];
    await one.run();
    await two.run();
    expect(one.told.released).toEqual(two.told.released);
  });

  it('names its source by a keyed hash, the same for all versions', async () => {
    const { told, run } = surroundings(OBJECT);
    const record = await run();
    expect(record.source.key).toMatch(/^[0-9a-f]{32}$/);
    expect(told.released[0]?.sourceName).toBe(record.source.key);
  });
});

describe('an instance that does not', () => {
  it('is quarantined with its reason, and recorded', async () => {
    const { told, run } = surroundings(OBJECT.slice(0, -3));
    const record = await run();
    expect(record).toMatchObject({
      outcome: 'quarantined',
      output: { key: null },
      reason: { code: 'TRUNCATED' },
      actions: {},
    });
    expect(told.quarantined).toMatchObject([{ reason: { code: 'TRUNCATED', path: '(0010,0010)' } }]);
    expect([told.released, told.closed]).toEqual([[], 1]);
  });

  it('because another source has its place is quarantined, so that neither is lost', async () => {
    const { told, run } = surroundings(OBJECT, { release: new OutputConflictError() });
    expect((await run()).reason?.code).toBe('OUTPUT_CONFLICT');
    expect(told.quarantined).toHaveLength(1);
  });
});

describe('a fault of the surroundings', () => {
  const fault = new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait');

  it.each(['open', 'release', 'quarantine', 'record', 'keys'] as const)(
    'of %s rejects, so that the event comes again',
    async (what) => {
      const { told, run } = surroundings(what === 'quarantine' ? OBJECT.slice(0, -3) : OBJECT, {
        [what]: fault,
      });
      await expect(run()).rejects.toBe(fault);
      expect(told.records).toEqual([]);
      expect(told.closed).toBe(told.opened.length);
    },
  );
});

describe('nothing that is told', () => {
  it('holds an identifier: not the record, not a reason, not a name', async () => {
    const { told, run } = surroundings(OBJECT);
    await run();
    const broken = surroundings(OBJECT.slice(0, -3));
    await broken.run();
    const said = JSON.stringify([
      told.records,
      broken.told.records,
      broken.told.quarantined,
      told.released.map(({ cleanKey }) => cleanKey),
    ]);
    for (const secret of ['Zwieback', 'Oriane', '19610914', '2.25.1"', '2.25.2"', '2.25.3"', 'ingest-of'])
      expect(said).not.toContain(secret);
  });

  it('is an original: it travels in a type that cannot be logged', () => {
    const phi = new Phi('Zwieback');
    const forms = [
      String(phi),
      `${phi}`,
      JSON.stringify({ phi }),
      inspect(phi),
      inspect({ phi }, { showHidden: true, depth: 9 }),
    ];
    for (const form of forms) expect(form).not.toContain('Zwieback');
    expect(forms[0]).toBe('[PHI]');
    expect(Object.keys(phi)).toEqual([]);
    expect(structuredClone({ phi: { ...phi } })).toEqual({ phi: {} });
    expect(phi.reveal()).toBe('Zwieback');
  });
});
