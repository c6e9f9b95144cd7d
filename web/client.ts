import type { GreyWindow } from '../layers/engine/review/types.ts';

/** What the server said in place of an answer. */
export class AskError extends Error {
  readonly code: string;
  /** What to do. */
  readonly hint: string;

  constructor(code: string, message = '', hint = '') {
    super(message);
    this.name = 'AskError';
    this.code = code;
    this.hint = hint;
  }
}

/** Gives the token of the address back for a cookie, and takes it out of the address: neither history nor a bookmark has it. */
export async function enter(): Promise<void> {
  const token = location.hash.slice(1);
  if (token === '') return;
  history.replaceState(null, '', location.pathname);
  await ask('session', { token });
}

/** Everything is sent in the body: addresses hold neither names nor values. Rejects with `AskError`. */
export async function ask<T>(name: string, body: object): Promise<T> {
  const response = await asked(name, body);
  return answered(response.json() as Promise<T>);
}

export interface Drawn {
  readonly bitmap: ImageBitmap;
  readonly grey: { readonly window: GreyWindow; readonly values: readonly [number, number] } | null;
}

export async function askPicture(name: string, body: object): Promise<Drawn> {
  const response = await asked(name, body);
  const { grey } = JSON.parse(response.headers.get('x-lethe-picture') ?? '{"grey":null}') as Pick<
    Drawn,
    'grey'
  >;
  return { bitmap: await createImageBitmap(await answered(response.blob())), grey };
}

async function asked(name: string, body: object): Promise<Response> {
  const response = await answered(
    fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  if (response.ok) return response;
  const { code, message, hint } = await answered(response.json() as Promise<AskError>);
  throw new AskError(code, message, hint);
}

/** What does not come, or breaks off, is no answer. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch {
    throw new AskError('REVIEW_ENDED');
  }
}
