/**
 * A table that is decoded at its first use, once. Importing the standard's tables must cost next to nothing:
 * a function that starts cold may need one of them, or none.
 */
export function lazy<T extends object>(decode: () => T): () => T {
  let decoded: T | undefined;
  return () => {
    decoded ??= decode();
    return decoded;
  };
}
