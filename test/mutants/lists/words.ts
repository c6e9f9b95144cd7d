import { type Mutant, mutantsOf } from '../mutant.ts';

/** What lists of words and names decide, and their place. */

const TEXT = 'layers/text';
const of = (name: string) => `test/layers/text/${name}.test.ts`;

export const WORD_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${TEXT}/behind.ts`,
    [of('behind')],
    [
      {
        name: 'behind-people',
        replace: "if (before === 'see' || isDoneWith(text, index)) return true;",
        by: '',
        why: '`discussed with Stone` keeps the name.',
      },
      {
        name: 'behind-usual',
        replace: 'if (isInTellingPlace(text, index)) return false;',
        by: '',
        why: '`with White matter changes` loses a word.',
      },
      {
        name: 'behind-other-language',
        replace: 'if (ELSEWHERE.has(before)) return true;',
        by: '',
        why: '`pour Stone` keeps the name.',
      },
      {
        name: 'behind-things',
        replace: '!IMAGED_THINGS.has(word) && isInSentence(text, index)',
        by: 'isInSentence(text, index)',
        why: '`for Hand follow up` loses what is imaged.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/postcodes.ts`,
    [of('strangers')],
    [
      {
        name: 'postcodes-counted',
        replace: ".filter(([, inward = '']) => !COUNTED.test(inward))",
        by: '',
        why: '`S1 2ND phase` loses what it says.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/nationalNumbers.ts`,
    [of('strangers')],
    [
      {
        name: 'accounts-checked',
        replace: 'accounts.filter(isAccount)',
        by: 'accounts',
        why: '`FS90 1000 2000 3000` is taken for an account.',
      },
      {
        name: 'cards-checked',
        replace: 'cards.filter(isCard)',
        by: 'cards',
        why: 'Any ten digits in three groups are taken for a card.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/uncued.ts`,
    [of('strangers')],
    [
      {
        name: 'uncued-title-case',
        replace: '(text.hasCapitalNouns || text.isInTitleCase) && isInTellingPlace(text, index)',
        by: 'isInTellingPlace(text, index)',
        why: 'A capital among small letters is no doubt where a usual neighbour is there.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/shortDates.ts`,
    [of('strangers')],
    [
      {
        name: 'day-behind-cue',
        replace: "(CUES.has(cue) && isOfTwo && between === '/')",
        by: 'false',
        why: '`on 12/03` keeps the day.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/uncued.ts`,
    [of('uncued'), of('misses'), of('behind')],
    [
      {
        name: 'uncued-spelling',
        replace: 'if (word.length < 5 || !isSpelt) return false;',
        by: 'return false;',
        why: 'A name on no list stays in small letters.',
      },
      {
        name: 'uncued-spread',
        replace: 'if (mayBe && atom.shape === beside.shape) marked[index] = true;',
        by: '',
        why: 'Half a name stays beside the half that goes.',
      },
      {
        name: 'uncued-user',
        replace: '  isUserWithNumber,\n',
        by: '',
        why: '`jdoe1` stays.',
      },
      {
        name: 'uncued-capitals',
        replace: '|| isAmongSmallLetters(text, first, first + 2)',
        by: '',
        why: '`Abdomen FRANK CROSS portal venous` keeps the name.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/eponyms.ts`,
    [of('uncued')],
    [
      {
        name: 'term-given-name',
        replace: 'if (isBehindGivenName(text, names[0] as number, words)) return null;',
        by: '',
        why: '`Bjorn Andersson fracture` keeps the surname.',
      },
      {
        name: 'term-sure-heads',
        replace: 'SURE_HEADS.has(head) || names.some(isRare)',
        by: 'names.some(isRare)',
        why: '`Crohn’s disease` is a doubt.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/codes.ts`,
    [of('codes')],
    [
      {
        name: 'code-cut',
        replace: 'isShortForm(folded) || CUT_WORDS().has(folded)',
        by: 'isShortForm(folded)',
        why: '`ADRENA` goes.',
      },
      {
        name: 'code-parts',
        replace: 'isShortForm(part) || (part.length > LEAST_OF_PART && isOfBody(part))',
        by: 'isShortForm(part) || isKnownWord(part)',
        why: 'A name in capitals that is made of known words stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/machines.ts`,
    [of('misses')],
    [
      {
        name: 'machine-version',
        replace: 'return isWritten && !VERSIONS.test',
        by: 'return isWritten || !VERSIONS.test',
        why: '`version 1.2.3.4` goes.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/nationalNumbers.ts`,
    [of('misses')],
    [
      {
        name: 'plate-technique',
        replace: '!isTechnical(one) && !isTechnical(other)',
        by: 'true',
        why: '`AX30 SAG` goes.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/placesOfNames.ts`,
    [of('placesOfNames')],
    [
      {
        name: 'place-short-surname',
        replace: 'if (isShortSurname(text, index)) return true;',
        by: '',
        why: '`Le knee` says nothing to anybody.',
      },
      {
        name: 'place-second-part',
        replace: '|| isSecondPart(text, index)',
        by: '',
        why: '`knee left hand` says nothing to anybody.',
      },
    ],
  ),
];
