import type { DataSet } from '../../../layers/dicom/element.ts';
import { formatPath } from '../../../layers/dicom/element.ts';
import { valuesOf } from '../../../layers/dicom/values.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { bytesOfSegments, clean, parsed } from '../../layers/engine/harness.ts';
import {
  el,
  instance,
  inTagOrder,
  type Node,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';

/** Retain Safe Private through the engine (PS3.15 E.3.10): which private elements and creators are left, and what of them. */

const SIEMENS = 'SIEMENS MR HEADER';
const IMPLICIT = { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian } as const;

/** The private elements that come out, by path: their first values as their VR in the output reads them. */
async function privateAfter(
  nodes: readonly Node[],
  rules: object = { options: ['retainSafePrivate'] },
  file: { readonly transferSyntax?: string } = {},
): Promise<Record<string, string>> {
  const bytes = instance({
    ...file,
    elements: inTagOrder([
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
      el(0x00080018, 'UI', '1.2.3.4'),
      el(0x00100020, 'LO', 'MRN-1'),
      ...nodes,
    ]),
  });
  const text = JSON.stringify(rules);
  const { plan } = compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
  if (plan === null) throw new Error('the rules are wrong');
  const result = await clean(bytes, { plan });
  if ('reason' in result) throw new Error(`${result.reason.code} ${result.reason.path ?? ''}`);
  const after = await parsed(bytesOfSegments(bytes, result.segments));
  const found: Record<string, string> = {};
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      for (const item of element.items ?? []) visit(item);
      if (element.tag & 0x10000)
        found[formatPath(element)] =
          element.items === null ? valuesOf(after, { ...element, vr: 'LO' }).join('\\') : 'items';
    }
  };
  visit(after.dataSet);
  return found;
}

const safe = (block = 0x10) => privateBlock(0x0019, block, SIEMENS, [[0x0d, 'CS', 'DIRECTIONAL']]);

test('a safe element stays with its creator, in any block', async () => {
  expect(await privateAfter(safe())).toEqual({ '(0019,0010)': SIEMENS, '(0019,100D)': 'DIRECTIONAL' });
  expect(await privateAfter(safe(0x42))).toEqual({ '(0019,0042)': SIEMENS, '(0019,420D)': 'DIRECTIONAL' });
});

test('what is not safe goes, and a creator without elements with it', async () => {
  expect(await privateAfter(privateBlock(0x0019, 0x10, SIEMENS, [[0xfe, 'LO', 'x']]))).toEqual({});
  expect(await privateAfter(privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'x']]))).toEqual({});
  expect(
    await privateAfter([...safe(0x10), ...privateBlock(0x0019, 0x11, 'ACME', [[0x0d, 'LO', 'x']])]),
  ).toEqual({
    '(0019,0010)': SIEMENS,
    '(0019,100D)': 'DIRECTIONAL',
  });
});

test('a creator counts in its own item', async () => {
  const nested = (nodes: readonly Node[]) => [...safe(), sq(0x00081115, [nodes])];
  expect(await privateAfter(nested([el(0x0019100d, 'CS', 'ORPHAN')]))).toEqual({
    '(0019,0010)': SIEMENS,
    '(0019,100D)': 'DIRECTIONAL',
  });
  expect(await privateAfter(nested(privateBlock(0x0019, 0x20, SIEMENS, [[0x0d, 'CS', 'ITEM']])))).toEqual({
    '(0019,0010)': SIEMENS,
    '(0019,100D)': 'DIRECTIONAL',
    '(0008,1115)[0](0019,0020)': SIEMENS,
    '(0008,1115)[0](0019,200D)': 'ITEM',
  });
});

test('a creator on the wrong level counts where rules say so, and stays for the element that needs it', async () => {
  const nodes = [
    ...privateBlock(0x0019, 0x10, SIEMENS, [[0xfe, 'LO', 'gone']]),
    sq(0x00081115, [[el(0x0019100d, 'CS', 'ITEM')]]),
  ];
  const rules = { options: ['retainSafePrivate'], privateAttributes: { wrongLevel: 'enclosing' } };
  expect(await privateAfter(nodes, rules)).toEqual({
    '(0019,0010)': SIEMENS,
    '(0008,1115)[0](0019,100D)': 'ITEM',
  });
  expect(await privateAfter(nodes)).toEqual({});
});

describe('a VR that the file does not give', () => {
  const dated = privateBlock(0x0009, 0x10, 'ACME', [
    [0x01, 'DA', '20240229'],
    [0x02, 'UI', '1.2.3.99'],
  ]);
  const rules = {
    options: ['retainSafePrivate', 'retainLongitudinalModifiedDates'],
    dates: { shift: { days: -1 } },
    privateAttributes: {
      keep: ['(0009,"ACME",01,DA)', { group: '0009', creator: 'ACME', element: '02', vr: 'UI' }],
    },
  };

  test.each([
    ['explicit VR', {}],
    ['implicit VR', IMPLICIT],
  ])('is the rule’s: %s', async (_name, file) => {
    const found = await privateAfter(dated, rules, file);
    expect(found['(0009,1001)']).toBe('20240228');
    expect(found['(0009,1002)']).toMatch(/^2\.25\./);
  });

  test('UN in an explicit file', async () => {
    const unknown = privateBlock(0x0009, 0x10, 'ACME', []).concat(
      el(0x00091001, 'DA', '20240229', { as: 'UN' }),
    );
    expect((await privateAfter(unknown, rules))['(0009,1001)']).toBe('20240228');
  });

  test('a sequence that was not read as one goes: nobody has seen what is in it', async () => {
    const noItem = Uint8Array.of(1, 2, 3, 4);
    const opaque = (value: Uint8Array) =>
      privateBlock(0x0009, 0x10, 'ACME', []).concat(el(0x00091001, 'UN', value));
    const sequence = { options: ['retainSafePrivate'], privateAttributes: { keep: ['(0009,"ACME",01,SQ)'] } };
    expect(await privateAfter(opaque(noItem), sequence, IMPLICIT)).toEqual({});
    expect(await privateAfter(opaque(new Uint8Array()), sequence, IMPLICIT)).toEqual({
      '(0009,0010)': 'ACME',
      '(0009,1001)': '',
    });
  });
});

test('private sequences are cleaned inside', async () => {
  const found = await privateAfter([
    ...privateBlock(0x2001, 0x10, 'Philips Imaging DD 001', []),
    sq(0x2001105f, [
      [
        el(0x00100010, 'PN', 'SOMEBODY'),
        ...privateBlock(0x2001, 0x10, 'Philips Imaging DD 001', [
          [0x33, 'CS', 'RL'],
          [0xfe, 'LO', 'gone'],
        ]),
      ],
    ]),
  ]);
  expect(found).toEqual({
    '(2001,0010)': 'Philips Imaging DD 001',
    '(2001,105F)': 'items',
    '(2001,105F)[0](2001,0010)': 'Philips Imaging DD 001',
    '(2001,105F)[0](2001,1033)': 'RL',
  });
});

test('a UID that went with a sequence may stay elsewhere where UIDs are retained', async () => {
  const nodes = [sq(0x00081120, [[el(0x00081155, 'UI', '1.2.3.77')]]), el(0x0020000d, 'UI', '1.2.3.77')];
  await expect(privateAfter(nodes, { options: ['retainUids'] })).resolves.toEqual({});
});

describe('a safe element with another VR than the list has, or that the list has none for', () => {
  const list = { options: ['retainSafePrivate'], privateAttributes: { keep: ['(0019,"ACME",01)'] } };
  const moved = { ...list, options: ['retainSafePrivate', 'retainLongitudinalModifiedDates'] };
  const acme = (vr: 'DA' | 'DT' | 'TM' | 'PN' | 'LO' | 'UI' | 'DS' | 'UN', value: string) =>
    privateBlock(0x0019, 0x10, 'ACME', [[0x01, vr, value]]);
  const bValue = (vr: 'DA' | 'PN' | 'LO' | 'UI' | 'DS', value: string) =>
    privateBlock(0x0019, 0x10, SIEMENS, [[0x0c, vr, value]]);
  const only = async (nodes: readonly Node[], rules: object) =>
    Object.entries(await privateAfter(nodes, rules)).find(
      ([path]) => path.length > 0 && /,10\d\w\)/.test(path),
    )?.[1];

  test.each([
    ['a date', 'DA', '20240229'],
    ['a date and time', 'DT', '20240229101112.5+0100'],
  ] as const)('%s goes, or moves', async (_what, vr, value) => {
    expect(await only(acme(vr, value), list)).toBeUndefined();
    const after = await only(acme(vr, value), moved);
    expect(after).toHaveLength(value.length);
    expect(after).not.toBe(value);
  });

  test('names, texts, UIDs and numbers go by themselves', async () => {
    for (const of of [acme, bValue]) {
      expect(await only(of('PN', 'Quiroga^Inez'), list)).not.toContain('Quiroga');
      expect(await only(of('LO', 'seen by Dr. Quiroga'), list)).toBe('seen by Dr. [removed]');
      expect(await only(of('UI', '1.2.3.9'), list)).toMatch(/^2\.25\./);
      expect(await only(of('DS', '1.5'), list)).toBe('1.5');
      expect(await only(of('DA', '20240229'), list)).toBeUndefined();
    }
  });

  test('of what has no VR anywhere nothing is known, and it goes', async () => {
    expect(await only(acme('UN', 'abc'), list)).toBeUndefined();
    expect(await only(acme('UN', ''), list)).toBe('');
  });
});
