import { compileMevislab } from '../../../rules/mevislab/compile.ts';
import { FIELD_NAMES, FIELDS } from '../../../rules/mevislab/fields.ts';
import { codesOfDialect, codesOnPage, pageAt, tableUnder, wordsIn } from '../docs.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

/** docs/dialects/mevislab.md against the compiler's own lists. */

const PAGE = pageAt('dialects/mevislab.md');

test('the fields and their defaults', () => {
  const documented = tableUnder('| field | default | Lethe |', PAGE).map(([field, value]) => [
    wordsIn(field)[0],
    wordsIn(value)[0] ?? '',
  ]);
  // A saved file may list them in any order; the page is read by topic.
  const known = FIELD_NAMES.map((name) => [name, String(FIELDS[name].absent)]);
  expect(documented.toSorted()).toEqual(known.toSorted());
});

test('the values of the fields that have a few', () => {
  for (const { words } of FIELD_NAMES.flatMap((name) => {
    const field = FIELDS[name];
    return field.type === 'enum' ? [field] : [];
  }))
    for (const word of words) expect(PAGE).toContain(`**\`${word}\`**`);
});

test('the file and the lines that it shows', () => {
  const [, lines = ''] = /```\n([\s\S]*?)```/.exec(PAGE) ?? [];
  const result = compileMevislab(sourceOf(lines));
  expect(codesOf(result)).toEqual(['WEAKENS_PROFILE']);
  expect(planOf(result).rules.filter(({ selector }) => selector.kind === 'private')).toHaveLength(2);
  const list = tableUnder('| line | what it says |', PAGE).flatMap(([line]) => wordsIn(line));
  const safe = { retainSafePrivateTags: true, safePrivateTags: list };
  expect(compileMevislab(sourceOf(JSON.stringify(safe))).problems).toEqual([]);
});

test('every code that the compiler has', () => {
  expect(codesOnPage(PAGE)).toEqual(codesOfDialect('mevislab'));
});
