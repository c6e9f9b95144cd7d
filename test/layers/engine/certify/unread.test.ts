import { type ByteSource, memorySource } from '../../../../layers/dicom/byteSource.ts';
import { LONGEST_READ_BYTES } from '../../../../layers/dicom/longValues.ts';
import { parseInstance } from '../../../../layers/dicom/parse.ts';
import { removedIdentifiers } from '../../../../layers/engine/certify/removed.ts';
import { searchUnread } from '../../../../layers/engine/certify/unread.ts';
import { decide } from '../../../../layers/engine/decide/decide.ts';
import { ValueReader } from '../../../../layers/engine/resolve/valueReader.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { refusal } from '../harness.ts';
import { searching } from './plans.ts';

const SOP: Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
];

describe('a value that is too long to be read', () => {
  /** What a search reads at once. */
  const PIECE_BYTES = 8 * 1024 * 1024;
  const LENGTH = LONGEST_READ_BYTES + 1024 * 1024;
  const WORD = 'Zwieback';
  const withWord = (at: number | null): Buffer => {
    const value = Buffer.alloc(LENGTH, 'lung ');
    if (at !== null) value.write(` ${WORD} `, at - 1, 'latin1');
    return value;
  };
  const outcome = (value: Buffer) => refusal(instance({ elements: [...SOP, el(0x00100218, 'UT', value)] }));

  it.each([
    ['across the end of a piece', PIECE_BYTES - 3],
    ['across the end of the second piece', 2 * PIECE_BYTES - 5],
    ['at the end', LENGTH - WORD.length - 1],
  ])('is searched for what was removed: %s', async (_where, at) => {
    expect(await outcome(withWord(at))).toBe('RESIDUE_FOUND');
  });

  it('and stays where it holds nothing', async () => {
    expect(await outcome(withWord(null))).toBeNull();
  });

  it('is searched for UIDs where it is a list of them, for review', async () => {
    const plan = searching([
      // Where the instance keeps its UID, none is looked for.
      [0x00080018, { kind: 'replace-uid', method: 'keyed' }],
      [0x0020000d, { kind: 'remove' }],
      [0x0008001a, { kind: 'review' }],
    ]);
    const GONE = '1.2.826.0.1.777';
    // Sixteen bytes each: every piece begins and ends with a whole one.
    const list = (at: number | null): Buffer => {
      const value = Buffer.alloc(LENGTH, '1.2.840.10008.1\\');
      if (at !== null) value.write(GONE, at, 'latin1');
      return value;
    };
    // A UI of its own VR is shorter (PS3.5 7.1.2).
    const listed = (at: number | null) =>
      refusal(
        instance({
          elements: [...SOP, el(0x0008001a, 'UI', list(at), { as: 'UN' }), el(0x0020000d, 'UI', GONE)],
        }),
        { plan },
      );
    expect(await listed(PIECE_BYTES + 4096)).toBe('RESIDUE_FOUND');
    expect(await listed(null)).toBeNull();
  });

  it('is in memory a piece at a time', async () => {
    const whole = memorySource(instance({ elements: [...SOP, el(0x00100218, 'UT', withWord(null))] }));
    const reads: number[] = [];
    const source: ByteSource = {
      ...whole,
      read: (start, end) => {
        reads.push(end - start);
        return whole.read(start, end);
      },
    };
    const parsed = await parseInstance(source);
    const plan = basicProfilePlan();
    const decisions = decide(plan, parsed);
    const gone = removedIdentifiers(plan, parsed, decisions);
    const verdicts = await searchUnread(parsed, decisions, gone, new ValueReader(parsed, source));
    expect([...verdicts.values()]).toEqual([false]);
    expect(Math.max(...reads)).toBeLessThanOrEqual(PIECE_BYTES);
  });
});
