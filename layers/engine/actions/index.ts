import type { SimpleAction } from '../../../rules/plan.ts';
import { allocate } from './allocate.ts';
import { capAge } from './capAge.ts';
import { cleanContent } from './cleanContent.ts';
import { cleanGraphics } from './cleanGraphics.ts';
import { cleanText } from './cleanText.ts';
import { copyBy } from './copy.ts';
import { dummy } from './dummy.ts';
import { empty } from './empty.ts';
import { encrypt } from './encrypt.ts';
import { fantasy } from './fantasy.ts';
import type { ActionHandler } from './handler.ts';
import { hash } from './hash.ts';
import { keep } from './keep.ts';
import { keepValid } from './keepValid.ts';
import { lookupBy } from './lookup.ts';
import { patientIdHash } from './patientIdHash.ts';
import { perturb } from './perturb.ts';
import { pseudonym } from './pseudonym.ts';
import { redact } from './redact.ts';
import { remove } from './remove.ts';
import { replaceUid } from './replaceUid.ts';
import { review } from './review.ts';
import { set } from './set.ts';
import { shift } from './shift.ts';

/** The handler of every action; the type has a hole where one is missing. */
export const HANDLERS: { readonly [K in SimpleAction['kind']]: ActionHandler<SimpleAction & { kind: K }> } = {
  keep,
  'keep-valid': keepValid,
  remove,
  empty,
  dummy,
  set,
  copy: copyBy(handlerOf),
  'replace-uid': replaceUid,
  pseudonym,
  allocate,
  lookup: lookupBy(handlerOf),
  'patient-id-hash': patientIdHash,
  fantasy,
  shift,
  'cap-age': capAge,
  redact,
  perturb,
  hash,
  encrypt,
  'clean-text': cleanText,
  'clean-content': cleanContent,
  'clean-graphics': cleanGraphics,
  review,
};

/** The handler of one action. */
export function handlerOf(action: SimpleAction): ActionHandler<SimpleAction> {
  // The table pairs every kind with its own handler, which the type of a look-up by a union cannot say.
  return HANDLERS[action.kind] as ActionHandler<SimpleAction>;
}
