/** Where the facts of a generated file come from. */
export interface TableSource {
  /** The part and the table of the standard. */
  readonly table: string;
  /** As the source states it, e.g. `2026d`. */
  readonly edition: string;
  /** To be kept with whatever is made from the table. */
  readonly acknowledgement: string;
  /** The name of the file that was read. */
  readonly file: string;
  /** Of that file's bytes, in hexadecimal. */
  readonly sha256: string;
}
