import type { TextSpan } from './atoms.ts';
import { foundBy, type Look, matchesOf, matchSpan } from './machines.ts';

/** Areas of postcodes of the United Kingdom: other letters before digits are a technique's (`T2`, `FS90`). */
const AREAS =
  `AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML
  N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE`
    .split(/\s+/)
    .join('|');
/** States of the United States, as they stand before a postal code; `CT` is a modality as well. */
const STATES =
  'A[KLRZ]|C[AO]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]';

/** Postal codes that say what they are, and boxes of post offices. */
export const POSTCODE_LOOKS: readonly Look[] = [
  // `postcode 60614`, `PLZ: 80331`, `code postal 75008`
  {
    needs: /post|plz|zip|postal/iu,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:post ?code|postal code|plz|zip(?: ?code)?|code postal|c[oó]digo postal|postnummer|postleitzahl) ?[:#.]? ?)(?:\d[\d -]{2,9}\d|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|\d{4} ?[a-z]{2})(?![\p{L}\p{N}])/giu,
  },
  // `PO Box 1187`, `Postfach 12 34`
  {
    needs: /box|fach|bus|post/iu,
    pattern:
      /(?<![\p{L}\p{N}])(?:p\.? ?o\.? ?box|postal box|postfach|postbus|apartado de correos|casella postale|caixa postal|bo[iî]te postale) ?[:#]? ?\d[\d ]{0,7}(?![\p{L}\p{N}])/giu,
  },
  // Canada: `K1A 0B1`. Glued they are stages and levels: `T2N1M0`, `C7T1L5`
  {
    needs: /[A-Z]\d[A-Z] \d/,
    pattern:
      /(?<![\p{L}\p{N}-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d(?![\p{L}\p{N}-])/gu,
  },
  // `D-80331`, `CH-3012`
  {
    needs: /[A-Z]-\d{4}/,
    pattern: /(?<![\p{L}\p{N}-])(?:A|AT|BE|CH|CZ|D|DE|DK|FR|LU|NL|PL)-\d{2,3}[1-9]\d{1,2}(?![\p{L}\p{N}-])/gu,
  },
  // `IL 60614`, `CA 90210-1234`
  {
    needs: / \d{5}/,
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${STATES}) \d{5}(?:-\d{4})?(?![\p{L}\p{N}.,])`, 'gu'),
  },
];

/** United Kingdom: `SW1A 2AA`. */
export const UK_POSTCODES: Look = {
  needs: /\d[A-Z]? \d[A-Z]/,
  pattern: new RegExp(
    String.raw`(?<![\p{L}\p{N}-])(?:${AREAS})(?:\d{1,2}|\d[A-Z]) (\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}-])`,
    'gu',
  ),
};

/** `S1 2ND`, `L5 3TE`: what is counted, or a parameter. */
const COUNTED = /^(?:1ST|2ND|3RD|\dTH|\dT[ER]|\dFS|\dHR|\dSE|\dGY|\dFR|\dDE|\dAP|\dPA|\dAX|\dLT|\dRT)$/;

export function postcodesIn(text: string): readonly TextSpan[] {
  if (!/\d/.test(text)) return [];
  const british = matchesOf([UK_POSTCODES], text).filter(([, inward = '']) => !COUNTED.test(inward));
  return [...foundBy(POSTCODE_LOOKS, text), ...british.map(matchSpan)];
}
