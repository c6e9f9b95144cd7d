import { PLACEHOLDER_DATES } from '../../layers/dicom/dateTime.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import { dateWords } from '../../rules/words.ts';
import { planOf, sourceOf } from './harness.ts';

/** What `rules show` says of dates: everything that becomes of them. */

const said = (file: object) => dateWords(planOf(compileLethe(sourceOf(JSON.stringify(file)))));
const options = ['retainLongitudinalModifiedDates'];
const HELD = `Placeholder dates are emptied or removed (${PLACEHOLDER_DATES.length} of the table`;

test.each([
  [{}, 'No date or time is shifted. Instances say REMOVED.'],
  [
    { options },
    `Dates and times move by 1 to 365 days back, one shift per patient. ${HELD}). Instances say MODIFIED.`,
  ],
  [
    { options, dates: { timeOfDay: 'shift', placeholders: ['20000101'], capAge: 89 } },
    `Dates and times move by 1 to 365 days back, one shift per patient. Times of day also move by a number of seconds for each patient. ${HELD}, and 20000101). A birth date that reveals an age over 89 is emptied. Instances say MODIFIED.`,
  ],
  [
    {
      profile: 'none',
      rules: [
        { select: 'StudyDate', action: 'shift', by: { days: -1 }, timeOfDay: 'hour', placeholders: 'move' },
      ],
    },
    'Dates and times move by -1 days. Times of day are cut to the hour.',
  ],
  [
    {
      profile: 'none',
      rules: [
        {
          select: 'StudyDate',
          action: 'by-type',
          type1: { action: 'shift', by: { days: -1 } },
          type2: 'empty',
          type3: 'remove',
          unknown: 'remove',
        },
      ],
    },
    `Dates and times move by -1 days. ${HELD}).`,
  ],
])('of %j', (file, expected) => {
  expect(said(file)).toBe(expected);
});
