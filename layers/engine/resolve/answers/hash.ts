import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';
import { hasher, hashText } from '../valueHash.ts';

type HashRequest = Request & { kind: 'hash' };

/** Stateless: text as hexadecimal or digits, bytes as hexadecimal. Bytes are hashed as they are read, however many they are. */
export const answerHashes: Answerer<HashRequest> = async (requests, { subkey, values }) => {
  const ring = requests.some(({ key }) => key.from === 'ring') ? await subkey('value-hash') : null;
  const answers: string[] = [];
  for (const { key: choice, algorithm, matchLength, original } of requests) {
    const key = choice.from === 'ring' ? (ring as KeyObject) : createSecretKey(choice.text, 'utf8');
    if (original.kind === 'text') {
      answers.push(hashText(original.text.reveal(), key, algorithm, matchLength));
      continue;
    }
    const hmac = hasher(key, algorithm);
    for await (const piece of values.pieces(original.span)) hmac.update(piece);
    answers.push(hmac.digest('hex'));
  }
  return answers;
};
