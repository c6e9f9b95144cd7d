/** What is made of something is made once, and kept as long as that is. */
export function madeOnce<K extends WeakKey, V extends object>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const found = known.get(of) ?? make(of);
    known.set(of, found);
    return found;
  };
}
