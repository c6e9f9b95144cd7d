/** What is done with an instance once all before it in its series are done. False: not yet, and it is tried again by `settle`. */
type Act = () => Promise<boolean>;

interface Turn {
  readonly number: number;
  act: Act | null;
}

/**
 * The order of arrival within a series: instances are worked on in any order, but handed on in this one. A series costs memory only while one
 * of its instances is on its way.
 */
export class Lanes {
  readonly #lanes = new Map<string, Turn[]>();
  readonly #running = new Set<string>();

  /** An instance has arrived. */
  enter(series: string, number: number): void {
    const lane = this.#lanes.get(series);
    if (lane === undefined) this.#lanes.set(series, [{ number, act: null }]);
    else lane.push({ number, act: null });
  }

  /** It is worked on: `act` is called when its turn comes, at once or after others. Resolves when everything that could be done now is. */
  async settle(series: string, number: number, act: Act): Promise<void> {
    const lane = this.#lanes.get(series);
    const turn = lane?.find((each) => each.number === number);
    if (lane === undefined || turn === undefined) return;
    turn.act = act;
    if (this.#running.has(series)) return;
    this.#running.add(series);
    try {
      for (let next = lane[0]; next?.act != null; next = lane[0]) {
        const done = await next.act();
        if (!done) {
          next.act = null;
          break;
        }
        lane.shift();
      }
    } finally {
      this.#running.delete(series);
      if (lane.length === 0) this.#lanes.delete(series);
    }
  }

  /** Series with an instance on its way. */
  get size(): number {
    return this.#lanes.size;
  }
}
