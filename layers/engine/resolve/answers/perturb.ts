import { Refusal } from '../../refusal.ts';
import type { Answerer } from '../answerer.ts';
import { drawn, NoiseStream } from '../noise.ts';
import { isNumericBinary, isNumericText, perturbedBytes, perturbedText } from '../perturbation.ts';
import type { Request } from '../requests.ts';

type PerturbRequest = Request & { kind: 'perturb' };

/** Numbers as text as they are written, binary ones as Base64. Refuses with `VALUE_INVALID` what is not a number of the VR. */
export const answerPerturbations: Answerer<PerturbRequest> = async (requests, { subkey, values }) => {
  const key = await subkey('noise');
  const answers: string[] = [];
  for (const { how, vr, littleEndian, original, sopInstanceUid, path, index } of requests) {
    const isText = original.kind === 'text';
    const bytes = isText
      ? Buffer.from(original.text.reveal(), 'utf8')
      : await values.whole(original.span, path);
    const stream = new NoiseStream(
      drawn(key, 'perturb', { sopInstanceUid: sopInstanceUid.reveal(), path, index }, bytes),
    );
    const noise = () => stream.next();
    const after =
      isText && isNumericText(vr)
        ? perturbedText(original.text.reveal(), vr, how, noise)
        : !isText && isNumericBinary(vr)
          ? perturbedBytes(bytes, vr, littleEndian, how, noise)
          : null;
    if (after === null)
      throw new Refusal(
        'VALUE_INVALID',
        path,
        `A value that is not a valid ${vr}, or would not be with its noise`,
        'Correct it in the source, or remove or empty the attribute.',
      );
    answers.push(typeof after === 'string' ? after : Buffer.from(after).toString('base64'));
  }
  return answers;
};
