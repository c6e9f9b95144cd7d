import { blankedText } from '../../../../layers/engine/audit/blanked.ts';
import type { Looked } from '../../../../layers/engine/look/looked.ts';
import { type Mark, Regions } from '../../../../layers/engine/look/marks.ts';
import { blankedOf } from '../../../../layers/verify/checks/blanked.ts';
import { instance } from '../../../support/build.ts';
import { ultrasound } from '../../../support/burnedIn.ts';
import { parsed } from '../harness.ts';

/** What the audit says was blanked, as `lethe verify` reads it. */

const box = (left: number) => ({ left, top: 2, right: left + 10, bottom: 20 });
const mark = (why: Mark['why'], frame: number | null, left: number): Mark => ({
  why,
  frame,
  box: box(left),
  found: null,
});
const looked = (marks: readonly Mark[]): Looked => ({
  marks,
  regions: new Regions(marks),
  shape: null,
  findings: [],
  isWhole: true,
  stripsHidden: false,
  settled: new Set(),
});

async function textOf(...marks: readonly Mark[]): Promise<string | undefined> {
  return blankedText(looked(marks), await parsed(ultrasound({ number: 1, image: new Uint8Array(51_200) })));
}

describe('what was blanked', () => {
  it('is told by boxes, and where one is in several frames, once', async () => {
    expect(
      await textOf(
        mark('text', 3, 40),
        mark('device', null, 0),
        mark('identifier', 9, 40),
        mark('reviewed', 4, 40),
        mark('text', 5, 40),
        mark('text', 7, 0),
      ),
    ).toBe('3-5,9:40,2,50,20 *:0,2,10,20');
  });

  it('is not what may stay', async () => {
    expect(await textOf(mark('allowed', 1, 0), mark('unread', null, 0))).toBeUndefined();
    expect(await textOf()).toBeUndefined();
  });

  it('is nothing where the pixels are gone', async () => {
    expect(blankedText(looked([mark('device', null, 0)]), await parsed(instance({ elements: [] })))).toBe(
      undefined,
    );
  });

  it('ends with a mark where a line has no room for all', async () => {
    const marks = Array.from({ length: 5000 }, (_, frame) => mark('text', 2 * frame, frame));
    const text = (await textOf(...marks)) as string;
    expect(text.length).toBeLessThan(33_000);
    expect(text.endsWith(' …')).toBe(true);
    expect(blankedOf(text)).toMatchObject({ isPart: true });
  });

  it('is read as it was written', async () => {
    const text = (await textOf(mark('text', 3, 40), mark('text', 4, 40), mark('device', null, 0))) as string;
    const blanked = blankedOf(text);
    expect([2, 3, 4, 5].map((frame) => blanked?.of(frame).length)).toEqual([1, 2, 2, 1]);
    expect(blanked?.of(3)).toEqual([box(40), box(0)]);
    expect(blanked?.isPart).toBe(false);
  });
});

describe('a text that is no such thing', () => {
  it.each(['', 'all', '*:1,2,3', '1:-1,2,3,4', '*:1,2,3,4 x', '3-:1,2,3,4'])('%j', (text) => {
    expect(blankedOf(text)).toBeNull();
  });
});
