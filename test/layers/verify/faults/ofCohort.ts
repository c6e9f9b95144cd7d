import type { ByteFault } from './kinds.ts';
import { find, one, put, textOf } from './tree.ts';

/** Instances, patients and markers that are mixed up or gone. */

export const COHORT_KINDS: readonly ByteFault[] = [
  {
    name: 'every marker is gone',
    codes: ['MARKER_MISSING'],
    spoil: ({ output }) => {
      output.dataSet = output.dataSet.filter(
        ({ tag }) => ![0x00120062, 0x00120063, 0x00120064, 0x00280303].includes(tag),
      );
      return true;
    },
  },
  {
    name: 'the codes of the method are gone',
    codes: ['MARKER_MISSING', 'MARKER_CONTRADICTS'],
    spoil: ({ output }) => {
      output.dataSet = output.dataSet.filter(({ tag }) => tag !== 0x00120064);
      return true;
    },
  },
  {
    name: 'an instance is there twice, and another is not',
    codes: ['UID_TWO_OLD', 'NO_PAIR', 'INSTANCE_TWICE'],
    spoil: ({ output, other }) => {
      Object.assign(output, { ...other });
      return true;
    },
  },
  {
    name: 'a patient has the number of another',
    codes: ['PATIENT_TWO_OLD', 'PATIENT_TWO_NEW'],
    spoil: ({ output, other }) => {
      const [own, id] = [find(output.dataSet, 0x00100020), find(other.dataSet, 0x00100020)];
      if (id === undefined || textOf(own) === textOf(id)) return false;
      put(output.dataSet, { ...id });
      return true;
    },
  },
  {
    name: 'an instance of a patient has a number of its own',
    codes: ['PATIENT_TWO_NEW'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x00100020, 'LO', 'H1A3R9CYAX3JKE7T'));
      return true;
    },
  },
  {
    name: 'a side is another',
    codes: ['CHANGE_UNEXPLAINED', 'ELEMENT_ADDED'],
    spoil: ({ output }) => {
      const was = textOf(find(output.dataSet, 0x00200060));
      put(output.dataSet, one(0x00200060, 'CS', was === 'L' ? 'R' : 'L'));
      return true;
    },
  },
  {
    name: 'the class of the instance is another',
    codes: ['CHANGE_UNEXPLAINED', 'UID_META_DIFFERS', 'NO_PAIR'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'));
      put(output.meta, one(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.7'));
      return true;
    },
  },
];
