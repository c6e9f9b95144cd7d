import type { Rule, Selector } from '../plan.ts';

/**
 * Rules in their order, to find the first that is about all that another is about, as far as their tags say. A file may have tens of
 * thousands: they are found by what they say, masks by the few that there are.
 */
export class Covering {
  #added = 0;
  readonly #byMask = new Map<number, Map<number, Placed>>();
  readonly #byName = new Map<string, Placed>();

  add(rule: Rule): void {
    const placed = { rule, position: this.#added++ };
    const bits = bitsOf(rule.selector);
    if (bits === null) {
      setFirst(this.#byName, nameOf(rule.selector), placed);
      return;
    }
    let values = this.#byMask.get(bits.mask);
    if (values === undefined) {
      values = new Map();
      this.#byMask.set(bits.mask, values);
    }
    setFirst(values, bits.value, placed);
  }

  covering(selector: Selector): Rule | undefined {
    const inner = bitsOf(selector);
    if (inner === null) return this.#byName.get(nameOf(selector))?.rule;
    let first: Placed | undefined;
    for (const [mask, values] of this.#byMask) {
      if ((mask & inner.mask) >>> 0 !== mask) continue;
      const found = values.get((inner.value & mask) >>> 0);
      if (found !== undefined && (first === undefined || found.position < first.position)) first = found;
    }
    return first?.rule;
  }
}

interface Placed {
  readonly rule: Rule;
  readonly position: number;
}

function setFirst<K>(known: Map<K, Placed>, key: K, placed: Placed): void {
  if (!known.has(key)) known.set(key, placed);
}

function bitsOf(selector: Selector): { readonly mask: number; readonly value: number } | null {
  if (selector.kind === 'tag') return { mask: 0xffffffff, value: selector.tag };
  return selector.kind === 'mask' ? { mask: selector.mask >>> 0, value: selector.value >>> 0 } : null;
}

/** Of a selector that is not about tags alone. */
function nameOf(selector: Selector): string {
  if (selector.kind === 'private') return `${selector.group} ${selector.element} ${selector.creator}`;
  return selector.kind === 'vr' ? selector.vr : selector.kind;
}
