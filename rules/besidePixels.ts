import { type ParseError, parseTree } from 'jsonc-parser';
import { OTHER_VERSION } from './forLethe.ts';
import type { Context } from './lethe/context.ts';
import { object } from './lethe/object.ts';
import { PIXELS, pixelPolicy } from './lethe/pixels.ts';
import type { Report } from './lethe/shape.ts';
import { isForThisLethe } from './lethe/tree.ts';
import type { PixelPolicy } from './pixelPolicy.ts';
import type { Screening } from './plan.ts';
import type { Problems } from './problems.ts';
import { DEFAULT_SCREENING } from './ps315/basicProfile.ts';
import { DEFAULT_PROFILE_SETTINGS } from './ps315/options.ts';
import { positionsIn, type RuleSource } from './source.ts';

/**
 * Lethe's own addition to dialects that know nothing of pixels: the object `pixels` of a Lethe rule file, in the file itself or in a Lethe file that it
 * names.
 */
export function pixelsBeside(
  text: string,
  offsetAt: (index: number) => number,
  source: RuleSource,
  problems: Problems,
): PixelPolicy | undefined {
  if (text.trimStart().startsWith('{'))
    return policyOf(text, (at) => [offsetAt(at), ''], source, problems, []);
  let named: string;
  try {
    named = source.readFile(text);
  } catch {
    problems.error(
      'PIXELS',
      offsetAt(0),
      'The file that has "pixels" cannot be read',
      'Name a Lethe rule file, by a path from this file.',
    );
    return undefined;
  }
  const placeOf = positionsIn(named);
  const inNamed = (at: number) => [offsetAt(0), `line ${placeOf(at).line} of that file: `] as const;
  return policyOf(named, inNamed, source, problems, ['pixels']);
}

/** Where text is looked for, an instance that says it has some is looked at, as in a Lethe file. */
export function screeningBeside(
  pixels: PixelPolicy | undefined,
  screening: Screening = DEFAULT_SCREENING,
): Screening {
  const isLooked = pixels !== undefined && pixels.text !== 'ignore';
  return isLooked ? { ...screening, burnedInAnnotation: 'accept' } : screening;
}

const POLICY = object(PIXELS);

/** `placeOf`: where in the rule file a place of the text is told, and what is said before the message. */
function policyOf(
  text: string,
  placeOf: (at: number) => readonly [offset: number, before: string],
  source: RuleSource,
  problems: Problems,
  path: readonly string[],
): PixelPolicy | undefined {
  const report = (
    kind: 'error' | 'warning' | 'note',
    at: number,
    message: string,
    hint: string,
    code = 'PIXELS',
  ): void => {
    const [offset, before] = placeOf(at);
    problems[kind](code, offset, `${before}${message}`, hint);
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const isJson = root !== undefined && errors.length === 0;
  const nodes: Report = {
    error: (code, { offset }, message, hint) =>
      report('error', offset, message, hint, code === OTHER_VERSION ? code : 'PIXELS'),
    warning: (_code, { offset }, message, hint) => report('warning', offset, message, hint),
    note: (_code, { offset }, message, hint) => report('note', offset, message, hint),
  };
  if (isJson && path.length > 0 && !isForThisLethe(root, nodes)) return undefined;
  const node =
    path.length === 0
      ? root
      : root?.children?.find(({ children }) => children?.[0]?.value === path[0])?.children?.[1];
  if (!isJson || node === undefined) {
    report(
      'error',
      0,
      isJson ? 'There is no key "pixels"' : 'This is not JSON',
      'Write { "pixels": { … } } as in a Lethe rule file (docs/rules.md).',
    );
    return undefined;
  }
  const { shift } = DEFAULT_PROFILE_SETTINGS;
  const defaults = { shift, uids: 'keyed', concepts: [], contentDates: null } as const;
  const context: Context = { report: nodes, source, tables: new Map(), defaults };
  const read = POLICY.read(node, context);
  return read === undefined ? undefined : pixelPolicy(read, false);
}
