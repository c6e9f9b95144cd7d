import type { Claim, Claims } from '../claims.ts';
import { methodCodeOf } from './methodCodes.ts';

export const BASIC_CLAIM: Claim = {
  ...methodCodeOf('basicProfile'),
  isWritten: true,
  why: 'no rule weakens the profile',
};
export const NOBODY_NAMED = 'no rule leaves what says who the patient is';
export const LONGITUDINAL_WHY = {
  REMOVED: 'no rule leaves a date or time',
  MODIFIED: 'rules move dates and times, or leave a part of them',
  UNMODIFIED: 'rules leave dates and times as they are',
} as const;

/**
 * What `judge` says of the profile without options and rules: a deployment that has no others starts without holding rules against rows, and
 * without reading what does.
 */
export const BASIC_CLAIMS: Claims = {
  codes: [BASIC_CLAIM],
  identityRemoved: { value: 'YES', why: NOBODY_NAMED },
  longitudinal: { value: 'REMOVED', why: LONGITUDINAL_WHY.REMOVED },
  options: [],
};
