type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Fields = { readonly [name: string]: Json };

/**
 * Whether an event matches a pattern, by the words of EventBridge that we use (User Guide, "Comparison operators for use in event patterns"): equality,
 * `anything-but`, `exists`, `wildcard`, `$or`; of a list any member counts.
 */
export function matches(pattern: Fields, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return (wanted as readonly Fields[]).some((each) => matches(each, event));
    const found = membersOf(event).flatMap((each) => membersOf(fieldOf(each, name)));
    if (!Array.isArray(wanted))
      return found.length === 0
        ? matches(wanted as Fields, undefined)
        : found.some((each) => matches(wanted as Fields, each));
    return wanted.some((test: Json) => meets(test, found));
  });
}

function meets(test: Json, found: readonly Json[]): boolean {
  if (test === null || typeof test !== 'object') return found.includes(test);
  const [[word, of] = ['', null]] = Object.entries(test);
  switch (word) {
    case 'exists':
      return found.length > 0 === of;
    case 'anything-but':
      return found.some((value) => !membersOf(of).includes(value));
    case 'wildcard': {
      const [start = '', ...more] = String(of)
        .split('*')
        .map((part) => part.replace(/[^\w-]/g, '\\$&'));
      return found.some((value) => new RegExp(`^${[start, ...more].join('.*')}$`, 's').test(String(value)));
    }
    default:
      throw new Error(`a word that is not read: ${word}`);
  }
}

function fieldOf(value: Json, name: string): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Fields)[name]
    : undefined;
}

function membersOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
