import { fitsPath } from '../../layers/dicom/fitsPath.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { compileRules } from '../../rules/compile.ts';
import { recogniseDialect, textProblems } from '../../rules/dialects.ts';
import { originalsIn, readLookupCsv } from '../../rules/lookupCsv.ts';
import { compileRoutes } from '../../rules/routes.ts';

const MANY = 20_000;
const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
const tagOf = (at: number) => `(${hex(8 + 2 * Math.floor(at / 5000), 4)},${hex(0x1001 + (at % 5000), 4)})`;
const many = <T>(make: (at: number) => T) => Array.from({ length: MANY }, (_, at) => make(at));
const compiled = (text: string) => compileRules({ name: 'r', text, place: 'desk', readFile: () => '' });
const lethe = (select: (at: number) => string, action: string, more: object = {}) =>
  JSON.stringify({ ...more, rules: many((at) => ({ select: select(at), action })) }, null, 1);

/** With any step that goes by the product of rules and rules or lines these take minutes, and jest ends them. */
describe('many rules', () => {
  it.each<[string, string]>([
    ['tags', lethe(tagOf, 'remove')],
    ['the same tag', lethe(() => 'PatientName', 'remove')],
    ['paths', lethe((at) => `${tagOf(at)}/PatientName`, 'keep')],
    ['masks', lethe((at) => `(${hex(8 + 2 * at, 4)},10xx)`, 'remove')],
    ['creators', lethe((at) => `(0019,"C ${at}",10)`, 'keep', { options: ['retainSafePrivate'] })],
    ['VRs in a place', lethe((at) => `${tagOf(at)}/vr:LO`, 'keep')],
    ['sequences in a place', lethe((at) => `${tagOf(at)}/vr:SQ`, 'keep')],
    ['masks in a place', lethe((at) => `${tagOf(at)}/(0010,00xx)`, 'keep')],
    ['one rule', JSON.stringify({ rules: [{ select: many(tagOf), action: 'remove' }] }, null, 1)],
    [
      'Microsoft',
      JSON.stringify(
        { profile: 'basic', rules: many((at) => ({ tag: tagOf(at), method: 'keep' })) },
        null,
        1,
      ),
    ],
    [
      'ProKnow',
      `<A>\n${many((at) => `<E><Name>N</Name><Tag>${tagOf(at)}</Tag><VR>LO</VR><Rule>Remove</Rule></E>`).join('\n')}\n</A>`,
    ],
    [
      'MeVisLab',
      `retainSafePrivateTags = TRUE\nsafePrivateTags = "\n${many((at) => `0019 0010 C ${at}`).join('\n')}\n"\n`,
    ],
  ])('compile: %s', (_what, text) => {
    expect(compiled(text).plan?.rules.length).toBeGreaterThanOrEqual(MANY);
  });
});

describe('many rules that are wrong', () => {
  const wrong = (letters: string) => (at: number) =>
    `${letters.slice(0, at % 17)}${'qxjz'[at % 4]}${letters.slice(at % 17)}`;

  it.each<[string, string, string]>([
    ['keywords with a letter too many', 'UNKNOWN_KEYWORD', lethe(wrong('ReferencedSOPInstanceUID'), 'keep')],
    [
      'keywords that are none',
      'UNKNOWN_KEYWORD',
      lethe((at) => `${at}qxjzvbkwqxjzvbkw${'mnb'.repeat(at % 5)}`, 'keep'),
    ],
    ['actions', 'UNKNOWN_WORD', lethe(tagOf, 'remuve')],
  ])('%s', (_what, code, text) => {
    const { problems } = compiled(text);
    expect(problems).toHaveLength(MANY);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
  });

  it('is told the nearest keyword all the same', () => {
    expect(compiled(lethe(wrong('ReferencedSOPInstanceUID'), 'keep')).problems.at(-1)?.hint).toBe(
      'Did you mean ReferencedSOPInstanceUID?',
    );
  });
});

describe('long texts', () => {
  const LONG = 12_000_000;

  it('a quoted field of many megabytes is a field', () => {
    const { rows, problems } = readLookupCsv(`"${'""'.repeat(LONG)}",x\n`);
    expect(problems).toEqual([]);
    expect(rows[0]?.original).toHaveLength(LONG);
  });

  it.each([
    ['an original of one letter', 'a'],
    ['of accents', 'e\u0301'],
    ['of separators', 'é-'],
    ['of digits', '1'],
  ])('%s many million times gives nothing back', (_what, unit) => {
    expect(originalsIn(`${unit.repeat(LONG / 4)},x y\n`)).toBe(0);
  });

  it('a prefix of many megabytes is read', () => {
    const routes = (prefix: string) =>
      compileRoutes(
        {
          name: 'lethe.routes.json',
          text: JSON.stringify({ routes: [{ prefix, rules: 'basic' }] }),
          place: 'desk',
          readFile: () => '',
        },
        () => {
          throw new Error('no rule file');
        },
        compileRules,
      ).problems.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(routes('a/'.repeat(LONG / 2))).toEqual([]);
    expect(routes(`${'a/'.repeat(LONG / 2)}../`)).toEqual(['PREFIX_MALFORMED']);
  });

  it('a string of many megabytes fills no stack', () => {
    const text = `{ "name": "${'\\"'.repeat(LONG)}", "rules": [] } // "tag":`;
    expect(recogniseDialect(text)).toBe('lethe');
    expect(textProblems(text, 'lethe')).toEqual([]);
  });

  it('comments are left out, and strings are not', () => {
    expect(recogniseDialect('{ /* "tag": */ "rules": [] }')).toBe('lethe');
    expect(recogniseDialect('{ // "tag":\n "rules": [] }')).toBe('lethe');
    expect(recogniseDialect('{ "a": "//", "tag": 1 }')).toBe('microsoft');
    expect(recogniseDialect('{ "a": "/*", "tag": 1, "b": "*/" }')).toBe('microsoft');
    expect(recogniseDialect('{ "a": "\\"//", "tag": 1 }')).toBe('microsoft');
  });

  it('brackets within strings are no levels', () => {
    expect(textProblems(`{ "a": "${'['.repeat(100)}" }`, 'lethe')).toEqual([]);
    expect(textProblems(`${'['.repeat(100)}`, 'lethe')).toMatchObject([{ code: 'TOO_DEEP' }]);
  });

  it('a selector of many megabytes is wrong', () => {
    const select = `(0019,"${'""'.repeat(LONG)}",10)`;
    expect(compiled(JSON.stringify({ rules: [{ select, action: 'keep' }] })).problems).toMatchObject([
      { code: 'SELECTOR_SYNTAX' },
    ]);
  });
});

describe('paths', () => {
  const [A, B] = [asTag(0x00081115), asTag(0x00081199)];

  it.each<[boolean, readonly (typeof A | '**')[], readonly (typeof A)[]]>([
    [true, [], []],
    [false, [], [A]],
    [true, ['**'], []],
    [true, ['**', A], [B, A]],
    [true, ['**', A], [A, A]],
    [false, ['**', A], [A, B]],
    [true, [A, '**', B], [A, B]],
    [true, [A, '**', B], [A, A, B, B]],
    [false, [A, '**', B], [B, A, B]],
    [true, ['**', A, '**', B, '**'], [A, B]],
  ])('%s: %j of %j', (fits, pattern, path) => {
    expect(fitsPath(pattern, path)).toBe(fits);
  });

  it('many ** cost no more than few', () => {
    const pattern = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? ('**' as const) : A));
    expect(fitsPath([...pattern, B], new Array(64).fill(A))).toBe(false);
  });
});
