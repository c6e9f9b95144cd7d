/** What is looked at, in the order of the report. */
export const CHECKS = [
  'stack',
  'keys',
  'buckets',
  'identities',
  'events',
  'queues',
  'functions',
  'permissions',
  'logs',
  'rules',
  'runs',
  'synthetic',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** One thing that was looked at. `code` is empty where it is as it should be. */
export interface Finding {
  readonly check: CheckName;
  /** The stack's own name of it: an output, or a logical id. */
  readonly subject: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'not-checked';
  readonly code: string;
  readonly message: string;
  /** What to do. */
  readonly todo: string;
}

export const ok = (check: CheckName, subject: string, message: string): Finding => ({
  check,
  subject,
  status: 'ok',
  code: '',
  message,
  todo: '',
});

/** The same words for each status that wants something done. */
const bad =
  (status: 'warning' | 'problem' | 'not-checked') =>
  (check: CheckName, subject: string, code: string, message: string, todo: string): Finding => ({
    check,
    subject,
    status,
    code,
    message,
    todo,
  });

/** It works, and somebody should know. */
export const warning = bad('warning');
/** It does not work, or does not protect. */
export const problem = bad('problem');
/** Nobody knows. */
export const notChecked = bad('not-checked');

/** What to do where something is no longer as the stack has set it: a deployment of the same template alone changes nothing. */
export const REVERT =
  'lethe deploy -- --revert-drift sets it as the stack has it; CloudTrail says who changed it';

/** A thing with everything that is wrong with it: ok, if nothing is. */
export function judged(
  check: CheckName,
  subject: string,
  message: string,
  wrong: readonly (Finding | false | null)[],
): readonly Finding[] {
  const found = wrong.filter((each): each is Finding => each !== false && each !== null);
  return found.length === 0 ? [ok(check, subject, message)] : found;
}
