import type { NewElement } from '../../../layers/dicom/edit.ts';
import type { Encoding } from '../../../layers/dicom/element.ts';
import { asciiValue, concat, encodeElement, encodeItems, padded } from '../../../layers/dicom/encode.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import { dataSet, el, encodingOf, type Node, sq, TRANSFER_SYNTAX } from '../../support/build.ts';

const ENCODINGS: readonly (readonly [string, Encoding])[] = [
  [TRANSFER_SYNTAX.implicitLittleEndian, { explicitVr: false, littleEndian: true }],
  [TRANSFER_SYNTAX.explicitLittleEndian, { explicitVr: true, littleEndian: true }],
  [TRANSFER_SYNTAX.explicitBigEndian, { explicitVr: true, littleEndian: false }],
];
const VRS = (Object.keys(VR_FACTS) as Vr[]).filter((vr) => vr !== 'SQ');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe.each(ENCODINGS)('%s', (transferSyntax, encoding) => {
  const built = (...nodes: Node[]) => hex(dataSet(nodes, encodingOf(transferSyntax)));

  it.each(VRS)('%s has the header of PS3.5 7.1.2', (vr) => {
    for (const length of [0, 2, 400]) {
      const value = new Uint8Array(length).fill(0x31);
      expect(hex(encodeElement({ tag: asTag(0x00091001), vr, value }, encoding))).toBe(
        built(el(0x00091001, vr, value)),
      );
    }
  });

  it('sequences and items have defined lengths', () => {
    const inner: NewElement = { tag: asTag(0x00100020), vr: 'LO', value: asciiValue('12345', 'LO') };
    const nested: NewElement = { tag: asTag(0x00081115), vr: 'SQ', value: [[inner], []] };
    const node = sq(0x00081115, [[el(0x00100020, 'LO', '12345')], []]);
    expect(hex(encodeElement(nested, encoding))).toBe(built(node));
    expect(hex(encodeElement({ ...nested, value: [[nested]] }, encoding))).toBe(
      built(sq(0x00081115, [[node]])),
    );
    expect(hex(encodeElement({ ...nested, value: [] }, encoding))).toBe(built(sq(0x00081115, [])));
    expect(encodeItems([], encoding)).toHaveLength(0);
  });
});

it('a value too long for its header is refused, not cut', () => {
  const value = new Uint8Array(65_536);
  const encode = (vr: Vr, explicitVr: boolean) =>
    encodeElement({ tag: asTag(0x00104000), vr, value }, { explicitVr, littleEndian: true });
  expect(() => encode('LT', true)).toThrow(
    expect.objectContaining({ code: 'VALUE_TOO_LONG', path: '(0010,4000)' }),
  );
  expect(encode('LT', false)).toHaveLength(65_544);
  expect(encode('UT', true)).toHaveLength(65_548);
});

it('a new value never has an odd length', () => {
  expect(() =>
    encodeElement(
      { tag: asTag(0x00100020), vr: 'LO', value: Uint8Array.of(1) },
      { explicitVr: true, littleEndian: true },
    ),
  ).toThrow(RangeError);
  expect([...padded(Uint8Array.of(0x41), 'LO')]).toEqual([0x41, 0x20]);
  expect([...padded(Uint8Array.of(0x31), 'UI')]).toEqual([0x31, 0]);
  expect([...padded(Uint8Array.of(0x31), 'OB')]).toEqual([0x31, 0]);
  const even = Uint8Array.of(1, 2);
  expect(padded(even, 'LO')).toBe(even);
});

it('concat copies unless there is nothing to join', () => {
  const one = Uint8Array.of(1);
  expect(concat([one])).toBe(one);
  expect([...concat([one, Uint8Array.of(2, 3), new Uint8Array()])]).toEqual([1, 2, 3]);
  expect(concat([])).toHaveLength(0);
});
