import { type Element, formatPath, tagPath } from '../../../layers/dicom/element.ts';
import { LONGEST_READ_BYTES } from '../../../layers/dicom/longValues.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import {
  bytesOf,
  characterSetIn,
  isLoaded,
  privateCreatorOf,
  rootText,
  textOf,
  valuesOf,
} from '../../../layers/dicom/values.ts';
import {
  el,
  fragments,
  instance,
  type Node,
  pixels,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';
import { encoderOf } from '../../support/characterSets.ts';
import { effortMs } from '../../support/effort.ts';
import { at, parsed } from './indexed.ts';

const indexed = (elements: readonly Node[], transferSyntax?: string) =>
  parsed(instance({ elements, ...(transferSyntax === undefined ? {} : { transferSyntax }) }));

describe('text', () => {
  it('is read in the set of its own item, else of the nearest that says one', async () => {
    const latin = encoderOf(['ISO_IR 100']);
    const cyrillic = encoderOf(['ISO_IR 144']);
    const found = await indexed([
      el(0x00080005, 'CS', 'ISO_IR 100'),
      sq(0x00081115, [
        [
          el(0x00100010, 'PN', latin('Müller', 'PN')),
          sq(0x00081199, [[el(0x00100010, 'PN', latin('Jürgen', 'PN'))]]),
        ],
        [
          el(0x00080005, 'CS', 'ISO_IR 144'),
          el(0x00100010, 'PN', cyrillic('Жанна', 'PN')),
          sq(0x00081199, [[el(0x00100010, 'PN', cyrillic('Борис', 'PN'))]]),
        ],
      ]),
      el(0x00100010, 'PN', latin('Größe', 'PN')),
    ]);
    const text = (path: string) => textOf(found, at(found, path));
    expect(text('(0010,0010)')).toBe('Größe');
    expect(text('(0008,1115)[0](0010,0010)')).toBe('Müller');
    expect(text('(0008,1115)[0](0008,1199)[0](0010,0010)')).toBe('Jürgen');
    expect(text('(0008,1115)[1](0010,0010)')).toBe('Жанна');
    expect(text('(0008,1115)[1](0008,1199)[0](0010,0010)')).toBe('Борис');
  });

  it('of ASCII VRs has nothing to do with the set', async () => {
    const found = await indexed([
      el(0x00080005, 'CS', 'NO SUCH SET'),
      el(0x00080060, 'CS', 'CT'),
      el(0x00100010, 'PN', 'A'),
    ]);
    expect(textOf(found, at(found, '(0008,0060)'))).toBe('CT');
    expect(() => textOf(found, at(found, '(0010,0010)'))).toThrow(
      expect.objectContaining({ code: 'CHARACTER_SET_UNKNOWN' }),
    );
  });

  it('loses its padding, values lose the spaces round them', async () => {
    const found = await indexed([
      el(0x00080008, 'CS', ' ORIGINAL\\PRIMARY \\\\AXIAL '),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00081030, 'LO', 'a  b  '),
      el(0x00104000, 'LT', ' one\\two '),
      el(0x00100020, 'LO', ''),
    ]);
    const values = (path: string) => valuesOf(found, at(found, path));
    expect(values('(0008,0008)')).toEqual(['ORIGINAL', 'PRIMARY', '', 'AXIAL']);
    expect(values('(0008,0018)')).toEqual(['2.25.1']);
    expect(values('(0008,1030)')).toEqual(['a  b']);
    // In LT a backslash is a character (PS3.5 6.2).
    expect(values('(0010,4000)')).toEqual(['one\\two']);
    expect(values('(0010,0020)')).toEqual([]);
    expect(rootText(found, asTag(0x00080008))).toBe('ORIGINAL');
    expect(rootText(found, asTag(0x00100030))).toBe('');
  });

  it('with long runs of spaces costs no more than other text', async () => {
    const found = await indexed([
      el(0x00204000, 'LT', `a${' '.repeat(60_000)}b`),
      el(0x0040a160, 'UT', `a${' \0'.repeat(400_000)}b`),
    ]);
    const started = effortMs();
    expect(valuesOf(found, at(found, '(0040,A160)'))[0]).toHaveLength(800_002);
    expect(effortMs() - started).toBeLessThan(2_000);
  });
});

describe('private creators', () => {
  it('are those of the element’s own item', async () => {
    const found = await indexed([
      ...privateBlock(0x0029, 0x10, 'ACME 1.0', [[1, 'LO', 'x']]),
      ...privateBlock(0x0029, 0x11, 'OTHER', [[1, 'SQ', [[el(0x00291002, 'LO', 'y')]]]]),
      el(0x00311001, 'LO', 'nobody'),
    ]);
    const creator = (path: string) => privateCreatorOf(found, at(found, path));
    expect(creator('(0029,1001)')).toBe('ACME 1.0');
    expect(creator('(0029,1101)')).toBe('OTHER');
    expect(creator('(0029,1101)[0](0029,1002)')).toBe('');
    expect(creator('(0031,1001)')).toBe('');
  });
});

describe('bytes', () => {
  it('of file meta information and of the data set, inflated or not', async () => {
    for (const transferSyntax of [TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.deflated]) {
      const found = await indexed([el(0x00080018, 'UI', '2.25.12')], transferSyntax);
      for (const path of ['(0002,0003)', '(0008,0018)'])
        expect(Buffer.from(bytesOf(found, at(found, path))).toString('latin1')).toBe('2.25.12\0');
    }
  });

  it('that were not read are refused by code and place', async () => {
    const found = await indexed([
      sq(0x00081115, [[el(0x00420011, 'OB', new Uint8Array(900_000))]]),
      pixels(new Uint8Array(900_000)),
    ]);
    for (const path of ['(0008,1115)', '(7FE0,0010)']) {
      const element: Element = at(found, path);
      expect(isLoaded(found, element)).toBe(false);
      expect(() => bytesOf(found, element)).toThrow(
        expect.objectContaining({ code: 'VALUE_NOT_READ', path }),
      );
    }
    const encapsulated = await indexed([fragments([[new Uint8Array(900_000)]])], TRANSFER_SYNTAX.rleLossless);
    expect(isLoaded(encapsulated, at(encapsulated, '(7FE0,0010)'))).toBe(false);
  });

  it('a Specific Character Set that is not a value is not a set', async () => {
    const found = await indexed([
      sq(0x00080005, [[el(0x00420011, 'OB', new Uint8Array(900_000))]]),
      el(0x00100010, 'PN', 'A'),
    ]);
    expect(() => characterSetIn(found, found.dataSet)).toThrow(
      expect.objectContaining({ code: 'VALUE_NOT_READ' }),
    );
  });
});

it('an element is named by its path, from the root', async () => {
  const found = await indexed([sq(0x00081115, [[], [sq(0x00081199, [[el(0x00100010, 'PN', 'A')]])]])]);
  const element = at(found, '(0008,1115)[1](0008,1199)[0](0010,0010)');
  expect(tagPath(element)).toEqual([0x00081115, 0x00081199, 0x00100010]);
  expect(formatPath(element)).toBe('(0008,1115)[1](0008,1199)[0](0010,0010)');
});

describe('a value that is too long to be read', () => {
  const long = el(0x0040a160, 'UT', 'x'.repeat(LONGEST_READ_BYTES + 2));

  it.each([TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.deflated])(
    'is not at hand, nor is what it says: %s',
    async (syntax) => {
      const read = await parsed(instance({ elements: [long], transferSyntax: syntax }), {
        maxInflatedRatio: 1e9,
      });
      const [element] = read.dataSet.elements as [Element];
      expect(isLoaded(read, element)).toBe(false);
      expect(() => textOf(read, element)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READ' }));
    },
  );
});
