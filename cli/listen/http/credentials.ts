import { createHash, timingSafeEqual } from 'node:crypto';
import { UsageError } from '../../exit.ts';

/** One that may store, and its token. */
export interface Credential {
  readonly name: string;
  readonly aet: string;
  readonly token: string;
}

/** Knows clients by their tokens (RFC 6750); keeps digests of them alone. Throws `UsageError` where two have the same: nobody could say whose a request is. */
export class Credentials {
  readonly #known: readonly { readonly name: string; readonly aet: string; readonly digest: Buffer }[];

  constructor(credentials: readonly Credential[]) {
    this.#known = credentials.map(({ name, aet, token }) => ({ name, aet, digest: digestOf(token) }));
    for (const [at, { name, digest }] of this.#known.entries()) {
      const other = this.#known.slice(0, at).find((each) => each.digest.equals(digest));
      if (other !== undefined)
        throw new UsageError(
          `the HTTP clients ${JSON.stringify(other.name)} and ${JSON.stringify(name)} have the same token. Give each its own.`,
          'CONFIG_WRONG',
        );
    }
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
