import type { RulePlan } from '../../rules/plan.ts';

/** Where the rules of a plan come from. */
export interface RulesOrigin {
  /** The rule file: its absolute path at a desk, `s3://BUCKET/KEY` in the cloud; or a word for rules that are built in. */
  readonly path: string;
  /** SHA-256 of the file's text, in hexadecimal digits; null: the rules are built in. */
  readonly digest: string | null;
  readonly dialect?: string;
  /** What the call asked to be validated besides. */
  readonly validate?: RulePlan['validate'];
  /** The route that led to the rules. */
  readonly route?: {
    readonly file: string;
    /** SHA-256 of the routes file's text. */
    readonly digest: string;
    readonly prefix: string;
  };
}

/** What only a desk has, each by its absolute path. */
export interface DeskOrigin {
  readonly key: string;
  /** Null: the file of the kept folder itself. */
  readonly identities: string | null;
  readonly sealFor: string | null;
  /** The audit named sources by keyed hashes; absent: by their paths. */
  readonly auditNames?: 'hashed';
}

/** Under what an instance was kept. A retry does the same, or says what differs. */
export interface KeptRun {
  readonly plan: { readonly name: string; readonly digest: string };
  /** Null: no rules were applied, as to an archive, or where there was no route. */
  readonly rules: RulesOrigin | null;
  readonly keyId: string;
  readonly keyScope: string;
  readonly cleanPrefix: string;
  /** The version of the engine. */
  readonly engine: string;
  readonly desk?: DeskOrigin;
}
