import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import type { OutgoingInstance } from '../outbox/outgoing.ts';

/** `<study>/<series>/<instance>.dcm`, as clean keys are everywhere (layers/engine/identities/cleanKey.ts); what is not a UID gives way to the keyed name. */
export function cleanName({
  studyInstanceUid,
  seriesInstanceUid,
  sopInstanceUid,
  receipt,
}: OutgoingInstance): string {
  const part = (uid: string, otherwise: string) => (isValidUid(uid) ? uid : otherwise);
  const study = part(studyInstanceUid, 'no-study');
  return `${study}/${part(seriesInstanceUid, 'no-series')}/${part(sopInstanceUid, receipt)}.dcm`;
}
