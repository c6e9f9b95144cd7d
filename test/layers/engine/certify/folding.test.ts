import { el, instance } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { texts } from '../actions/identityInstance.ts';
import { cleanBytes, refusal } from '../harness.ts';
import { searching } from './plans.ts';

/**
 * What is removed from one place is found in another however it is written there, by the cleaner of texts and by the search of what stays alike: both
 * fold by `layers/text/fold.ts`.
 */

const UTF_8 = 'ISO_IR 192';
const COMMENTS = 0x00204000;
const REMOVE = { kind: 'remove' } as const;
const REMOVES = [
  [0x00100010, REMOVE],
  [0x00100020, REMOVE],
  [0x00100030, REMOVE],
] as const;
const KEEPS = searching(REMOVES);
const CLEANS = searching([...REMOVES, [COMMENTS, { kind: 'clean-text' }]]);

interface Who {
  readonly name?: string;
  readonly id?: string;
  readonly born?: string;
}

function objectOf({ name = 'X^Y', id = '', born = '' }: Who, comments: string, set = UTF_8): Uint8Array {
  return instance({
    text: encoderOf(set.split('\\')),
    elements: [
      el(0x00080005, 'CS', set),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00100010, 'PN', name),
      el(0x00100020, 'LO', id),
      el(0x00100030, 'DA', born),
      el(COMMENTS, 'LT', comments),
    ],
  });
}

const Z = { name: 'Zwieback^Oriane' };

interface Else {
  /** The character set, where it is not UTF-8. */
  readonly set?: string;
  /** What cleaning leaves of it, where that is more than `[removed]`. */
  readonly left?: string;
}

/** What is written, of whom. */
const VARIANTS: readonly (readonly [what: string, who: Who, written: string, and?: Else])[] = [
  ['small letters', Z, 'zwieback'],
  ['capitals', Z, 'ZWIEBACK'],
  ['diacritics', Z, 'Zwiébäck'],
  ['diacritics apart from their letters', Z, 'Zwie\u0301ba\u0308ck'],
  ['a zero-width space', Z, 'Zwie\u200bback'],
  ['a soft hyphen', Z, 'Zwie\u00adback'],
  ['a soft hyphen of Latin-1', Z, 'Zwie\u00adback', { set: 'ISO_IR 100' }],
  ['a joiner', Z, 'Zwie\u200dback'],
  ['a byte order mark', Z, '\ufeffZwieback'],
  ['marks of direction', Z, '\u202aZwie\u200eback\u202c'],
  ['an Arabic mark of direction', Z, 'Zwie\u061cback'],
  ['an isolate', Z, 'Zwie\u2066back'],
  ['a filler', Z, 'Zwie\u3164back'],
  ['a selector of variants', Z, 'Zwie\ufe0fback'],
  ['a tag', Z, 'Zwie\u{e0020}back'],
  ['full width', Z, 'Ｚｗｉｅｂａｃｋ'],
  ['letters of mathematics', Z, '\u{1d419}\u{1d430}\u{1d422}\u{1d41e}\u{1d41b}\u{1d41a}\u{1d41c}\u{1d424}'],
  ['letters in circles', Z, 'Ⓩⓦⓘⓔⓑⓐⓒⓚ'],
  ['letters in squares', Z, '🅉🅆🄸🄴🄱🄰🄲🄺'],
  ['letter by letter', Z, 'Z W I E B A C K'],
  ['with points between', Z, 'Z.w.i.e.b.a.c.k.', { left: '[removed].' }],
  ['a hyphen that does not break', Z, 'Zwie\u2011back'],
  ['the end of a line', Z, 'Zwie-\r\nback', { left: '[removed]-\r\n[removed]' }],
  ['a genitive', Z, 'Zwieback’s', { left: '[removed]’s' }],
  ['written together', Z, 'OrianeZwieback'],
  ['a user’s name', Z, 'ozwieback'],
  ['glued to a word', Z, 'kneezwieback'],
  ['glued to a number', Z, 'zwieback_2', { left: '[removed]_2' }],
  ['ß', { name: 'Große-Weißmann^Käthe' }, 'GROSSE-WEISSMANN'],
  ['ß for ss', { name: 'Weissmannz^Kathe' }, 'Weißmannz'],
  ['capital ß', { name: 'Weißmannz^Kathe' }, 'WEIẞMANNZ'],
  ['an umlaut as two letters', { name: 'Käthner^A' }, 'KAETHNER'],
  ['two letters as an umlaut', { name: 'Kaethner^A' }, 'Käthner'],
  ['no umlaut', { name: 'Käthner^A' }, 'Kathner', { set: 'ISO_IR 100' }],
  ['å', { name: 'Åsebøe^B' }, 'aaseboee'],
  ['ł and ś', { name: 'Świder^Łukasz' }, 'lukasz swider', { set: 'ISO_IR 101' }],
  ['æ', { name: 'Æbleskov^B' }, 'AEBLESKOV'],
  ['þ', { name: 'Þorsdottir^B' }, 'Thorsdottir'],
  ['ı without its dot', { name: 'Yılmazer^B' }, 'YILMAZER', { set: 'ISO_IR 148' }],
  ['İ with its dot', { name: 'Ipekliz^B' }, 'İPEKLİZ'],
  ['đ and tones', { name: 'Nguyễnz^Đặngh' }, 'NGUYENZ'],
  ['ligatures', { name: 'Griffiniz^B' }, 'Griﬃniz'],
  ['a particle', { name: 'van der Bergenz^A' }, 'VAN DER BERGENZ'],
  ['a particle that is left out', { name: 'van der Bergenz^A' }, 'Bergenz'],
  ['a particle that is glued', { name: 'van der Bergenz^A' }, 'vanderbergenz'],
  ['another apostrophe', { name: "O'Malleyn^A" }, 'O’Malleyn'],
  ['no apostrophe', { name: "O'Malleyn^A" }, 'omalleyn'],
  ['Mc for Mac', { name: 'MacDonaldz^A' }, 'McDonaldz'],
  ['two words for one', { name: 'Fitzgeraldz^A' }, 'Fitz Geraldz'],
  ['two letters behind a title', { name: 'Le^An' }, 'Mr Le', { left: 'Mr [removed]' }],
  ['two letters and an initial', { name: 'Le^An' }, 'A. Le'],
  ['a word of reports behind a title', { name: 'Young^Mark' }, 'Mr Young', { left: 'Mr [removed]' }],
  ['Cyrillic capitals', { name: 'X^Y=Иванова^Анна' }, 'ИВАНОВА', { set: 'ISO_IR 144' }],
  ['a declined name', { name: 'X^Y=Иванова^Анна' }, 'Ивановой'],
  ['Greek without accents', { name: 'X^Y=Αλεξίου^Αννα' }, 'ΑΛΕΞΙΟΥ', { set: 'ISO_IR 126' }],
  ['Hebrew', { name: 'Cohen^D=כהן^דוד' }, 'כהן', { set: 'ISO_IR 138' }],
  ['Arabic', { name: 'X^Y=محمود^علي' }, 'محمود', { set: 'ISO_IR 127' }],
  ['Arabic drawn out', { name: 'X^Y=محمود^علي' }, 'مـحـمـود'],
  ['Arabic with its vowels', { name: 'X^Y=محمود^علي' }, 'مَحْمُود'],
  [
    'Han in a sentence',
    { name: 'X^Y=山田^太郎' },
    '山田太郎さん',
    { left: '[removed]さん', set: '\\ISO 2022 IR 87' },
  ],
  ['katakana for hiragana', { name: 'X^Y=山田^太郎=やまだ^たろう' }, 'ヤマダタロウ'],
  ['half-width kana', { name: 'X^Y=山田^太郎=やまだ^たろう' }, 'ﾔﾏﾀﾞﾀﾛｳ'],
  [
    'Hangul with a particle',
    { name: 'X^Y=홍^길동' },
    '홍길동님',
    { left: '[removed]님', set: '\\ISO 2022 IR 149' },
  ],
  ['Hangul in its letters', { name: 'X^Y=홍^길동' }, '홍길동'.normalize('NFD')],
  ['an identifier in other digits', { id: 'AB-4711882' }, '٤٧١١٨٨٢'],
  ['an identifier, full width', { id: 'AB-4711882' }, 'ＡＢ－４７１１８８２'],
  ['an identifier with what is not seen', { id: 'AB-4711882' }, 'AB\u200b47118\u200b82'],
  ['an identifier with another hyphen', { id: 'AB-4711882' }, 'ab\u20114711882'],
  ['a date with other spaces', { born: '19570307' }, '7.\u00a0März\u202f1957'],
  ['a date with other hyphens', { born: '19570307' }, '07\u201303\u20131957'],
  ['a date with what is not seen', { born: '19570307' }, '07.\u200b03.\u200b19\u200b57'],
];

const SENTENCES: readonly ((planted: string) => string)[] = [
  (planted) => planted,
  (planted) => `CT of the knee, ${planted}, left`,
];

describe.each(VARIANTS.map(([what, who, written, and = {}]) => ({ what, who, written, ...and })))(
  '$what',
  ({ who, written, set, left = '[removed]' }: { who: Who; written: string } & Else) => {
    it.each(SENTENCES)('is found where it stays', async (sentence) => {
      expect(await refusal(objectOf(who, sentence(written), set), { plan: KEEPS })).toBe('RESIDUE_FOUND');
    });

    it.each(SENTENCES)('goes from what is cleaned, and a second run changes nothing', async (sentence) => {
      const once = await cleanBytes(objectOf(who, sentence(written), set), { plan: CLEANS });
      expect((await texts(once))['(0020,4000)']?.trim()).toBe(sentence(left));
      expect(Buffer.compare(await cleanBytes(once, { plan: CLEANS }), once)).toBe(0);
    });
  },
);

it('what is not of the patient stays in both, with what is not seen in it', async () => {
  const other = 'CT of the kn\u00adee, left\u200b hand';
  expect(await refusal(objectOf(Z, other), { plan: KEEPS })).toBeNull();
  const cleaned = await texts(await cleanBytes(objectOf(Z, other), { plan: CLEANS }));
  expect(cleaned['(0020,4000)']?.trim()).toBe(other);
});

/** A likeness: what a rule keeps is not refused for it, as names that differ by a letter are other people's. */
it.each(['Zwiebakc', 'Zwiebac', 'Zwleback'])('%s goes from what is cleaned alone', async (written) => {
  const object = objectOf(Z, `knee ${written}`);
  expect((await texts(await cleanBytes(object, { plan: CLEANS })))['(0020,4000)']?.trim()).toBe(
    'knee [removed]',
  );
  expect(await refusal(object, { plan: KEEPS })).toBeNull();
});
