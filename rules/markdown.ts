/** Columns of a line of prose in Markdown; rows of tables, code and single links may be longer. */
export const MARKDOWN_COLUMNS = 120;

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const TABLE_START = /<!-- table: ([a-z ]+) -->\n/g;
const TABLE_END = '<!-- end of table -->';

/** A page with the tables that it names made anew. Throws where one is not known, or has no end. */
export function withTables(page: string, tables: Readonly<Record<string, () => string>>): string {
  let text = '';
  let from = 0;
  for (const { 0: start, 1: name = '', index } of page.matchAll(TABLE_START)) {
    const make = tables[name];
    const end = page.indexOf(TABLE_END, index);
    if (make === undefined || end < 0) throw new RangeError(`table "${name}" is not known, or has no end`);
    text += `${page.slice(from, index)}${start}${make()}\n`;
    from = end;
  }
  return text + page.slice(from);
}

const LIST_ITEM = /^(\s*)((?:[*-]|\d+\.) +)/;
/** Code and links are never broken: a search for them finds them. */
const ATOM = /(?:`+[^`]*`+|!?\[[^\]]*\]\([^)]*\)|[^\s`[]|\[)+/g;
/** What would begin a list, a heading, a quotation or a table at the start of a line. */
const WOULD_BEGIN_A_BLOCK = /^(?:[*+-]|\d+[.)]|#+|[|>=].*)$/;

/**
 * A page whose paragraphs and list items keep to 120 columns. A block that keeps to them already stays as it is, as do
 * headings, tables, comments and fenced code.
 */
export function wrapped(page: string): string {
  const out: string[] = [];
  let block: string[] = [];
  let isInCode = false;
  const flush = (): void => {
    out.push(...wrappedBlock(block));
    block = [];
  };
  for (const line of page.split('\n')) {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) isInCode = !isInCode;
    if (isFence || isInCode || /^\s*$|^\s*[|#]|^<!--/.test(line)) {
      flush();
      out.push(line);
    } else {
      if (LIST_ITEM.test(line)) flush();
      block.push(line);
    }
  }
  flush();
  return out.join('\n');
}

function wrappedBlock(block: readonly string[]): readonly string[] {
  const [first = ''] = block;
  if (block.every((line) => line.length <= MARKDOWN_COLUMNS)) return block;
  const [marker = /^\s*/.exec(first)?.[0] ?? ''] = LIST_ITEM.exec(first) ?? [];
  const indent = ' '.repeat(marker.length);
  const lines: string[] = [];
  let line = marker;
  for (const [atom] of block.join(' ').slice(marker.length).matchAll(ATOM)) {
    const isFirst = line === marker || line === indent;
    const fits = line.length + 1 + atom.length <= MARKDOWN_COLUMNS;
    if (isFirst || fits || WOULD_BEGIN_A_BLOCK.test(atom)) line += isFirst ? atom : ` ${atom}`;
    else {
      lines.push(line);
      line = `${indent}${atom}`;
    }
  }
  return [...lines, line];
}
