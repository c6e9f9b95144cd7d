import type { TextSpan } from './atoms.ts';
import { foundBy, type Look, matchesOf, matchSpan } from './machines.ts';
import { isShortForm } from './words/shortForms.ts';
import { UNITS } from './words/units.ts';
import { isKnownWord } from './words/vocabulary.ts';

const GROUPS = /\d \d/;
const DIGIT = /\d/;

/** Numbers that states and insurers give in groups, and plates of vehicles: those whose groups say so. */
export const NATIONAL_LOOKS: readonly Look[] = [
  // United Kingdom, national insurance: `AB 12 34 56 C`
  { needs: GROUPS, pattern: /(?<![\p{L}\p{N}])[a-z]{2} \d\d \d\d \d\d [a-d](?![\p{L}\p{N}])/giu },
  // France, NIR: `1 85 05 78 006 084 36`
  {
    needs: GROUPS,
    pattern:
      /(?<![\p{L}\p{N}.,])[12] \d\d (?:0[1-9]|1[0-2]|[2-9]\d) (?:\d\d|2[ab]) \d{3} \d{3}(?: \d\d)?(?![\p{L}\p{N}])/giu,
  },
  // Germany, tax and pension: `12 345 678 901`, `65 180585 M 012`
  { needs: GROUPS, pattern: /(?<![\p{L}\p{N}.,])\d\d \d{3} \d{3} \d{3}(?![\p{L}\p{N}])/gu },
  { needs: GROUPS, pattern: /(?<![\p{L}\p{N}])\d\d \d{6} [a-z] \d{3}(?![\p{L}\p{N}])/giu },
  // Brazil, CPF: `123.456.789-09`
  { needs: /\d-\d/, pattern: /(?<![\p{L}\p{N}])\d{3}\.\d{3}\.\d{3}-\d\d(?![\p{L}\p{N}])/gu },
  // Chile, Colombia: `12.345.678-5`, `123.456.789-0`
  { needs: /\d-[\dk]/iu, pattern: /(?<![\p{L}\p{N}.,])\d{1,3}\.\d{3}\.\d{3}-[\dk](?![\p{L}\p{N}])/giu },
  // United States, Medicare: `1EG4-TE5-MK73`
  {
    needs: /\d[A-Z][A-Z\d]\d/,
    pattern:
      /(?<![\p{L}\p{N}-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d(-?)[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d\1[AC-HJKMNP-RT-Y]{2}\d\d(?![\p{L}\p{N}-])/gu,
  },
  // Finland: `010190-123A`
  { needs: /\d{6}/, pattern: /(?<![\p{L}\p{N}])\d{6}[-+a]\d{3}[0-9a-y](?![\p{L}\p{N}])/giu },
  // Spain: `12345678 Z`, `12345678-Z`
  { needs: /\d{8}/, pattern: /(?<![\p{L}\p{N}])\d{8}[- ][a-z](?![\p{L}\p{N}])/giu },
  // Plates behind a word for one
  {
    needs:
      /(?:[Pp]lates?|PLATE|[Kk]ennzeichen|[Ii]mmatriculation|[Tt]arga|[Kk]enteken|[Mm]atr[ií]cula|[Cc]ar|[Vv]ehicle)(?![a-z])/,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:[Pp]lates?|PLATE|[Kk]ennzeichen|[Ii]mmatriculation|[Tt]arga|[Kk]enteken|[Mm]atr[ií]cula|[Cc]ar|[Vv]ehicle) ?[:#]? ?)(?=\p{Lu}{1,3}[ -]?[\p{Lu}\d]|\d{1,4}[ -]?\p{Lu}{2})(?=[\p{Lu}\d -]{0,12}\d)[\p{Lu}\d]{1,7}(?:[ -][\p{Lu}\d]{1,4}){0,2}(?![\p{L}\p{N}])/gu,
  },
  // Germany: `HD-AB 1234`, `M-XY 123E`
  { needs: / \d{3}/, pattern: /(?<![\p{L}\p{N}-])\p{Lu}{1,3}-\p{Lu}{1,2} \d{3,4}[EH]?(?![\p{L}\p{N}])/gu },
  // France and Italy: `AB-123-CD`
  { needs: /-\d{3}-/, pattern: /(?<![\p{L}\p{N}-])\p{Lu}{2}-\d{3}-\p{Lu}{2}(?![\p{L}\p{N}-])/gu },
  // Netherlands: `12-ABC-3`, `AB-12-CD`
  {
    needs: /\d-\p{Lu}/u,
    pattern: /(?<![\p{L}\p{N}-])(?:\d{1,2}-\p{Lu}{2,3}-\d{1,2}|\p{Lu}{2}-\d\d-\p{Lu}{2})(?![\p{L}\p{N}-])/gu,
  },
  // California: `7ABC123`
  { needs: /\d[A-Z]{3}\d/, pattern: /(?<![\p{L}\p{N}-])\d[A-Z]{3}\d{3}(?![\p{L}\p{N}-])/gu },
];

/** Plates whose letters may be a technique's as well: `AB12 CDE` (United Kingdom), `AB 123 CD` (Italy), `1234 BCD` (Spain). */
export const PLATES: readonly Look[] = [
  {
    needs: /[A-Z]\d\d ?[A-Z]/,
    pattern:
      /(?<![\p{L}\p{N}-])([A-HJ-PR-Y]{2})(?:0[2-9]|[1-2]\d|5[1-9]|[67]\d) ?([A-HJ-PR-Z]{3})(?![\p{L}\p{N}])/gu,
  },
  { needs: / \d{3} /, pattern: /(?<![\p{L}\p{N}-])([A-Z]{2}) \d{3} ([A-Z]{2})(?![\p{L}\p{N}])/gu },
  {
    needs: /\d{4} ?[B-Z]/,
    pattern: /(?<![\p{L}\p{N}.,-])()\d{4} ?([BCDFGHJKLMNPRSTVWXYZ]{3})(?![\p{L}\p{N}])/gu,
  },
];

/** Bank accounts (ISO 13616): `DE89 3704 0044 0532 0130 00`. */
export const ACCOUNTS: Look = {
  needs: /[A-Z]{2}\d\d [A-Z\d]{4} /,
  pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d\d(?: [A-Z\d]{4}){2,7}(?: [A-Z\d]{1,4})?(?![\p{L}\p{N}])/gu,
};

/** Whether what is written leaves 1 of 97, as every such account does (ISO 13616-1, 6): groups of a technique hardly ever do. */
function isAccount([written]: RegExpExecArray): boolean {
  const compact = written.replaceAll(' ', '');
  let rest = 0;
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Australia, Medicare: `2123 45670 1`. */
export const CARDS: Look = {
  needs: /\d{4} \d{5} \d/,
  pattern: /(?<![\p{L}\p{N}.,])([2-6]\d{3} \d{4})(\d) \d(?![\p{L}\p{N}.,])/gu,
};
const WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9] as const;

function isCard([, digits = '', check]: RegExpExecArray): boolean {
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(digits.replace(' ', '')[at]), 0);
  return sum % 10 === Number(check);
}

function checkedIn(text: string): readonly TextSpan[] {
  const [accounts, cards] = [matchesOf([ACCOUNTS], text), matchesOf([CARDS], text)];
  return [...accounts.filter(isAccount), ...cards.filter(isCard)].map(matchSpan);
}

function platesIn(text: string): readonly TextSpan[] {
  const isTechnical = (letters: string) => {
    const word = letters.toLowerCase();
    return isShortForm(word) || UNITS.has(word) || isKnownWord(word);
  };
  return matchesOf(PLATES, text)
    .filter(([, one = '', other = '']) => !isTechnical(one) && !isTechnical(other))
    .map(matchSpan);
}

export function nationalNumbersIn(text: string): readonly TextSpan[] {
  return DIGIT.test(text) ? [...foundBy(NATIONAL_LOOKS, text), ...platesIn(text), ...checkedIn(text)] : [];
}
