import { createHash } from 'node:crypto';
import type { Tag } from '../layers/dicom/tag.ts';
import type { Vr } from '../layers/dicom/vr.ts';

/**
 * What to do with an attribute. Every action is plain data; the engine has one file for each kind.
 * Where the attribute is absent no action does anything: de-identification never adds what was not there, but its stamps.
 */
export type Action =
  /** Leaves as it came; the items of a sequence are decided one by one. */
  | { readonly kind: 'keep' }
  /** Goes, with all items. */
  | { readonly kind: 'remove' }
  /** Zero length (a sequence: no items). */
  | { readonly kind: 'empty' }
  /** A value that fits the VR and means nothing; a sequence keeps one item made of dummies. */
  | { readonly kind: 'dummy' }
  /** These values, as text; numbers are written in the VR's own form. */
  | { readonly kind: 'set'; readonly values: readonly string[] }
  /** Another UID for each value, the same for the same original; UIDs that the standard registers stay. */
  | { readonly kind: 'replace-uid'; readonly method: 'keyed' }
  /** A keyed, stable pseudonym shaped for the VR; an empty value stays empty unless a dummy is asked for. */
  | { readonly kind: 'pseudonym'; readonly whenEmpty?: 'dummy' }
  /** Settled by the attribute's type in the instance's IOD (PS3.3): 1 or 1C, 2 or 2C, 3; `unknown`: SOP class or place not in the tables. */
  | {
      readonly kind: 'by-type';
      readonly type1: SimpleAction;
      readonly type2: SimpleAction;
      readonly type3: SimpleAction;
      readonly unknown: SimpleAction;
    };

export type ActionKind = Action['kind'];
/** An action that stands for itself. */
export type SimpleAction = Exclude<Action, { readonly kind: 'by-type' }>;

/** Which elements a rule is about. Keywords are settled to tags when the rules are compiled. */
export type Selector = (
  | { readonly kind: 'tag'; readonly tag: Tag }
  /** Elements whose tag, under `mask`, equals `value`. */
  | { readonly kind: 'mask'; readonly mask: number; readonly value: number }
  | { readonly kind: 'vr'; readonly vr: Vr }
  /** `element` is the byte ee of (gggg,bbee), in any block that `creator` reserves in the element's own item; null: every one. */
  | {
      readonly kind: 'private';
      readonly group: number;
      readonly creator: string;
      readonly element: number | null;
    }
  | { readonly kind: 'any-private' }
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
}
export type ScreenVerdict = 'quarantine' | 'accept';

/** A code of CID 7050 or a dialect's own, for De-identification Method Code Sequence (0012,0064). */
export interface MethodCode {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** What is written into every instance that the plan is applied to. Null: written nowhere. */
export interface Stamps {
  /** (0012,0062) YES, (0012,0063), and these codes in (0012,0064). */
  readonly methodCodes: readonly MethodCode[];
  /** (0028,0303). */
  readonly longitudinal: 'UNMODIFIED' | 'MODIFIED' | 'REMOVED';
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

/** Everything the engine knows of the rules: flat, ordered, frozen; the first rule that matches wins. */
export interface RulePlan {
  readonly name: string;
  readonly dialect: Dialect;
  readonly rules: readonly Rule[];
  /** What happens to elements no rule is about. */
  readonly otherwise: { readonly public: SimpleAction; readonly private: SimpleAction };
  readonly screening: Screening;
  readonly stamps: Stamps | null;
  readonly housekeeping: Housekeeping;
  /** Search the output for identifying values that were removed, and quarantine on a hit. */
  readonly searchResidue: boolean;
  /** SHA-256 over the canonical JSON of everything above but rule origins and the name: same digest, same behaviour. */
  readonly digest: string;
}

export type Dialect = 'lethe' | 'ps3.15' | 'microsoft' | 'proknow' | 'dcm4chee' | 'mevislab' | 'none';

/** Freezes a plan to its leaves and gives it its digest. */
export function sealPlan(draft: Omit<RulePlan, 'digest'>): RulePlan {
  const { name: _name, dialect: _dialect, rules, ...rest } = draft;
  const behaviour = { ...rest, rules: rules.map(({ selector, action }) => ({ selector, action })) };
  const digest = createHash('sha256').update(canonicalJson(behaviour)).digest('hex');
  return deepFreeze({ ...draft, digest });
}

/** JSON with sorted keys, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** The plan that changes nothing. */
export const EMPTY_PLAN: RulePlan = sealPlan({
  name: 'empty',
  dialect: 'none',
  rules: [],
  otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
  screening: {
    dicomdir: 'accept',
    missingSopInstanceUid: 'accept',
    burnedInAnnotation: 'accept',
    encapsulatedDocument: 'accept',
    noPreamble: 'quarantine',
  },
  stamps: null,
  housekeeping: { preamble: 'keep', groupLengths: 'keep', trailingPadding: 'keep', fileMeta: 'keep' },
  searchResidue: false,
});
