import { DicomError } from '../dicom/errors.ts';
import type { PixelsErrorCode } from '../pixels/errors.ts';
import type { Reason } from './reason.ts';

/** Why rules cannot be applied to an instance. docs/outcomes.md has a line for each. */
export type RefusalCode =
  | PixelsErrorCode
  | 'PIXELS_NOT_LOOKED_AT'
  | 'PIXELS_NO_READER'
  | 'PIXELS_NO_DETECTOR'
  | 'PIXELS_UID_KEPT'
  | 'ACTION_NOT_FOR_VR'
  | 'VALUE_INVALID'
  | 'VALUE_NOT_READ'
  | 'NO_PATIENT_ID'
  | 'LOOKUP_MISSING'
  | 'PLACEHOLDER_EXHAUSTED'
  | 'NOT_VALID_BEFORE'
  | 'NOT_VALID_AFTER';

/** An instance that its rules do not fit: it is quarantined. The texts never hold a value of it. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly path: string | null;
  readonly hint: string;

  constructor(code: RefusalCode, path: string | null, what: string, hint: string) {
    super(`${what}${path === null ? '' : ` at ${path}`}. ${hint}`);
    this.name = 'Refusal';
    this.code = code;
    this.path = path;
    this.hint = hint;
  }
}

/** Why an instance does not come out, of the error that says so. */
export function reasonOf(error: DicomError | Refusal): Reason {
  return {
    code: error.code,
    message: error.message,
    hint: error.hint,
    ...(error instanceof DicomError && error.offset !== null ? { offset: error.offset } : {}),
    ...(error.path === null || error.path === '' ? {} : { path: error.path }),
  };
}
