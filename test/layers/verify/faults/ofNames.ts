import type { ByteFault, Fault } from './kinds.ts';
import { ascii, type Element, everywhere, find, one, put, sequence, textOf } from './tree.ts';

/** Identifiers of the source that are in the output, where and however they hide. */

const PATIENT_NAME = 0x00100010;
const PATIENT_ID = 0x00100020;
const SOFTWARE = 0x00181020;

const familyOf = ({ source }: Fault): string =>
  textOf(find(source.dataSet, PATIENT_NAME)).split('=')[0]?.split('^')[0]?.split('-')[0] ?? '';
const nameOf = ({ source }: Fault): string => textOf(find(source.dataSet, PATIENT_NAME)).split('=')[0] ?? '';
const idOf = ({ source }: Fault): string => textOf(find(source.dataSet, PATIENT_ID));
/** Text that is written as it stands: in the files of other scripts these words are ASCII as well. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]{4,}$/.test(text);

/** The value of the source is back in its place. */
function back(tag: number, { output, source }: Fault): boolean {
  const before = find(source.dataSet, tag);
  if (before === undefined || textOf(before).trim() === '') return false;
  put(output.dataSet, { ...before, value: before.value.slice() });
  return true;
}

const holds = (fault: Fault, tag: number, vr: string, text: string): boolean => {
  if (text === '') return false;
  put(fault.output.dataSet, one(tag, vr, text));
  return true;
};

export const NAME_KINDS: readonly ByteFault[] = [
  {
    name: 'a name four sequences deep',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const inner: Element[] = [one(0x0040a160, 'UT', `seen with ${idOf(fault)}`)];
      const nested = [0x00081115, 0x00081199, 0x00400260].reduce(
        (items, tag) => [sequence(tag, [items])],
        inner,
      );
      fault.output.dataSet.push(sequence(0x52009229, [nested]));
      return idOf(fault) !== '';
    },
  },
  {
    name: 'the patient’s name is back',
    codes: ['PROFILE_KEPT', 'TOKEN_LEFT'],
    spoil: (fault) => back(PATIENT_NAME, fault),
  },
  {
    name: 'the patient’s number is back',
    codes: ['PROFILE_KEPT', 'TOKEN_LEFT'],
    spoil: (fault) => back(PATIENT_ID, fault),
  },
  {
    name: 'the accession number is back',
    codes: ['PROFILE_KEPT', 'TOKEN_LEFT'],
    spoil: (fault) => back(0x00080050, fault),
  },
  {
    name: 'the institution is back',
    codes: ['PROFILE_KEPT', 'TOKEN_LEFT'],
    spoil: (fault) => back(0x00080080, fault),
  },
  {
    name: 'the serial number is back',
    codes: ['PROFILE_KEPT', 'TOKEN_LEFT'],
    spoil: (fault) => back(0x00181000, fault),
  },
  { name: 'the sex is back', codes: ['PROFILE_KEPT'], spoil: (fault) => back(0x00100040, fault) },
  {
    name: 'a name within the version of a program',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => isPlain(familyOf(fault)) && holds(fault, SOFTWARE, 'LO', `3.1 ${familyOf(fault)}`),
  },
  {
    name: 'a name glued to another word',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => isPlain(familyOf(fault)) && holds(fault, SOFTWARE, 'LO', `scan${familyOf(fault)}`),
  },
  {
    name: 'a number with other separators',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) =>
      /\d{5}/.test(idOf(fault)) && holds(fault, SOFTWARE, 'LO', idOf(fault).replace(/(\d{3})(?=\d)/g, '$1 ')),
  },
  {
    name: 'a name in base64',
    codes: ['TOKEN_ENCODED'],
    spoil: (fault) => holds(fault, SOFTWARE, 'LO', ascii(`id=${idOf(fault)};`).toString('base64')),
  },
  {
    name: 'a number in hexadecimal',
    codes: ['TOKEN_ENCODED'],
    spoil: (fault) => holds(fault, SOFTWARE, 'LO', ascii(idOf(fault)).toString('hex')),
  },
  {
    name: 'a number in UTF-16',
    codes: ['TOKEN_ENCODED'],
    spoil: (fault) => {
      put(fault.output.dataSet, one(0x00282000, 'OB', Buffer.from(`ICC ${idOf(fault)}`, 'utf16le')));
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'a number in bytes that are no text',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      put(
        fault.output.dataSet,
        one(
          0x00282000,
          'OB',
          Buffer.concat([
            Buffer.from([0, 1, 2, 255, 254, 3, 0, 17, 5, 6, 7, 8]),
            ascii(idOf(fault)),
            Buffer.from([0, 200, 1, 3, 9, 1, 0, 0]),
          ]),
        ),
      );
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'a number in the preamble',
    codes: ['TOKEN_LEFT', 'PREAMBLE_NOT_EMPTY'],
    spoil: (fault) => {
      fault.output.preamble.set(ascii(idOf(fault)), 16);
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'a number behind the last element',
    codes: ['TOKEN_LEFT', 'BYTES_BEHIND', 'VERIFY_NOT_READ'],
    spoil: (fault) => {
      fault.output.behind = Buffer.concat([Buffer.alloc(128), ascii(idOf(fault)), Buffer.alloc(4)]);
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'a number in the padding',
    codes: ['TOKEN_LEFT', 'PROFILE_PRESENT'],
    spoil: (fault) => {
      put(fault.output.dataSet, one(0xfffcfffc, 'OB', ascii(`    ${idOf(fault)}  `)));
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'who sent the file',
    codes: ['TOKEN_LEFT', 'PROFILE_KEPT'],
    spoil: ({ output, source }) => {
      const sender = find(source.meta, 0x00020016);
      if (sender === undefined) return false;
      put(output.meta, { ...sender });
      return true;
    },
  },
  {
    name: 'a name in another character set than the declared one',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const terms = textOf(find(fault.source.dataSet, 0x00080005));
      const name = nameOf(fault);
      if (terms !== 'ISO_IR 100' || /^[\x20-\x7e]*$/.test(name)) return false;
      put(fault.output.dataSet, one(SOFTWARE, 'LO', Buffer.from(name.replaceAll('^', ' '), 'utf8')));
      return true;
    },
  },
  {
    name: 'a name of another script',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const foreign = [...everywhere(fault.source.dataSet)].find(
        ({ vr, value }) => vr === 'PN' && value.includes(0x1b),
      );
      if (foreign === undefined) return false;
      fault.output.dataSet.push(sequence(0x00081115, [[{ ...foreign, tag: 0x0040a123 }]]));
      return true;
    },
  },
  {
    name: 'the name of the file is the patient’s',
    codes: ['NAME_IN_FILE_NAME'],
    rename: (fault) => `${idOf(fault)}/1.dcm`,
    spoil: (fault) => /\d{5}/.test(idOf(fault)),
  },
  {
    name: 'the birth date within a text',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [, year, month, day] =
        /^(\d{4})(\d{2})(\d{2})/.exec(textOf(find(fault.source.dataSet, 0x00100030))) ?? [];
      return year !== undefined && holds(fault, SOFTWARE, 'LO', `geb. ${day}.${month}.${year}`);
    },
  },
  {
    name: 'a name of another patient’s',
    codes: ['TOKEN_OF_ANOTHER'],
    spoil: (fault) => familyOf(fault) !== 'Ferreirinha' && holds(fault, SOFTWARE, 'LO', 'Ferreirinha'),
  },
];
