import { memorySource } from '../../../layers/dicom/byteSource.ts';
import type { AuditRecord } from '../../../layers/engine/audit/audit.ts';
import { deidentify, refuse } from '../../../layers/engine/deidentify.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { namesOf } from '../../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { InstanceStore, ObjectRef } from '../../../layers/engine/ports.ts';
import { systemEntropy } from '../../../layers/local/system.ts';
import { type Action, type RulePlan, sealPlan } from '../../../rules/plan.ts';
import { el } from '../../support/build.ts';
import { instanceWith, planOf } from './actions/shiftPlan.ts';
import { TEST_CLOCK, testIdentities, testKeys } from './harness.ts';

/** Which outcome an instance comes to, what is then asked of the store, and under which name: of the version, as another one of the same object may be kept, too. */

const REF: ObjectRef = { container: 'ingest', key: new Phi('Zwieback/1.dcm'), versionId: 'v1' };
const OBJECT = instanceWith([
  el(0x00080020, 'DA', '19000101'),
  el(0x00081030, 'LO', 'Knee left, 12345'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
]);

async function run(plan: RulePlan, { isSettleAway = false, object = OBJECT } = {}) {
  const asked: (readonly [what: string, name: string])[] = [];
  const store: InstanceStore = {
    namesSourceByPath: false,
    open: async () => memorySource(object),
    release: async (cleanKey, _source, _segments, sourceName) => {
      asked.push(['release', sourceName]);
      return { key: cleanKey, isDuplicate: false };
    },
    hold: async (name) => {
      asked.push(['hold', name]);
      return name;
    },
    quarantine: async (name) => {
      asked.push(['quarantine', name]);
      return name;
    },
    settle: async ({ version }) => {
      asked.push(['settle', version]);
      if (isSettleAway) throw new FaultError('STORE_UNAVAILABLE', true, 'Away', 'Wait');
    },
  };
  const records: AuditRecord[] = [];
  const services = {
    plan,
    keys: testKeys(),
    identities: testIdentities(),
    store,
    audit: { record: async (record: AuditRecord) => void records.push(record), close: async () => {} },
    clock: TEST_CLOCK,
    entropy: systemEntropy,
    keyScope: '',
  };
  const { outcome } = await deidentify(REF, services);
  const names = await namesOf(REF, { keys: testKeys() });
  const called = asked.map(
    ([what, name]) =>
      `${what} ${name === names.source ? 'source' : name === names.version ? 'version' : name}`,
  );
  return { outcome, called, records, services };
}

function changed(change: Partial<RulePlan>, ...rules: readonly (readonly [number, Action])[]): RulePlan {
  const { digest: _digest, ...draft } = planOf(...rules);
  return sealPlan({ ...draft, ...change });
}

const CLEAN: readonly [number, Action] = [0x00081030, { kind: 'clean-text' }];
const SHIFT: readonly [number, Action] = [
  0x00080020,
  {
    kind: 'shift',
    by: { kind: 'patient', minDays: 1, maxDays: 365, direction: 'back' },
    whenInvalid: 'empty',
    dropOlderThanYears: null,
    timeOfDay: 'keep',
  },
];

it('what comes out is released under its source, and settled', async () => {
  expect(await run(changed({}, SHIFT))).toMatchObject({
    outcome: 'released',
    called: ['release source', 'settle version'],
  });
});

it('what a person must look at is held, and not settled', async () => {
  const { outcome, called, records } = await run(changed({ doubtfulText: 'hold' }, CLEAN));
  expect([outcome, called]).toEqual(['held', ['hold version']]);
  expect(records[0]?.findings.map(({ severity, code }) => [severity, code])).toEqual([
    ['doubt', 'TEXT_DOUBTFUL_NUMBER'],
  ]);
  expect((await run(changed({ doubtfulText: 'release' }, CLEAN))).outcome).toBe('released');
});

it('a note alone holds nothing: it is for the record', async () => {
  const { outcome, records } = await run(changed({ doubtfulText: 'hold' }, SHIFT));
  expect([outcome, records[0]?.findings.map(({ code }) => code)]).toEqual(['released', ['DATE_PLACEHOLDER']]);
});

it('what does not is quarantined under its version, and not settled', async () => {
  const broken = OBJECT.slice(0, -3);
  expect(await run(changed({}, SHIFT), { object: broken })).toMatchObject({
    outcome: 'quarantined',
    called: ['quarantine version'],
  });
});

it('what says that it is de-identified passes through where the rules want it', async () => {
  const object = instanceWith([el(0x00120062, 'CS', 'YES'), el(0x00100010, 'PN', 'A')]);
  const screening = { ...changed({}).screening, alreadyDeidentified: 'pass-through' } as const;
  expect(await run(changed({ screening }, SHIFT), { object })).toMatchObject({
    outcome: 'passed-through',
    called: ['release source', 'settle version'],
  });
  expect((await run(changed({}, SHIFT), { object })).outcome).toBe('released');
});

it('what cannot be settled now is released all the same', async () => {
  expect(await run(changed({}, SHIFT), { isSettleAway: true })).toMatchObject({
    outcome: 'released',
    records: [{ outcome: 'released' }],
  });
});

it('what is refused for a reason that is not in it is quarantined under its version', async () => {
  const { services, records } = await run(changed({}, SHIFT));
  const reason = { code: 'WORKER_ENDED', message: 'm', hint: 'h' };
  expect((await refuse(REF, services, reason)).outcome).toBe('quarantined');
  expect(records.map(({ outcome }) => outcome)).toEqual(['released', 'quarantined']);
});
