/** How often what happened since the start. Names and numbers only; nothing here grows with what peers send but the numbers. */
export class Counts {
  readonly associations = new Map<string, number>();
  /** By the status that was answered, four hexadecimal digits. */
  readonly stores = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  /** By code. */
  readonly faults = new Map<string, number>();
  /** By delivery, then by what came of an attempt. */
  readonly deliveries = new Map<string, Map<string, number>>();
  receivedBytes = 0;

  association(kind: string): void {
    add(this.associations, kind);
  }

  received(bytes: number): void {
    add(this.stores, '0000');
    this.receivedBytes += bytes;
  }

  refused(status: number): void {
    add(this.stores, status.toString(16).padStart(4, '0'));
  }

  outcome(outcome: string): void {
    add(this.outcomes, outcome);
  }

  fault(code: string): void {
    add(this.faults, code);
  }

  delivery(name: string, kind: string): void {
    const kinds = this.deliveries.get(name) ?? new Map<string, number>();
    this.deliveries.set(name, kinds);
    add(kinds, kind);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
