import { createHash } from 'node:crypto';
import type { Tag } from '../layers/dicom/tag.ts';
import type { Vr } from '../layers/dicom/vr.ts';
import type { Claims, MethodCode } from './claims.ts';
import type { PixelPolicy } from './pixelPolicy.ts';
import type { TextPolicy } from './textPolicy.ts';

/**
 * What to do with an attribute. Every action is plain data; the engine has one file for each kind. Where the attribute is absent no action
 * does anything, but a `set` that says it adds: de-identification adds nothing else, but its stamps. An action that the VR of an element cannot have
 * (e.g. `shift` of a code string) refuses the instance with `ACTION_NOT_FOR_VR`: it never leaves the element as it was.
 */
export type Action =
  /** Leaves as it came; the items of a sequence are decided one by one. */
  | { readonly kind: 'keep' }
  /** As `keep` where the value has the form of its VR (`layers/dicom/valueForm.ts`); else it goes. */
  | { readonly kind: 'keep-valid' }
  /** Goes, with all items. */
  | { readonly kind: 'remove' }
  /** Zero length (a sequence: no items). */
  | { readonly kind: 'empty' }
  /** A value that fits the VR and means nothing; a sequence keeps one item made of dummies. */
  | { readonly kind: 'dummy' }
  /**
   * These values, as text; numbers are written in the VR's own form. `whenAbsent`: the root gets them where it has no such attribute, too, in
   * `vr`, or without it in the one that PS3.6 has; for a rule of its own about one attribute of the root.
   */
  | {
      readonly kind: 'set';
      readonly values: readonly string[];
      readonly whenAbsent?: 'add';
      readonly vr?: Vr;
    }
  /** What another attribute of the root data set has in the output. */
  | { readonly kind: 'copy'; readonly from: Tag }
  /**
   * Another UID for each value, the same for the same original; UIDs that PS3.6 lists stay. `keyed`: computed, no table. `random`: drawn,
   * and recorded in the identity map. `md5`: dcm4che's unsalted one, for parity only. `oneForAll`: a multi-valued element is one original.
   */
  | { readonly kind: 'replace-uid'; readonly method: 'keyed' | 'random' | 'md5'; readonly oneForAll?: true }
  /** A keyed, stable pseudonym shaped for the VR; an empty value stays empty, or where a `dummy` is asked for each study gets one. */
  | { readonly kind: 'pseudonym'; readonly whenEmpty?: 'dummy' }
  /**
   * The next free number in a template with one `{###}`, allocated once per patient (Patient ID with its issuer), the same in all templates.
   * Without a Patient ID: `quarantine` the instance, or allocate per `study`.
   */
  | { readonly kind: 'allocate'; readonly template: string; readonly whenNoPatientId: 'quarantine' | 'study' }
  /** What a table of the user's says; `table` is its SHA-256. What it does not have: quarantine, or another action. */
  | { readonly kind: 'lookup'; readonly table: string; readonly whenMissing: 'quarantine' | SimpleAction }
  /** A UUID over the Patient ID with its issuer as HL7 writes them (CX): keyed, or dcm4che's unsalted MD5 (`keyed` absent), for parity only. */
  | { readonly kind: 'patient-id-hash'; readonly keyed?: true }
  /** Moves dates and times; DA and TM that belong together move together over midnight. */
  | {
      readonly kind: 'shift';
      readonly by: Shift;
      /** Of a value that is not a date or time. */
      readonly whenInvalid: 'empty' | 'remove' | 'quarantine';
      /** Drops values that are more years back than this (89: HIPAA); null: none. */
      readonly dropOlderThanYears: number | null;
      /**
       * `keep`: the time of day moves along, which by whole days is not at all. `shift`: it moves by a keyed number of seconds as well, one for each patient
       * (or scope), never 0. `hour`: what is finer than the hour is cut off. The others are Microsoft's: a DT becomes midnight, or its 12-hour bug.
       */
      readonly timeOfDay: 'keep' | 'shift' | 'hour' | 'midnight' | 'microsoft';
      /**
       * Days (YYYYMMDD) of placeholders, in addition to those of the engine's table: they are never moved, for they would tell how far, but
       * emptied, or remove the element as the rule says of an invalid value. `move`: they move as any, for parity only.
       */
      readonly placeholders?: readonly string[] | 'move';
    }
  /**
   * An age (AS) over `maxYears`, in any unit, becomes `maxYears` + 1 (45 CFR 164.514(b)(2)(i)(C): with 89, one class of 90 and over). A birth date (DA)
   * that tells such an age is emptied. So is what is not an age or date.
   */
  | { readonly kind: 'cap-age'; readonly maxYears: number }
  /** Empties, but for what of a date (its year) or an age (up to 89) may stay. `microsoftNoon`: its 12-hour bug in DT. */
  | {
      readonly kind: 'redact';
      readonly partialDates: boolean;
      readonly partialAges: boolean;
      readonly microsoftNoon: boolean;
    }
  /** Adds keyed noise, uniform in [-span/2, span/2], or in that share of the value, rounded to `roundTo` decimals (half to even). */
  | {
      readonly kind: 'perturb';
      readonly span: number;
      readonly range: 'fixed' | 'proportional';
      readonly roundTo: number;
    }
  /** HMAC of each value as lower-case hexadecimal text; of OB, UN and fragments as bytes. */
  | {
      readonly kind: 'hash';
      readonly key: KeyChoice;
      readonly algorithm: 'sha256' | 'sha384' | 'sha512';
      readonly matchLength: boolean;
    }
  /** AES-CBC (PKCS #7) of each value under its own IV: Base64 of IV and ciphertext; of OB, UN and fragments as bytes. `asciiOnly`: Microsoft's bug. */
  | { readonly kind: 'encrypt'; readonly key: KeyChoice; readonly asciiOnly: boolean }
  /** Free text without the instance's own identifiers and what looks like one (PS3.15 E.3.5). What remains doubtful is a finding. */
  | { readonly kind: 'clean-text' }
  /**
   * A Content Sequence, each content item by its concept name (PS3.15 E.3.4, Table E.3.4-1), settled for the plan's options. `dates`: of dates
   * and times whose code is C; null: no option asks for them.
   */
  | {
      readonly kind: 'clean-content';
      readonly concepts: readonly ConceptRule[];
      readonly dates: SimpleAction | null;
    }
  /** Overlays, curves, graphic annotations (PS3.15 E.3.3). */
  | { readonly kind: 'clean-graphics' }
  /** A made-up person from a keyed hash of Patient's Name and birth date (MeVisLab): the name, or a birth date in the same decade. */
  | {
      readonly kind: 'fantasy';
      readonly part: 'name' | 'birth-date';
      readonly salt: string;
      readonly keepSex: boolean;
    }
  /** Leaves the value and lists it for a person to look at: the instance is held unless `doubtfulText` of the attribute is `release`. */
  | { readonly kind: 'review' }
  /** Settled by the attribute's type in the instance's IOD (PS3.3): 1 or 1C, 2 or 2C, 3; `unknown`: SOP class or place not in the tables. */
  | {
      readonly kind: 'by-type';
      readonly type1: SimpleAction;
      readonly type2: SimpleAction;
      readonly type3: SimpleAction;
      readonly unknown: SimpleAction;
    }
  /** Settled by the VR that the file gives the element, or that its selector gives it where the file says UN or nothing; `rules/byVr.ts`. */
  | {
      readonly kind: 'by-vr';
      readonly dates: SimpleAction;
      readonly uids: SimpleAction;
      readonly names: SimpleAction;
      readonly texts: SimpleAction;
      readonly ages: SimpleAction;
      readonly others: SimpleAction;
    };

/** How far dates and times move. */
export type Shift =
  /** A keyed number of whole days per patient, from `minDays` to `maxDays`, never 0. */
  | {
      readonly kind: 'patient';
      readonly minDays: number;
      readonly maxDays: number;
      readonly direction: 'back' | 'forward' | 'either';
    }
  /** Seconds, the same for all; negative: back. */
  | { readonly kind: 'fixed'; readonly seconds: number }
  /** Microsoft's: days from -range to range, from a polynomial over the scope's UID and the key; with a key of the ring a keyed function of the UID, never 0. */
  | {
      readonly kind: 'scoped';
      readonly key: KeyChoice;
      readonly rangeDays: number;
      readonly scope: 'study' | 'series' | 'instance';
    };

/** A subkey of the key ring, or a key that a rule file gives (at a desk only). */
export type KeyChoice = { readonly from: 'ring' } | { readonly from: 'rules'; readonly text: string };

/** What to do with content items of a concept (PS3.15 Table E.3.4-1). `action`: as Table E.1-1a; K: keep. */
export interface ConceptRule {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
  /** Value Type (0040,A040): the table has seven concepts under several. */
  readonly valueType: string;
  readonly action: 'X' | 'Z' | 'D' | 'K' | 'C' | 'U';
}

export type ActionKind = Action['kind'];
/** An action that stands for itself. */
export type SimpleAction = Exclude<Action, { readonly kind: 'by-type' | 'by-vr' }>;

/** Which elements a rule is about (unknown: public, and not in PS3.6). Keywords are settled to tags when the rules are compiled. */
export type Selector = (
  | { readonly kind: 'tag'; readonly tag: Tag }
  /** Elements whose tag, under `mask`, equals `value`. */
  | { readonly kind: 'mask'; readonly mask: number; readonly value: number }
  | { readonly kind: 'vr'; readonly vr: Vr }
  /**
   * `element` is the byte ee of (gggg,bbee), in any block that `creator` reserves in the element's own item; null: every one. `vr`: how its
   * value is to be read where the file says UN or nothing. `vrs`: only where the file gives one of these, or none.
   */
  | {
      readonly kind: 'private';
      readonly group: number;
      readonly creator: string;
      readonly element: number | null;
      readonly vr?: Vr;
      readonly vrs?: readonly Vr[];
    }
  | { readonly kind: 'any-private' | 'any-unknown' }
) & {
  /** The enclosing sequences from the root; `**` stands for any number of any. Absent: at any depth. */
  readonly path?: readonly (Tag | '**')[];
};

/** Where a rule was written, for `explain` and the privacy officer. */
export interface RuleOrigin {
  /** The rule file, or the standard's table. */
  readonly source: string;
  /** 1-based; null for a table row. */
  readonly line: number | null;
  readonly column: number | null;
  /** Why, in the words of the source: the row's name and code, or the rule as written. */
  readonly reason: string;
}

export interface Rule {
  readonly selector: Selector;
  readonly action: Action;
  readonly origin: RuleOrigin;
}

/** Which instances never reach the rules. `quarantine` or let through to the rules. */
export interface Screening {
  readonly dicomdir: ScreenVerdict;
  readonly missingSopInstanceUid: ScreenVerdict;
  readonly burnedInAnnotation: ScreenVerdict;
  readonly encapsulatedDocument: ScreenVerdict;
  /** A data set without preamble and file meta information: `accept` reads it as PS3.10 would have it, or refuses. */
  readonly noPreamble: ScreenVerdict;
  /**
   * An instance of a kind that often shows text in its pixels (`layers/engine/look/kinds.ts`), where no rule looks for it. Absent: it is treated as rules say, and the audit says
   * that nobody looked.
   */
  readonly pixels?: 'hold' | 'quarantine';
  /** Patient Identity Removed is YES: anybody can write that, so it is ignored unless rules want such instances passed through as they are. */
  readonly alreadyDeidentified: 'process' | 'pass-through';
}
export type ScreenVerdict = 'quarantine' | 'accept';

/** What is written into every instance that the plan is applied to. Null: written nowhere. */
export interface Stamps {
  /** These codes in (0012,0064), beside (0012,0063). */
  readonly methodCodes: readonly MethodCode[];
  /** (0012,0062) is NO: something is left that says who the patient is. Absent: YES. */
  readonly identityRemoved?: 'NO';
  /** (0028,0303). */
  readonly longitudinal: 'UNMODIFIED' | 'MODIFIED' | 'REMOVED';
  /** (0012,0063) is not written (dcm4che). Absent: it names Lethe's version and the plan. */
  readonly method?: 'omit';
  /** Attributes that the root of an instance of a SOP class gets where it has none (dcm4che: Series Date and Time of PET images). */
  readonly added?: readonly AddedAttribute[];
}

/** A value for an attribute that is absent. A rule for the attribute, if there is one, must leave such a value. */
export interface AddedAttribute {
  /** Absent: of every SOP class. */
  readonly sopClassUid?: string;
  readonly tag: Tag;
  readonly vr: Vr;
  /** Several values have backslashes between them. */
  readonly value: string;
}

/** What happens round the data set. */
export interface Housekeeping {
  /** Zero the 128 bytes before DICM (PS3.10 7.1). */
  readonly preamble: 'keep' | 'zero';
  /** Drop (gggg,0000) outside group 0002 (retired). */
  readonly groupLengths: 'keep' | 'drop';
  /** Drop zero bytes after the last element. */
  readonly trailingPadding: 'keep' | 'drop';
  /** Media Storage SOP Instance UID follows the data set; AE titles, addresses and private information go; Lethe names itself as writer. */
  readonly fileMeta: 'keep' | 'follow';
}

/** Private Creators (PS3.5 7.8.1). */
export interface PrivateCreators {
  /** A private element whose item reserves no block for it has no creator, or the one that the nearest enclosing data set gives that block (MeVisLab). */
  readonly wrongLevel: 'none' | 'enclosing';
  /** What becomes of (gggg,0010-00FF): as rules say, or it stays while an element of its block stays and goes with the last, whatever they say. */
  readonly elements: 'by-rule' | 'follow';
}

/**
 * What somebody has reviewed once for all: an attribute that rules leave for a person to look at (`review`, or doubts in cleaned text) is settled where it has this value, or goes whatever its
 * value. Who, when and why stand in the file, and change nothing of what it does.
 */
export interface ReviewedValue {
  /** One attribute, or one private attribute. */
  readonly selector: Selector & { readonly kind: 'tag' | 'private' };
  /** The value as it leaves. Exactly one of both. */
  readonly confirm?: string;
  readonly clear?: true;
  /** Manufacturer and Manufacturer's Model Name of the source, whole; absent: of any. */
  readonly device?: { readonly manufacturer: string; readonly model: string };
}

/** Everything the engine knows of the rules: flat, ordered, frozen; the first rule that matches wins. */
export interface RulePlan extends TextPolicy {
  readonly name: string;
  readonly dialect: Dialect;
  /** The version of Lethe that a file of its own says it was written for; absent: it says none. */
  readonly writtenFor?: string;
  readonly rules: readonly Rule[];
  /** What happens to elements no rule is about. */
  readonly otherwise: { readonly public: SimpleAction; readonly private: SimpleAction };
  readonly screening: Screening;
  /** Absent: no pixel is looked at or changed. */
  readonly pixels?: PixelPolicy;
  /** Absent: matched in the element's own item alone, and treated as rules say. */
  readonly privateCreators?: PrivateCreators;
  /** An overlay plane or a curve whose data goes, goes with it, whatever rules say of its other attributes. Absent: each goes by its own rule. */
  readonly planes?: 'whole';
  readonly stamps: Stamps | null;
  /** Why the stamps are what they are; absent: nobody held the plan against a profile. */
  readonly claims?: Claims;
  readonly housekeeping: Housekeeping;
  /** Search the output for identifying values that were removed, and quarantine on a hit. */
  readonly searchResidue: boolean;
  /** Keep what gives originals back: not at all, or sealed under a key that this engine cannot open with. */
  readonly reidentification: 'off' | 'on';
  /** Originals go into Encrypted Attributes Sequence (0400,0500), for this X.509 certificate (PEM); null: not. */
  readonly encryptedAttributesFor: string | null;
  /** The whole instance must hold valid values (VR, length, characters, multiplicity), before or after. */
  readonly validate: { readonly input: boolean; readonly output: boolean };
  /**
   * A Patient's Birth Date that rules keep or move, and that lies more years back than this, is emptied (`cap-age`). Absent: it is as rules say.
   */
  readonly capAgeYears?: number;
  /** Doubts that somebody has settled once for all. Absent: none. */
  readonly reviewed?: readonly ReviewedValue[];
  /** How instances that are held are released (`lethe review`). Absent: by one person. */
  readonly review?: { readonly people: 1 | 2 };
  /** Separates projects: the same patient gets unlinkable identities in two of them. Absent: what the deployment or the route says. */
  readonly keyScope?: string;
  /** SHA-256 over the canonical JSON of everything above but rule origins, claims, the name and the version it was written for: same digest, same behaviour. */
  readonly digest: string;
  /**
   * What people decided of one instance (`layers/engine/review`), by element path: an action that wins over every rule, or `confirmed` for what the rules do. The plan that one
   * instance is taken through has it, and no rule file; the digest is that of the rules, and the audit names the decisions by their own.
   */
  readonly decided?: ReadonlyMap<string, SimpleAction | 'confirmed'>;
}

export type Dialect = 'lethe' | 'ps3.15' | 'microsoft' | 'proknow' | 'dcm4chee' | 'mevislab' | 'none';

/** Freezes a plan to its leaves and gives it its digest. */
export function sealPlan(draft: Omit<RulePlan, 'digest'>): RulePlan {
  const { name: _name, dialect: _dialect, writtenFor: _writtenFor, claims: _claims, rules, ...rest } = draft;
  const behaviour = { ...rest, rules: rules.map(({ selector, action }) => ({ selector, action })) };
  const digest = createHash('sha256').update(canonicalJson(behaviour)).digest('hex');
  return deepFreeze({ ...draft, digest });
}

/** JSON with sorted keys, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (part !== undefined)
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(part)}`;
  }
  return `{${members}}`;
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

const NO_RULES = 'no rules applied';

/** The plan that changes nothing. */
export const EMPTY_PLAN: RulePlan = sealPlan({
  name: NO_RULES,
  dialect: 'none',
  rules: [],
  otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
  screening: {
    dicomdir: 'accept',
    missingSopInstanceUid: 'accept',
    burnedInAnnotation: 'accept',
    encapsulatedDocument: 'accept',
    noPreamble: 'quarantine',
    alreadyDeidentified: 'process',
  },
  stamps: null,
  housekeeping: { preamble: 'keep', groupLengths: 'keep', trailingPadding: 'keep', fileMeta: 'keep' },
  searchResidue: false,
  doubtfulText: 'release',
  reidentification: 'off',
  encryptedAttributesFor: null,
  validate: { input: false, output: false },
});

/** Whether no rules were applied: an archive was opened, or an object was refused before it came to any. */
export function isEmptyPlan({ name, digest }: Pick<RulePlan, 'name' | 'digest'>): boolean {
  // `empty` is what earlier versions wrote, whose digest may have been another.
  return digest === EMPTY_PLAN.digest || name === NO_RULES || name === 'empty';
}
