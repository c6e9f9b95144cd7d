import type { Node } from 'jsonc-parser';
import { positionAt, type RuleProblem } from '../source.ts';

/** Numeric codes of Microsoft's tool (its DicomAnonymizationErrorCode), which its users know. */
export type ErrorCode =
  /** The file is no configuration. */
  | 'MS_1001'
  /** A field of a rule is missing. */
  | 'MS_1002'
  /** A value is wrong. */
  | 'MS_1003'
  /** No such method. */
  | 'MS_1004'
  /** No such custom setting. */
  | 'MS_1005'
  /** A setting that cannot be read. */
  | 'MS_1006'
  | 'MS_KEY_IN_FILE'
  | 'MS_UNKNOWN_COMPAT';

export type WarningCode =
  /** The method cannot be carried out on what the rule is about. */
  | 'MS_1101'
  | 'MS_KEY_IN_FILE'
  | 'MS_UNKNOWN_KEY'
  | 'MS_UNUSED_SETTING'
  | 'MS_FILE_META'
  | 'MS_NEVER_APPLIES'
  | 'MS_CREATOR_IGNORED'
  | 'MS_DUPLICATE_KEY';

/** Collects what is wrong, once each, with positions. */
export class Problems {
  readonly #text: string;
  readonly #found = new Map<string, RuleProblem & { readonly offset: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  error(code: ErrorCode, at: Node | number, message: string, hint: string): void {
    this.#add('error', code, at, message, hint);
  }

  warning(code: WarningCode, at: Node | number, message: string, hint: string): void {
    this.#add('warning', code, at, message, hint);
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === 'error');
  }

  /** In the order of the file. */
  list(): RuleProblem[] {
    return [...this.#found.values()]
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset: _offset, ...problem }) => problem);
  }

  #add(
    severity: RuleProblem['severity'],
    code: string,
    at: Node | number,
    message: string,
    hint: string,
  ): void {
    const offset = typeof at === 'number' ? at : at.offset;
    // A setting that several rules share is wrong once.
    const key = `${offset}\n${code}\n${message}`;
    if (this.#found.has(key)) return;
    const { line, column } = positionAt(this.#text, offset);
    this.#found.set(key, { severity, dialect: 'microsoft', code, message, hint, line, column, offset });
  }
}
