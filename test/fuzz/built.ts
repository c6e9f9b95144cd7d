import {
  el,
  fragments,
  instance,
  type Node,
  pixels,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
} from '../support/build.ts';
import { plantNeedles } from '../support/needles.ts';
import { syntheticStudy } from '../support/study.ts';

/** Objects to begin with where there is no corpus: every shape of data set that the walk has a turn for. */
export function builtObjects(): readonly Uint8Array[] {
  const item: Node[] = [el(0x00081155, 'UI', '2.25.7'), el(0x00100010, 'PN', 'Doe^Jane')];
  const elements: readonly Node[] = [
    el(0x00080005, 'CS', 'ISO_IR 192'),
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    el(0x00080018, 'UI', '2.25.1'),
    sq(0x00081115, [item, [sq(0x00081199, [item])]]),
    sq(0x00081140, [item, []], { undefinedLength: true, undefinedItems: true }),
    sq(0x00082218, [item], { as: 'UN' }),
    sq(0x00321064, [item], { as: 'UN', undefinedLength: true }),
    el(0x00100010, 'PN', 'Doe^Jane'),
    el(0x00100020, 'LO', '12345'),
    ...privateBlock(0x0029, 0x10, 'ACME', [
      [1, 'LO', 'x'],
      [2, 'SQ', [item], { as: 'UN' }],
    ]),
    el(0x00204000, 'LT', 'Comment'),
  ];
  const shapes = Object.entries(TRANSFER_SYNTAX).map(([name, transferSyntax]) =>
    instance({
      transferSyntax,
      elements: [
        ...elements,
        /jpeg|rle/.test(name)
          ? fragments([[new Uint8Array(40)], [new Uint8Array(20)]])
          : pixels(new Uint8Array(64)),
        el(0xfffcfffc, 'OB', new Uint8Array(8)),
      ],
    }),
  );
  const study = syntheticStudy(5).files.map(({ bytes }) => bytes);
  return [
    ...shapes,
    ...study,
    plantNeedles({ depths: [0, 1] }).bytes,
    plantNeedles({ undefinedLengths: true, depths: [1] }).bytes,
  ];
}
