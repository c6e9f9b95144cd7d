import { HELD_OUT } from './heldOut.ts';
import { NUMBER_PATTERNS, numberOf } from './numbers.ts';
import { PATTERNS, type Pattern } from './patterns.ts';
import { AMBIGUOUS, CITIES, HOSPITALS, LISTED, type Somebody, UNLISTED } from './people.ts';
import { numbersFrom, pick } from './random.ts';

/** A text and the words in it that must not stay. */
export interface Planted {
  readonly text: string;
  readonly secrets: readonly string[];
  readonly group: string;
}

const PEOPLE: Readonly<Record<string, readonly Somebody[]>> = {
  listed: LISTED,
  'also words': AMBIGUOUS,
  'on no list': UNLISTED,
};

export const SEED = 14;
export const EACH = 40;

/** Each pattern with so many people of each kind, from a seed. */
export function plantedTexts(seed: number, each: number): readonly Planted[] {
  const random = numbersFrom(seed);
  const made = (pattern: Pattern, isHeldOut: boolean): Planted[] =>
    Object.entries(PEOPLE).flatMap(([who, people]) =>
      pattern.kind !== 'name' && who !== 'listed'
        ? []
        : Array.from({ length: each }, () =>
            planted(
              pattern,
              pick(people, random),
              random,
              [
                pattern.cued ? 'cued' : 'uncued',
                pattern.kind,
                ...(pattern.kind === 'name' ? [who] : []),
                ...(who === 'also words' && !pattern.cued && !tellsName(pattern) ? ['alone'] : []),
                ...(isHeldOut ? ['held out'] : []),
              ].join(', '),
            ),
          ),
    );
  return [
    ...PATTERNS.flatMap((pattern) => made(pattern, false)),
    ...HELD_OUT.flatMap((pattern) => made(pattern, true)),
    ...NUMBER_PATTERNS.flatMap((pattern) => Array.from({ length: each }, () => withNumber(pattern, random))),
  ];
}

function withNumber(pattern: string, random: () => number): Planted {
  const secrets: string[] = [];
  const text = pattern.replace(/\{(\w)\}/g, (_whole, kind: string) => {
    secrets.push(numberOf(kind, random));
    return secrets.at(-1) as string;
  });
  return { text, secrets, group: 'number or address' };
}

/** Whether the place of a word that is a name too says which it is: it stands behind such a word, or beside another name. */
function tellsName({ text }: Pattern): boolean {
  const names = text.match(/\{[fglFG]\}/g) ?? [];
  return names.length > 1 || BEFORE_NAME.test(text);
}
const BEFORE_NAME =
  /(?:^|[ /])(?:by|per|with|from|to|for|of|see|call|wife|husband|mother|father|daughter|son|sister|brother|aunt|uncle|nurse|tech|o|von|van|de|da|di|du|par|pour|por|para|per|avec|con|mit|für|door|voor) \{/i;

/** Words of an institution's name that any may have. */
const OF_ANY = new Set(
  'Imaging Medical Center Clinic General Hospital Klinikum Universitätsklinikum Hôpital Clínico Ospedale Radiology Associates Diagnostics Ziekenhuis San'.split(
    ' ',
  ),
);

function planted(
  pattern: Pattern,
  { given, family }: Somebody,
  random: () => number,
  group: string,
): Planted {
  const secrets: string[] = [];
  const text = pattern.text.replace(/\{(\w)\}/g, (_whole, letter: string) => {
    const value =
      letter === 'c'
        ? pick(CITIES, random)
        : letter === 'h'
          ? pick(HOSPITALS, random)
          : /[fl]/i.test(letter)
            ? family
            : given;
    secrets.push(...value.split(/[ -]/).filter((word) => !OF_ANY.has(word)));
    return letter === 'l' ? value.toLowerCase() : /[FG]/.test(letter) ? value.toUpperCase() : value;
  });
  return { text, secrets, group };
}
