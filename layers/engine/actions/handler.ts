import type { RulePlan, SimpleAction } from '../../../rules/plan.ts';
import type { Edit } from '../../dicom/edit.ts';
import type { Element } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import type { Finding } from '../reason.ts';
import type { Request, Resolutions } from '../resolve/requests.ts';

/** An element and the instance it is of. */
export interface Subject {
  readonly instance: ParsedInstance;
  readonly element: Element;
  /** The plan it is decided by. */
  readonly plan: RulePlan;
  /** Milliseconds since the epoch, one reading for an instance: what is 89 years ago does not change midway. */
  readonly now: number;
  /** While an output is certified: the instance that it was made of, as it came. */
  readonly source?: ParsedInstance;
}

/** The pure functions of one action. */
export interface ActionHandler<A> {
  /** What must be resolved before the edit can be made. */
  needs(action: A, subject: Subject): readonly Request[];
  /** The edit; null where the element is already as the action leaves it. */
  edit(action: A, subject: Subject, resolutions: Resolutions): Edit | null;
  /** Whether an element of the output is as the action leaves one. */
  holds(action: A, subject: Subject, resolutions: Resolutions): boolean;
  /** What a person should know of the edit; absent: nothing ever. */
  findings?(action: A, subject: Subject, resolutions: Resolutions): readonly Finding[];
}

/** Finds the handler of an action, for an action that may come to another one: it is handed in, so that no handler imports the table it stands in. */
export type HandlerOf = (action: SimpleAction) => ActionHandler<SimpleAction>;

export const NEEDS_NOTHING: readonly Request[] = [];
