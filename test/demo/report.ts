import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NAME_IN_PICTURE } from './demoStudy.ts';
import { type ElementRow, elementRows } from './elementRows.ts';
import type { DemoResult } from './ingestStudy.ts';

/** Colours a text, or leaves it alone where there is no terminal. */
export type Paint = (colour: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string;

const EXAMPLE = 'ct/slice-1.dcm';
const NAME_WIDTH = 48;

/** What the demo prints, line by line. `columns`: how wide the terminal is. */
export async function report(result: DemoResult, paint: Paint, columns: number): Promise<string[]> {
  return [
    paint('bold', 'Outcomes'),
    ...outcomeLines(result, paint),
    '',
    paint('bold', 'Planted identifiers'),
    ...identifierLines(result, paint),
    '',
    paint('bold', 'Text in pixels'),
    ...pictureLines(result, paint),
    '',
    paint('bold', `${EXAMPLE}, before and after`),
    ...(await exampleLines(result, paint, columns)),
    '',
    paint('bold', 'Where things are'),
    ...placeLines(result),
  ];
}

/** False if an outcome is not the one that the study is made for, an identifier is left in bytes or in the picture, or the second delivery changed anything. */
export function isAsExpected({ study, records, returned, after, pictures, isSteady }: DemoResult): boolean {
  const outcomes = study.files.every(({ expected }, at) => {
    const record = records[at];
    return (record?.outcome === 'released' ? 'released' : record?.reason?.code) === expected;
  });
  const isBlanked =
    pictures !== undefined && pictures.before.framesWithText > 0 && pictures.after.framesWithText === 0;
  return outcomes && returned.length === 0 && after.length === 0 && isBlanked && isSteady;
}

function outcomeLines({ study, records }: DemoResult, paint: Paint): string[] {
  const width = Math.max(...study.files.map(({ name }) => name.length));
  const lines = study.files.map(({ name }, at) => {
    const record = records[at];
    if (record === undefined) return `  ${name.padEnd(width)}  ${paint('red', 'returned to its queue')}`;
    const colour = record.outcome === 'released' ? 'green' : 'yellow';
    return `  ${name.padEnd(width)}  ${paint(colour, record.outcome.padEnd(11))}  ${record.reason?.code ?? actionsText(record.actions)}`;
  });
  const tally = Map.groupBy(records, (record) => record?.outcome ?? 'returned');
  return [...lines, `  ${[...tally].map(([outcome, { length }]) => `${length} ${outcome}`).join(', ')}`];
}

/** `remove 58, replace-uid 7`: what the audit counts. */
function actionsText(actions: Readonly<Record<string, number>>): string {
  return Object.entries(actions)
    .filter(([kind, count]) => kind !== 'keep' && count > 0)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}

function identifierLines({ study, before, after, cleanBytes, isSteady }: DemoResult, paint: Paint): string[] {
  const left = new Set(after.map(({ needle }) => needle)).size;
  return [
    `  planted  ${study.planted.length} identifiers, in ${before.length} places of the ingest folder`,
    `  left     ${paint(left === 0 ? 'green' : 'red', `${left} identifiers, in ${after.length} places`)} of ${cleanBytes} clean bytes, their keys, the audit and the log`,
    '           (searched as written, in UTF-8, UTF-16, base64 and hexadecimal, deflated data inflated)',
    `  twice    every event came a second time: ${isSteady ? paint('green', 'the same bytes') : paint('red', 'other bytes')}`,
  ];
}

function pictureLines({ pictures }: DemoResult, paint: Paint): string[] {
  if (pictures === undefined) return [`  ${NAME_IN_PICTURE} was not released`];
  const { before, after } = pictures;
  return [
    `  ${NAME_IN_PICTURE} shows the patient's name in ${before.frames} frames, and no attribute says so: it comes out blanked.`,
    `  before   text found in ${before.framesWithText} frames, ${placeOf(before.path)}`,
    `  after    text found in ${paint(after.framesWithText === 0 ? 'green' : 'red', `${after.framesWithText} frames`)}, ${placeOf(after.path)}`,
  ];
}

async function exampleLines(
  { study, records, folders }: DemoResult,
  paint: Paint,
  columns: number,
): Promise<string[]> {
  const at = study.files.findIndex(({ name }) => name === EXAMPLE);
  const key = records[at]?.output.key;
  const before = study.files[at]?.bytes;
  if (before === undefined || key === undefined || key === null) return ['  was not released'];
  const width = Math.max(20, Math.floor((columns - NAME_WIDTH - 8) / 2));
  const rows = await elementRows(before, readFileSync(join(folders.clean, key)));
  return [
    `  ${''.padEnd(NAME_WIDTH)}  ${paint('dim', 'before'.padEnd(width))}  ${paint('dim', 'after')}`,
    ...rows.map((row) => exampleLine(row, width, paint)),
  ];
}

function exampleLine(
  { depth, name, before, after, change }: ElementRow,
  width: number,
  paint: Paint,
): string {
  const head = `  ${column(`${'  '.repeat(depth)}${name}`, NAME_WIDTH)}  `;
  const left = column(before, width);
  const right = column(after, width).trimEnd();
  const line: Readonly<Record<ElementRow['change'], () => string>> = {
    same: () => paint('dim', `${head}${left}  =`),
    changed: () => `${head}${left}  ${paint('green', right)}`,
    emptied: () => `${head}${left}  ${paint('green', '(empty)')}`,
    removed: () => `${head}${left}  ${paint('red', '(removed)')}`,
    added: () => `${head}${paint('dim', column('(absent)', width))}  ${paint('green', right)}`,
    inside: () => paint('dim', `${head}${left}  ${right}`.trimEnd()),
  };
  return line[change]();
}

/** Cut or filled to so many characters. */
function column(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function placeLines({ folders, records, durationMs }: DemoResult): string[] {
  return [
    `  ingest      ${placeOf(folders.ingest)}`,
    `  clean       ${placeOf(folders.clean)}`,
    `  quarantine  ${placeOf(join(`${folders.clean}.kept`, 'quarantine'))}  (as they came, each with its reason)`,
    `  held        ${placeOf(join(`${folders.clean}.kept`, 'held'))}  (a person must look at it)`,
    `  report      ${placeOf(folders.report)}  (one instance before and after, for a browser)`,
    `  audit       ${placeOf(folders.audit)}  (one JSON line for each of ${records.length} objects and each delivery)`,
    `  log         ${placeOf(folders.log)}`,
    `  ${(durationMs / 1000).toFixed(1)} s`,
    '',
    'One instance is held. Decide about it in a browser:',
    `  npm run -s lethe -- review --kept ${placeOf(`${folders.clean}.kept`)}`,
  ];
}

function placeOf(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : `.${short === '' ? '' : `/${short}`}`;
}
