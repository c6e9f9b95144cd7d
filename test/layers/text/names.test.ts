import { cleanText } from '../../../layers/text/clean.ts';
import { fold } from '../../../layers/text/fold.ts';
import { identifiers } from './samples.ts';

/** One case for each way in which a name is written otherwise than it came. */

it.each([
  ['two letters as one', 'Mueller^Joerg', 'Knie Muller', 'Knie [removed]'],
  ['one letter as two', 'Müller^Jörg', 'Knie Mueller', 'Knie [removed]'],
  ['Mc for Mac', 'MacDonald^Ian', 'knee McDonald', 'knee [removed]'],
  ['Mac for Mc', 'McDonald^Ian', 'knee MacDonald', 'knee [removed]'],
  ['an initial before', 'Thistlewood^Oswin', 'othistlewood scan', '[removed] scan'],
  ['an initial behind', 'Thistlewood^Oswin', 'thistlewoodo scan', '[removed] scan'],
  ['in two words', 'Thistlewood^Oswin', 'Thistle wood scan', '[removed] scan'],
  ['over the end of a line', 'Thistlewood^Oswin', 'for Thistle-\nwood now', 'for [removed]-\n[removed] now'],
  ['a reading in the other kana', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'ヤマダ 胸部', '[removed] 胸部'],
  ['with letters of its own', 'Weißgerber^Käthe', 'WEISSGERBER', '[removed]'],
])('%s', (_what, name, before, after) => {
  expect(cleanText(before, identifiers({ names: [name] })).text).toBe(after);
});

it('a number in other digits is that number', () => {
  const own = identifiers({ codes: ['AB-4711'] });
  expect(cleanText('ab ٤٧١١ knee', own).text).toBe('[removed] knee');
  expect(fold('٤٧١١ ४७११ ๔๗๑๑')).toBe('4711 4711 4711');
});

it('a short identifier is not torn out of a longer one', () => {
  const own = identifiers({ codes: ['Q7Z'] });
  expect(cleanText('Q7Z and 3q7z and q7z3', own).text).toBe('[removed] and 3q7z and q7z3');
});

it('what is typed where there is no name takes no word with it', () => {
  const own = identifiers({ names: ['Noname', 'Pseudonymized', 'Deidentified'] });
  const text = 'noname protocol, pseudonymized; deidentified scan';
  expect(cleanText(text, own).text).toBe(text);
  // Nor is it doubtful where it begins a sentence.
  expect(cleanText('Test protocol', identifiers({ names: ['Test^Patient'] })).doubts).toEqual([]);
});
