import { table, wrapped } from '../../../rules/markdown.ts';
import { ACTIONS, CATEGORIES } from '../key.ts';
import { COLUMNS, COSTS, type Column, percent, titleOf } from './columns.ts';
import { figuresOf } from './figures.ts';
import type { Row, Scorecard } from './scorecard.ts';

/** Of each row, at most so many kinds of misses are shown; the data has all. */
const EXAMPLES = 4;

/** `docs/scorecard.md`, from the data alone. */
export function pageOf(scorecard: Scorecard): string {
  const { set, rows, skipped, unseen, machine } = scorecard;
  const paragraphs = [
    '# Scorecard',
    '<!-- Written by `npm run scorecard` from docs/scorecard/scorecard.json. Do not edit. -->',
    flat(`**Our generator, our bias.** The files below were made by a program of ours, the identifiers in them were
planted by it, and the answer key and the judge are ours as well: whoever writes the questions does better in the
exam. The set has the shape of MIDI-B (The Cancer Imaging Archive, doi 10.7937/cf2p-aw56) and is not that set, which
cannot be redistributed; figures here cannot be compared with those published for it. What the tools are asked for is
what research collections ask for: the Basic Profile with modified dates, patient characteristics, cleaned
descriptions, safe private attributes and cleaned pixels. Several of these tools were made for other ends, and by default none of
them is asked for this much.`),
    flat(`A row says what one version of one tool, called in one way, did to ${set.files} files with ${set.checks.toLocaleString('en')}
checks. There is no total: a tool that deletes everything leaks nothing, and a tool that copies keeps everything.`),
    table(
      ['tool', ...COLUMNS.map(({ title }) => title)],
      rows.map((row) => cells(row, COLUMNS)),
    ),
    ...figuresOf(scorecard).map(({ file, description }) => `![${description}](scorecard/${file})`),
    '## What the columns say',
    table(
      ['column', 'what it counts'],
      [...COLUMNS, ...COSTS].map(({ title, means }) => [title, means]),
    ),
    flat(`Outputs are matched with their sources by Instance Number, which is unique in a set and identifies nobody; where it
is gone, by their pixels, then by their path. The judge reads outputs with a reader of its own, which shares no code
with Lethe's.`),
    '## By action',
    table(
      ['tool', ...ACTIONS.map((action) => `\`${action}\``)],
      rows.map((row) => [
        titleOf(row),
        ...ACTIONS.map((action) => percent(row.result.byAction[action] ?? NONE)),
      ]),
    ),
    '## By category',
    table(['category', 'checks of'], Object.entries(CATEGORIES)),
    table(
      ['tool', ...Object.keys(CATEGORIES)],
      rows.map((row) => [
        titleOf(row),
        ...Object.keys(CATEGORIES).map((name) => percent(row.result.byCategory[name] ?? NONE)),
      ]),
    ),
    '## Speed and memory',
    `Measured on: ${machine}. These figures differ from run to run; all others do not.`,
    table(
      ['tool', ...COSTS.map(({ title }) => title)],
      rows.map((row) => cells(row, COSTS)),
    ),
    '## How each was called',
    table(
      ['tool', 'how'],
      rows.map((row) => [titleOf(row), row.how]),
    ),
    ...(skipped.length === 0
      ? []
      : [
          'Not run:',
          table(
            ['tool', 'why'],
            skipped.map((one) => [`${one.tool}, ${one.configuration}`, one.skipped]),
          ),
        ]),
    '## Examples of what failed',
    flat(`The most frequent misses of each row, with one file and the planted text. Every text here was invented by the
generator. All misses are in [the data](scorecard/scorecard.json).`),
    table(['tool', 'action', 'attribute', 'times', 'for example', 'planted'], rows.flatMap(examplesOf)),
    '## Seeds that nobody had looked at',
    flat(`Lethe on ${unseen.seeds.length} more seeds, of which neither the generator nor Lethe's author had seen a file before this
run. Every kind of miss is listed.`),
    table(
      ['tool', ...COLUMNS.map(({ title }) => title)],
      unseen.rows.map((row) => cells(row, COLUMNS)),
    ),
    ...unseen.rows.flatMap((row) => [
      `Missed by ${titleOf(row)}:`,
      row.result.misses.length === 0
        ? 'Nothing.'
        : table(
            ['tool', 'action', 'attribute', 'times', 'for example', 'planted'],
            missesOf(row, row.result.misses.length),
          ),
    ]),
    '## Again',
    `\`\`\`sh\nnpm run scorecard -- --seeds ${set.seeds.join(',')} --unseen ${unseen.seeds.join(',')} --patients ${set.patients}\n\`\`\``,
    flat(`The same seeds give the same bytes: SHA-256 \`${set.digest}\` for the table, \`${unseen.digest}\` for the other
seeds, with ${set.fonts} fonts and ${set.realFiles} real files of \`LETHE_CORPUS\`. Tools are installed from PyPI into \`~/.cache/lethe\` on first
use, in the versions above; those of Debian are used if they are there. The answer key of a seed:
\`npm run scorecard:set -- --seed ${set.seeds[0]} --out FOLDER\` writes the files, the key as JSON and as the SQLite table that MIDI-B's has.`),
  ];
  return wrapped(`${paragraphs.join('\n\n')}\n`);
}

const NONE = { passed: 0, all: 0 };

function cells(row: Row, columns: readonly Column[]): readonly string[] {
  return [titleOf(row), ...columns.map(({ of }) => of(row))];
}

function examplesOf(row: Row): readonly (readonly string[])[] {
  return missesOf(row, EXAMPLES);
}

function missesOf(row: Row, most: number): readonly (readonly string[])[] {
  return row.result.misses
    .slice(0, most)
    .map(({ action, path, name, count, file, text }) => [
      titleOf(row),
      action,
      `${name} \`${path}\``,
      String(count),
      file,
      text === '' ? '' : `\`${text}\``,
    ]);
}

/** A paragraph of several lines as one. */
function flat(text: string): string {
  return text.replace(/\n/g, ' ');
}
