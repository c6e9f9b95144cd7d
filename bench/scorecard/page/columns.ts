import type { Result, Row, Tally } from './scorecard.ts';

/** The columns of the page, each a sentence of what it counts. None is merged with another. */
export interface Column {
  readonly title: string;
  readonly means: string;
  readonly of: (row: Row) => string;
}

export function titleOf({ tool, version, configuration }: Row): string {
  return version === '' ? tool : `${tool} ${version}, ${configuration}`;
}

/** Null: nothing was asked. */
export function shareOf({ passed, all }: Tally): number | null {
  return all === 0 ? null : passed / all;
}

/** Rounded down, so that nothing is 100 % that is not. */
export function percent(tally: Tally): string {
  const share = shareOf(tally);
  return share === null ? '–' : `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}

export function sumOf(result: Result, ...actions: readonly string[]): Tally {
  return actions.reduce(
    (sum, action) => {
      const { passed, all } = result.byAction[action] ?? { passed: 0, all: 0 };
      return { passed: sum.passed + passed, all: sum.all + all };
    },
    { passed: 0, all: 0 },
  );
}

const missed = ({ passed, all }: Tally) => `${all - passed} of ${all}`;

export const COLUMNS: readonly Column[] = [
  {
    title: 'leak',
    means:
      'planted identifiers and UIDs of six characters and more that are anywhere in the bytes of their instance’s output: in its attribute or another, in base64, in UTF-16',
    of: ({ result }) => missed(result.leaks),
  },
  {
    title: 'removed',
    means: '`text_removed`: the identifier is not in the value it was planted in',
    of: ({ result }) => percent(sumOf(result, 'text_removed')),
  },
  {
    title: 'kept',
    means: '`text_retained`, `tag_retained`, `text_notnull`: what identifies nobody is still there',
    of: ({ result }) => percent(sumOf(result, 'text_retained', 'tag_retained', 'text_notnull')),
  },
  {
    title: 'dates',
    means: '`date_shifted`: the old date is not in the value',
    of: ({ result }) => percent(sumOf(result, 'date_shifted')),
  },
  {
    title: 'intervals',
    means:
      'dates that moved by the same number of days as most of their patient’s; a date that was removed has no interval',
    of: ({ result }) => percent(result.intervals),
  },
  {
    title: 'UIDs',
    means:
      '`uid_changed`, `uid_consistent`, `patid_consistent`: changed, and the same everywhere, one new one for each old one',
    of: ({ result }) => percent(sumOf(result, 'uid_changed', 'uid_consistent', 'patid_consistent')),
  },
  {
    title: 'worse IOD',
    means: 'outputs in which dciodvfy finds an error of the IOD that the source has not',
    of: ({ result }) => (result.worseIods === null ? 'not measured' : String(result.worseIods)),
  },
  {
    title: 'unreadable',
    means: 'outputs that our reader or dcmdump does not read to their end',
    of: ({ result }) => String(Math.max(result.unreadable, result.unreadByOthers ?? 0)),
  },
  {
    title: 'lost',
    means:
      'sources without an output: skipped, held back or quarantined. What must go counts as gone there, what must stay as lost',
    of: ({ result }) => `${result.lost} of ${result.files}`,
  },
  {
    title: 'texts hidden',
    means: '`pixels_hidden`: in the box of a burned-in text, the pixels no longer correlate with the source',
    of: ({ result }) => missedOf(result, 'pixels_hidden'),
  },
  {
    title: 'pixels unchanged',
    means: '`pixels_retained`: in images without text, every sample is as it was, in whatever syntax',
    of: ({ result }) => missedOf(result, 'pixels_retained'),
  },
];

function missedOf(result: Result, action: string): string {
  const { passed, all } = sumOf(result, action);
  return all === 0 ? '–' : `${passed} of ${all}`;
}

export const COSTS: readonly Column[] = [
  {
    title: 'files a CPU second',
    means:
      'files, by the processor time of the whole process and its children; what a server does is not in it',
    of: ({ result, cost }) => (result.files / cost.cpuSeconds).toFixed(1),
  },
  {
    title: 'seconds',
    means: 'by the clock, on a machine that did other things as well',
    of: ({ cost }) => cost.seconds.toFixed(1),
  },
  {
    title: 'memory, MB',
    means: 'the most that its largest process had',
    of: ({ cost }) => (cost.peakBytes / 1e6).toFixed(0),
  },
];
