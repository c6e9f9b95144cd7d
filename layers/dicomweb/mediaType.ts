/** A media type with its parameters (RFC 9110 8.3.1); names in small letters, values as they are written. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** RFC 9110 5.6.2. */
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
/** A token, and signs that it may not have but that many clients write without quotation marks, as in `type=application/dicom`: nothing ends at them. */
const VALUE = /[!#$%&'*+.^_`|~0-9A-Za-z/:=?@-]+/y;
/** RFC 9110 5.6.4, without its marks: characters that a backslash does not precede. */
const UNQUOTED = /[^"\\]*/y;

/** Null: the text is not a media type. A parameter that is there twice is an error: readers differ in which one they believe. */
export function parseMediaType(text: string): MediaType | null {
  const reader = new Words(text);
  const [main, slash, sub] = [reader.token(), reader.take('/'), reader.token()];
  if (main === null || !slash || sub === null) return null;
  const parameters = new Map<string, string>();
  for (;;) {
    reader.space();
    if (reader.isAtEnd) return { type: `${main}/${sub}`.toLowerCase(), parameters };
    if (!reader.take(';')) return null;
    reader.space();
    if (reader.isAtEnd) continue;
    const name = reader.token()?.toLowerCase();
    if (name === undefined || !reader.take('=')) return null;
    const value = reader.quoted() ?? reader.value();
    if (value === null || parameters.has(name)) return null;
    parameters.set(name, value);
  }
}

class Words {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.trim();
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  space(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
  }

  token(): string | null {
    return this.#match(TOKEN);
  }

  /** Of a parameter, without quotation marks. */
  value(): string | null {
    return this.#match(VALUE);
  }

  /** Null: none begins here, or it does not end. */
  quoted(): string | null {
    if (!this.take('"')) return null;
    let value = '';
    for (;;) {
      value += this.#match(UNQUOTED) ?? '';
      if (this.take('"')) return value;
      if (!this.take('\\') || this.isAtEnd) return null;
      value += this.#text[this.#at];
      this.#at += 1;
    }
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const [found = null] = pattern.exec(this.#text) ?? [];
    if (found !== null) this.#at += found.length;
    return found;
  }
}
