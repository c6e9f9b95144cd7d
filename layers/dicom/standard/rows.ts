/**
 * Generated tables are strings: `~row~row~`, each row of fields between `|`, the first of them its key. They cost little to load, and a
 * row can be found without splitting the rest. No line feeds: minifiers would make them slower template literals.
 */
export const ROW_SEPARATOR = '~';
export const FIELD_SEPARATOR = '|';

export function rowsOf(table: string): readonly string[] {
  return table.slice(1, -1).split(ROW_SEPARATOR);
}

/** The row with a key, by a search through the table. */
export function findRow(table: string, key: string): string | undefined {
  const before = table.indexOf(ROW_SEPARATOR + key + FIELD_SEPARATOR);
  return before < 0 ? undefined : table.slice(before + 1, table.indexOf(ROW_SEPARATOR, before + 1));
}

/** The row with a key, by bisection: for a table that is sorted by its keys, which are all of one length. */
export function findSortedRow(table: string, key: string): string | undefined {
  let low = 0;
  let high = table.length - 1;
  // Rows that begin after `low` and before `high` remain.
  while (low < high) {
    const start = table.lastIndexOf(ROW_SEPARATOR, (low + high - 1) >>> 1) + 1;
    const end = table.indexOf(ROW_SEPARATOR, start);
    const found = table.slice(start, start + key.length);
    if (found === key) return table.slice(start, end);
    if (found < key) low = end;
    else high = start - 1;
  }
  return undefined;
}
