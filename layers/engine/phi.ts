import { inspect } from 'node:util';

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

  [inspect.custom](): string {
    return '[PHI]';
  }
}
