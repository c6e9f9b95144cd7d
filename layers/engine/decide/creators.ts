import type { RulePlan } from '../../../rules/plan.ts';
import { type DataSet, type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { creatorTagOf, isPrivate, isPrivateCreator, type Tag } from '../../dicom/tag.ts';
import { privateCreatorOf } from '../../dicom/values.ts';
import { decidedItems } from './cleaning.ts';
import type { Decision } from './decision.ts';

/** The private creators of one instance, as a plan reads them (PS3.5 7.8.1). */
export class Creators {
  readonly #instance: ParsedInstance;
  /** Whether creators are looked for further out, too. */
  readonly #isWide: boolean;
  readonly #decide: (element: Element) => Decision;
  readonly #used = new Map<DataSet, ReadonlySet<Tag>>();

  constructor(plan: RulePlan, instance: ParsedInstance, decide: (element: Element) => Decision) {
    this.#instance = instance;
    this.#isWide = plan.privateCreators?.wrongLevel === 'enclosing';
    this.#decide = decide;
  }

  /** Who reserved the block of a private element: in its own item, or where the plan says so in the nearest enclosing data set that does. */
  readonly of = (element: Element): string => {
    for (let { dataSet } = element; ; dataSet = dataSet.item.sequence.dataSet) {
      const creator = privateCreatorOf(this.#instance, { tag: element.tag, dataSet });
      if (creator !== '' || !this.#isWide || dataSet.item === null) return creator;
    }
  };

  /** Whether an element stays for which a Private Creator reserves its block. */
  isUsed({ tag, dataSet }: Element): boolean {
    return this.#usedIn(dataSet).has(tag);
  }

  /** The creator tags of a data set's private elements that stay, and where the plan looks for creators further out, of those in its items. */
  #usedIn(dataSet: DataSet): ReadonlySet<Tag> {
    const known = this.#used.get(dataSet);
    if (known !== undefined) return known;
    const used = new Set<Tag>();
    for (const element of dataSet.elements) {
      const { tag } = element;
      // Whether a creator stays is the question: an element in the place of one does not answer it.
      if (isPrivateCreator(tag)) continue;
      if (isPrivate(tag) && this.#decide(element).action.kind !== 'remove') used.add(creatorTagOf(tag));
      if (!this.#isWide || element.items === null) continue;
      for (const item of decidedItems(this.#instance, this.#decide(element)))
        for (const creatorTag of this.#usedIn(item))
          if (elementWith(item, creatorTag) === undefined) used.add(creatorTag);
    }
    this.#used.set(dataSet, used);
    return used;
  }
}
