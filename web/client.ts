import type { GreyWindow } from '../layers/engine/review/types.ts';

/** What the server said in place of an answer. */
export class AskError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AskError';
    this.code = code;
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
  return (await response.json()) as T;
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
  return { bitmap: await createImageBitmap(await response.blob()), grey };
}

async function asked(name: string, body: object): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new AskError('REVIEW_ENDED', '');
  }
  if (response.ok) return response;
  const { code, message } = (await response.json()) as { readonly code: string; readonly message: string };
  throw new AskError(code, message);
}
