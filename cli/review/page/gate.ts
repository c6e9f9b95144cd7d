import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What of a request says who sends it. */
export interface Knock {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request goes no further; null: it may. */
export type Refused = 'REVIEW_FOREIGN_REQUEST' | 'REVIEW_NO_SESSION' | null;

/** 256 bits: nobody guesses one. */
const SECRET_BYTES = 32;

/**
 * Who may ask. A browser has a token from the address that the command printed, gives it back once, and gets a cookie that scripts cannot read and other
 * sites cannot send (RFC 6265bis: SameSite=Strict). Another page in the same browser, and a name that somebody lets point to this machine (DNS
 * rebinding), are told by Host, Origin and Sec-Fetch-Site, which no page can set.
 */
export class Gate {
  readonly origin: string;
  readonly #host: string;
  readonly #cookie: string;
  #token: string | null;
  #session: string | null = null;

  /** `port`: where it listens, on 127.0.0.1. */
  constructor(port: number, token = randomBytes(SECRET_BYTES).toString('base64url')) {
    this.#host = `127.0.0.1:${port}`;
    this.origin = `http://${this.#host}`;
    // Cookies of all ports of a host lie together (RFC 6265 8.5): two reviews at once have one each.
    this.#cookie = `lethe-review-${port}`;
    this.#token = token;
  }

  /** Where the page is opened: what is behind `#` is sent to no server, and the page takes it out of the address. */
  get address(): string {
    return `${this.origin}/#${this.#token ?? ''}`;
  }

  /** Any request. */
  isForeign({ headers }: Knock): boolean {
    return headers.host !== this.#host;
  }

  /** A request for data, or to do something. */
  refuses(knock: Knock): Refused {
    if (this.#isFromElsewhere(knock)) return 'REVIEW_FOREIGN_REQUEST';
    const given = cookieOf(knock.headers.cookie, this.#cookie);
    return this.#session !== null && isSame(given, this.#session) ? null : 'REVIEW_NO_SESSION';
  }

  /** The header that sets the cookie, for whoever has the token; once. Null: refused. */
  enter(knock: Knock, token: string): string | null {
    if (this.#isFromElsewhere(knock) || this.#token === null || !isSame(token, this.#token)) return null;
    this.#token = null;
    this.#session = randomBytes(SECRET_BYTES).toString('base64url');
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Browsers send Origin with every POST; what sends none has nothing to do here. */
  #isFromElsewhere(knock: Knock): boolean {
    const { origin, 'sec-fetch-site': site, 'content-type': type } = knock.headers;
    const isOther = site !== undefined && site !== 'same-origin';
    // A browser sends the form of another site without asking this server first, in one of three types; JSON is not one of them (Fetch 2.2.2).
    const isForm = type !== 'application/json';
    return this.isForeign(knock) || knock.method !== 'POST' || origin !== this.origin || isOther || isForm;
  }
}

function cookieOf(header: string | undefined, name: string): string {
  for (const part of (header ?? '').split(';')) {
    const [key = '', value = ''] = part.trim().split('=');
    if (key === name) return value;
  }
  return '';
}

/** In a time that does not depend on where they differ. */
function isSame(given: string, secret: string): boolean {
  const [left, right] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left as Buffer, right as Buffer);
}
