/** A piece of what a script of CTP's makes of an element: text as it is written, or the call of a function. */
export type Piece = TextPiece | Call;

export interface TextPiece {
  readonly kind: 'text';
  readonly text: string;
}

/** `@name(argument,…){clause}{clause}`. */
export interface Call {
  readonly kind: 'call';
  /** Without its `@`. */
  readonly name: string;
  /** Without their quotes. */
  readonly args: readonly string[];
  /** Of `if`, `select` and `append`. */
  readonly clauses: readonly string[];
}

/** How many clauses stand behind a call. */
const CLAUSES: Readonly<Record<string, number>> = { if: 2, select: 2, append: 1 };

/**
 * The pieces of a script, as the CTP DICOM Anonymizer takes it apart (https://mircwiki.rsna.org/index.php?title=The_CTP_DICOM_Anonymizer): a backslash takes the next character
 * as it is, and everything but calls is text. Null: a call that does not end.
 */
export function readCalls(script: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let text = '';
  const endText = (): void => {
    if (text !== '') pieces.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < script.length; ) {
    const letter = script[at] as string;
    if (letter === '\\') {
      text += script[at + 1] ?? '';
      at += 2;
    } else if (letter !== '@') {
      text += letter;
      at += 1;
    } else {
      const found = callAt(script, at + 1);
      if (found === null) return null;
      endText();
      pieces.push(found.call);
      at = found.end;
    }
  }
  endText();
  return pieces;
}

function callAt(script: string, from: number): { readonly call: Call; readonly end: number } | null {
  const open = script.indexOf('(', from);
  if (open < 0) return null;
  const name = script.slice(from, open).replace(/\s/g, '');
  const inside = argumentsAt(script, open + 1);
  if (inside === null) return null;
  let end = inside.end;
  const clauses: string[] = [];
  while (clauses.length < (CLAUSES[name] ?? 0)) {
    const clause = clauseAt(script, end);
    if (clause === null) return null;
    clauses.push(clause.text);
    end = clause.end;
  }
  return { call: { kind: 'call', name, args: inside.args, clauses }, end };
}

/** What stands between parentheses; commas within quotes, brackets and parentheses part nothing. */
function argumentsAt(
  script: string,
  from: number,
): { readonly args: readonly string[]; readonly end: number } | null {
  const args: string[] = [];
  let argument = '';
  let isQuoted = false;
  let depth = 0;
  for (let at = from; at < script.length; at += 1) {
    const letter = script[at] as string;
    if (letter === '\\') {
      at += 1;
      argument += script[at] ?? '';
    } else if (!isQuoted && depth === 0 && (letter === ',' || letter === ')')) {
      if (letter === ',' || argument.trim() !== '' || args.length > 0) args.push(unquoted(argument));
      argument = '';
      if (letter === ')') return { args, end: at + 1 };
    } else {
      if (letter === '"') isQuoted = !isQuoted;
      else if (!isQuoted && (letter === '[' || letter === '(')) depth += 1;
      else if (!isQuoted && (letter === ']' || letter === ')')) depth -= 1;
      argument += letter;
    }
  }
  return null;
}

function unquoted(argument: string): string {
  const text = argument.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** What stands between braces, which may stand in each other. */
function clauseAt(script: string, from: number): { readonly text: string; readonly end: number } | null {
  let at = from;
  while (/\s/.test(script[at] ?? '')) at += 1;
  if (script[at] !== '{') return null;
  let depth = 0;
  for (let end = at; end < script.length; end += 1) {
    if (script[end] === '{') depth += 1;
    if (script[end] === '}') depth -= 1;
    if (depth === 0) return { text: script.slice(at + 1, end).trim(), end: end + 1 };
  }
  return null;
}
