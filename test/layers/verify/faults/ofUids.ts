import type { ByteFault, Fault } from './kinds.ts';
import { everywhere, find, one, put, textOf } from './tree.ts';

/** UIDs that are kept, doubled or mixed up. */

const SOP_INSTANCE = 0x00080018;
const STUDY = 0x0020000d;
const SERIES = 0x0020000e;
const madeUp = ({ below }: Fault): string =>
  `2.25.${1 + below(9)}${Array.from({ length: 36 }, () => below(10)).join('')}`;

export const UID_KINDS: readonly ByteFault[] = [
  {
    name: 'a UID of the source is kept',
    codes: ['UID_KEPT'],
    spoil: ({ output, source }) => {
      put(output.dataSet, { ...(find(source.dataSet, SERIES) as NonNullable<ReturnType<typeof find>>) });
      return true;
    },
  },
  {
    name: 'a UID of the source in a reference',
    codes: ['UID_KEPT'],
    spoil: ({ output, source }) => {
      const [to] = [...everywhere(output.dataSet)].filter(({ tag }) => tag === 0x00081155);
      const from = [...everywhere(source.dataSet)].filter(({ tag }) => tag === 0x00081155);
      if (to === undefined || from[0] === undefined) return false;
      to.value = from[0].value.slice();
      return true;
    },
  },
  {
    name: 'one study became two',
    codes: ['UID_TWO_NEW'],
    spoil: (fault) => {
      put(fault.output.dataSet, one(STUDY, 'UI', madeUp(fault)));
      return true;
    },
  },
  {
    name: 'two instances became one',
    codes: ['UID_TWO_OLD'],
    spoil: ({ output, other }) => {
      const uid = textOf(find(other.dataSet, SOP_INSTANCE));
      if (uid === textOf(find(output.dataSet, SOP_INSTANCE))) return false;
      put(output.dataSet, one(SOP_INSTANCE, 'UI', uid));
      put(output.meta, one(0x00020003, 'UI', uid));
      return true;
    },
  },
  {
    name: 'a reference leads nowhere',
    codes: ['UID_TWO_NEW', 'REFERENCE_BROKEN'],
    spoil: (fault) => {
      const references = [...everywhere(fault.output.dataSet)].filter(
        ({ tag, vr }) => vr === 'UI' && [0x00081155, 0x00200052, 0x30060024].includes(tag),
      );
      // One that stands twice, so that one of them can be wrong.
      const [first] = references.filter(
        (one_) => references.filter((two) => textOf(two) === textOf(one_)).length > 1,
      );
      if (first === undefined) return false;
      first.value = Buffer.from(madeUp(fault), 'latin1');
      return true;
    },
  },
  {
    name: 'the file meta information names another instance',
    codes: ['UID_META_DIFFERS'],
    spoil: (fault) => {
      put(fault.output.meta, one(0x00020003, 'UI', madeUp(fault)));
      return true;
    },
  },
  {
    name: 'a UID of the source in bytes',
    codes: ['TOKEN_LEFT'],
    spoil: ({ output, source }) => {
      const uid = textOf(find(source.dataSet, STUDY));
      put(
        output.dataSet,
        one(
          0x00282000,
          'OB',
          Buffer.concat([Buffer.alloc(20, 200), Buffer.from(uid, 'latin1'), Buffer.alloc(20)]),
        ),
      );
      return uid !== '';
    },
  },
];
