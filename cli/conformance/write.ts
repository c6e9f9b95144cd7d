import { table, wrapped } from '../../rules/markdown.ts';
import type { EditionCheck } from './edition.ts';
import type { Line } from './how.ts';
import type { Statement } from './statement.ts';

type Cells = readonly (readonly string[])[];

/** A part of a statement: prose, or a table with its head first. */
interface Part {
  readonly title: string;
  readonly prose: readonly string[];
  readonly head: readonly string[];
  readonly rows: Cells;
}

/** As Markdown, which word processors and browsers turn into a page to sign. */
export function markdownOf(statement: Statement, check: EditionCheck | null): string {
  const parts = partsOf(statement, check).flatMap(({ title, prose, head, rows }) => [
    `## ${title}`,
    '',
    ...prose.flatMap((paragraph) => [paragraph, '']),
    ...(rows.length === 0 ? [] : [table(head, rows), '']),
  ]);
  return wrapped([`# ${TITLE}`, '', ...parts].join('\n'));
}

/** As text for a terminal. */
export function textOf(statement: Statement, check: EditionCheck | null): string {
  const parts = partsOf(statement, check).flatMap(({ title, prose, head, rows }) => [
    title.toUpperCase(),
    '',
    ...prose.flatMap((paragraph) => [paragraph, '']),
    ...(rows.length === 0 ? [] : [...columns([head.map((word) => word.toUpperCase()), ...rows]), '']),
  ]);
  return [TITLE, '', ...parts].join('\n');
}

const TITLE = 'De-identification conformance statement';
/** Of a column in text; the last one is as wide as it gets. */
const WIDEST = 60;

function columns(rows: Cells): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, index) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => row[index]?.length ?? 0))),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function partsOf(statement: Statement, check: EditionCheck | null): readonly Part[] {
  const { application, rules, profile, options, editions, claims, how, settings, attributes, others } =
    statement;
  const lines = (title: string, rows: readonly Line[], prose: readonly string[] = []): Part => ({
    title,
    prose,
    head: ['what', 'how'],
    rows,
  });
  return [
    lines('Application, profile and options', [
      ['application', `${application.name} ${application.version}`],
      ['rules', `${rules.name} (${rules.dialect})`],
      ['digest of the rules', rules.digest],
      ['profile', profile ?? 'none: the rules are over no profile of PS3.15'],
      ['options', options.length === 0 ? 'none' : options.join(', ')],
      ...editions.map(([name, edition]): Line => [name, `edition ${edition}`]),
    ]),
    lines(
      'What instances say',
      claims,
      claims.length === 0 ? ['Instances do not say how they were de-identified.'] : [],
    ),
    lines('How values are replaced', how),
    lines('What applies besides', settings),
    {
      title: 'Attributes of PS3.15 Table E.1-1',
      prose: [
        `${attributes.length} rows. "asked" is the code that holds under the options. Where a rule goes by the type of an attribute in its IOD, each case is given.`,
      ],
      head: ['attribute', 'name', 'asked', 'what is done', 'by'],
      rows: attributes.map(({ attribute, name, asked, does, rule }) => [attribute, name, asked, does, rule]),
    },
    {
      title: 'Other rules',
      prose: [
        `${others.length} rules about what the table does not list, or in a place. The first that matches holds.`,
      ],
      head: ['attribute', 'name', 'what is done', 'why', 'by'],
      rows: others.map(({ attribute, name, action, why, rule }) => [attribute, name, action, why, rule]),
    },
    ...(check === null ? [] : [editionPart(check)]),
  ];
}

function editionPart({ from, to, changes, unknownColumns }: EditionCheck): Part {
  const effects = changes.filter(({ hasEffect }) => hasEffect).length;
  return {
    title: `With edition ${to} in place of ${from}`,
    prose: [
      `${changes.length} rows differ; ${effects} of them would change instances under these rules.`,
      ...(unknownColumns.length === 0
        ? []
        : [`Columns that Lethe does not know, and that are left out: ${unknownColumns.join(', ')}.`]),
    ],
    head: [
      'attribute',
      'name',
      'row',
      `codes in ${from}`,
      `codes in ${to}`,
      'what is done',
      'what would be done',
      'effect',
    ],
    rows: changes.map(({ attribute, name, change, before, after, does, would, hasEffect }) => [
      attribute,
      name,
      change,
      before ?? '',
      after ?? '',
      does,
      would,
      hasEffect ? 'yes' : 'no',
    ]),
  };
}
