import { type Mutant, mutantsOf } from '../mutant.ts';

/** Numbers and dates in free text. */

const TEXT = 'layers/text';
const CLEAN = 'test/layers/text/clean.test.ts';
const BESIDE = 'test/layers/text/beside.test.ts';
const BOUNDS = 'test/layers/text/bounds.test.ts';
const FOLDING = 'test/layers/engine/certify/folding.test.ts';
const SECOND_RUN = 'test/layers/engine/actions/secondRun.test.ts';

export const TEXT_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${TEXT}/labels.ts`,
    [BOUNDS, CLEAN],
    [
      {
        name: 'age-bound',
        replace: 'const OLDEST_TOLD = 89;',
        by: 'const OLDEST_TOLD = 90;',
        why: 'An age of 90 stays, which HIPAA forbids.',
      },
      {
        name: 'age-bound-below',
        replace: 'age <= OLDEST_TOLD ||',
        by: 'age < OLDEST_TOLD ||',
        why: 'An age of 89, which may stay, goes.',
      },
      {
        name: 'age-oldest',
        replace: 'const OLDEST = 130;',
        by: 'const OLDEST = 99;',
        why: 'Ages from 100 on stay.',
      },
      {
        name: 'age-labelled',
        replace: 'return isLabelled ? [index, index + 1] : null;',
        by: 'return null;',
        why: '`aged 92` stays.',
      },
      {
        name: 'age-one-letter',
        replace:
          "if (isUnit && (unit.text.length > 1 || gap === '' || /^o(?:ld)?$/.test(atoms[index + 2]?.text ?? '')))",
        by: 'if (isUnit && unit.text.length > 1)',
        why: '`092Y` and `92 y o` stay.',
      },
      {
        name: 'number-sign-digits',
        replace: '(atoms[index] as Atom).text.length < 4 ||',
        by: '(atoms[index] as Atom).text.length < 5 ||',
        why: '`#5521` stays.',
      },
      {
        name: 'number-sign-counted',
        replace: "return COUNTED.has(atoms[index - 1]?.text ?? '') ? null : [index, index + 1];",
        by: 'return [index, index + 1];',
        why: '`image #1024` goes.',
      },
      {
        name: 'code-digits',
        replace: 'return digits >= least ? [from, to] : null;',
        by: 'return digits > least ? [from, to] : null;',
        why: '`MRN 42` stays.',
      },
      {
        name: 'code-number-words',
        replace: "const from = NUMBER_WORDS.has(atoms[index]?.text ?? '') ? index + 1 : index;",
        by: 'const from = index;',
        why: '`MRN number 4711` stays.',
      },
      {
        name: 'label-digits',
        replace: '? numberAfter(text, index + 1, 4, PHONE_GAP)',
        by: '? numberAfter(text, index + 1, 8, PHONE_GAP)',
        why: '`ext. 4711` stays.',
      },
      {
        name: 'label-birth',
        replace: '? numberAfter(text, index + 1, 4, WITHIN_DATE)',
        by: '? null',
        why: '`born 1961` stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/numbers.ts`,
    [BOUNDS, CLEAN],
    [
      {
        name: 'ip-octets',
        replace: 'groups.every((group) => Number(group) < 256)',
        by: 'groups.every((group) => Number(group) < 255)',
        why: 'Addresses with an octet of 255 stay.',
      },
      {
        name: 'ip-octets-above',
        replace: 'groups.every((group) => Number(group) < 256)',
        by: 'groups.every((group) => Number(group) < 1000)',
        why: 'A version of four numbers goes as if it were an address.',
      },
      {
        name: 'ip-first-octet',
        replace: 'Number(groups[0]) > 9 &&',
        by: 'Number(groups[0]) > 10 &&',
        why: 'Addresses of hospitals’ own networks (10.x) stay.',
      },
      {
        name: 'uid-registered-in-text',
        replace: '&& !isRegisteredUid(value) ? whole : null',
        by: '? whole : null',
        why: 'The name of a SOP class goes.',
      },
      {
        name: 'uid-length',
        replace: 'value.length > 11)',
        by: 'value.length > 40)',
        why: 'Short UIDs stay.',
      },
      {
        name: 'run-of-six',
        replace: 'const isLong = longest > 5 ||',
        by: 'const isLong = longest > 6 ||',
        why: 'Numbers of six digits stay.',
      },
      {
        name: 'run-mixed',
        replace: '(isMixed && longest > 4) ||',
        by: '',
        why: '`A12345` stays.',
      },
      {
        name: 'run-measure',
        replace: 'isLong && !isMeasure(text, from, to) &&',
        by: 'isLong &&',
        why: '`120000 cps` goes.',
      },
      {
        name: 'run-date-with-unit',
        replace: '|| /^(?:19|20)\\d\\d[01]\\d[0-3]\\d$/.test(number)) return false;',
        by: ') return false;',
        why: '`20190304 s` stays.',
      },
      {
        name: 'run-fraction-date',
        replace: 'if (DATE.test((atoms[from] as Atom).text)) return false;',
        by: '',
        why: '`1.20190304` stays.',
      },
      {
        name: 'run-ideographic',
        replace: "if (kind === 'digits' && part.length > 5) return true;",
        by: "if (kind === 'digits' && part.length > 9) return true;",
        why: 'Numbers of six digits beside Japanese stay.',
      },
      {
        name: 'phone-international',
        replace: 'if (isInternational && digits > 7 && digits < 18) return whole;',
        by: '',
        why: '`+49 30 9018` stays.',
      },
      {
        name: 'phone-national',
        replace: "if (isNational && !separators.includes('.')) return whole;",
        by: '',
        why: '`030 901820` stays.',
      },
      {
        name: 'phone-patterns',
        replace: 'if (at != null) return [from + at[0], from + at[1]];',
        by: '',
        why: '`555 123 4567` stays.',
      },
      {
        name: 'phone-local',
        replace: 'return isLocalNumber(text, chain) ||',
        by: 'return',
        why: '`555-1234` stays.',
      },
      {
        name: 'grouped-digits',
        replace: 'if (digits < 8 ||',
        by: 'if (digits < 9 ||',
        why: '`4711-0815` stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/dateAtoms.ts`,
    [BOUNDS, CLEAN, BESIDE],
    [
      {
        name: 'date-years',
        replace: 'value >= 1850 && value <= 2150',
        by: 'value >= 1950 && value <= 2050',
        why: 'Dates of birth before 1950 stay.',
      },
      {
        name: 'date-day-31',
        replace: 'const isDay = (value: number) => value >= 1 && value <= 31;',
        by: 'const isDay = (value: number) => value >= 1 && value <= 30;',
        why: 'The 31st stays.',
      },
      {
        name: 'date-month-12',
        replace: 'const isMonth = (value: number) => value >= 1 && value <= 12;',
        by: 'const isMonth = (value: number) => value >= 1 && value < 12;',
        why: 'Dates in December stay.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/dates.ts`,
    [BOUNDS, CLEAN, BESIDE],
    [
      {
        name: 'date-within-dotted',
        replace: "if (!isDate || isWithin || (separator === ':' && a !== 4)) return null;",
        by: "if (!isDate || (separator === ':' && a !== 4)) return null;",
        why: 'Part of a dotted number is torn out as a date.',
      },
      {
        name: 'date-own-day',
        replace: 'return isOwn ? [index, index + 2] : null;',
        by: 'return null;',
        why: '`31.01.` of the instance’s own date stays.',
      },
      {
        name: 'date-own-times',
        replace: 'if (times.size === 0) return spans;',
        by: 'return spans;',
        why: 'The time of the examination stays.',
      },
      {
        name: 'date-with-time',
        replace: 'if (after !== null) return [from, after];',
        by: '',
        why: 'The time behind a date stays.',
      },
      {
        name: 'date-time-before',
        replace:
          'for (const length of [2, 3]) if (timeEnd(text, from - length) === from) return [from - length, to];',
        by: '',
        why: 'The time before a date stays.',
      },
      {
        name: 'date-hour-24',
        replace: 'if (hour === null || hour > 24) return null;',
        by: 'if (hour === null || hour > 12) return null;',
        why: 'Times in the afternoon stay.',
      },
      {
        name: 'date-east-asian',
        replace: '  cuedDay,\n  eastAsian,\n];',
        by: '  cuedDay,\n];',
        why: 'Japanese, Chinese and Korean dates stay.',
      },
      {
        name: 'date-spelled',
        replace: 'if (spelled !== null) return afterSpelledDay(text, index, spelled, own);',
        by: '',
        why: '`first of March 2024` stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/clean.ts`,
    [CLEAN, 'test/layers/text/cleanProperties.test.ts'],
    [
      {
        name: 'clean-one-round',
        replace: 'const MOST_ROUNDS = 5;',
        by: 'const MOST_ROUNDS = 1;',
        why: 'Every text in which something goes, goes whole.',
      },
      {
        name: 'clean-unbounded',
        replace: 'if (text.length > LONGEST_CLEANED_CHARACTERS) return { text: REMOVED, doubts: [] };',
        by: '',
        why: 'A hostile text takes the function’s time.',
      },
      {
        name: 'clean-cut',
        replace: 'if (open >= 0 && text.startsWith(REMOVED, open) && open + REMOVED.length > cut.length)',
        by: 'if (false)',
        why: '`[remo` is left of a replacement.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/doubts.ts`,
    [BOUNDS, CLEAN],
    [
      {
        name: 'doubt-long',
        replace: 'if (text.text.length > LONG_TEXT_CHARACTERS)',
        by: 'if (text.text.length >= LONG_TEXT_CHARACTERS)',
        why: 'A text of 400 characters is held.',
      },
      {
        name: 'doubt-names',
        replace: 'if (COMMON_NAMES.has(atom.text)) return !isWord;',
        by: '',
        why: 'A first name that is left is not shown to a person.',
      },
      {
        name: 'doubt-number',
        replace: 'number.length !== 5 || Number(number) % 50 === 0) return false;',
        by: 'number.length !== 5) return false;',
        why: 'Every round number holds an instance.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/fold.ts`,
    [FOLDING],
    [
      {
        name: 'fold-invisible',
        replace: "return isAscii(text) ? text : text.replace(INVISIBLE, '');",
        by: 'return text;',
        why: 'A mark that nobody sees hides a number.',
      },
      {
        name: 'fold-tatweel',
        replace: ".replace(TATWEEL, '')",
        by: '',
        why: 'An Arabic name that is drawn out stays.',
      },
      {
        name: 'fold-spaces',
        replace: "if (/\\s/.test(sign)) return ' ';",
        by: 'if (/\\s/.test(sign)) return sign;',
        why: 'A date with spaces that do not break stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/recurrences.ts`,
    [FOLDING],
    [
      {
        name: 'recurrence-spelled',
        replace: '...spelledOut(text, identifiers),',
        by: '',
        why: 'A name letter by letter stays.',
      },
      {
        name: 'recurrence-short-surname',
        replace: 'if (isTitledShort(text, index, parts)) return [index];',
        by: '',
        why: '`Mr Le` stays where a rule keeps it.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/nameForms.ts`,
    [SECOND_RUN],
    [
      {
        name: 'name-of-pseudonym',
        replace: 'jr ii iii iv esq patient`',
        by: 'jr ii iii iv esq`',
        why: 'A second run finds its own pseudonym in every text that has the word.',
      },
    ],
  ),
];
