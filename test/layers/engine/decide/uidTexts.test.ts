import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { EMPTY_PLAN, type RulePlan } from '../../../../rules/plan.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { instanceOf, texts } from '../actions/identityInstance.ts';
import { cleanBytes } from '../harness.ts';

/** Where a UID should stand, nothing but a UID comes out, whatever rules and options keep. */

function planOf(file: object): RulePlan {
  const readFile = (): never => {
    throw new Error('names no file');
  };
  const { plan } = compileLethe({ name: 'test', text: JSON.stringify(file), place: 'desk', readFile });
  if (plan === null) throw new Error('does not compile');
  return plan;
}

const BASIC = planOf({});
const RETAINING = planOf({ options: ['retainUids', 'retainSafePrivate', 'retainDeviceIdentity'] });
const CONTENT = planOf({ options: ['retainUids', 'cleanStructuredContent', 'cleanDescriptors'] });
const OWN = planOf({ profile: 'none', rules: [{ select: 'PatientName', action: 'remove' }] });
const TEXT = 'ZWIEBACK';

const nested = (node: Node) => sq(0x00081115, [[sq(0x00081199, [[node]])]]);
const privateUid = (value: string) =>
  sq(0x00081115, [[el(0x00190010, 'LO', 'SIEMENS MR HEADER'), el(0x0019100d, 'UI', value)]]);
const content = (value: string) =>
  sq(0x0040a730, [
    [
      el(0x0040a040, 'CS', 'UIDREF'),
      sq(0x0040a043, [[el(0x00080100, 'SH', '121012'), el(0x00080102, 'SH', 'DCM')]]),
      el(0x0040a124, 'UI', value),
    ],
  ]);

test.each<[string, RulePlan, Node]>([
  ['SOP Class UID', BASIC, el(0x00080016, 'UI', `${TEXT}^ORIANE`)],
  ['SOP Class UID, written as text', BASIC, el(0x00080016, 'LO', `${TEXT}^ORIANE`)],
  ['SOP Class UID, written as bytes', BASIC, el(0x00080016, 'OB', Buffer.from(`${TEXT} `))],
  ['SOP Class UID, written as UN', BASIC, el(0x00080016, 'UN', Buffer.from(`${TEXT} `))],
  ['a class among several', BASIC, el(0x00080062, 'UI', `1.2.840.10008.5.1.4.1.1.7\\${TEXT}`)],
  ['Referenced SOP Class UID in an item', BASIC, nested(el(0x00081150, 'UI', TEXT))],
  ['a transfer syntax', BASIC, el(0x00083002, 'UI', `1.2.840.10008.1.2.1 ${TEXT}`)],
  ['a coding scheme', BASIC, sq(0x00080110, [[el(0x0008010c, 'UI', TEXT)]])],
  ['Context UID', BASIC, sq(0x00082112, [[el(0x00080117, 'UI', `1.2.840.10008.6.1.${TEXT}`)]])],
  ['an unknown attribute', BASIC, el(0x00080999, 'UI', TEXT)],
  ['behind a NUL', BASIC, el(0x00080016, 'UI', `1.2.840.10008.5.1.4.1.1.7\0${TEXT}`)],
  ['Study Instance UID that is retained', RETAINING, el(0x0020000d, 'UI', TEXT)],
  ['Frame of Reference UID that is retained', RETAINING, el(0x00200052, 'UI', `1.2.3 ${TEXT}`)],
  ['Device UID that is retained', RETAINING, el(0x00181002, 'UI', TEXT)],
  ['a safe private attribute', RETAINING, privateUid(TEXT)],
  ['a content item whose UID stays', CONTENT, content(TEXT)],
  ['rules that keep the rest', OWN, el(0x0020000d, 'UI', TEXT)],
])('%s: the text goes', async (_name, plan, node) => {
  const given = instanceOf([node]);
  expect(Buffer.from(given).includes(TEXT)).toBe(true);
  const bytes = await cleanBytes(given, { plan });
  expect(Buffer.from(bytes).includes(TEXT)).toBe(false);
});

test('the same text has the same UID wherever it stands, in the file meta information too', async () => {
  const given = instanceOf([el(0x00080016, 'UI', TEXT), nested(el(0x00081150, 'UI', TEXT))]);
  const bytes = await cleanBytes(given);
  const out = await texts(bytes);
  const uid = out['(0008,0016)'] as string;
  expect(out['(0008,1115)[0](0008,1199)[0](0008,1150)']).toBe(uid);
  expect(Buffer.from(bytes.subarray(0, 400)).includes(uid)).toBe(true);
});

test.each<[string, RulePlan]>([
  ['rules', OWN],
  ['a plan that retains', RETAINING],
])('UIDs stay byte for byte under %s, private, long and odd ones too', async (_name, plan) => {
  const odd = [
    el(0x00080016, 'UI', '1.2.840.113619.4.26'),
    el(0x00080018, 'UI', '1.2.3.04 '),
    el(0x0020000d, 'UI', `1.2.${'3'.repeat(80)}`),
    el(0x00200052, 'UI', '2.25.7\0\0\0'),
  ];
  const out = await texts(await cleanBytes(instanceOf(odd), { plan }));
  expect(out).toMatchObject({
    '(0008,0016)': '1.2.840.113619.4.26',
    '(0008,0018)': '1.2.3.04',
    '(0020,000D)': `1.2.${'3'.repeat(80)}`,
    '(0020,0052)': '2.25.7',
  });
});

test('a plan without rules leaves every byte', async () => {
  const given = instanceOf([el(0x0020000d, 'UI', TEXT)]);
  expect(Buffer.compare(await cleanBytes(given, { plan: EMPTY_PLAN }), given)).toBe(0);
});

describe('UIDs under the root of the standard that it does not list', () => {
  const MADE = '1.2.840.10008.5.1.4.1.1.2.1700000000.4711';
  const elements = (uid: string): Node[] => [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    el(0x00080018, 'UI', uid),
    sq(0x00081115, [[el(0x00081155, 'UI', uid)]]),
    el(0x0020000d, 'UI', `${MADE}.1`),
    el(0x0020000e, 'UI', `${MADE}.2`),
    el(0x00200052, 'UI', `${MADE}.3`),
  ];

  test.each(Object.entries(TRANSFER_SYNTAX).filter(([name]) => /Endian|deflated/.test(name)))(
    'go from %s, and the file meta information follows',
    async (_name, transferSyntax) => {
      const given = instance({ transferSyntax, elements: elements(MADE) });
      const bytes = await cleanBytes(given);
      const out = await texts(bytes);
      for (const path of ['(0008,0018)', '(0020,000D)', '(0020,000E)', '(0020,0052)'])
        expect(out[path]).toMatch(/^2\.25\.\d+$/);
      expect(out['(0008,1115)[0](0008,1155)']).toBe(out['(0008,0018)']);
      expect(out['(0008,0016)']).toBe('1.2.840.10008.5.1.4.1.1.2');
      expect(Buffer.from(bytes).includes('1700000000')).toBe(false);
      expect(Buffer.from(bytes.subarray(0, 500)).includes(out['(0008,0018)'] as string)).toBe(true);
    },
  );

  test('and from text', async () => {
    const given = [...elements(MADE), el(0x00081030, 'LO', `study ${MADE}`)];
    const plan = planOf({ options: ['cleanDescriptors'] });
    const out = await texts(await cleanBytes(instanceOf(given), { plan }));
    expect(out['(0008,1030)']).not.toContain('1700000000');
  });
});
