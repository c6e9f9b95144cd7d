import { PLACEHOLDER_DATES } from '../../layers/dicom/dateTime.ts';
import { type DataSet, type Element, elementWith, formatPath } from '../../layers/dicom/element.ts';
import { isRegisteredUid, isWellKnownUid } from '../../layers/dicom/standard/uid.ts';
import { isGroupLength } from '../../layers/dicom/tag.ts';
import { vrFacts } from '../../layers/dicom/vr.ts';
import { DATE_PAIRS } from '../../layers/engine/decide/datePairs.ts';
import type { OptionColumn } from '../../rules/ps315/table.ts';
import { type Cleaner, type Expected, expectationOf, goesByConcept } from './optionExpectations.ts';
import { identifiersOf, textIn } from './optionIdentifiers.ts';
import { isOfNoDataSet, isTextForUid, STAMPS, valueIn, type WholeInstance } from './unchanged.ts';

/** What an output under options is held to be. */
export interface OptionReport {
  /** `leak` or `loss`, what, path and code; never a value. */
  readonly violations: readonly string[];
  /** Elements that the tables let stay, as they were or cleaned. */
  readonly mayStay: number;
  /** Those of them that the output has, a cleaned one with something in it if there was something. */
  readonly kept: number;
  /** Those of them that are byte for byte what they were; a sequence counts as such, its elements by themselves. */
  readonly unchanged: number;
}

/** Holds an output, element by element at every depth, against what the tables let become of its source. */
export function checkOptions(
  before: WholeInstance,
  after: WholeInstance,
  options: readonly OptionColumn[],
): OptionReport {
  const checker = new Checker(before, after, options);
  checker.dataSets(before.instance.dataSet, after.instance.dataSet, null);
  return { violations: checker.violations, ...checker.counts };
}

/** Days from a first to a second date of VR DA, or of the date of a DT; null: one of them is not a whole date. */
function daysBetween(first: string, second: string): number | null {
  const [from, to] = [first, second].map((text) => {
    const parts = /^(\d{4})\.?(\d\d)\.?(\d\d)/.exec(text);
    if (parts === null) return null;
    const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
  });
  return from == null || to == null ? null : (to - from) / 86_400_000;
}

/** Values of what Lethe documents as its dummies: a source may have held one by chance. */
const DUMMIES: ReadonlySet<string> = new Set([
  '0',
  '000D',
  '19010203',
  '19010203010203',
  '010203',
  '2.25.0',
  'about:blank',
  'REMOVED',
]);

class Checker {
  readonly violations: string[] = [];
  readonly counts = { mayStay: 0, kept: 0, unchanged: 0 };
  readonly #before: WholeInstance;
  readonly #after: WholeInstance;
  readonly #options: readonly OptionColumn[];
  readonly #identifiers: readonly string[];
  readonly #uids = new Map<string, string>();
  #shiftDays: number | null = null;

  constructor(before: WholeInstance, after: WholeInstance, options: readonly OptionColumn[]) {
    this.#before = before;
    this.#after = after;
    this.#options = options;
    this.#identifiers = identifiersOf(before);
  }

  dataSets(source: DataSet, output: DataSet, cleaner: Cleaner | null): void {
    const isRoot = source.item === null;
    // Elements may stand twice: those of one tag are compared in their order.
    const left = Map.groupBy(output.elements, ({ tag }) => tag);
    for (const element of source.elements) {
      const { tag } = element;
      if (isRoot && STAMPS.has(tag)) continue;
      if (isGroupLength(tag) || isOfNoDataSet(tag)) continue;
      this.#element(
        element,
        left.get(tag)?.shift(),
        expectationOf(this.#before, element, this.#options, cleaner),
      );
    }
    for (const element of output.elements)
      if (!(isRoot && STAMPS.has(element.tag)) && elementWith(source, element.tag) === undefined)
        this.violations.push(`leak: made up ${formatPath(element)}`);
  }

  #element(source: Element, output: Element | undefined, expected: Expected): void {
    const { verdict, code } = expected;
    const say = (what: string) => this.violations.push(`${what} ${formatPath(source)} ${code}`);
    const stays = verdict.kind === 'same' || verdict.kind === 'clean' || verdict.kind === 'shift';
    if (stays) this.counts.mayStay += 1;
    if (output === undefined) {
      if (verdict.kind === 'gone' || (verdict.kind === 'other' && verdict.mayGo)) return;
      if (verdict.kind === 'clean' && source.items !== null && this.#left(source).length === 0) return;
      say('loss: gone');
      return;
    }
    if (verdict.kind === 'gone') {
      say('leak: is there');
      return;
    }
    if (verdict.kind === 'there') return;
    if (source.items !== null && (stays || code === 'X/Z/U*')) {
      if (stays) this.counts.kept += 1;
      if (code === 'X/Z/U*' && output.valueEnd === output.valueStart) return;
      if (stays) this.counts.unchanged += 1;
      this.#items(source, output, expected, say);
      return;
    }
    const was = valueIn(this.#before, source);
    const is = valueIn(this.#after, output);
    if (stays) {
      if (is.length > 0 || was.length === 0) this.counts.kept += 1;
      if (was.equals(is)) this.counts.unchanged += 1;
    }
    switch (verdict.kind) {
      case 'same':
        if (source.vrAsRead !== output.vrAsRead) say('loss: VR changed');
        else if (isTextForUid(this.#before, source)) {
          if (was.equals(is)) say('leak: a text for a UID');
        } else if (!was.equals(is)) say('loss: changed');
        return;
      case 'clean':
        if (is.length === 0 && !/^[\0 \\]*$/.test(was.toString('latin1'))) say('loss: empty');
        if (this.#identifies(output)) say('leak: identifies');
        return;
      case 'shift':
        this.#shifted(source, textsOf(was), textsOf(is), say);
        return;
      case 'uids':
        this.#uidsReplaced(textsOf(was), textsOf(is), say);
        return;
      case 'other':
        this.#replaced(source, was, is, verdict.mayBeEmpty, say);
        if (output.items !== null && this.#identifiesWithin(output)) say('leak: identifies');
    }
  }

  /** The items that no concept takes away. */
  #left(source: Element): NonNullable<Element['items']> {
    const items = source.items ?? [];
    return this.#options.includes('cleanStructuredContent')
      ? items.filter((item) => !goesByConcept(this.#before, item, this.#options))
      : items;
  }

  #items(source: Element, output: Element, { inside }: Expected, say: (what: string) => void): void {
    const items = inside === 'cleanStructuredContent' ? this.#left(source) : (source.items ?? []);
    if (output.items?.length !== items.length) {
      say('loss: items');
      return;
    }
    items.forEach((item, index) => {
      const other = output.items?.[index];
      if (other !== undefined) this.dataSets(item, other, inside);
    });
  }

  /** What stands in for a sequence has values of its own. */
  #identifiesWithin(output: Element): boolean {
    return (output.items ?? []).some((item) =>
      item.elements.some((element) =>
        element.items === null
          ? vrFacts(element.vr).content === 'text' && this.#identifies(element)
          : this.#identifiesWithin(element),
      ),
    );
  }

  #identifies(output: Element): boolean {
    const text = textIn(this.#after, output);
    return this.#identifiers.some((identifier) => text.includes(` ${identifier} `));
  }

  /** One number of whole days back for the instance, 1 to 365; a time of day does not change by whole days. */
  #shifted(
    source: Element,
    was: readonly string[],
    is: readonly string[],
    say: (what: string) => void,
  ): void {
    const { vr } = source;
    if (vr !== 'TM' && was.some((text, index) => isPlaceholder(text) && (is[index] ?? '') !== ''))
      say('leak: a placeholder');
    if (is.every((text) => text === '')) {
      const beside = vr === 'TM' ? this.#dateBeside(source) : [];
      const isDate = was.some((text, index) =>
        isPlaceholder(text) || isPlaceholder(beside[index] ?? '')
          ? false
          : vr === 'TM'
            ? /^([01]\d|2[0-3])[0-5]\d[0-5]\d(\.\d+)?$/.test(text)
            : daysBetween(text, text) === 0,
      );
      if (isDate && vr !== 'DT') say('loss: emptied');
      return;
    }
    if (is.length !== was.length) {
      say('loss: values');
      return;
    }
    for (const [index, old] of was.entries()) {
      const text = is[index] ?? '';
      if (text === '' || vr === 'TM') continue;
      const days = daysBetween(old, text);
      if (days === null ? old === text : days === 0) say('leak: not shifted');
      else if (days !== null && (days > -1 || days < -365)) say('leak: shifted out of bounds');
      else if (days !== null && this.#shiftDays !== null && days !== this.#shiftDays)
        say('loss: shifted by another number of days');
      else this.#shiftDays ??= days;
    }
  }

  /** The values of the date that a time belongs to. */
  #dateBeside({ tag, dataSet }: Element): readonly string[] {
    const pair = DATE_PAIRS.find(([, time]) => time === tag);
    const date = pair === undefined ? undefined : elementWith(dataSet, pair[0]);
    return date === undefined ? [] : textsOf(valueIn(this.#before, date));
  }

  #uidsReplaced(was: readonly string[], is: readonly string[], say: (what: string) => void): void {
    if (was.some((uid) => uid !== '') && is.length !== was.length) say('loss: UIDs');
    for (const [index, old] of was.entries()) {
      const uid = is[index] ?? '';
      if (old === '') continue;
      if (isWellKnownUid(old) && uid !== old) say('loss: a well-known UID');
      // Of what an attribute names the table says nothing: a UID of a kind may stay where it may name one.
      if (isRegisteredUid(old)) continue;
      if (uid === old) say('leak: keeps a UID');
      const known = this.#uids.get(old);
      if (known !== undefined && known !== uid) say('loss: one UID became two');
      this.#uids.set(old, uid);
    }
  }

  #replaced(
    source: Element,
    was: Buffer,
    is: Buffer,
    mayBeEmpty: boolean,
    say: (what: string) => void,
  ): void {
    if (is.length === 0) {
      if (!mayBeEmpty && was.length > 0) say('loss: empty');
      return;
    }
    if (!was.equals(is) || was.every((byte) => byte === 0)) return;
    if (DUMMIES.has(textsOf(is).join('\\'))) return;
    if (source.vr === 'UI' && textsOf(was).every(isRegisteredUid)) return;
    if (vrFacts(source.vr).content !== 'text' && source.items === null && was.length <= 1) return;
    say('leak: keeps its value');
  }
}

/** Whether a DA, or the day of a DT, is one that stands where nobody gave one. */
function isPlaceholder(text: string): boolean {
  return PLACEHOLDER_DATES.some(([date]) => text.replaceAll('.', '').startsWith(date));
}

function textsOf(value: Buffer): string[] {
  return value
    .toString('latin1')
    .split('\\')
    .map((text) => text.replace(/^ +|[\0 ]+$/g, ''));
}
