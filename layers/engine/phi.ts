/** What `inspect.custom` of node:util is. To import that module takes longer than to import half of the engine. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * An original value of an instance. It cannot be logged: its string, JSON and inspect forms are `[PHI]`.
 * `reveal` is for the pure functions that compute a replacement, and for nothing else.
 */
export class Phi {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[PHI]';
  }

  toJSON(): string {
    return '[PHI]';
  }

  [Symbol.toPrimitive](): string {
    return '[PHI]';
  }

  [INSPECT](): string {
    return '[PHI]';
  }
}
