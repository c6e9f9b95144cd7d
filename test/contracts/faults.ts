import { inspect } from 'node:util';
import { type FaultCode, FaultError } from '../../layers/engine/faults.ts';

/** Stands in every object key and every text of a fake service: wherever it comes out, an identifier would have. */
export const IDENTIFIER = 'Needlemeyer^Zita';

/** The same as the value of a tag, which S3 refuses with a `^` in it (Amazon S3 User Guide, "Categorizing your objects using tags"). */
export const TAGGED_IDENTIFIER = 'Needlemeyer Zita';

const FORMS = [IDENTIFIER, TAGGED_IDENTIFIER].flatMap((form) => [form, encodeURIComponent(form)]);

/** What `work` rejects with. Fails if it resolves, or if the error lets an identifier through in any of its forms. */
export async function rejection(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('it resolved');
  const forms = `${outcome} ${outcome.stack} ${inspect(outcome, { depth: 10 })} ${JSON.stringify(outcome)}`;
  if (FORMS.some((form) => forms.includes(form))) throw new Error('the error names the identifier');
  return outcome;
}

/** The code of the fault that `work` rejects with, and whether it passes. */
export async function faultOf(
  work: Promise<unknown>,
): Promise<{ readonly code: FaultCode; readonly transient: boolean }> {
  const error = await rejection(work);
  if (!(error instanceof FaultError)) throw new Error('it is not a fault', { cause: error });
  if (error.hint === '' || !error.message.includes(error.hint)) throw new Error('it does not say what to do');
  return { code: error.code, transient: error.transient };
}
