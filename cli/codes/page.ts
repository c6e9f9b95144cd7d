import { posix } from 'node:path';
import { OWN_CODES } from './own.ts';

/** The pages that explain codes of their own, from `docs/`; each row of a table there that begins with codes is about them. */
const PAGES: readonly (readonly [page: string, of: string])[] = [
  ['outcomes.md', 'an instance'],
  ['rules.md', 'rules'],
  ['review.md', 'a review'],
  ['verify.md', '`lethe verify`'],
  ['routes.md', 'routes, and any rules'],
  ['network/configuration.md', 'lethe.listen.json'],
  ['dialects/microsoft.md', 'rules of Microsoft'],
  ['dialects/proknow.md', 'rules of ProKnow'],
  ['dialects/dcm4chee.md', 'rules of dcm4chee'],
  ['dialects/mevislab.md', 'rules of MeVisLab'],
  ['dialects/ctp.md', 'scripts of CTP'],
  ['dialects/ctp-pixels.md', 'pixel scripts of CTP'],
  ['network/worklist.md', 'a worklist'],
];

interface Row {
  readonly code: string;
  readonly of: string;
  readonly says: string;
}

const HEAD = `# Codes

Every error, reason and finding has a code: a word in capitals that scripts can rely on, because it does not change.
At a desk an error that ends a command is one line, \`lethe: CODE: what happened. What to do.\`, with exit status 2;
\`--debug\`, which works with every command, adds where the error was thrown. No text with a code contains a value of an
instance.

\`npm run docs\` writes this page from the pages that explain the codes of instances and rules, and from
\`cli/codes/own.ts\`; a test compares it with the source, in both directions.

| code | of | what it says, and what to do |
| --- | --- | --- |
`;

/** docs/codes.md. `pageText`: the text of a page by its path from `docs/`. */
export function codesPage(pageText: (page: string) => string): string {
  const rows = [
    ...PAGES.flatMap(([page, of]) =>
      rowsOf(pageText(page), `[${of}](${page})`).map((row) => ({ ...row, says: ledFrom(page, row.says) })),
    ),
    ...Object.entries(OWN_CODES).flatMap(([of, codes]) =>
      Object.entries(codes).map(([code, says]) => ({ code, of, says })),
    ),
  ].toSorted((one, other) => (one.code < other.code ? -1 : one.code > other.code ? 1 : 0));
  return `${HEAD}${rows.map(({ code, of, says }) => `| \`${code}\` | ${of} | ${says} |\n`).join('')}`;
}

/** Links of another page, as they lead from here. */
function ledFrom(page: string, text: string): string {
  return text.replace(/\]\((?![a-z]+:)([^)#]*)(#[^)]*)?\)/g, (_, to: string, heading = '') => {
    const target = to === '' ? page : posix.join(posix.dirname(page), to);
    return `](${target}${heading})`;
  });
}

const CODES = /^`[A-Z]+(?:_[A-Z0-9]+)*`(?:, `[A-Z]+(?:_[A-Z0-9]+)*`)*$/;

/** The rows of the tables whose first column is `code`. */
function rowsOf(text: string, of: string): readonly Row[] {
  let isOfCodes = false;
  return text.split('\n').flatMap((line) => {
    isOfCodes = line.startsWith('| code |') || (isOfCodes && line.startsWith('|'));
    const [cell = '', ...others] = line
      .replace(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((each) => each.trim());
    if (!isOfCodes || !CODES.test(cell)) return [];
    const says = others.filter((each) => each !== '').join('; ');
    return [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, code = '']) => ({ code, of, says }));
  });
}
