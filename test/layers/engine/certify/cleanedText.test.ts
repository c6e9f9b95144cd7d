import { type Edit, withEdits } from '../../../../layers/dicom/edit.ts';
import { type Element, elementWith } from '../../../../layers/dicom/element.ts';
import { asciiValue } from '../../../../layers/dicom/encode.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { loadCleaner } from '../../../../layers/text/lazyCleaner.ts';
import { el } from '../../../support/build.ts';
import { instanceWith, planOf } from '../actions/shiftPlan.ts';
import { takenApart } from './apart.ts';

// The engine does so itself; these take its steps by themselves.
beforeAll(async () => {
  await loadCleaner();
});

it('a cleaned text is held against the names of the source: the output has none left', async () => {
  const description = asTag(0x00081030);
  const object = instanceWith([
    el(0x00081030, 'LO', 'knee of thistlewood'),
    el(0x00100010, 'PN', 'Thistlewood^Oswin'),
  ]);
  const plan = planOf([0x00081030, { kind: 'clean-text' }], [0x00100010, { kind: 'empty' }]);
  const { before, edits, judge } = await takenApart(object, plan);
  expect(judge(edits)).toBeNull();
  const { start } = elementWith(before.dataSet, description) as Element;
  const by = (text: string) => ({ tag: description, vr: 'LO', value: asciiValue(text, 'LO') }) as const;
  const saying = (text: string) =>
    judge({
      ...edits,
      elements: withEdits(
        edits.elements,
        new Map<number, Edit>([[start, { kind: 'replace', by: by(text) }]]),
      ),
    });
  expect(saying('left knee of thistlewood')).toBe('RULE_NOT_HELD');
  expect(saying('left knee')).toBeNull();
});
