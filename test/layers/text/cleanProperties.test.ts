import fc from 'fast-check';
import { cleanText, cutToFit } from '../../../layers/text/clean.ts';
import { fold } from '../../../layers/text/fold.ts';
import { REMOVED } from '../../../layers/text/removed.ts';
import { holds } from '../../support/properties.ts';
import { CLINICAL_WORDS, identifiers, PEOPLE, type Somebody } from './samples.ts';

const RUNS = 400;

/** A sentence of clinical words with what was planted in it between them. */
interface Planted {
  readonly text: string;
  readonly words: readonly string[];
}

function sentence(planted: fc.Arbitrary<string>): fc.Arbitrary<Planted> {
  const words = fc.array(fc.constantFrom(...CLINICAL_WORDS), { minLength: 1, maxLength: 8 });
  const separator = fc.constantFrom(' ', ' ', ' ', ', ', '; ', '. ', '\r\n', ' - ');
  return fc
    .record({ before: words, plant: planted, after: words, separator })
    .map(({ before, plant, after, separator }) => ({
      text: [before.join(' '), plant, after.join(' ')].join(separator),
      words: [...before, ...after],
    }));
}

/** The words of a cleaned sentence, its replacements left out. */
function wordsLeft(text: string): string[] {
  return text
    .replaceAll(REMOVED, ' ')
    .split(/[\s,;]+|[.](?=\s|$)| - /)
    .filter((word) => word !== '' && word !== '.' && word !== '-');
}

const person = fc.constantFrom(...PEOPLE);

/** The ways in which a text has a name. */
function formsOf({ family, given }: Somebody): string[] {
  const bare = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '');
  return [
    `${given} ${family}`,
    `${family}, ${given}`,
    `${family}^${given}`,
    `${family}^${given[0]}`,
    `${family} ${given[0]}.`,
    `${given[0]}. ${family}`,
    family,
    given,
    `${family}_${given}`,
  ].flatMap((form) => [form, form.toUpperCase(), form.toLowerCase(), bare(form), bare(form).toUpperCase()]);
}

const nameForm = person.chain((who) =>
  fc.record({ who: fc.constant(who), form: fc.constantFrom(...formsOf(who)) }),
);

/** Letters and digits without anything between them. */
function wordsOf(folded: string): string[] {
  return folded.split(/[^\p{L}\p{N}]/u).filter((word) => word !== '');
}

/** Folded words of a name, two letters and more. */
function wordsOfName({ family, given }: Somebody): string[] {
  return wordsOf(fold(`${family} ${given}`)).filter((word) => word.length > 1);
}

it('a name of the instance never stays, in whatever form, and every clinical word does', () => {
  holds(
    fc.property(
      nameForm.chain(({ who, form }) =>
        fc.record({ who: fc.constant(who), planted: sentence(fc.constant(form)) }),
      ),
      ({ who, planted }) => {
        const own = identifiers({ names: [`${who.family}^${who.given}`] });
        const { text } = cleanText(planted.text, own);
        const left = wordsOf(fold(text));
        expect(left.filter((word) => wordsOfName(who).includes(word))).toEqual([]);
        expect(wordsLeft(text)).toEqual(wordsLeft(planted.words.join(' ')));
      },
    ),
    { runs: 2 * RUNS },
  );
});

it('an initial of the name is not the letter of a vertebra behind it', () => {
  const own = identifiers({ names: ['Yıldırım^Çağla'] });
  for (const text of ['C. Yıldırım C7-T1 abdomen', 'abdomen 7C Yıldırım'])
    expect(wordsLeft(cleanText(text, own).text)).toEqual(wordsLeft(text.replace(/(?:C. )?Yıldırım/, '')));
});

it('a name that is split behind such a letter goes all the same', () => {
  const { text } = cleanText('abdomen 7D Souza', identifiers({ names: ['DSouza^Maria'] }));
  expect(wordsOf(fold(text))).not.toContain('souza');
});

it('an identifier of the instance never stays, with whatever separators', () => {
  const code = fc
    .record({
      letters: fc.stringMatching(/^[A-Z]{0,3}$/),
      digits: fc.stringMatching(/^[1-9][0-9]{4,8}$/),
      separator: fc.constantFrom('', '-', ' ', '/', '.', '_'),
    })
    .map(({ letters, digits, separator }) => ({
      id: letters + digits,
      written: [letters, digits.slice(0, 3), digits.slice(3)].filter((part) => part !== '').join(separator),
    }));
  holds(
    fc.property(
      code.chain(({ id, written }) =>
        fc.record({ id: fc.constant(id), planted: sentence(fc.constant(written)) }),
      ),
      ({ id, planted }) => {
        const { text } = cleanText(planted.text, identifiers({ codes: [id] }));
        expect(text.replace(/[^A-Z0-9]/g, '')).not.toContain(id);
        expect(wordsLeft(text)).toEqual(wordsLeft(planted.words.join(' ')));
      },
    ),
    { runs: RUNS },
  );
});

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const GERMAN = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
  ' ',
);
const FRENCH = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
);

function ordinal(day: number): string {
  const last = day % 10;
  return `${day}${day > 10 && day < 14 ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

/** Every usual spelling of a date. */
function spellings(date: Date): string[] {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const mm = `${month}`.padStart(2, '0');
  const dd = `${day}`.padStart(2, '0');
  const yy = `${year}`.slice(2);
  const name = MONTHS[month - 1] as string;
  const short = name.slice(0, 3);
  return [
    `${year}${mm}${dd}`,
    `${year}-${mm}-${dd}`,
    `${year}/${mm}/${dd}`,
    `${year}.${mm}.${dd}`,
    `${dd}.${mm}.${year}`,
    `${day}.${month}.${year}`,
    `${dd}.${mm}.${yy}`,
    `${mm}/${dd}/${year}`,
    `${month}/${day}/${year}`,
    `${month}/${day}/${yy}`,
    `${dd}/${mm}/${year}`,
    `${dd}-${mm}-${year}`,
    `${dd} ${short} ${year}`,
    `${dd}-${short.toUpperCase()}-${year}`,
    `${dd}${short.toUpperCase()}${year}`,
    `${short} ${day}, ${year}`,
    `${name} ${ordinal(day)}, ${year}`,
    `${ordinal(day)} of ${name} ${year}`,
    `${name} ${ordinal(day)}`,
    `${name} ${year}`,
    `${day}. ${GERMAN[month - 1]} ${year}`,
    `${day} ${FRENCH[month - 1]} ${year}`,
    `${year}年${month}月${day}日`,
    `${year}-${mm}-${dd}T14:30:22`,
    `${dd}.${mm}.${year} 14:30`,
    `${mm}/${dd}/${year} 2:30 pm`,
  ];
}

it('a date never stays, in any usual spelling', () => {
  const date = fc.date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  const planted = date.chain((day) => sentence(fc.constantFrom(...spellings(day))));
  holds(
    fc.property(planted, ({ text: before, words }) => {
      const { text } = cleanText(before, identifiers({}));
      expect(wordsLeft(text)).toEqual(wordsLeft(words.join(' ')));
    }),
    { runs: 2 * RUNS },
  );
});

it('a date takes nothing of the number before it', () => {
  const date = fc.date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  const number = fc.constantFrom(
    '5.4',
    '0.25',
    '12,5',
    '1.5 T',
    '3.0 mm',
    '256x192',
    '2 x 4',
    '70%',
    '1:4',
    'L5.1',
    'v2.3.1',
    'b50',
  );
  const planted = date.chain((day) =>
    fc.tuple(number, fc.constantFrom(' ', ', ', ' ('), fc.constantFrom(...spellings(day))),
  );
  holds(
    fc.property(planted, ([figure, between, written]) => {
      const { text } = cleanText(`lung ${figure}${between}${written}`, identifiers({}));
      expect(text).toBe(`lung ${figure}${between}${REMOVED}`);
    }),
    { runs: 2 * RUNS },
  );
});

it('telephone numbers and addresses never stay', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[2-9][0-9]{${length - 1}}$`));
  const phone = fc
    .tuple(digits(3), digits(3), digits(4))
    .filter((groups) => groups.some((group) => Number(group) % 50 !== 0 && Number(group) % 64 !== 0))
    .chain(([a, b, c]) =>
      fc.constantFrom(
        `(${a}) ${b}-${c}`,
        `${a}-${b}-${c}`,
        `${a}.${b}.${c}`,
        `+1 ${a} ${b} ${c}`,
        `+49 ${a} ${b}${c}`,
        `0${a}/${b}${c}`,
      ),
    );
  const mail = fc
    .tuple(fc.constantFrom(...PEOPLE), fc.constantFrom('example.org', 'mail.example.co.uk', 'klinik.example'))
    .map(([{ family }, domain]) => `${fold(family).replace(/[^a-z]/g, '') || 'x'}.x@${domain}`);
  const web = fc.constantFrom(
    'https://pacs.example.org/studies?p=1',
    'www.example.de/a',
    'portal.example.com',
  );
  holds(
    fc.property(sentence(fc.oneof(phone, mail, web)), ({ text: before, words }) => {
      const { text } = cleanText(before, identifiers({}));
      expect(wordsLeft(text)).toEqual(wordsLeft(words.join(' ')));
    }),
    { runs: RUNS },
  );
});

/** Texts of everything that a matcher looks at, in any order. */
const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom(...CLINICAL_WORDS),
      nameForm.map(({ form }) => form),
      fc.constantFrom(
        'Dr.',
        'DR',
        'Mr',
        'MR',
        'Prof. Dr. med.',
        'Herr',
        'Patient name:',
        'MRN',
        'ID:',
        'by',
        'read by',
        'MD',
        'DOB',
        'aged',
        'yo',
        REMOVED,
        '先生',
        '氏名:',
        'www.',
        '://',
        '@',
        '.com',
        'Street',
        'May',
        'of',
      ),
      fc.stringMatching(/^[0-9]{1,9}$/),
      fc.constantFrom('-', '/', '.', ',', ':', '^', '=', '(', ')', ' ', '\n', '年', '月', '日', "'s"),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 16 },
  )
  .chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));

it('cleaning what was cleaned changes nothing', () => {
  // Of their own each time, as what was cleaned before is remembered by them.
  const own = () =>
    identifiers({
      names: PEOPLE.map(({ family, given }) => `${family}^${given}`),
      codes: ['AB-4711', '123456'],
      places: ['Mayo Clinic'],
    });
  holds(
    fc.property(anything, (text) => {
      const once = cleanText(text, own()).text;
      expect(cleanText(once, own()).text).toBe(once);
    }),
    { runs: 3 * RUNS },
  );
});

it('a text is cut to what fits, between words and never within a replacement', () => {
  holds(
    fc.property(anything, fc.integer({ min: 9, max: 40 }), (text, most) => {
      const cut = cutToFit(text, most);
      expect(Array.from(cut).length).toBeLessThanOrEqual(most);
      expect(text.startsWith(cut)).toBe(true);
      const open = text.indexOf(REMOVED);
      if (open >= 0 && open < cut.length)
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(open + REMOVED.length, cut.length));
      expect(cut).not.toMatch(/\[(?:r|re|rem|remo|remov|remove|removed)$/);
    }),
    { runs: RUNS },
  );
});
