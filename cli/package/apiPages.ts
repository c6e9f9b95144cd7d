import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { wrapped } from '../../rules/markdown.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What a program imports by a name: its source, and the project that its types are made by. */
export interface ApiEntry {
  readonly name: string;
  readonly source: string;
  readonly project: string;
  /** Below docs/api. */
  readonly page: string;
  readonly says: string;
}

/** A row for each entry of the package's `exports`. */
export const API_ENTRIES: readonly ApiEntry[] = [
  {
    name: 'lethe',
    source: 'layers/library/lethe.ts',
    project: 'cli/package/types.json',
    page: 'lethe.md',
    says: 'de-identify and verify instances within a program',
  },
  {
    name: 'lethe/cdk',
    source: 'infra/constructs.ts',
    project: 'cli/package/types.json',
    page: 'cdk.md',
    says: 'put a deployment into a CDK app of one’s own',
  },
];

/** TypeDoc reads sources by the programmatic interface of TypeScript 6, which TypeScript 7 does not have: `typescript-6` is there for it alone. */
function withTypeScript6(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === 'typescript' ? 'typescript-6' : specifier, context),
  });
}

/**
 * The pages of docs/api by their names, made of the doc comments. Throws where something that a program may use has none. `of`: of another source alone, by absolute
 * paths.
 */
export async function apiPages(
  of: Partial<Pick<ApiEntry, 'source' | 'project'>> = {},
): Promise<ReadonlyMap<string, string>> {
  withTypeScript6();
  const pages = new Map([['README.md', indexPage()]]);
  const entries =
    of.source === undefined ? API_ENTRIES : API_ENTRIES.slice(0, 1).map((entry) => ({ ...entry, ...of }));
  for (const entry of entries) pages.set(entry.page, await pageOf(entry));
  return pages;
}

function indexPage(): string {
  const rows = API_ENTRIES.map(({ name, page, says }) => `| [\`${name}\`](${page}) | ${says} |`);
  return wrapped(`# What programs import

These pages are made of the comments in the sources (\`npm run docs\`). Every example in them is run by a test, against the
sources and against the package. [library.md](../library.md) says how to install it and what it does not do.

| import | to |
| --- | --- |
${rows.join('\n')}
`);
}

async function pageOf({ name, source, project }: ApiEntry): Promise<string> {
  const { Application } = await import('typedoc');
  const folder = mkdtempSync(join(tmpdir(), 'lethe-api-'));
  try {
    const made = await Application.bootstrapWithPlugins({
      entryPoints: [resolve(ROOT, source)],
      tsconfig: resolve(ROOT, project),
      plugin: ['typedoc-plugin-markdown'],
      readme: 'none',
      out: folder,
      name,
      disableSources: true,
      excludePrivate: true,
      excludeExternals: true,
      // Of what is not exported itself the words of its type are enough.
      validation: { notExported: false, invalidLink: true, notDocumented: true },
      requiredToBeDocumented: [
        'Variable',
        'Function',
        'Class',
        'Interface',
        'TypeAlias',
        'Property',
        'Method',
        'Parameter',
      ],
      sort: ['source-order'],
      logLevel: 'Warn',
      ...MARKDOWN,
    });
    const read = await made.convert();
    if (read === undefined) throw new Error(`${source} does not compile`);
    made.validate(read);
    if (made.logger.hasErrors() || made.logger.hasWarnings())
      throw new Error(`something in ${source} has no comment, or a wrong one: see above`);
    await made.generateOutputs(read);
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    return settled(`# ${name}\n\n${page}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How the pages look: one for each entry, functions first. Options of typedoc-plugin-markdown. */
const MARKDOWN: object = {
  router: 'module',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hidePageTitle: true,
  useCodeBlocks: true,
  expandParameters: true,
  groupOrder: ['Functions', 'Variables', '*'],
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideDefaults: true, hideInherited: true, hideOverrides: true },
};

/** Anchors of rows, which nothing leads to, go; lines keep to the width of our pages. */
function settled(page: string): string {
  return `${wrapped(page.replace(/<a id="[^"]*"><\/a> /g, '')).trimEnd()}\n`;
}
