import type { Rule, SimpleAction } from '../../../rules/plan.ts';
import type { Element } from '../../dicom/element.ts';

/** What happens to one element, and by which rule; null: the plan's `otherwise`. */
export interface Decision {
  readonly element: Element;
  readonly action: SimpleAction;
  readonly rule: Rule | null;
  /** The element with the VR that its rule gives a private attribute, where the file says UN or nothing; else the element itself. */
  readonly readAs: Element;
  /** A person decided it for this very element. */
  readonly decided?: true;
}
