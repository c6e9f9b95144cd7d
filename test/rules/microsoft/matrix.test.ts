import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import { METHOD_NAMES, methodNamed } from '../../../rules/microsoft/methods.ts';
import { clean } from '../../layers/engine/harness.ts';
import { el, type Node, privateBlock, sq, type Value } from '../../support/build.ts';
import { ct, planOf, rule, run } from './tool.ts';

/** Every method on every VR: it is done, or the instance is refused; never is the value left as it was. */

const VRS = Object.keys(VR_FACTS) as Vr[];
const VALUES: Partial<Record<Vr, Value>> = {
  AS: '045Y',
  AT: [0x00100010],
  CS: 'WORD',
  DA: '20200131',
  DS: '12.5',
  DT: '20200131101112',
  IS: '12',
  PN: 'Doe^John',
  TM: '101112',
  UI: '1.2.3.4.5.6.7',
  UR: 'http://example.org/1',
  SV: [12n],
  UV: [12n],
  OV: [12n],
};
const NUMBERS: readonly Vr[] = ['FD', 'FL', 'OD', 'OF', 'OL', 'OW', 'SL', 'SS', 'UL', 'US'];

/** In a private block, so that a value may have any VR. */
function nodesOf(vr: Vr): readonly Node[] {
  if (vr === 'SQ')
    return privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'SQ', [[el(0x00080080, 'LO', 'CLINIC')]]]]);
  const value =
    VALUES[vr] ??
    (NUMBERS.includes(vr) ? [12] : vr === 'OB' || vr === 'UN' ? new Uint8Array([1, 2, 3, 4]) : 'text');
  return privateBlock(0x0009, 0x10, 'ACME', [[0x01, vr, value]]);
}

const PARAMS: Readonly<Record<string, object>> = {
  perturb: { span: 4, rangeType: 'Fixed' },
  dateShift: { dateShiftKey: '123', dateShiftRange: 0 },
  cryptoHash: { cryptoHashKey: '123' },
  encrypt: { encryptKey: '0123456789abcdef' },
};
/** What each VR can be set to. */
const SET: Partial<Record<Vr, string>> = { AT: '0010,0020' };

const cases = METHOD_NAMES.flatMap((method) => VRS.map((vr) => [method, vr] as const));

test.each(cases)('%s on %s', async (name, vr) => {
  const method = methodNamed(name);
  const params = name === 'substitute' ? { replaceWith: SET[vr] ?? '20' } : PARAMS[name];
  // Beside one that changes something: of rules that change nothing none is a configuration.
  const config = { rules: [rule('(0009,1001:ACME)', name, params), rule('(0010,4000)', 'remove')] };
  const object = ct(nodesOf(vr));
  const result = await clean(object, { plan: planOf(config) });
  const isAllowed = method?.vrs.has(vr) === true;
  expect('reason' in result ? result.reason.code : result.outcome).toBe(
    isAllowed ? 'released' : 'ACTION_NOT_FOR_VR',
  );
  if (!isAllowed) return;
  const output = await run(config, object);
  const before = (await run({ rules: [rule('(0010,4000)', 'remove')] }, object)).raw(0x00091001);
  const after = output.raw(0x00091001);
  if (name === 'remove') expect(after).toBeUndefined();
  else if (name === 'redact') expect(after).toHaveLength(0);
  else if (name === 'keep') expect(after).toEqual(before);
  else if (name === 'dateShift')
    expect(output.values(0x00091001)).toEqual([vr === 'DA' ? '20200131' : '20200131000000.000000']);
  else if (name === 'substitute') expect(after?.length).toBeGreaterThan(0);
  else if (name !== 'perturb') expect(after).not.toEqual(before);
});

test('perturb moves at least some value of each VR it takes', async () => {
  for (const vr of methodNamed('perturb')?.vrs ?? []) {
    const config = { rules: [rule('(0009,1001:ACME)', 'perturb', { span: 10, rangeType: 'Fixed' })] };
    const seen = new Set<string>();
    for (let index = 0; index < 6; index++) {
      const object = [el(0x00080018, 'UI', `1.2.3.${index}`), ...nodesOf(vr)];
      seen.add((await run(config, object)).raw(0x00091001)?.toString('hex') ?? '');
    }
    expect([vr, seen.size > 1]).toEqual([vr, true]);
  }
});

test('nothing that a method refuses reaches items either', async () => {
  const config = { rules: [rule('PN', 'perturb')] };
  const object = ct([sq(0x00081140, [[el(0x00100010, 'PN', 'Doe^John')]])]);
  const result = await clean(object, { plan: planOf(config) });
  expect('reason' in result && result.reason.code).toBe('ACTION_NOT_FOR_VR');
});
