/** `Manufacturer.containsIgnoreCase("GE")`, and where it stands. */
export interface CtpTest {
  /** A keyword, or `[gggg,eeee]`; with `::` a path. */
  readonly element: string;
  readonly method: string;
  readonly value: string;
  readonly offset: number;
}

/** An expression of CTP's: `*` is and, `+` is or, `!` is not. */
type Expression =
  | { readonly kind: 'test'; readonly test: CtpTest }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly offset: number }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] };

/** Why an expression is no list of ways. */
export interface SignatureFault {
  readonly code: 'SIGNATURE_SYNTAX' | 'SIGNATURE_NOT_SAID';
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** Tests that all must hold, for each way in which an expression can hold. */
export type Ways = readonly (readonly CtpTest[])[];

/** More ways than anybody writes by hand. */
const MOST_WAYS = 256;
const MOST_LEVELS = 32;

class Fault extends Error {
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The ways in which an expression holds. `offset`: where it stands in its file. */
export function waysOf(expression: string, offset = 0): Ways | SignatureFault {
  try {
    return distributed(parse(tokensOf(expression, offset), offset));
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

interface Token {
  readonly kind: 'element' | 'text' | '*' | '+' | '!' | '(' | ')' | '.' | 'end';
  readonly text: string;
  readonly offset: number;
}

const STEP = String.raw`(?:\[\s*[0-9A-Fa-f]{4}\s*,\s*[0-9A-Fa-f]{4}\s*\]|\w+)`;
/** Spaces, and remarks to the end of the line. */
const SPACE = /(?:\s+|\/\/[^\n]*)*/y;
const TOKEN = new RegExp(`(?<element>${STEP}(?:::${STEP})*)|"(?<text>[^"\\n]*)"|(?<sign>[*+!().])`, 'y');

function tokensOf(expression: string, offset: number): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    at += (SPACE.exec(expression)?.[0] ?? '').length;
    if (at >= expression.length) break;
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(expression);
    if (found === null) throw syntax(offset + at, 'A character that no signature has here');
    const { element, text, sign } = found.groups as Partial<Record<'element' | 'text' | 'sign', string>>;
    const kind = element !== undefined ? 'element' : text !== undefined ? 'text' : (sign as Token['kind']);
    tokens.push({ kind, text: element ?? text ?? '', offset: offset + at });
    at += found[0].length;
  }
  tokens.push({ kind: 'end', text: '', offset: offset + expression.length });
  return tokens;
}

function syntax(offset: number, message: string): Fault {
  return new Fault({
    code: 'SIGNATURE_SYNTAX',
    offset,
    message,
    hint: 'A signature is { Element.method("value") * … }, with * for and, + for or.',
  });
}

/** `+` binds less than `*`, and `!` most. */
function parse(tokens: readonly Token[], offset: number): Expression {
  let at = 0;
  const peek = (): Token => tokens[at] as Token;
  const take = (kind: Token['kind']): Token => {
    const token = peek();
    if (token.kind !== kind)
      throw syntax(token.offset, kind === 'text' ? 'A text in quotes is missing' : `A ${kind} is missing`);
    at += 1;
    return token;
  };
  const joined = (kind: 'all' | 'any', sign: '*' | '+', part: () => Expression): Expression => {
    const of = [part()];
    while (peek().kind === sign) {
      at += 1;
      of.push(part());
    }
    return of.length === 1 ? (of[0] as Expression) : { kind, of };
  };
  const factor = (level: number): Expression => {
    const token = peek();
    if (level > MOST_LEVELS) throw syntax(token.offset, `More than ${MOST_LEVELS} levels`);
    if (token.kind === '!') {
      at += 1;
      factor(level + 1);
      return { kind: 'not', offset: token.offset };
    }
    if (token.kind === '(') {
      at += 1;
      const inner = any(level + 1);
      take(')');
      return inner;
    }
    const { text: element, offset: start } = take('element');
    take('.');
    if ((element === 'true' || element === 'false') && peek().kind !== 'element')
      return { kind: 'constant', value: element === 'true' };
    const { text: method } = take('element');
    take('(');
    const { text: value } = take('text');
    take(')');
    return { kind: 'test', test: { element, method, value, offset: start } };
  };
  const any = (level: number): Expression =>
    joined('any', '+', () => joined('all', '*', () => factor(level)));
  if (peek().kind === 'end') throw syntax(offset, 'The signature is empty');
  const whole = any(0);
  if (peek().kind !== 'end') throw syntax(peek().offset, 'There is more than one expression here');
  return whole;
}

function distributed(expression: Expression): Ways {
  switch (expression.kind) {
    case 'test':
      return [[expression.test]];
    case 'constant':
      return expression.value ? [[]] : [];
    case 'not':
      throw new Fault({
        code: 'SIGNATURE_NOT_SAID',
        offset: expression.offset,
        message: 'A condition that must not hold',
        hint: 'Write the devices that are meant, each with an entry of its own.',
      });
    case 'any':
      return bounded(expression.of.flatMap(distributed));
    case 'all':
      return expression.of.reduce<Ways>(
        (ways, part) => {
          const more = distributed(part);
          return bounded(ways.flatMap((way) => more.map((other) => [...way, ...other])));
        },
        [[]],
      );
  }
}

function bounded(ways: Ways): Ways {
  const first = ways[0]?.[0]?.offset ?? 0;
  if (ways.length > MOST_WAYS)
    throw new Fault({
      code: 'SIGNATURE_NOT_SAID',
      offset: first,
      message: `More than ${MOST_WAYS} combinations of alternatives`,
      hint: 'Write it as several signatures.',
    });
  return ways;
}
