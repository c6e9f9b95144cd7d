import type { Mutant } from '../mutant.ts';
import { ACTION_MUTANTS } from './actions.ts';
import { AWS_MUTANTS } from './aws.ts';
import { CERTIFY_MUTANTS } from './certify.ts';
import { DICOM_MUTANTS } from './dicom.ts';
import { ENGINE_MUTANTS } from './engine.ts';
import { FUNCTION_MUTANTS } from './functions.ts';
import { TEXT_MUTANTS } from './text.ts';

export const MUTANTS: readonly Mutant[] = [
  ...CERTIFY_MUTANTS,
  ...ENGINE_MUTANTS,
  ...ACTION_MUTANTS,
  ...TEXT_MUTANTS,
  ...DICOM_MUTANTS,
  ...AWS_MUTANTS,
  ...FUNCTION_MUTANTS,
];
