/** What this room asks of whoever calls it: rules that were applied, a detector, a check of IODs. None of them is needed. */

/** An attribute somewhere in an instance. */
export interface RulePlace {
  readonly tag: number;
  readonly vr: string;
  readonly creator: string | null;
  /** The enclosing sequences from the root. */
  readonly path: readonly number[];
  readonly sopClassUid: string;
}

/** keeps: a rule says that it stays; removes: it goes, or loses its value; shifts: it is a date or time that moves; changes: something else becomes of it; silent: no rule is about it, and it stays. */
export type RuleWord = 'keeps' | 'removes' | 'shifts' | 'changes' | 'silent';

/** What the rules say that an output was made with. */
export interface RuleBook {
  readonly name: string;
  /** Of what they do, in hexadecimal digits. */
  readonly digest: string;
  says(place: RulePlace): RuleWord;
  /** Codes of scheme DCM that they may write into (0012,0064); null: they write none of their own. */
  readonly codes: ReadonlySet<string> | null;
  /** Codes of scheme DCM that they write into every output; empty: none. */
  readonly writes: ReadonlySet<string>;
  /** Whether the rules may blank pixels. */
  readonly changesPixels: boolean;
  /** Whether what hides beside the picture goes, under the option of PS3.15 E.3.1: bits that are not stored, what stands behind a codestream. */
  readonly clearsHidden: boolean;
  /** How far one shift of dates reaches; null: dates are not shifted, or not in one way. */
  readonly shiftScope: 'patient' | 'study' | 'series' | 'instance' | null;
}

/** What an audit says of outputs, by their paths. */
export interface AuditBook {
  /** The path of the source that an output was made of; undefined: it does not say. */
  sourceOf(output: string): string | undefined;
  /** What was blanked in the pixels of an output, in the words of the audit; undefined: it does not say. */
  blankedIn(output: string): string | undefined;
}

/** An image as a detector is asked about it. */
export interface AskedImage {
  readonly transferSyntax: string;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometric: string;
  readonly isPlanar: boolean;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly slope: number;
  readonly intercept: number;
  readonly windows: readonly { readonly center: number; readonly width: number }[];
  readonly littleEndian: boolean;
}

/** Duty: answers how many places of a frame look like text, or null where it could not look. Never what was read. */
export interface TextLooker {
  textPlaces(image: AskedImage, frame: Uint8Array): Promise<number | null>;
}

/** Duty: errors of an instance against its IOD, values apart, with how often each; null: it could not read the file. */
export interface IodCheck {
  errorsOf(path: string): ReadonlyMap<string, number> | null;
}
