import { mac, md5, uuidOfBytes } from '../../crypto.ts';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';

/** UUIDs as text (RFC 9562 4): version 3 of the MD5 of the UTF-8 text, as dcm4che makes them, or version 8 under the key. */
export const answerPatientIdHashes: Answerer<Request & { kind: 'patient-id-hash' }> = async (
  requests,
  { subkey },
) =>
  Promise.all(
    requests.map(async ({ keyed, original }) => {
      const text = original.reveal();
      const uuid = keyed
        ? uuidOfBytes(mac(await subkey('pseudonym'), `patient-id-hash\x1f${text}`), 8)
        : uuidOfBytes(md5(text), 3);
      return uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    }),
  );
