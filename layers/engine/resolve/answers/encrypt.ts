import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Answerer } from '../answerer.ts';
import { drawn } from '../noise.ts';
import type { Request } from '../requests.ts';
import { encryptBytes } from '../valueCipher.ts';

type EncryptRequest = Request & { kind: 'encrypt' };

/**
 * Base64 of IV and ciphertext. The IV is a keyed function of the place and the plaintext: as CBC asks, nobody without the key can
 * foretell it, and two values share one only where they are the same.
 */
export const answerEncryptions: Answerer<EncryptRequest> = async (requests, { subkey, values }) => {
  const ring = requests.some(({ key }) => key.from === 'ring') ? await subkey('value-encryption') : null;
  const ivKey = await subkey('noise');
  const answers: string[] = [];
  for (const { key: choice, asciiOnly, original, sopInstanceUid, path, index } of requests) {
    const key = choice.from === 'ring' ? (ring as KeyObject) : createSecretKey(choice.text, 'utf8');
    const plain =
      original.kind === 'text'
        ? Buffer.from(asciiOnly ? withoutNonAscii(original.text.reveal()) : original.text.reveal(), 'utf8')
        : await values.whole(original.span, path);
    const place = { sopInstanceUid: sopInstanceUid.reveal(), path, index };
    const iv = drawn(ivKey, 'iv', place, plain).subarray(0, 16);
    answers.push(encryptBytes(plain, key, iv).toString('base64'));
  }
  return answers;
};

function withoutNonAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, '?');
}
