import type { Picture } from './picture.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** One metric: its name, what it is, and where its numbers are. docs/network/watching.md has a row for each. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: (picture: Picture) => readonly Sample[];
}

const one = (value: number): readonly Sample[] => [[{}, value]];
const each =
  (label: string, of: (picture: Picture) => Readonly<Record<string, number>>): Metric['samples'] =>
  (picture) =>
    Object.entries(of(picture)).map(([name, value]) => [{ [label]: name }, value]);

export const METRICS: readonly Metric[] = [
  {
    name: 'lethe_listen_associations',
    type: 'gauge',
    help: 'Associations that are open.',
    samples: ({ associations }) => one(associations),
  },
  {
    name: 'lethe_listen_associations_total',
    type: 'counter',
    help: 'Associations and connections by what came of them: opened, closed (released), aborted, rejected, dropped.',
    samples: each('event', ({ counts }) => counts.associations),
  },
  {
    name: 'lethe_listen_stores_total',
    type: 'counter',
    help: 'C-STORE requests by the status that was answered, in hexadecimal.',
    samples: each('status', ({ counts }) => counts.stores),
  },
  {
    name: 'lethe_listen_received_bytes_total',
    type: 'counter',
    help: 'Bytes of instances that were acknowledged.',
    samples: ({ counts }) => one(counts.receivedBytes),
  },
  {
    name: 'lethe_listen_outcomes_total',
    type: 'counter',
    help: 'Instances by their outcome in the audit.',
    samples: each('outcome', ({ counts }) => counts.outcomes),
  },
  {
    name: 'lethe_listen_faults_total',
    type: 'counter',
    help: 'Attempts at an instance that are made again, by code.',
    samples: each('code', ({ counts }) => counts.faults),
  },
  {
    name: 'lethe_listen_spool_instances',
    type: 'gauge',
    help: 'Instances in the spool: not yet de-identified, or not yet delivered.',
    samples: ({ spool }) => one(spool.instances),
  },
  {
    name: 'lethe_listen_spool_bytes',
    type: 'gauge',
    help: 'Bytes of the originals in the spool.',
    samples: ({ spool }) => one(spool.bytes),
  },
  {
    name: 'lethe_listen_spool_free_bytes',
    type: 'gauge',
    help: 'Room on the disk of the spool.',
    samples: ({ spool }) => one(spool.freeBytes),
  },
  {
    name: 'lethe_listen_spool_waiting',
    type: 'gauge',
    help: 'Instances that are not de-identified yet.',
    samples: ({ spool }) => one(spool.waiting),
  },
  {
    name: 'lethe_listen_spool_faulted',
    type: 'gauge',
    help: 'Instances that were tried in vain and are tried again.',
    samples: ({ spool }) => one(spool.faulted),
  },
  {
    name: 'lethe_listen_spool_oldest_seconds',
    type: 'gauge',
    help: 'How long the oldest instance that is not de-identified yet has waited.',
    samples: ({ spool }) => one(spool.oldestSeconds ?? 0),
  },
  {
    name: 'lethe_listen_deliveries_total',
    type: 'counter',
    help: 'Attempts to deliver by what came of them: delivered, failed (tried again), held (refused for good).',
    samples: ({ counts }) =>
      Object.entries(counts.deliveries).flatMap(([delivery, kinds]) =>
        Object.entries(kinds).map(([result, value]): Sample => [{ delivery, result }, value]),
      ),
  },
  {
    name: 'lethe_listen_delivery_waiting',
    type: 'gauge',
    help: 'Instances that wait to be delivered.',
    samples: ({ outbox }) =>
      (outbox?.deliveries ?? []).map(({ delivery, waiting }) => [{ delivery }, waiting]),
  },
  {
    name: 'lethe_listen_delivery_held',
    type: 'gauge',
    help: 'Instances that a receiver refused for good.',
    samples: ({ outbox }) => (outbox?.deliveries ?? []).map(({ delivery, held }) => [{ delivery }, held]),
  },
];

/** The text of a scrape (Prometheus text format 0.0.4). */
export function metricsText(picture: Picture): string {
  return METRICS.map(({ name, type, help, samples }) => {
    const lines = samples(picture).map(([labels, value]) => `${name}${labelsText(labels)} ${value}\n`);
    return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
  }).join('');
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
