import type { Registration } from './graphicSets.ts';

/** What a Defined Term of PS3.3 C.12.1.1.2 stands for. */
export type DefinedTerm =
  /** A set for code extensions, or one by itself: which sets it puts in G0 and G1. `extended`: its term begins ISO 2022. */
  | {
      readonly kind: 'code-elements';
      readonly g0: Registration | null;
      readonly g1: Registration | null;
      readonly extended: boolean;
    }
  /** A multi-byte set without code extensions, which stands alone (Table C.12-5). */
  | { readonly kind: 'alone'; readonly codec: 'utf-8' | 'gb18030' | 'gbk' };

/** G0 and G1 of each single-byte set (Tables C.12-2 and C.12-3), in the standard's order. */
const SINGLE_BYTE: readonly (readonly [number: number, g0: Registration, g1: Registration | null])[] = [
  [6, 6, null],
  [100, 6, 100],
  [101, 6, 101],
  [109, 6, 109],
  [110, 6, 110],
  [144, 6, 144],
  [127, 6, 127],
  [126, 6, 126],
  [138, 6, 138],
  [148, 6, 148],
  [203, 6, 203],
  [13, 14, 13],
  [166, 6, 166],
];

/** G0 or G1 of each multi-byte set with code extensions (Table C.12-4). */
const MULTI_BYTE: readonly (readonly [number: number, g0: Registration | null, g1: Registration | null])[] = [
  [87, 87, null],
  [159, 159, null],
  [149, null, 149],
  [58, null, 58],
];

/** The Defined Terms, as the standard writes them. */
export const DEFINED_TERMS: ReadonlyMap<string, DefinedTerm> = new Map<string, DefinedTerm>([
  ...SINGLE_BYTE.flatMap(([number, g0, g1]): [string, DefinedTerm][] => [
    [`ISO_IR ${number}`, { kind: 'code-elements', g0, g1, extended: false }],
    [`ISO 2022 IR ${number}`, { kind: 'code-elements', g0, g1, extended: true }],
  ]),
  ...MULTI_BYTE.map(([number, g0, g1]): [string, DefinedTerm] => [
    `ISO 2022 IR ${number}`,
    { kind: 'code-elements', g0, g1, extended: true },
  ]),
  ['ISO_IR 192', { kind: 'alone', codec: 'utf-8' }],
  ['GB18030', { kind: 'alone', codec: 'gb18030' }],
  ['GBK', { kind: 'alone', codec: 'gbk' }],
]);

/**
 * Other names that files carry, beside what `squeeze` forgives (`ISO-IR 100`, `ISO_IR_100`, `ISO IR 100`, `iso_ir 100`,
 * `ISO 2022_IR 100`, `ISO_2022_IR_87`, `ISO_IR192`, `GB 18030`, ...). Each stands for one set only.
 */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['UTF-8', 'ISO_IR 192'],
  ['ISO 2022 IR 192', 'ISO_IR 192'],
  ['ISO 10646', 'ISO_IR 192'],
  ['ASCII', 'ISO_IR 6'],
  ['US-ASCII', 'ISO_IR 6'],
  ['ISO 646', 'ISO_IR 6'],
  ['ISO 8859-1', 'ISO_IR 100'],
  ['ISO 8859-2', 'ISO_IR 101'],
  ['ISO 8859-3', 'ISO_IR 109'],
  ['ISO 8859-4', 'ISO_IR 110'],
  ['ISO 8859-5', 'ISO_IR 144'],
  ['ISO 8859-6', 'ISO_IR 127'],
  ['ISO 8859-7', 'ISO_IR 126'],
  ['ISO 8859-8', 'ISO_IR 138'],
  ['ISO 8859-9', 'ISO_IR 148'],
  ['ISO 8859-15', 'ISO_IR 203'],
  ['TIS-620', 'ISO_IR 166'],
  // Sets that only exist with code extensions, named as if they did without.
  ['ISO_IR 87', 'ISO 2022 IR 87'],
  ['ISO_IR 159', 'ISO 2022 IR 159'],
  ['ISO_IR 149', 'ISO 2022 IR 149'],
  ['ISO_IR 58', 'ISO 2022 IR 58'],
  // As an early text of the standard had them (CP 1234).
  ['ISO 2022 GBK', 'GBK'],
  ['ISO 2022 GB18030', 'GB18030'],
  ['ISO 2022 58', 'ISO 2022 IR 58'],
]);

/** A term without what people get wrong: case, and which of space, hyphen and underscore stands where. */
function squeeze(term: string): string {
  return term.toUpperCase().replace(/[ _-]+/g, '');
}

const BY_SQUEEZED: ReadonlyMap<string, DefinedTerm> = new Map([
  ...[...OTHER_NAMES].map(([name, term]) => [squeeze(name), DEFINED_TERMS.get(term)!] as const),
  ...[...DEFINED_TERMS].map(([name, term]) => [squeeze(name), term] as const),
]);

/** What a trimmed, non-empty value of (0008,0005) stands for; undefined when the standard does not have it. */
export function definedTerm(term: string): DefinedTerm | undefined {
  return DEFINED_TERMS.get(term) ?? BY_SQUEEZED.get(squeeze(term));
}
