import { type Mutant, mutantsOf } from '../mutant.ts';

/** Names, places and identifiers of the instance in free text. */

const TEXT = 'layers/text';
const CLEAN = 'test/layers/text/clean.test.ts';
const BESIDE = 'test/layers/text/beside.test.ts';
const IDENTIFIERS = 'test/layers/text/identifiers.test.ts';

export const NAME_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${TEXT}/identifierDraft.ts`,
    [IDENTIFIERS, CLEAN],
    [
      {
        name: 'draft-code-length',
        replace: 'code.length >= (isNumber ? 4 : 3)',
        by: 'code.length >= (isNumber ? 5 : 4)',
        why: 'A patient’s number of four digits stays in texts.',
      },
      {
        name: 'draft-zeros',
        replace: "for (const code of [compact, compact.replace(/^0+/, '')]) {",
        by: 'for (const code of [compact]) {',
        why: '7342 stays where the Patient ID is 0007342.',
      },
      {
        name: 'draft-technical',
        replace: '&& !isTechnical(code))',
        by: ')',
        why: 'A patient called CT1 takes CT1 out of every text.',
      },
      {
        name: 'draft-initials',
        replace:
          'if (initials.length > 2 && initials.length < 7 && !isKnownWord(initials)) words.add(initials);',
        by: '',
        why: 'The hospital’s short name stays.',
      },
      {
        name: 'draft-place-words',
        replace: "if (kind === 'letters' && text.length > 3 && !isKnownWord(text)) words.add(text);",
        by: '',
        why: 'The town of a hospital stays.',
      },
      {
        name: 'draft-phrases',
        replace: "phrases.add(first.map(({ text }) => text).join(' '));",
        by: '',
        why: 'A hospital whose words are known ones stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/identifiers.ts`,
    [IDENTIFIERS],
    [
      {
        name: 'identifiers-at-depth',
        replace: 'for (const item of element.items ?? []) visit(item);',
        by: '',
        why: 'A name that stands in a sequence is not known in the texts.',
      },
      {
        name: 'identifiers-meta',
        replace: 'visit(instance.fileMeta);',
        by: '',
        why: 'The name of the sending node is not known in the texts.',
      },
      {
        name: 'identifiers-acr-dates',
        replace: "const digits = text.replace(/^(\\d{4})\\.(\\d{2})\\.(\\d{2})/, '$1$2$3');",
        by: 'const digits = text;',
        why: 'A day of an old date is not known in the texts.',
      },
      {
        name: 'identifiers-times-of-instants',
        replace: "addTime(vr === 'DT' ? time.slice(8) : time, draft)",
        by: 'addTime(time, draft)',
        why: 'The year of an instant is taken for its time.',
      },
      {
        name: 'identifiers-midnight',
        replace: "&& !digits.startsWith('0000')",
        by: '',
        why: 'Every 00:00 goes where a device does not know the time.',
      },
      {
        name: 'identifiers-concepts',
        replace: 'if (CODE_CONCEPTS.has(concept)) addCode(textOf(instance, element), draft);',
        by: 'if (false) {}',
        why: 'An identifier in a report’s content is not known in the texts.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/nameForms.ts`,
    [CLEAN],
    [
      {
        name: 'names-umlauts',
        replace: '...UMLAUTS.map(([two, one]) => folded.replaceAll(two, one)),',
        by: '',
        why: 'Muller stays where the patient is Mueller.',
        tests: ['test/layers/text/names.test.ts', CLEAN],
      },
      {
        name: 'names-mac',
        replace: '...SPELLINGS.map(([one, other]) => folded.replace(one, other)),',
        by: '',
        why: 'McDonald stays where the patient is MacDonald.',
        tests: ['test/layers/text/names.test.ts', CLEAN],
      },
      {
        name: 'names-initialed',
        replace: 'for (const short of [initial + surname, surname + initial])',
        by: 'for (const short of [initial + surname])',
        why: '`doej` stays.',
      },
      {
        name: 'names-nobody',
        replace: "if (!isNobody || part.kind === 'digits') addPart(",
        by: 'addPart(',
        why: 'A patient called Test takes the word out of every text.',
        tests: ['test/layers/text/names.test.ts', CLEAN],
      },
      {
        name: 'names-orders',
        replace: 'addOrders(family, given, middle, draft);',
        by: '',
        why: 'A name of words that texts use stays as a whole.',
      },
      {
        name: 'names-groups',
        replace: ".split('=')) {",
        by: ".split('=', 1)) {",
        why: 'Names in ideographs stay.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/recurrences.ts`,
    [CLEAN],
    [
      {
        name: 'recur-endings',
        replace:
          'ENDINGS.some((ending) => word.endsWith(ending) && words.has(word.slice(0, -ending.length)))',
        by: 'false',
        why: '`Müllers Knie` stays.',
      },
      {
        name: 'recur-declined',
        replace: 'if (!DECLINED.test(word)) return false;',
        by: 'return false;',
        why: 'Declined Russian names stay.',
      },
      {
        name: 'recur-spread-back',
        replace:
          'for (let index = atoms.length - 2; index >= 0; index--) spread(index, index + 1, gaps[index + 1]);',
        by: '',
        why: 'The initial before a name stays.',
      },
      {
        name: 'recur-split',
        replace: 'if (isSplitWord(text, index, identifiers))',
        by: 'if (false)',
        why: 'A name over the end of a line stays.',
        tests: ['test/layers/text/names.test.ts', CLEAN],
      },
      {
        name: 'recur-runs',
        replace: '...runsWithin(text, identifiers),',
        by: '',
        why: 'Names in ideographs stay within longer runs.',
      },
      {
        name: 'recur-codes-within',
        replace: 'if (compact.length > 4 || !isWithin) spans.push(',
        by: 'spans.push(',
        why: 'A short identifier tears longer numbers apart.',
        tests: ['test/layers/text/names.test.ts', CLEAN],
      },
      {
        name: 'recur-beside',
        replace: '?? besideOwnPart(text, index, identifiers);',
        by: '?? [];',
        why: '`Long, John` stays, as both are words.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/people.ts`,
    [CLEAN, BESIDE],
    [
      {
        name: 'people-titled',
        replace: 'const FINDERS: readonly Finder[] = [titled, graduated, labelled, doneBy, initialed];',
        by: 'const FINDERS: readonly Finder[] = [graduated, labelled, doneBy, initialed];',
        why: 'Dr. Doe stays.',
      },
      {
        name: 'people-graduated',
        replace: 'const FINDERS: readonly Finder[] = [titled, graduated, labelled, doneBy, initialed];',
        by: 'const FINDERS: readonly Finder[] = [titled, labelled, doneBy, initialed];',
        why: 'Doe, MD stays.',
      },
      {
        name: 'people-done-by',
        replace: 'const FINDERS: readonly Finder[] = [titled, graduated, labelled, doneBy, initialed];',
        by: 'const FINDERS: readonly Finder[] = [titled, graduated, labelled, initialed];',
        why: '`read by Doe` stays.',
      },
      {
        name: 'people-addressed',
        replace: 'return [...spans, ...addressedIn(text)];',
        by: 'return spans;',
        why: '田中先生 stays.',
      },
      {
        name: 'people-words',
        replace: 'const MOST_WORDS = 4;',
        by: 'const MOST_WORDS = 1;',
        why: 'Of a name behind a title only the first word goes.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/addresses.ts`,
    [CLEAN, BESIDE],
    [
      {
        name: 'mail-in-text',
        replace: 'return [...mailIn(text.text), ...webIn(text), ...hostsIn(text.text), ...streetsIn(text)];',
        by: 'return [...webIn(text), ...hostsIn(text.text), ...streetsIn(text)];',
        why: 'Addresses of mail stay.',
      },
      {
        name: 'streets-in-text',
        replace: 'return [...mailIn(text.text), ...webIn(text), ...hostsIn(text.text), ...streetsIn(text)];',
        by: 'return [...mailIn(text.text), ...webIn(text), ...hostsIn(text.text)];',
        why: 'Streets stay.',
      },
    ],
  ),
  ...mutantsOf(
    `${TEXT}/fold.ts`,
    ['test/layers/text/names.test.ts', CLEAN],
    [
      {
        name: 'fold-undecomposed',
        replace: '.replace(LETTERS, (letter) => UNDECOMPOSED[letter] as string)',
        by: '',
        why: 'Strasse stays where the place is Straße.',
      },
      {
        name: 'fold-digits',
        replace: 'return String(code - (ZEROS.find((zero) => code >= zero && code < zero + 10) as number));',
        by: 'return digit;',
        why: 'Numbers in Arabic digits stay.',
      },
      {
        name: 'fold-kana',
        replace: '.replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))',
        by: '',
        why: 'A name in katakana stays where its reading is in hiragana.',
      },
    ],
  ),
];
