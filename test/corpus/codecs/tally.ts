/** What the run counts of a syntax. */
export interface Count {
  decoded: number;
  refused: number;
  /** Of those decoded, how many a second implementation read, and how many of these to the same samples. */
  compared: number;
  same: number;
  written: number;
  /** Refused by a code with a reason: this syntax cannot hold such an image. */
  unwritten: number;
  /** Of those written, how many a second implementation read, and how many of these to the same samples. */
  readElsewhere: number;
  sameElsewhere: number;
  decodeBytes: number;
  decodeMs: number;
  encodeBytes: number;
  encodeMs: number;
}

export class Tally {
  readonly #counts = new Map<string, Count>();

  of(syntax: string): Count {
    const found = this.#counts.get(syntax) ?? {
      ...{ decoded: 0, refused: 0, compared: 0, same: 0 },
      ...{ written: 0, unwritten: 0, readElsewhere: 0, sameElsewhere: 0 },
      ...{ decodeBytes: 0, decodeMs: 0, encodeBytes: 0, encodeMs: 0 },
    };
    this.#counts.set(syntax, found);
    return found;
  }

  /** A table of Markdown. */
  lines(): readonly string[] {
    const rows = [...this.#counts].sort(([one], [other]) =>
      one.localeCompare(other, 'en', { numeric: true }),
    );
    return [
      '| syntax | frames decoded | refused | as the second implementation | written and read again | cannot hold it | read elsewhere | MB/s decode | MB/s encode |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...rows.map(([syntax, count]) => {
        const cells = [
          syntax.replace('1.2.840.10008.1.2.', ''),
          count.decoded,
          count.refused,
          `${count.same} of ${count.compared}`,
          count.written,
          count.unwritten,
          `${count.sameElsewhere} of ${count.readElsewhere}`,
          speed(count.decodeBytes, count.decodeMs),
          speed(count.encodeBytes, count.encodeMs),
        ];
        return `| ${cells.join(' | ')} |`;
      }),
    ];
  }
}

function speed(bytes: number, ms: number): string {
  return ms === 0 ? '' : (bytes / 1e3 / ms).toFixed(1);
}
