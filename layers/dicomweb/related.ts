import { randomBytes } from 'node:crypto';

/** The frame of one part in `multipart/related` (RFC 2387, RFC 2046 5.1): what stands before the bytes and behind them. */
export interface RelatedPart {
  /** Of the whole body. */
  readonly contentType: string;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** A part of a media type. The boundary is of 128 random bits: that it stands in the bytes is less likely than that a disk errs. */
export function relatedPart(mediaType: string): RelatedPart {
  const boundary = `lethe-${randomBytes(16).toString('hex')}`;
  return {
    contentType: `multipart/related; type="${mediaType}"; boundary=${boundary}`,
    head: Buffer.from(`--${boundary}\r\nContent-Type: ${mediaType}\r\n\r\n`, 'latin1'),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'),
  };
}
