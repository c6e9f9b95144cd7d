import type { TextSpan } from './atoms.ts';
import { foundBy, type Look } from './machines.ts';

/** Numbers that states and insurers give in groups, and plates of vehicles: those whose groups say so. */
const LOOKS: readonly Look[] = [
  // United Kingdom, national insurance: `AB 12 34 56 C`
  { needs: /\d \d/, pattern: /(?<![\p{L}\p{N}])[a-z]{2} \d\d \d\d \d\d [a-d](?![\p{L}\p{N}])/giu },
  // France, NIR: `1 85 05 78 006 084 36`
  {
    needs: /\d \d/,
    pattern:
      /(?<![\p{L}\p{N}.,])[12] \d\d (?:0[1-9]|1[0-2]|[2-9]\d) (?:\d\d|2[ab]) \d{3} \d{3}(?: \d\d)?(?![\p{L}\p{N}])/giu,
  },
  // Germany, tax and pension: `12 345 678 901`, `65 180585 M 012`
  { needs: /\d \d/, pattern: /(?<![\p{L}\p{N}.,])\d\d \d{3} \d{3} \d{3}(?![\p{L}\p{N}])/gu },
  { needs: /\d \d/, pattern: /(?<![\p{L}\p{N}])\d\d \d{6} [a-z] \d{3}(?![\p{L}\p{N}])/giu },
  // Brazil, CPF: `123.456.789-09`
  { needs: /\d-\d/, pattern: /(?<![\p{L}\p{N}])\d{3}\.\d{3}\.\d{3}-\d\d(?![\p{L}\p{N}])/gu },
  // Finland: `010190-123A`
  { needs: /\d{6}/, pattern: /(?<![\p{L}\p{N}])\d{6}[-+a]\d{3}[0-9a-y](?![\p{L}\p{N}])/giu },
  // Spain: `12345678 Z`, `12345678-Z`
  { needs: /\d{8}/, pattern: /(?<![\p{L}\p{N}])\d{8}[- ][a-z](?![\p{L}\p{N}])/giu },
  // Plates behind a word for one, of Germany, and of France and Italy
  {
    needs: /plate|kennzeichen|immatriculation|targa|kenteken|matr[ií]cula|car|vehicle/i,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:[Pp]lates?|PLATE|[Kk]ennzeichen|[Ii]mmatriculation|[Tt]arga|[Kk]enteken|[Mm]atr[ií]cula|[Cc]ar|[Vv]ehicle) ?[:#]? ?)(?=\p{Lu}{1,3}[ -]?[\p{Lu}\d]|\d{1,4}[ -]?\p{Lu}{2})(?=[\p{Lu}\d -]{0,12}\d)[\p{Lu}\d]{1,7}(?:[ -][\p{Lu}\d]{1,4}){0,2}(?![\p{L}\p{N}])/gu,
  },
  { needs: / \d{3}/, pattern: /(?<![\p{L}\p{N}-])\p{Lu}{1,3}-\p{Lu}{1,2} \d{3,4}(?![\p{L}\p{N}])/gu },
  { needs: /-\d{3}-/, pattern: /(?<![\p{L}\p{N}-])\p{Lu}{2}-\d{3}-\p{Lu}{2}(?![\p{L}\p{N}-])/gu },
];

export function nationalNumbersIn(text: string): TextSpan[] {
  return foundBy(LOOKS, text);
}
