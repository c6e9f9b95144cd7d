import { createHash, timingSafeEqual } from 'node:crypto';

/** One that may store, and its token. */
export interface Credential {
  readonly name: string;
  readonly aet: string;
  readonly token: string;
}

/** Knows clients by their tokens (RFC 6750); keeps digests of them alone. */
export class Credentials {
  readonly #known: readonly { readonly name: string; readonly aet: string; readonly digest: Buffer }[];

  constructor(credentials: readonly Credential[]) {
    this.#known = credentials.map(({ name, aet, token }) => ({ name, aet, digest: digestOf(token) }));
  }

  /** The client of an Authorization header; null: nobody's. Every token is compared, in a time that says nothing of any. */
  clientOf(authorization: string | undefined): { readonly name: string; readonly aet: string } | null {
    const [, token = null] = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(authorization ?? '') ?? [];
    if (token === null) return null;
    const digest = digestOf(token);
    let found: { readonly name: string; readonly aet: string } | null = null;
    for (const { name, aet, digest: known } of this.#known)
      if (timingSafeEqual(known, digest)) found = { name, aet };
    return found;
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
