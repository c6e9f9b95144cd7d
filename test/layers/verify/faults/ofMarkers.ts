import type { ByteFault, Fault } from './kinds.ts';
import { type Element, find, one, put, sequence } from './tree.ts';

/** Markers that lie. */

function claim({ output }: Fault, ...codes: readonly string[]): void {
  const items = codes.map((code): Element[] => [
    one(0x00080100, 'SH', code),
    one(0x00080102, 'SH', 'DCM'),
    one(0x00080104, 'LO', 'an option'),
  ]);
  put(output.dataSet, sequence(0x00120064, [...(find(output.dataSet, 0x00120064)?.items ?? []), ...items]));
}

function mark({ output }: Fault, tag: number, word: string): boolean {
  put(output.dataSet, one(tag, 'CS', word));
  return true;
}

export const MARKER_KINDS: readonly ByteFault[] = [
  {
    name: 'modified dates are claimed, and there are none',
    codes: ['MARKER_CONTRADICTS'],
    spoil: (fault) => {
      claim(fault, '113107');
      return true;
    },
  },
  {
    name: 'full and modified dates are both claimed',
    codes: ['MARKER_CONTRADICTS'],
    dates: 'modified',
    spoil: (fault) => {
      claim(fault, '113106');
      return true;
    },
  },
  {
    name: 'dates are said to be the true ones',
    codes: ['MARKER_CONTRADICTS'],
    spoil: (fault) => mark(fault, 0x00280303, 'UNMODIFIED'),
  },
  {
    name: 'the identity is said not to be removed',
    codes: ['MARKER_MISSING'],
    spoil: (fault) => mark(fault, 0x00120062, 'NO'),
  },
  {
    name: 'an option that the rules do not have is claimed, and a UID stays',
    codes: ['MARKER_CONTRADICTS'],
    spoil: (fault) => {
      claim(fault, '113110');
      const series = find(fault.source.dataSet, 0x0020000e);
      if (series !== undefined) put(fault.output.dataSet, { ...series });
      return series !== undefined;
    },
  },
  {
    name: 'the pixels are said to show text',
    codes: ['MARKER_CONTRADICTS'],
    spoil: (fault) => mark(fault, 0x00280301, 'YES'),
  },
];
