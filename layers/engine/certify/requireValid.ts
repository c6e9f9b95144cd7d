import type { ParsedInstance } from '../../dicom/parse.ts';
import { firstInvalid } from '../../dicom/validate.ts';
import { Refusal } from '../refusal.ts';

/** Refuses an instance in which any value breaks the rules of its VR (`NOT_VALID_BEFORE` the rules, `NOT_VALID_AFTER` them). */
export function requireValid(instance: ParsedInstance, when: 'before' | 'after'): void {
  const found = firstInvalid(instance);
  if (found === null) return;
  throw when === 'before'
    ? new Refusal(
        'NOT_VALID_BEFORE',
        found.path,
        `The rules allow only valid values, but here is ${found.what}`,
        'Correct the source, or do not validate the input.',
      )
    : new Refusal(
        'NOT_VALID_AFTER',
        found.path,
        `The rules allow only valid values, but they leave ${found.what}`,
        'Give the attribute another rule, or do not validate the output.',
      );
}
