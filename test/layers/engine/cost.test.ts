import { planNamed } from '../../fuzz/plans.ts';
import { concat, el, fragments, instance, type Node, raw, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { effortMs } from '../../support/effort.ts';
import { clean } from './harness.ts';

/**
 * Objects made to cost more than their size: each took from four seconds to for ever before it had a test here, and none may take time that
 * grows faster than the object. The bound is far above what they need and far below what they took.
 */

const BOUND_MS = 8_000;
const SOP: Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
];
const header = (tag: number, vr: string, length: number) =>
  Uint8Array.from([
    ...new Uint8Array(Uint16Array.of(tag >>> 16, tag & 0xffff).buffer),
    ...Buffer.from(vr),
    0,
    0,
    ...new Uint8Array(Uint32Array.of(length).buffer),
  ]);

/** Reads as a sequence in either encoding, and ends wrong, at every level. */
function nestedUn(levels: number): Uint8Array {
  if (levels === 0) return new Uint8Array();
  const content = concat([nestedUn(levels - 1), Uint8Array.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]);
  const item = Uint8Array.from([
    0xfe,
    0xff,
    0,
    0xe0,
    ...new Uint8Array(Uint32Array.of(content.length).buffer),
  ]);
  return concat([header(0x00291001, 'UN', content.length + 8), item, content]);
}

const privateBlocks = (count: number): Node[] => {
  const group = (index: number) => (0x0011 + 2 * (index >> 7)) * 0x10000;
  const each = (make: (index: number) => Node) => Array.from({ length: count }, (_, index) => make(index));
  return [
    ...each((index) => el(group(index) + 0x10 + (index & 127), 'LO', 'A')),
    ...each((index) => el(group(index) + 0x1001 + (index & 127) * 0x100, 'SH', 'B')),
  ];
};

const objects: readonly (readonly [string, () => Uint8Array])[] = [
  [
    'private values that only begin like sequences, nested',
    () => instance({ elements: [...SOP, raw(nestedUn(60))] }),
  ],
  [
    'zeros that are not the last',
    () =>
      instance({
        transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian,
        elements: [...SOP, raw(concat([new Uint8Array(200_000), Uint8Array.from([9, 0, 1, 0, 0, 0, 0, 0])]))],
      }),
  ],
  ['digits without end', () => instance({ elements: [...SOP, el(0x00100218, 'UT', '1'.repeat(300_000))] })],
  [
    'spaces without end',
    () => instance({ elements: [...SOP, el(0x00100218, 'UT', `a${' '.repeat(300_000)}b`)] }),
  ],
  [
    'fragments without number',
    () =>
      instance({
        transferSyntax: TRANSFER_SYNTAX.rleLossless,
        elements: [...SOP, fragments([Array.from({ length: 20_000 }, () => new Uint8Array(600))])],
      }),
  ],
  [
    'identifiers against texts',
    () =>
      instance({
        elements: [
          ...SOP,
          sq(
            0x00101002,
            Array.from({ length: 5_000 }, (_, index) => [el(0x00100020, 'LO', `AB-${index}-XY`)]),
          ),
          sq(
            0x00081115,
            Array.from({ length: 5_000 }, (_, index) => [el(0x00181210, 'SH', `B ${index} XY`)]),
          ),
        ],
      }),
  ],
  ['private blocks', () => instance({ elements: [...SOP, ...privateBlocks(12_000)] })],
  [
    'elements of one block, its creator last',
    () =>
      instance({
        elements: [
          ...SOP,
          ...Array.from({ length: 12_000 }, (_, index) => el(0x00191001 + (index % 0xfe), 'SH', 'B')),
          el(0x00190010, 'LO', 'SIEMENS MR HEADER'),
        ],
      }),
  ],
  [
    'UIDs in one value',
    () => {
      const uids = Array.from({ length: 5_000 }, (_, index) => `2.25.${index}`).join('\\');
      return instance({ elements: [...SOP, el(0x00083010, 'UI', uids.slice(0, 60_000))] });
    },
  ],
];

describe.each(['basic', 'options'] as const)('under the plan %s', (name) => {
  it.each(objects)('%s', async (_what, make) => {
    const bytes = make();
    const started = effortMs();
    await clean(bytes, { plan: planNamed(name) });
    expect(effortMs() - started).toBeLessThan(BOUND_MS);
  });
});
