import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import type { OutgoingInstance } from '../outbox/outgoing.ts';

/** `<study>/<series>/<instance>.dcm` behind the prefix of the route, as clean keys are everywhere (layers/engine/identities/cleanKey.ts); what is not a UID gives way to the keyed name. */
export function cleanName(instance: OutgoingInstance): string {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, receipt, cleanPrefix = '' } = instance;
  const part = (uid: string, otherwise: string) => (isValidUid(uid) ? uid : otherwise);
  const folder = `${cleanPrefix}${part(studyInstanceUid, 'no-study')}/${part(seriesInstanceUid, 'no-series')}`;
  return `${folder}/${part(sopInstanceUid, receipt)}.dcm`;
}
