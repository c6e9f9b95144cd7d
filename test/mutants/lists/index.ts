import type { Mutant } from '../mutant.ts';
import { ACTION_MUTANTS } from './actions.ts';
import { AWS_MUTANTS } from './aws.ts';
import { CERTIFY_MUTANTS } from './certify.ts';
import { DECIDE_MUTANTS } from './decide.ts';
import { DICOM_MUTANTS } from './dicom.ts';
import { FUNCTION_MUTANTS } from './functions.ts';
import { IDENTITY_MUTANTS } from './identities.ts';
import { LOOKING_MUTANTS } from './looking.ts';
import { NAME_MUTANTS } from './names.ts';
import { NETWORK_MUTANTS } from './network.ts';
import { PAGE_MUTANTS } from './page.ts';
import { REKOGNITION_MUTANTS } from './rekognition.ts';
import { REVIEW_MUTANTS } from './review.ts';
import { S3_MUTANTS } from './s3.ts';
import { TEXT_MUTANTS } from './text.ts';
import { UNLISTED_MUTANTS } from './unlisted.ts';
import { VALUE_MUTANTS } from './values.ts';
import { VERIFY_MUTANTS } from './verify.ts';
import { WITHDRAW_MUTANTS } from './withdraw.ts';
import { WORD_MUTANTS } from './words.ts';
import { WORKLIST_MUTANTS } from './worklists.ts';

/** All of them, in the order of the table. */
export const MUTANTS: readonly Mutant[] = [
  ...CERTIFY_MUTANTS,
  ...IDENTITY_MUTANTS,
  ...DECIDE_MUTANTS,
  ...ACTION_MUTANTS,
  ...TEXT_MUTANTS,
  ...NAME_MUTANTS,
  ...WORD_MUTANTS,
  ...DICOM_MUTANTS,
  ...VALUE_MUTANTS,
  ...UNLISTED_MUTANTS,
  ...REVIEW_MUTANTS,
  ...PAGE_MUTANTS,
  ...S3_MUTANTS,
  ...AWS_MUTANTS,
  ...FUNCTION_MUTANTS,
  ...REKOGNITION_MUTANTS,
  ...LOOKING_MUTANTS,
  ...NETWORK_MUTANTS,
  ...WORKLIST_MUTANTS,
  ...VERIFY_MUTANTS,
  ...WITHDRAW_MUTANTS,
];
