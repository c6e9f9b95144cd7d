import type { Action } from '../../../../rules/plan.ts';
import { textsOf } from '../../../rules/harness.ts';
import { el, type Node, privateBlock, sq } from '../../../support/build.ts';
import { cleanBytes, refusal } from '../harness.ts';
import { instanceWith, planOf } from './shiftPlan.ts';

/** What a sequence under code D keeps: one item of dummies, in which nothing is left that a person wrote. */

const SEQUENCE = 0x00400275;
const DUMMY: Action = { kind: 'dummy' };

/** What becomes of a sequence of these items, by the path below it. */
async function dummied(
  items: readonly (readonly Node[])[],
  rules: readonly (readonly [number, Action])[] = [],
  tag = SEQUENCE,
): Promise<Readonly<Record<string, string>>> {
  const texts = await textsOf(
    await cleanBytes(instanceWith([sq(tag, items)]), { plan: planOf([tag, DUMMY], ...rules) }),
  );
  const path = `(${tag
    .toString(16)
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1,')})`.toUpperCase();
  return Object.fromEntries(
    [...texts].filter(([at]) => at.startsWith(path)).map(([at, text]) => [at.slice(path.length), text]),
  );
}

it('has no private elements, no group lengths and no character set of its own', async () => {
  const item = [
    el(0x00080000, 'UL', [10]),
    el(0x00080005, 'CS', 'ISO_IR 100'),
    ...privateBlock(0x0009, 0x10, 'ACME', [[1, 'LO', 'Zwieback']]),
    el(0x00401002, 'LO', 'because of Zwieback'),
    sq(0x00401012, [
      [...privateBlock(0x0009, 0x10, 'ACME', [[1, 'LO', 'Zwieback']]), el(0x00080070, 'LO', 'x')],
    ]),
  ];
  expect(await dummied([item])).toEqual({
    '': '[1]',
    '[0](0040,1002)': 'DEIDENTIFIED',
    '[0](0040,1012)': '[1]',
    '[0](0040,1012)[0](0008,0070)': 'DEIDENTIFIED',
  });
});

it('tells nothing of how many items there were, at any depth', async () => {
  const request = [
    el(0x00401002, 'LO', 'x'),
    sq(0x00401012, [[el(0x00080070, 'LO', 'x')], [el(0x00080070, 'LO', 'y')]]),
  ];
  const one = await dummied([request.slice(0, 1).concat(sq(0x00401012, [[el(0x00080070, 'LO', 'x')]]))]);
  expect(await dummied([request, request, request])).toEqual(one);
});

it('keeps all references, each with the UID that its instance gets', async () => {
  const reference = (uid: string) => [
    el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    el(0x00081155, 'UI', uid),
  ];
  const item = [sq(0x00081140, [reference('1.2.3'), reference('1.2.4')])];
  const texts = await dummied([item]);
  expect(texts['[0](0008,1140)']).toBe('[2]');
  const uids = [0, 1].map((index) => texts[`[0](0008,1140)[${index}](0008,1155)`]);
  expect(uids.every((uid) => /^2\.25\.\d+$/.test(uid ?? ''))).toBe(true);
  expect(new Set(uids).size).toBe(2);
  expect(texts['[0](0008,1140)[1](0008,1150)']).toBe('1.2.840.10008.5.1.4.1.1.2');
});

it('keeps UIDs where the rules do, but no text in the place of one', async () => {
  const item = (uid: string) => [sq(0x00081140, [[el(0x00081155, 'UI', uid)]])];
  const keep = [[0x00081155, { kind: 'keep' }]] as const;
  expect((await dummied([item('1.2.3')], keep))['[0](0008,1140)[0](0008,1155)']).toBe('1.2.3');
  expect((await dummied([item('Zwieback')], keep))['[0](0008,1140)[0](0008,1155)']).toMatch(/^2\.25\.\d+$/);
});

it('keeps how parts hang together, where it has the form of its VR', async () => {
  const structure = (value: string) => [el(0x0040a010, 'CS', value), el(0x0040a040, 'CS', 'TEXT')];
  expect(await dummied([structure('CONTAINS')])).toMatchObject({ '[0](0040,A010)': 'CONTAINS' });
  expect(await dummied([structure('Zwieback')])).toMatchObject({ '[0](0040,A010)': 'DEIDENTIFIED' });
});

it('gives an attribute of several values as many', async () => {
  const item = [el(0x00200032, 'DS', '1\\2\\3'), el(0x00181210, 'SH', 'x')];
  expect(await dummied([item])).toMatchObject({
    '[0](0020,0032)': '0\\0\\0',
    '[0](0018,1210)': 'DEIDENTIFIED',
  });
});

it('of a code is one that says Unknown, whatever else the item had', async () => {
  const code = [
    el(0x00080100, 'SH', 'X1'),
    el(0x00080102, 'SH', '99LOCAL'),
    el(0x00080104, 'LO', 'for Zwieback'),
  ];
  expect(await dummied([code], [], 0x00081032)).toEqual({
    '': '[1]',
    '[0](0008,0100)': '261665006',
    '[0](0008,0102)': 'SCT',
    '[0](0008,0104)': 'Unknown',
  });
});

it('is certified: an instance whose items hold UIDs at depth comes out', async () => {
  const deep = sq(0x00081115, [
    [sq(0x00081199, [[el(0x00081155, 'UI', '1.2.3')]]), el(0x0020000e, 'UI', '1.2.4')],
  ]);
  const object = instanceWith([sq(SEQUENCE, [[deep]])]);
  expect(await refusal(object, { plan: planOf([SEQUENCE, DUMMY]) })).toBeNull();
});
