import type { ByteFault, Fault } from './kinds.ts';
import { ascii, type Element, everywhere, find, one, put, sequence, textOf } from './tree.ts';

/** Identifiers in places and spellings of another reader's invention, and what looks right and is not. */

const SOFTWARE = 0x00181020;
const BIRTH = 0x00100030;

const birthOf = ({ source }: Fault): string => textOf(find(source.dataSet, BIRTH));
const idOf = ({ source }: Fault): string => textOf(find(source.dataSet, 0x00100020));
const studyOf = ({ source }: Fault): string => textOf(find(source.dataSet, 0x0020000d));
const partsOf = ({ source }: Fault): readonly string[] =>
  (textOf(find(source.dataSet, 0x00100010)).split('=')[0] ?? '').split('^');

function says(fault: Fault, text: string): boolean {
  put(fault.output.dataSet, one(SOFTWARE, 'LO', text));
  return true;
}

/** The birth date in parts: year, month, day. */
function birthParts(fault: Fault): readonly [string, number, string] | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(birthOf(fault)) ?? [];
  return year === undefined ? null : [year, Number(month), String(Number(day))];
}

const ENGLISH = 'January February March April May June July August September October November December'.split(
  ' ',
);
const GERMAN = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
  ' ',
);
const FRENCH = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
);

export const HIDING_KINDS: readonly ByteFault[] = [
  {
    name: 'a UID of the source within a text',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => studyOf(fault) !== '' && says(fault, `copied from ${studyOf(fault)}`),
  },
  {
    name: 'a UID of something outside the source, in another place than its own',
    codes: ['UID_KEPT'],
    spoil: ({ output, source }) => {
      const from = [...everywhere(source.dataSet)].find(({ tag }) => tag === 0x00081155);
      if (from === undefined) return false;
      output.dataSet.push(sequence(0x52009229, [[{ ...from, value: from.value.slice() }]]));
      return true;
    },
  },
  {
    name: 'a number of the source as a component of a new UID',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const digits = /[1-9]\d{5,}/.exec(idOf(fault))?.[0];
      if (digits === undefined) return false;
      put(fault.output.dataSet, one(0x00200052, 'UI', `1.2.826.0.1.3680043.10.474.${digits}.1`));
      return true;
    },
  },
  {
    name: 'the birth date as the date of the study',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      if (birthParts(fault) === null) return false;
      put(fault.output.dataSet, one(0x00080020, 'DA', birthOf(fault)));
      return true;
    },
  },
  {
    name: 'a date of the source in a new item',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const day = textOf(find(fault.source.dataSet, 0x00100030));
      if (!/^\d{8}$/.test(day)) return false;
      put(fault.output.dataSet, sequence(0x00400260, [[one(0x00080022, 'DA', day)]]));
      return true;
    },
  },
  {
    name: 'the second date of an attribute did not move',
    codes: ['DATE_KEPT'],
    dates: 'modified',
    spoil: ({ output, source }) => {
      const [before, moved] = [find(source.dataSet, 0x00080020), find(output.dataSet, 0x00080020)];
      if (before === undefined || moved === undefined || textOf(moved) === '') return false;
      put(output.dataSet, one(0x00080020, 'DA', `${textOf(moved)}\\${textOf(before)}`));
      return true;
    },
  },
  {
    name: 'the birth date with a word of order',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const parts = birthParts(fault);
      return parts !== null && says(fault, `${parts[2]}th ${ENGLISH[parts[1] - 1]} ${parts[0]}`);
    },
  },
  {
    name: 'the birth date in German',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const parts = birthParts(fault);
      if (parts === null) return false;
      put(fault.output.dataSet, one(0x00080005, 'CS', 'ISO_IR 192'));
      put(
        fault.output.dataSet,
        one(SOFTWARE, 'LO', Buffer.from(`${parts[2]}. ${GERMAN[parts[1] - 1]} ${parts[0]}`)),
      );
      return true;
    },
  },
  {
    name: 'the birth date in French',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const parts = birthParts(fault);
      if (parts === null) return false;
      put(fault.output.dataSet, one(0x00080005, 'CS', 'ISO_IR 192'));
      put(
        fault.output.dataSet,
        one(SOFTWARE, 'LO', Buffer.from(`${parts[2]} ${FRENCH[parts[1] - 1]} ${parts[0]}`)),
      );
      return true;
    },
  },
  {
    name: 'family and given name glued into a longer word',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [family = '', given = ''] = partsOf(fault).map((part) => part.toLowerCase());
      return /^[a-z]{4,}$/.test(family) && /^[a-z]{4,}$/.test(given) && says(fault, `x${family}${given}scan`);
    },
  },
  {
    name: 'a name in spaced letters',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [family = ''] = partsOf(fault);
      return /^[A-Za-z]{5,}$/.test(family) && says(fault, [...family.toUpperCase()].join(' '));
    },
  },
  {
    name: 'a number in percent encoding',
    codes: ['TOKEN_ENCODED', 'TOKEN_LEFT'],
    spoil: (fault) =>
      /\d{5}/.test(idOf(fault)) &&
      says(fault, [...ascii(idOf(fault))].map((byte) => `%${byte.toString(16)}`).join('')),
  },
  {
    name: 'the transfer syntax is another than that of the pixels',
    codes: ['PIXELS_CHANGED'],
    spoil: ({ output }) => {
      if (find(output.dataSet, 0x7fe00010)?.fragments == null) return false;
      output.transferSyntax =
        output.transferSyntax === '1.2.840.10008.1.2.4.90'
          ? '1.2.840.10008.1.2.4.50'
          : '1.2.840.10008.1.2.4.90';
      return true;
    },
  },
  {
    name: 'the offset table leads to no frame',
    codes: ['PIXELS_LOST'],
    spoil: ({ output }) => {
      const fragments = find(output.dataSet, 0x7fe00010)?.fragments;
      if (fragments == null) return false;
      fragments[0] = Buffer.from([2, 0, 0, 0]);
      return true;
    },
  },
  {
    name: 'two frames changed places',
    codes: ['PIXELS_CHANGED'],
    spoil: ({ output }) => {
      const pixels = find(output.dataSet, 0x7fe00010);
      if (pixels === undefined) return false;
      if (pixels.fragments !== null && pixels.fragments.length > 2) {
        const [table, first, second, ...others] = pixels.fragments as [Uint8Array, Uint8Array, Uint8Array];
        if (Buffer.compare(first, second) === 0) return false;
        pixels.fragments = [table, second, first, ...others];
        return true;
      }
      return false;
    },
  },
  {
    name: 'faces are said to be cleaned, and to be recognizable',
    codes: ['MARKER_CONTRADICTS'],
    spoil: ({ output }) => {
      const items = find(output.dataSet, 0x00120064)?.items ?? [];
      const code: Element[] = [one(0x00080100, 'SH', '113102'), one(0x00080102, 'SH', 'DCM')];
      put(output.dataSet, sequence(0x00120064, [...items, code]));
      put(output.dataSet, one(0x00280302, 'CS', 'YES'));
      return true;
    },
  },
  {
    name: 'the folder of the file is another patient’s name',
    codes: ['NAME_IN_FILE_NAME'],
    rename: () => 'Ferreirinha/1.dcm',
    spoil: (fault) => partsOf(fault)[0] !== 'Ferreirinha',
  },
  {
    name: 'a patient’s number within bytes of a palette',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      put(
        fault.output.dataSet,
        one(0x00281221, 'OW', Buffer.concat([Buffer.alloc(9, 1), ascii(idOf(fault)), Buffer.alloc(9)])),
      );
      return idOf(fault).length > 5;
    },
  },
  {
    name: 'the name stands twice, the second time as it was',
    codes: ['TOKEN_LEFT', 'PROFILE_KEPT'],
    spoil: ({ output, source }) => {
      const before = find(source.dataSet, 0x00100010);
      if (before === undefined) return false;
      output.dataSet.push({ ...before });
      return true;
    },
  },
  {
    name: 'a name in an unknown VR within an item',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [family = ''] = partsOf(fault);
      if (!/^[A-Za-z]{5,}$/.test(family)) return false;
      fault.output.dataSet.push(sequence(0x00081115, [[one(0x00189999, 'UN', ascii(`op ${family}`))]]));
      return true;
    },
  },
  {
    name: 'a name in full width',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [family = ''] = partsOf(fault);
      if (!/^[A-Za-z]{5,}$/.test(family)) return false;
      put(fault.output.dataSet, one(0x00080005, 'CS', 'ISO_IR 192'));
      const wide = [...family].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
      put(fault.output.dataSet, one(SOFTWARE, 'LO', Buffer.from(wide)));
      return true;
    },
  },
  {
    name: 'a name with a soft hyphen',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const [family = ''] = partsOf(fault);
      if (!/^[A-Za-z]{5,}$/.test(family)) return false;
      put(fault.output.dataSet, one(0x00080005, 'CS', 'ISO_IR 192'));
      put(
        fault.output.dataSet,
        one(SOFTWARE, 'LO', Buffer.from(`${family.slice(0, 3)}\u00ad${family.slice(3)}`)),
      );
      return true;
    },
  },
];
