import type { Span } from '../../dicom/byteSource.ts';
import type { Phi } from '../phi.ts';

/** An original value that a keyed function is applied to: text, or bytes where they stand, which may be too many to have been read. */
export type Original =
  | { readonly kind: 'text'; readonly text: Phi }
  | { readonly kind: 'bytes'; readonly span: Span };

/** What makes two originals of one instance the same. It holds the text: for use as a map key in memory only. */
export function originalIdentity(original: Original): string {
  return original.kind === 'text'
    ? `text\n${original.text.reveal()}`
    : `bytes\n${original.span.start}\n${original.span.end}`;
}
