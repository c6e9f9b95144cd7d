/** Why something of a review cannot be done. */
export type ReviewErrorCode =
  | 'REVIEW_NOT_HELD'
  | 'REVIEW_UNREADABLE'
  | 'REVIEW_NO_PLACE'
  | 'REVIEW_NOT_ALLOWED'
  | 'REVIEW_EDIT_INVALID'
  | 'REVIEW_SEEN_OTHER'
  | 'REVIEW_PEOPLE_UNKNOWN'
  | 'REVIEW_NO_RULE_FILE'
  | 'REVIEW_WHY_MISSING';

/** A review asks for what it cannot have. The texts hold no value of an instance, and none that was typed. */
export class ReviewError extends Error {
  readonly code: string;
  readonly hint: string;

  /** `code`: one of the review's own, or that of the call which could not find the rules or keys of a run. */
  constructor(code: ReviewErrorCode | (string & {}), message: string, hint: string) {
    super(`${message}. ${hint}`);
    this.name = 'ReviewError';
    this.code = code;
    this.hint = hint;
  }
}

export function notHeld(): ReviewError {
  return new ReviewError(
    'REVIEW_NOT_HELD',
    'No instance is held under this name',
    'lethe review list shows the names; it may have been released meanwhile.',
  );
}

export function noPlace(): ReviewError {
  return new ReviewError(
    'REVIEW_NO_PLACE',
    'The instance has no such place, or has it twice',
    'Take a place that lethe review show gives.',
  );
}

export function notAllowed(kind: string): ReviewError {
  return new ReviewError(
    'REVIEW_NOT_ALLOWED',
    `This place cannot be decided by "${kind}"`,
    'What can be decided of a place is in "may" of lethe review show.',
  );
}

/** `what`: what the form of the value lacks. */
export function invalidEdit(vr: string, what: string): ReviewError {
  return new ReviewError(
    'REVIEW_EDIT_INVALID',
    `The new value is not one of VR ${vr}: ${what}`,
    'Write one that the VR can have, or clear the value.',
  );
}

export function seenOther(): ReviewError {
  return new ReviewError(
    'REVIEW_SEEN_OTHER',
    'The value is another one than was looked at',
    'Look at it again, and decide then.',
  );
}

export function peopleUnknown(): ReviewError {
  return new ReviewError(
    'REVIEW_PEOPLE_UNKNOWN',
    'The rules want two people to ask for a release, and at a desk nobody can tell who sits there',
    'Release it in the cloud, where IAM says who asks, or set "review": { "people": 1 } in the rules.',
  );
}
