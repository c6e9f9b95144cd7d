import type { ByteFault } from './kinds.ts';
import { everywhere, find, one, put, sequence } from './tree.ts';

/** Elements that came back, went, or changed without a reason; files that are damaged. */

const KEPT_NUMBERS = [0x00180050, 0x00280030, 0x00281052, 0x00281053, 0x00200032, 0x00180060, 0x00280100];

export const STRUCTURE_KINDS: readonly ByteFault[] = [
  {
    name: 'a private block is back',
    codes: ['PRIVATE_PRESENT'],
    spoil: ({ output, source }) => {
      const block = source.dataSet.filter(({ tag }) => (tag & 0x10000) !== 0);
      for (const element of block) put(output.dataSet, element);
      return block.length > 1;
    },
  },
  {
    name: 'a private attribute deep in a sequence',
    codes: ['PRIVATE_PRESENT'],
    spoil: ({ output }) => {
      output.dataSet.push(
        sequence(0x00081115, [[one(0x00290010, 'LO', 'ACME 1.1'), one(0x00291001, 'LO', 'x')]]),
      );
      return true;
    },
  },
  {
    name: 'a private attribute without a creator',
    codes: ['PRIVATE_NO_CREATOR'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x00531001, 'LO', 'something'));
      return true;
    },
  },
  {
    name: 'a number is lost',
    codes: ['ELEMENT_LOST'],
    spoil: ({ output, below }) => {
      const there = KEPT_NUMBERS.filter((tag) => find(output.dataSet, tag) !== undefined);
      const tag = there[below(Math.max(1, there.length))];
      if (tag === undefined) return false;
      output.dataSet.splice(
        output.dataSet.findIndex((each) => each.tag === tag),
        1,
      );
      return true;
    },
  },
  {
    name: 'a number changed',
    codes: ['CHANGE_UNEXPLAINED'],
    spoil: ({ output }) => {
      const number = [...everywhere(output.dataSet)].find(
        ({ vr, tag, value }) => vr === 'DS' && value.length > 0 && KEPT_NUMBERS.includes(tag),
      );
      if (number === undefined) return false;
      number.value = Buffer.from('77.25 ', 'latin1');
      return true;
    },
  },
  {
    name: 'an attribute that the source did not have',
    codes: ['ELEMENT_ADDED'],
    spoil: ({ output, source }) => {
      if (find(source.dataSet, 0x00189004) !== undefined) return false;
      put(output.dataSet, one(0x00189004, 'CS', 'RESEARCH'));
      return true;
    },
  },
  {
    name: 'the manufacturer is another',
    codes: ['CHANGE_UNEXPLAINED'],
    spoil: ({ output }) => {
      if (find(output.dataSet, 0x00080070) === undefined) return false;
      put(output.dataSet, one(0x00080070, 'LO', 'Otherworks'));
      return true;
    },
  },
  {
    name: 'a comment is back',
    codes: ['PROFILE_KEPT'],
    spoil: ({ output, source }) => {
      const before = find(source.dataSet, 0x00204000) ?? find(source.dataSet, 0x00104000);
      if (before === undefined) return false;
      put(output.dataSet, { ...before });
      return true;
    },
  },
  {
    name: 'an attribute that is to be removed has a value of its own',
    codes: ['PROFILE_PRESENT', 'PROFILE_KEPT'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x00104000, 'LT', 'nothing of note'));
      return true;
    },
  },
  {
    name: 'a value that is not the source’s, where the rules leave none',
    codes: ['PROFILE_PRESENT'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x00100030, 'DA', '19500505'));
      return true;
    },
  },
  {
    name: 'the file is cut short',
    codes: ['VERIFY_NOT_READ'],
    spoil: () => true,
    bytes: (bytes, below) => bytes.slice(0, bytes.length - 40 - 2 * below(30)),
  },
  {
    name: 'the file is not DICOM',
    codes: ['VERIFY_NOT_DICOM'],
    spoil: () => true,
    bytes: (_bytes, below) =>
      Buffer.from(`A letter about nothing, number ${below(1000)}. `.repeat(8), 'latin1'),
  },
];
