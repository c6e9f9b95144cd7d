import type { ACTIONS } from '../key.ts';
import { shareOf, titleOf } from './columns.ts';
import type { Row, Scorecard, Tally } from './scorecard.ts';

/** The figures of the page: SVG made of the same data, nothing else. */
export interface Figure {
  readonly file: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly svg: string;
}

interface Series {
  readonly label: string;
  readonly of: (row: Row) => Tally;
}

const actions =
  (...names: readonly (typeof ACTIONS)[number][]) =>
  ({ result }: Row): Tally =>
    names.reduce(
      (sum, name) => {
        const { passed, all } = result.byAction[name] ?? { passed: 0, all: 0 };
        return { passed: sum.passed + passed, all: sum.all + all };
      },
      { passed: 0, all: 0 },
    );

export function figuresOf({ rows }: Scorecard): readonly Figure[] {
  return [
    bars('removed-and-kept', 'What had to go and went, and what had to stay and stayed', rows, [
      { label: 'removed', of: actions('text_removed') },
      { label: 'kept', of: actions('text_retained', 'tag_retained', 'text_notnull') },
    ]),
    bars('dates-and-uids', 'Dates shifted with their intervals, UIDs changed and consistent', rows, [
      { label: 'intervals of dates', of: ({ result }) => result.intervals },
      { label: 'UIDs and patients', of: actions('uid_changed', 'uid_consistent', 'patid_consistent') },
    ]),
    bars('pixels', 'Burned-in texts hidden, and images without text unchanged', rows, [
      { label: 'hidden', of: actions('pixels_hidden') },
      { label: 'unchanged', of: actions('pixels_retained') },
    ]),
  ];
}

const [LABELS, WIDTH, BAR, GAP, TOP] = [330, 420, 11, 10, 44];

function bars(file: string, description: string, rows: readonly Row[], series: readonly Series[]): Figure {
  const step = series.length * BAR + GAP;
  const height = TOP + rows.length * step + 10;
  const total = LABELS + WIDTH + 80;
  const legend = series.map(
    ({ label }, at) =>
      `<rect class="s${at}" x="${LABELS + at * 200}" y="10" width="12" height="12"/><text x="${LABELS + 18 + at * 200}" y="20">${escaped(label)}</text>`,
  );
  const lines = rows.flatMap((row, at) => {
    const y = TOP + at * step;
    return [
      `<text x="${LABELS - 10}" y="${y + BAR}" text-anchor="end">${escaped(titleOf(row))}</text>`,
      ...series.map(({ of }, place) => {
        const share = shareOf(of(row));
        const top = y + place * BAR;
        const width = ((share ?? 0) * WIDTH).toFixed(1);
        const shown = share === null ? '–' : `${(Math.floor(1000 * share) / 10).toFixed(1)} %`;
        return `<rect class="s${place}" x="${LABELS}" y="${top}" width="${width}" height="${BAR - 1}"/><text class="n" x="${LABELS + Number(width) + 5}" y="${top + BAR - 2}">${shown}</text>`;
      }),
    ];
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height}" width="${total}" height="${height}" role="img" aria-labelledby="t">
<title id="t">${escaped(description)}</title>
<style>
svg { background: #ffffff; } text { font: 12px sans-serif; fill: #1f2328; } .n { font-size: 10px; }
.s0 { fill: #1f6feb; } .s1 { fill: #bf5b04; }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; } text { fill: #e6edf3; } .s0 { fill: #58a6ff; } .s1 { fill: #f0883e; } }
</style>
${[...legend, ...lines].join('\n')}
</svg>
`;
  return { file: `${file}.svg`, description, svg };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
