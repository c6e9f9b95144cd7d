import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editionCheck } from '../../../cli/conformance/edition.ts';
import { statementOf } from '../../../cli/conformance/statement.ts';
import { markdownOf, textOf } from '../../../cli/conformance/write.ts';
import { compileRules } from '../../../rules/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import {
  type PublishedRow,
  type PublishedTable,
  readPublished,
} from '../../../rules/ps315/publishedTable.ts';
import { OPTION_COLUMNS, profileRows } from '../../../rules/ps315/table.ts';
import { sourceOf } from '../../rules/harness.ts';
import { lethe } from '../run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-conformance-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

const planOf = (rules: unknown): RulePlan => compileRules(sourceOf(JSON.stringify(rules))).plan as RulePlan;
const attributeOf = (plan: RulePlan, tag: string) =>
  statementOf(plan).attributes.find(({ attribute }) => attribute === tag);

describe('a statement', () => {
  it('has every row of Table E.1-1, with the codes that the standard prints', () => {
    const { attributes, profile, options } = statementOf(basicProfilePlan());
    const counts = new Map<string, number>();
    for (const { asked } of attributes) counts.set(asked, (counts.get(asked) ?? 0) + 1);
    // Counted in the table as NEMA publishes it.
    expect(Object.fromEntries(counts)).toEqual({
      Z: 42,
      X: 417,
      'X/Z': 11,
      'X/Z/D': 8,
      'X/D': 23,
      D: 93,
      U: 55,
      'Z/D': 6,
      'X/Z/U*': 2,
    });
    expect(attributes.filter(({ rule }) => rule !== 'PS3.15 2026d Table E.1-1')).toEqual([]);
    expect([profile, options]).toEqual([expect.stringContaining('E.2'), []]);
  });

  it('says of each option, and of each rule of a file, what it does', () => {
    const plan = planOf({
      options: ['retainUids', 'cleanDescriptors', 'retainSafePrivate'],
      rules: [{ select: 'StationName', action: 'keep' }],
    });
    expect(attributeOf(plan, '(0020,000D)')).toMatchObject({ asked: 'K (retainUids)', does: 'keep' });
    expect(attributeOf(plan, '(0008,1030)')).toMatchObject({ asked: 'C (cleanDescriptors)' });
    expect(attributeOf(plan, '(0008,1010)')).toMatchObject({
      does: 'keep',
      rule: expect.stringMatching(/:1:\d+$/),
    });
    expect(attributeOf(plan, '(gggg,eeee), gggg odd')).toMatchObject({
      asked: 'C (retainSafePrivate)',
      does: 'remove',
    });
    const { claims, others, options } = statementOf(plan);
    expect(options).toEqual(['retainSafePrivate', 'retainUids', 'cleanDescriptors']);
    // The rule keeps what the profile wants gone.
    expect(claims.find(([topic]) => topic.startsWith('113100'))?.[1]).toMatch(/^not written/);
    expect(others.some(({ rule }) => rule.includes('E.3.10-1'))).toBe(true);
  });

  it.each<[topic: string, rules: unknown, says: RegExp]>([
    ['UIDs', {}, /HMAC-SHA256.*same root key/],
    ['UIDs', { identities: { uids: 'random', project: 'chest' } }, /identity map.*"chest"/],
    ['UIDs', { profile: 'none', rules: [{ select: 'PatientID', action: 'empty' }] }, /^none are replaced$/],
    ['dates and times', { options: ['retainLongitudinalModifiedDates'] }, /1 to 365 days back/],
    ['free text', {}, /^none is cleaned/],
    ['free text', { options: ['cleanDescriptors'], freeText: 'hold' }, /taken out.*hold the instance/],
    ['structured content', { options: ['cleanStructuredContent'] }, /E\.3\.4-1/],
    ['pixels', { options: ['cleanPixelData'] }, /text is blanked/],
    ['private attributes', {}, /^all of them: remove$/],
    ['private attributes', { options: ['retainSafePrivate'] }, /^\d+ that rules name.*all others: remove$/],
    [
      'pseudonyms',
      { identities: { patientId: { action: 'allocate', template: 'S{##}' } } },
      /next free number/,
    ],
    ['re-identification', { reidentification: 'on' }, /sealed/],
  ])('%s under %j', (topic, rules, says) => {
    expect(statementOf(planOf(rules)).how.find(([each]) => each === topic)?.[1]).toMatch(says);
  });

  it('claims no profile where the rules are over none', () => {
    const plan = planOf({ profile: 'none', rules: [{ select: 'PatientID', action: 'empty' }] });
    const statement = statementOf(plan);
    expect([statement.profile, statement.claims]).toEqual([null, []]);
    expect(textOf(statement, null)).toContain('Instances do not say how they were de-identified.');
  });

  it('is the same in every format', async () => {
    const plan = planOf({ options: ['retainUids'] });
    const statement = statementOf(plan);
    const [text, markdown] = [textOf(statement, null), markdownOf(statement, null)];
    for (const { attribute, name } of statement.attributes) {
      expect(text).toContain(`${attribute.padEnd(10)}`);
      expect(markdown).toContain(`| ${attribute} | ${name} |`);
    }
    writeFileSync(at('rules.json'), JSON.stringify({ options: ['retainUids'] }));
    const { stdout, status } = await lethe(['conformance', '--rules', at('rules.json'), '--format', 'json']);
    const told = JSON.parse(String(stdout));
    expect([status, told.attributes]).toEqual([0, JSON.parse(JSON.stringify(statement.attributes))]);
    expect(told.rules.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** The compiler's own table in the form of the standard's JSON. */
function published(
  change: (rows: PublishedRow[]) => PublishedRow[] = (rows) => rows,
  columns: readonly string[] = [],
) {
  const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const rows = profileRows().map(
    (row): PublishedRow => ({
      name: row.name,
      tagKind: row.kind === 'tag' ? 'exact' : row.kind,
      id: row.kind === 'oddgroup' ? null : row.id,
      retired: row.retired,
      inStandardCompositeIOD: row.inStandardIod,
      basicProfile: row.basic,
      options: Object.fromEntries(
        Object.entries(row.options).map(([column, code]) => [snake(column), code as string]),
      ),
    }),
  );
  const names = [...OPTION_COLUMNS.map(snake), ...columns];
  return {
    edition: '2027a',
    columns: Object.fromEntries(names.map((name) => [name, name])),
    rows: change(rows),
  };
}

const tableOf = (content: unknown): PublishedTable =>
  readPublished(JSON.stringify(content)) as PublishedTable;
const changed = (id: string, by: Partial<PublishedRow>) => (rows: PublishedRow[]) =>
  rows.map((row) => (row.id === id ? { ...row, ...by } : row));

describe('another edition of the table', () => {
  it('is read as the compiler’s own', () => {
    expect(tableOf(published()).rows).toEqual(profileRows());
    expect(editionCheck(basicProfilePlan(), tableOf(published()))).toEqual({
      from: '2026d',
      to: '2027a',
      changes: [],
      unknownColumns: [],
    });
  });

  it('says what was added, removed and changed, and whether it has an effect under these rules', () => {
    const row: PublishedRow = {
      name: 'Bits Stored',
      tagKind: 'exact',
      id: '00280101',
      retired: false,
      inStandardCompositeIOD: true,
      basicProfile: 'X',
      options: {},
    };
    const next = published((rows) => [
      ...changed('00081010', { basicProfile: 'X' })(
        changed('00080050', { options: { retain_uids: 'K' } })(rows),
      ).filter(({ id }) => id !== '00104000'),
      row,
    ]);
    const { changes } = editionCheck(basicProfilePlan(), tableOf(next));
    expect(changes.map(({ attribute, change, hasEffect }) => [attribute, change, hasEffect])).toEqual([
      ['(0008,0050)', 'changed', false],
      ['(0008,1010)', 'changed', true],
      ['(0010,4000)', 'removed', true],
      ['(0028,0101)', 'added', true],
    ]);
    expect(changes.at(-1)).toMatchObject({ before: null, after: 'X', does: 'keep', would: 'remove' });
    // The option makes the first one count, and a rule of the file's own makes the second one not.
    const own = planOf({ options: ['retainUids'], rules: [{ select: 'StationName', action: 'empty' }] });
    expect(editionCheck(own, tableOf(next)).changes.map(({ hasEffect }) => hasEffect)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('leaves out columns that are not known, and says so', () => {
    const next = published(changed('00080050', { options: { retain_weather: 'K' } }), ['retain_weather']);
    const check = editionCheck(basicProfilePlan(), tableOf(next));
    expect([check.changes, check.unknownColumns]).toEqual([[], ['retain_weather']]);
    expect(markdownOf(statementOf(basicProfilePlan()), check)).toContain('retain_weather');
  });

  it('makes the exit status, and a file that is none is refused by its row', async () => {
    writeFileSync(at('same.json'), JSON.stringify(published()));
    expect((await lethe(['conformance', '--edition', at('same.json')])).status).toBe(0);
    writeFileSync(at('next.json'), JSON.stringify(published(changed('00081010', { basicProfile: 'X' }))));
    const next = await lethe(['conformance', '--edition', at('next.json'), '--format', 'json']);
    expect([next.status, JSON.parse(String(next.stdout)).edition.changes]).toEqual([1, [expect.any(Object)]]);
    for (const [content, says] of [
      ['{', 'not valid JSON'],
      ['[]', 'not an object'],
      [JSON.stringify({ ...published(), rows: [] }), '"rows"'],
      [JSON.stringify({ ...published(), columns: undefined }), '"columns"'],
      [JSON.stringify(published(changed('00080050', { basicProfile: 'Q' }))), 'row 1: "basicProfile"'],
      [JSON.stringify(published(changed('00080050', { id: 'SECRET' }))), 'row 1: "id"'],
      [JSON.stringify(published(changed('00080050', { options: { nobody: 'K' } }))), 'row 1: "options"'],
    ] as const) {
      writeFileSync(at('wrong.json'), content);
      const { status, stdout, stderr } = await lethe(['conformance', '--edition', at('wrong.json')]);
      expect([status, String(stdout)]).toEqual([2, '']);
      expect(String(stderr)).toContain('lethe: EDITION_WRONG:');
      expect(String(stderr)).toContain(says);
      expect(String(stderr)).not.toContain('SECRET');
    }
    expect((await lethe(['conformance', '--edition', at('nowhere.json')])).status).toBe(2);
  });
});
