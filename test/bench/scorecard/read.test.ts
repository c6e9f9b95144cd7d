import { readPart10, textOf, Unreadable } from '../../../bench/scorecard/judge/read.ts';
import { el, fragments, instance, privateBlock, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { syntheticStudy } from '../../support/study.ts';

/** The judge's reader: every way in which PS3.5 writes a data set is read the same, and what does not end is not readable. */

const ELEMENTS = [
  el(0x00080005, 'CS', 'ISO_IR 100'),
  el(0x00080060, 'CS', 'CT'),
  el(0x00100010, 'PN', 'Doe^Jane'),
  ...privateBlock(0x0011, 0x10, 'ACME', [[0x20, 'SQ', [[el(0x00100020, 'LO', 'deep')]]]]),
  sq(0x00400275, [[el(0x00321060, 'LO', 'first')], [el(0x00321060, 'LO', 'second')]]),
  el(0x00280010, 'US', [513]),
];

const read = (bytes: Uint8Array) => {
  const file = readPart10(bytes);
  const text = (path: string) => textOf(file.elements.get(path), file.characterSet);
  return ['00100010', '00111020/0/00100020', '00400275/0/00321060', '00400275/1/00321060', '00280010'].map(
    text,
  );
};
const EXPECTED = ['Doe^Jane', 'deep', 'first', 'second', '513'];

describe('the reader of the judge', () => {
  it.each(['implicitLittleEndian', 'explicitLittleEndian', 'deflated', 'explicitBigEndian'] as const)(
    'reads %s',
    (syntax) => {
      expect(read(instance({ transferSyntax: TRANSFER_SYNTAX[syntax], elements: ELEMENTS }))).toEqual(
        EXPECTED,
      );
    },
  );

  it('reads sequences without lengths, as UN too', () => {
    const open = ELEMENTS.map((node) =>
      node.kind === 'sequence' ? { ...node, undefinedLength: true, undefinedItems: true } : node,
    );
    expect(read(instance({ elements: open }))).toEqual(EXPECTED);
    const unknown = open.map((node) => (node.kind === 'sequence' ? { ...node, as: 'UN' as const } : node));
    expect(read(instance({ elements: unknown }))).toEqual(EXPECTED);
  });

  it('reads fragments, one part each behind the offset table', () => {
    const file = readPart10(
      instance({
        transferSyntax: TRANSFER_SYNTAX.rleLossless,
        elements: [fragments([[Uint8Array.of(1, 2)], [Uint8Array.of(3, 4)]])],
      }),
    );
    expect(file.elements.get('7FE00010')?.parts.map((part) => [...part])).toEqual([[], [1, 2], [3, 4]]);
  });

  it('reads the study of the tests to its last byte', () => {
    for (const { bytes, expected } of syntheticStudy().files)
      if (expected === 'released') expect(readPart10(bytes).elements.size).toBeGreaterThan(40);
  });

  it('refuses what ends early', () => {
    const bytes = instance({ elements: ELEMENTS });
    expect(() => readPart10(bytes.subarray(0, bytes.length - 1))).toThrow(Unreadable);
    expect(() => readPart10(new Uint8Array(200))).toThrow(Unreadable);
  });
});
