import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { peaks, type Receiving, receiving, writeCts, writeLarge } from './measure.ts';

/**
 * `npm run bench:network [-- --rounds N --json FILE]`: the receiving half of `lethe listen`, which syncs every instance, against `storescp +B`, which syncs none, in pairs of one
 * run; and the most memory of both our sides for an instance of 1 GB, with DCMTK, with each other, and with a sink of 20 MB a second. Wants DCMTK and
 * Linux. Exit code 1 if a bound is missed.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    instances: { type: 'string', default: '400' },
    json: { type: 'string' },
  },
});
const BOUNDS = { rate: 0.4, cpu: 2, peakBytes: 150e6 };
const LARGE_BYTES = 1_000_000_000;
const SLOW_BYTES_PER_SECOND = 20_000_000;

const work = mkdtempSync(join(tmpdir(), 'lethe-bench-network-'));
try {
  const [cts, large] = [join(work, 'cts'), join(work, 'large')];
  writeCts(cts, Number(values.instances));
  writeLarge(large, LARGE_BYTES);

  const pairs: { readonly ours: Receiving; readonly storescp: Receiving }[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Which is first changes: a disk that is warm is nobody's advantage.
    const first = round % 2 === 0 ? 'ours' : 'storescp';
    const one = await receiving(first, cts, work);
    const other = await receiving(first === 'ours' ? 'storescp' : 'ours', cts, work);
    pairs.push(first === 'ours' ? { ours: one, storescp: other } : { ours: other, storescp: one });
  }
  const rate = median(
    pairs.map(({ ours, storescp }) => ours.instancesPerSecond / storescp.instancesPerSecond),
  );
  const cpu = median(pairs.map(({ ours, storescp }) => ours.cpuMs / storescp.cpuMs));
  const toEachOther = await peaks(large, work, { kind: 'ours' });
  const toDcmtk = await peaks(large, work, { kind: 'storescp' });
  const toSlow = await peaks(large, work, { kind: 'ours', bytesPerSecond: SLOW_BYTES_PER_SECOND });
  const figures = {
    instances: Number(values.instances),
    pairs,
    ratios: { rate, cpu },
    toEachOther,
    toDcmtk,
    toSlow,
  };

  const rows: readonly (readonly [what: string, figure: string, bound: string, holds: boolean])[] = [
    ['instances a second, of storescp’s', rate.toFixed(2), `at least ${BOUNDS.rate}`, rate >= BOUNDS.rate],
    ['CPU for each instance, of storescp’s', cpu.toFixed(2), `at most ${BOUNDS.cpu}`, cpu <= BOUNDS.cpu],
    ...(
      [
        ['1 GB, acceptor', toEachOther.receiverBytes],
        ['1 GB, requestor to us', toEachOther.senderBytes],
        ['1 GB, requestor to storescp', toDcmtk.senderBytes],
        ['1 GB at 20 MB/s, acceptor', toSlow.receiverBytes],
        ['1 GB at 20 MB/s, requestor', toSlow.senderBytes],
      ] as const
    ).map(
      ([what, bytes]) =>
        [
          `${what}: most memory, MB`,
          (bytes / 1e6).toFixed(0),
          'at most 150',
          bytes <= BOUNDS.peakBytes,
        ] as const,
    ),
  ];
  console.log('| what | figure | bound |\n| --- | --- | --- |');
  for (const [what, figure, bound, holds] of rows)
    console.log(`| ${what} | ${figure} | ${bound}: ${holds ? 'met' : 'missed'} |`);
  for (const [name, of] of [
    ['ours', 'ours'],
    ['storescp', 'storescp'],
  ] as const)
    console.log(
      `${name}: ${pairs.map((pair) => `${pair[of].instancesPerSecond.toFixed(0)}/s, ${pair[of].cpuMs.toFixed(2)} ms`).join('; ')}`,
    );
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = rows.every(([, , , holds]) => holds) ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
