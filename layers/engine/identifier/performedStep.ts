import { elementWith } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isValidUid } from '../../dicom/standard/uid.ts';
import { asTag } from '../../dicom/tag.ts';
import { isLoaded, rootText, valuesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Reason } from '../reason.ts';
import { reasonOf } from '../refusal.ts';
import { asObject, type BareDataSet, edited, indexOfObject } from './bareDataSet.ts';
import { cleanMessage } from './cleanMessage.ts';
import { type ContextValue, whoseIs } from './context.ts';
import { giveBack, saidBy } from './givenBack.ts';
import { messagePlan } from './messagePlan.ts';
import type { QueryServices } from './query.ts';

/** What an N-CREATE or an N-SET of a performed procedure step says (PS3.4 F.7.2). */
export interface StepMessage {
  readonly data: BareDataSet;
  readonly sopClassUid: string;
  /** Affected SOP Instance UID of an N-CREATE, Requested SOP Instance UID of an N-SET: it stands in the command alone. */
  readonly sopInstanceUid: string;
  /** Whose the step is, as its N-CREATE said: an N-SET does not say it (PS3.4 Table F.7.2-1). */
  readonly whose?: readonly ContextValue[];
}

export interface StepForServer {
  readonly bytes: Uint8Array;
  readonly sopInstanceUid: string;
  /** For the messages of this step that come after it. */
  readonly whose: readonly ContextValue[];
}

const SOP_CLASS_UID = asTag(0x00080016);
const SOP_INSTANCE_UID = asTag(0x00080018);
const STUDY_INSTANCE_UID = asTag(0x0020000d);
const SCHEDULED_STEP_ATTRIBUTES_SEQUENCE = asTag(0x00400270);

/**
 * A message about a performed procedure step as the server gets it: identities that were issued are given back where the store can, all else is as the rules of
 * this direction say, the SOP Instance UID of the command among it. Rejects with `FaultError`.
 */
export async function stepForServer(
  { data, sopClassUid, sopInstanceUid, whose = [] }: StepMessage,
  { keys, answers, restorer }: QueryServices,
): Promise<StepForServer | { readonly reason: Reason }> {
  try {
    const given = asObject(data);
    const instance = await indexOfObject(given, keys.limits);
    const own = rootText(instance, SOP_INSTANCE_UID);
    if (own !== '' && own !== sopInstanceUid) return { reason: OTHER_INSTANCE };
    const said = saidBy(instance, messagePlan(answers.plan));
    const { edits, settled } = await giveBack(instance, said, restorer);
    const restored = edited(given, instance, edits);
    const bare = { ...data, bytes: restored.subarray(instance.bodyStart) };
    const owner = ownerOf(await indexOfObject(restored, keys.limits), whose);
    const context: readonly ContextValue[] = [
      { tag: SOP_CLASS_UID, vr: 'UI', value: new Phi(sopClassUid) },
      { tag: SOP_INSTANCE_UID, vr: 'UI', value: new Phi(sopInstanceUid) },
      ...owner,
    ];
    const sent = await cleanMessage(bare, keys, { context, settled });
    if ('reason' in sent) return sent;
    const after = rootText(sent.instance, SOP_INSTANCE_UID);
    if (!isValidUid(after)) return { reason: NO_INSTANCE };
    return { bytes: sent.bytes, sopInstanceUid: after, whose: owner };
  } catch (error) {
    if (error instanceof DicomError) return { reason: reasonOf(error) };
    throw error;
  }
}

/** Whose a step is: what its message says, before what was said of it earlier. Its study stands in an item (PS3.4 Table F.7.2-1). */
function ownerOf(instance: ParsedInstance, before: readonly ContextValue[]): readonly ContextValue[] {
  const said = new Map(before.map((each) => [each.tag, each]));
  for (const each of whoseIs(instance)) said.set(each.tag, each);
  const scheduled = elementWith(instance.dataSet, SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)?.items?.[0];
  const study = scheduled === undefined ? undefined : elementWith(scheduled, STUDY_INSTANCE_UID);
  if (study !== undefined && study.items === null && isLoaded(instance, study)) {
    const [uid = ''] = valuesOf(instance, study);
    if (uid !== '') said.set(STUDY_INSTANCE_UID, { tag: STUDY_INSTANCE_UID, vr: 'UI', value: new Phi(uid) });
  }
  return [...said.values()];
}

const OTHER_INSTANCE: Reason = {
  code: 'VALUE_INVALID',
  message: 'The data set names another SOP Instance UID than the command',
  hint: 'The command names the step; leave the attribute out of the data set.',
  path: '(0008,0018)',
};

const NO_INSTANCE: Reason = {
  code: 'NO_SOP_INSTANCE_UID',
  message: 'The rules leave no SOP Instance UID, so that the step could not be found again',
  hint: 'Let the rules keep or replace SOP Instance UIDs.',
  path: '(0008,0018)',
};
