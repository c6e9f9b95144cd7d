/** Letters and digits of ASCII without regard to case, 1 to 36; 0: what stands between. */
const CLASS = new Uint8Array(128);
for (let digit = 0; digit < 10; digit++) CLASS[0x30 + digit] = 27 + digit;
for (let letter = 0; letter < 26; letter++) {
  CLASS[0x41 + letter] = 1 + letter;
  CLASS[0x61 + letter] = 1 + letter;
}

/** All other characters of Unicode share the rest of the 6 bits. */
const OTHERS = 37;
const OTHER_COUNT = 27;

function classOf(unit: number): number {
  return unit < 128 ? (CLASS[unit] as number) : OTHERS + (unit % OTHER_COUNT);
}

const FOUR = 0xffffff;
const THREE = 0x3ffff;
const TWO = 0xfff;

/** A set of numbers of up to 13 bits, 16 to a cell: small integers in an array cost less to make than a typed array does. */
type Slots = number[];

function slots(): Slots {
  return new Array<number>(512).fill(0);
}

function fourSlot(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 19;
}

function threeSlot(key: number): number {
  return Math.imul(key & THREE, 0x85ebca6b) >>> 19;
}

function mark(set: Slots, slot: number): void {
  set[slot >>> 4] = (set[slot >>> 4] as number) | (1 << (slot & 15));
}

function isMarked(set: Slots, slot: number): boolean {
  return (((set[slot >>> 4] as number) >>> (slot & 15)) & 1) === 1;
}

const FOUND = 1;
const NOT_ASCII = 2;
const DOTTED = 4;

/** What a look at bytes found. */
export interface Look {
  /** Something that is looked for may stand there. */
  readonly mayHold: boolean;
  /** There are bytes that mean nothing before they are decoded: beyond ASCII, or an escape sequence. */
  readonly needsDecoding: boolean;
  /** Two points between digits and more, as in a UID. */
  readonly isDotted: boolean;
}

/**
 * Tells most texts that hold nothing from those that may, by the first letters and digits of what is looked for, whatever stands between them. It
 * misses nothing and finds too much; one pass, some nanoseconds a byte.
 */
export class GramFilter {
  /** The first four letters and digits, hashed to 13 bits. */
  readonly #fours = slots();
  #threes: Slots | null = null;
  #twos: Slots | null = null;

  /** Looks for a folded text of four letters and digits, or three; shorter ones are not looked for. */
  add(folded: string): void {
    let key = 0;
    let count = 0;
    for (let at = 0; at < folded.length && count < 4; at++) {
      const each = classOf(folded.charCodeAt(at));
      if (each === 0) continue;
      key = (key << 6) | each;
      count += 1;
    }
    if (count === 4) mark(this.#fours, fourSlot(key));
    else if (count === 3) {
      this.#threes ??= slots();
      mark(this.#threes, threeSlot(key));
    }
  }

  /** Looks for the first two characters of a name in a script without spaces. */
  addRun(folded: string): void {
    this.#twos ??= slots();
    mark(this.#twos, (classOf(folded.charCodeAt(0)) << 6) | classOf(folded.charCodeAt(1)));
  }

  /** One look at all bytes of a value. */
  look(bytes: Uint8Array): Look {
    const fours = this.#fours;
    const threes = this.#threes;
    let key = 0;
    let flags = 0;
    let dots = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte >= 128) {
        flags |= NOT_ASCII;
        continue;
      }
      const each = CLASS[byte] as number;
      if (each !== 0) {
        key = ((key << 6) | each) & FOUR;
        if (isMarked(fours, fourSlot(key)) || (threes !== null && isMarked(threes, threeSlot(key))))
          flags |= FOUND;
      } else if (byte === 0x2e) dots += 1;
      else if (byte === 0x1b) flags |= NOT_ASCII;
    }
    if (dots > 1) flags |= DOTTED;
    return {
      mayHold: (flags & FOUND) !== 0,
      needsDecoding: (flags & NOT_ASCII) !== 0,
      isDotted: (flags & DOTTED) !== 0,
    };
  }

  /**
   * Where the next thing may begin in bytes, at `from` or behind it: the offset of its fourth letter; -1: nowhere. `isBinary`: what is not text ends
   * what went before.
   */
  next(bytes: Uint8Array, from: number, isBinary: boolean): number {
    const fours = this.#fours;
    const threes = this.#threes;
    let key = 0;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      const each = byte < 128 ? (CLASS[byte] as number) : 0;
      if (each === 0) {
        if (isBinary && byte !== 0 && (byte < 0x20 || byte > 0x7e)) key = 0;
        continue;
      }
      key = ((key << 6) | each) & FOUR;
      if (isMarked(fours, fourSlot(key)) || (threes !== null && isMarked(threes, threeSlot(key)))) return at;
    }
    return -1;
  }

  /** Whether a folded text may hold any of it. */
  mayHold(folded: string): boolean {
    const fours = this.#fours;
    const threes = this.#threes;
    const twos = this.#twos;
    let key = 0;
    for (let at = 0; at < folded.length; at++) {
      const each = classOf(folded.charCodeAt(at));
      if (each === 0) continue;
      key = ((key << 6) | each) & FOUR;
      if (isMarked(fours, fourSlot(key))) return true;
      if (threes !== null && isMarked(threes, threeSlot(key))) return true;
      if (twos !== null && isMarked(twos, key & TWO)) return true;
    }
    return false;
  }
}
