/**
 * SHA-256 over the digests of the weights that text is looked for with (`layers/pixels/text/weights.ts`; a test compares them). It is part of a policy that looks for text, and so of its
 * plan's digest: other weights find other texts.
 */
export const TEXT_WEIGHTS = '9524d6accdbbbb09177c6582c1f30c5dbfa61c5783c8a5ee98abf67b43d8d7b3';
