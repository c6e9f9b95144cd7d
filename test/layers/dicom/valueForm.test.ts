import { hasFormOfVr } from '../../../layers/dicom/valueForm.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import {
  el,
  fragments,
  instance,
  type Node,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
  type Value,
} from '../../support/build.ts';
import { encoderOf } from '../../support/characterSets.ts';
import { parsed } from './indexed.ts';

/** Whether a value is what its VR says: where rules keep values for that reason, a name in their place must not pass. */

async function hasForm(node: Node, set = 'ISO_IR 100'): Promise<boolean> {
  const transferSyntax =
    node.kind === 'fragments' ? TRANSFER_SYNTAX.rleLossless : TRANSFER_SYNTAX.explicitLittleEndian;
  const text = encoderOf([set]);
  const object = await parsed(
    instance({ elements: [el(0x00080005, 'CS', set), node], transferSyntax, text }),
  );
  return hasFormOfVr(object, object.dataSet.elements.at(-1) as (typeof object.dataSet.elements)[number]);
}

const bytes = (text: string, encoding: BufferEncoding = 'latin1') =>
  new Uint8Array(Buffer.from(text, encoding));
const own = (vr: Vr, value: Value) => privateBlock(0x0029, 0x10, 'ACME', [[1, vr, value]]).at(-1) as Node;

it.each<readonly [string, Node]>([
  ['an empty value', own('UN', '')],
  ['a sequence', sq(0x00081115, [[]])],
  ['a number', own('IS', '12')],
  ['a code', own('CS', 'HEAD')],
  ['a date', own('DA', '20190304')],
  ['a UID', own('UI', '1.2.3')],
  ['a UID with zeros before', own('UI', '1.02.3')],
  ['binary numbers', own('US', [1, 2, 3])],
  ['bytes', own('OB', Uint8Array.of(0, 1, 2, 3, 200, 201))],
  ['floats that begin like letters', own('FL', Uint8Array.of(0x41, 0x41, 0x41, 0x41))],
  ['a tag', own('AT', Uint8Array.of(0x10, 0, 0x10, 0))],
  ['one byte', own('OB', Uint8Array.of(0x41, 0))],
  [
    'a picture',
    el(
      0x7fe00010,
      'OW',
      new Uint8Array(64).map((_, at) => (at * 37) % 251),
    ),
  ],
])('%s has it', async (_what, node) => {
  expect(await hasForm(node)).toBe(true);
});

it.each<readonly [string, Node]>([
  ['a name in a number', own('IS', 'Zwieback')],
  ['a name in a UID', own('UI', 'Zwieback')],
  ['a name in a date', own('DA', 'Zwieback')],
  ['lower case in a code', own('CS', 'Zwieback')],
  ['what has no VR', own('UN', Uint8Array.of(1, 2))],
  ['a URI', own('UR', 'http://pacs.example/1')],
  ['half of a tag', own('AT', Uint8Array.of(0x10, 0))],
  ['a number and a half', own('UL', Uint8Array.of(1, 2, 3, 4, 5, 6))],
  ['a name in bytes', own('OB', bytes('Zwieback'))],
  ['a name in numbers', own('US', bytes('Zwieback'))],
  ['names between zeros', own('OB', bytes('\0Zwie\0back\0Ori\0', 'latin1'))],
  ['a name of two bytes a letter', own('OB', bytes('Zwieback', 'utf16le'))],
  ['the same, the other way round', own('OB', Buffer.from('Zwieback', 'utf16le').swap16())],
  ['the same, with a mark', own('OB', Buffer.from('\ufeff山田太郎', 'utf16le'))],
  ['a name in UTF-8', own('OB', bytes('Müller', 'utf8'))],
  ['a name in Latin letters', own('OB', bytes('Müller'))],
  ['a number of a patient', own('OB', bytes('7731942\0'))],
  ['fragments', fragments([[Uint8Array.of(1, 2)]])],
])('%s has none', async (_what, node) => {
  expect(await hasForm(node)).toBe(false);
});

it('a name in the set of its data set has none', async () => {
  const cyrillic = encoderOf(['ISO_IR 144'])('Борисов', 'LO');
  expect(await hasForm(own('OB', cyrillic), 'ISO_IR 144')).toBe(false);
});
