import type { Edit } from '../../dicom/edit.ts';
import type { Element } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import type { Request, Resolutions } from '../requests.ts';

/** An element and the instance it is of. */
export interface Subject {
  readonly instance: ParsedInstance;
  readonly element: Element;
}

/** The pure functions of one action. */
export interface ActionHandler<A> {
  /** What must be resolved before the edit can be made. */
  needs(action: A, subject: Subject): readonly Request[];
  /** The edit; null where the element is already as the action leaves it. */
  edit(action: A, subject: Subject, resolutions: Resolutions): Edit | null;
  /** Whether an element of the output is as the action leaves one. */
  holds(action: A, subject: Subject, resolutions: Resolutions): boolean;
}

export const NEEDS_NOTHING: readonly Request[] = [];
