import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, pageOf, type Report, tableOf } from '../report.ts';
import { peaks, type ReceiverKind, type Receiving, receiving, writeCts, writeLarge } from './measure.ts';

/**
 * `npm run bench:network [-- --rounds N --instances N --json FILE --page FILE]`: the receiving half of `lethe listen`, which syncs every instance, against
 * `storescp +B`, which syncs none, side by side in each round; and the most memory of both our sides for an instance of 1 GB. Wants DCMTK and Linux.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    instances: { type: 'string', default: '400' },
    json: { type: 'string' },
    page: { type: 'string' },
  },
});
const LARGE_BYTES = 1_000_000_000;
const SLOW_BYTES_PER_SECOND = 20_000_000;
const MOST_MEGABYTES = 150;
const KINDS: readonly ReceiverKind[] = ['ours', 'storescp', 'network'];
const PREFACE = `# The network, measured

\`npm run bench:network -- --page docs/network/measured.md\` writes this page: change the bench, not the page. Ratios are
medians of rounds in which the receivers took the same files one after the other, each round beginning with another of
them. \`storescu\` sends, with \`TCP_NODELAY=1\`, as \`storescp +B\` receives: without it both wait 40 ms in every message.
Lethe answers once an instance and its name are synced to the disk, \`storescp\` once it is written to memory: the
kernel writes it out later, on nobody's account.`;

const work = mkdtempSync(join(tmpdir(), 'lethe-bench-network-'));
try {
  const [cts, large] = [join(work, 'cts'), join(work, 'large')];
  writeCts(cts, Number(values.instances));
  writeLarge(large, LARGE_BYTES);

  const rounds: Readonly<Record<ReceiverKind, Receiving>>[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const measured = new Map<ReceiverKind, Receiving>();
    for (let turn = 0; turn < KINDS.length; turn += 1) {
      const kind = KINDS[(round + turn) % KINDS.length] as ReceiverKind;
      measured.set(kind, await receiving(kind, cts, work));
    }
    rounds.push(Object.fromEntries(measured) as Record<ReceiverKind, Receiving>);
  }
  const of = (figure: (round: Readonly<Record<ReceiverKind, Receiving>>) => number) =>
    median(rounds.map(figure));
  const ratios = {
    rate: of(({ ours, storescp }) => ours.instancesPerSecond / storescp.instancesPerSecond),
    cpu: of(({ ours, storescp }) => ours.cpuMs / storescp.cpuMs),
    networkCpu: of(({ network, storescp }) => network.cpuMs / storescp.cpuMs),
  };
  const each = await peaks(large, work, { kind: 'ours' });
  const dcmtk = await peaks(large, work, { kind: 'storescp' });
  const slow = await peaks(large, work, { kind: 'ours', bytesPerSecond: SLOW_BYTES_PER_SECOND });
  const memory = (what: string, bytes: number) => ({
    what,
    value: Math.round(bytes / 1e6),
    goal: MOST_MEGABYTES,
  });

  const report: Report = {
    machine: `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    sections: [
      {
        title: `Receiving ${values.instances} CT of 0.53 MB`,
        rows: [
          { what: "instances a second, times storescp's", value: ratios.rate, goal: 0.4, wants: 'at least' },
          { what: "CPU an instance, times storescp's", value: ratios.cpu, goal: 2 },
          {
            what: "CPU an instance without writing it, times storescp's",
            value: ratios.networkCpu,
            goal: null,
          },
          ...KINDS.flatMap((kind) => [
            {
              what: `${kind}: instances a second`,
              value: of((round) => round[kind].instancesPerSecond),
              goal: null,
            },
            { what: `${kind}: CPU an instance, ms`, value: of((round) => round[kind].cpuMs), goal: null },
          ]),
        ],
      },
      {
        title: 'Memory of the whole process, an instance of 1 GB, MB',
        rows: [
          memory('as SCP', each.receiverBytes),
          memory('as SCU, to ourselves', each.senderBytes),
          memory('as SCU, to storescp', dcmtk.senderBytes),
          memory('as SCP with a disk of 20 MB/s', slow.receiverBytes),
          memory('as SCU, to a sink of 20 MB/s', slow.senderBytes),
        ],
      },
    ],
  };
  console.log(tableOf(report));
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      `${JSON.stringify({ ...report, rounds, ratios, each, dcmtk, slow }, null, 2)}\n`,
    );
  if (values.page !== undefined) writeFileSync(values.page, pageOf(report, PREFACE));
} finally {
  rmSync(work, { recursive: true, force: true });
}
