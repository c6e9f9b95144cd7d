import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simple } from '../../cli/run.ts';
import { zipOf } from '../../support/archives.ts';
import {
  atDesk,
  deid,
  ending,
  expectDone,
  expectTrue,
  failing,
  linesOf,
  type Moment,
  onSmallDisk,
} from '../desk.ts';
import type { FaultCase, FaultGroup } from '../faultCase.ts';

const PART = /state.*\.part/;
const LINE = /audit\.jsonl/;

/** Where a run is ended, and at which of such calls. */
const MOMENTS: readonly (Moment & { readonly where: string; readonly at: number })[] = [
  { where: 'before an instance is written', call: 'openSync', path: PART, when: 'before', at: 5 },
  { where: 'in the middle of an instance', call: 'writeSync', path: PART, when: 'before', at: 5 },
  { where: 'behind the last byte of an instance', call: 'writeSync', path: PART, when: 'after', at: 5 },
  { where: 'before an instance has its name', call: 'linkSync', path: /\.dcm/, when: 'before', at: 5 },
  {
    where: 'once an instance has its name, before its line',
    call: 'linkSync',
    path: /\.dcm/,
    when: 'after',
    at: 5,
  },
  { where: 'before a line of the audit', call: 'writeSync', path: LINE, when: 'before', at: 8 },
  { where: 'behind a line of the audit', call: 'writeSync', path: LINE, when: 'after', at: 8 },
  { where: 'before an original is kept', call: 'copyFile', path: /quarantine/, when: 'before', at: 3 },
  {
    where: 'between kept bytes and their note',
    call: 'renameSync',
    path: /quarantine.*\.dcm/,
    when: 'after',
    at: 3,
  },
  {
    where: 'behind the note of kept bytes',
    call: 'renameSync',
    path: /quarantine.*\.json/,
    when: 'after',
    at: 3,
  },
];

const KILLS: readonly FaultCase[] = MOMENTS.map(({ where, at, ...moment }) => ({
  fault: `ended ${where}`,
  injected: `SIGINT, and SIGKILL, ${moment.when} the ${moment.call} that does it`,
  held: 'every line is true; at most one instance has no line yet; the next run has a line for all, and removes the parts',
  run: async () => {
    for (const signal of ['SIGINT', 'SIGKILL'] as const)
      await atDesk(18, async (desk) => {
        const { status, stdout } = await deid(desk, 1, ending(desk, moment, at, signal));
        expect([0, 1]).not.toContain(status);
        expect(String(stdout)).toBe('');
        expect(expectTrue(desk, true).length).toBeLessThanOrEqual(1);
        expect(linesOf(desk.audit).length).toBeLessThan(desk.names.length);
        await expectDone(desk);
      });
  },
}));

/** With one process, and with several. */
const JOBS = [1, 3];

const DISKS: readonly FaultCase[] = [
  {
    fault: 'the disk of the output is full',
    injected: 'a file system of 160 KB for 24 files of 9 KB, with one process and with three',
    held: 'what has no room is said to be a fault, not to be in quarantine; once there is room, the next run does it',
    run: async () => {
      for (const jobs of JOBS)
        await atDesk(24, (at) =>
          onSmallDisk(at, 160 * 1024, async (disk, grow) => {
            const desk = { ...at, out: join(disk, 'out'), kept: join(disk, 'kept') };
            const full = failing(desk, { call: 'writeSync', path: /\.part/ }, 12, 'ENOSPC');
            const { status } = await deid(desk, jobs, grow === null ? full : {});
            expect(status).toBe(1);
            expect(expectTrue(desk)).toEqual([]);
            const lines = linesOf(desk.audit);
            expect(lines.map(({ source }) => source.key).sort()).toEqual(desk.names);
            const faults = lines.filter(({ outcome }) => outcome === 'fault');
            expect(faults.length).toBeGreaterThan(2);
            for (const { reason, output } of faults)
              expect([reason?.code, output.key]).toEqual(['STORE_UNAVAILABLE', null]);
            grow?.(16 * 1024 * 1024);
            await expectDone(desk, jobs);
          }),
        );
    },
  },
  {
    fault: 'the disk of the kept folder is full',
    injected: 'a file system of 128 KB for what 24 files leave, with one process and with three',
    held: 'nothing says that it was kept which was not, and no bytes are without their reason',
    run: async () => {
      for (const jobs of JOBS)
        await atDesk(24, (at) =>
          onSmallDisk(at, 128 * 1024, async (disk, grow) => {
            const desk = { ...at, kept: join(disk, 'kept') };
            const full = failing(desk, { call: 'writeSync', path: /quarantine.*\.part/ }, 3, 'ENOSPC');
            const { status } = await deid(desk, jobs, grow === null ? full : {});
            expect(status).toBe(1);
            expect(expectTrue(desk)).toEqual([]);
            expect(linesOf(desk.audit).filter(({ outcome }) => outcome === 'fault').length).toBeGreaterThan(
              1,
            );
            grow?.(16 * 1024 * 1024);
            await expectDone(desk, jobs);
          }),
        );
    },
  },
  {
    fault: 'the disk of the audit is full',
    injected: 'a file system of 8 KB for the lines of 24 files, with one process and with three',
    held: 'the run ends with AUDIT_UNAVAILABLE; every line is true; the next run has a line for all',
    run: async () => {
      for (const jobs of JOBS)
        await atDesk(24, (at) =>
          onSmallDisk(at, 8 * 1024, async (disk, grow) => {
            const desk = { ...at, audit: join(disk, 'a.jsonl') };
            const full = failing(desk, { call: 'writeSync', path: /a\.jsonl/ }, 6, 'ENOSPC');
            const { status, stderr, stdout } = await deid(desk, jobs, grow === null ? full : {});
            expect([status, String(stdout)]).toEqual([2, '']);
            expect(String(stderr)).toContain('AUDIT_UNAVAILABLE');
            expectTrue(desk);
            expect(linesOf(desk.audit).length).toBeLessThan(desk.names.length);
            await expectDone(desk, jobs);
          }),
        );
    },
  },
  {
    fault: 'an archive cannot be kept whose members are refused',
    injected: 'ENOSPC for each copy to quarantine',
    held: 'no line says that a member is in quarantine with its archive; the next run keeps it, and says so',
    run: () =>
      atDesk(0, async (desk) => {
        const members = [
          { name: '../out-of-here', bytes: simple(1) },
          { name: 'b', bytes: simple(2) },
        ];
        writeFileSync(join(desk.input, 'a.zip'), zipOf(members));
        const told = (audit: string) =>
          linesOf(audit).map(({ source, outcome }) => `${source.key} ${outcome}`);
        await deid(desk, 1, failing(desk, { call: 'copyFile', path: /quarantine/ }, 1, 'ENOSPC'));
        expect(told(desk.audit).filter((line) => line.includes('quarantined'))).toEqual([]);
        expect(told(desk.audit)).toContain('a.zip fault');
        const quarantine = join(desk.kept, 'quarantine');
        expect(existsSync(quarantine) ? readdirSync(quarantine) : []).toEqual([]);
        const next = { ...desk, audit: join(desk.run, 'next.jsonl') };
        await deid(next, 1);
        expect(told(next.audit)).toEqual(['a.zip!/1 quarantined', 'a.zip!/2 released', 'a.zip quarantined']);
      }),
  },
  {
    fault: 'output and kept folder are of two file systems',
    injected: 'SIGKILL in the middle of an instance, or, where nothing can be mounted, EXDEV for each link',
    held: 'the part lies hidden in the output, and the next run removes it',
    run: () =>
      atDesk(9, (at) =>
        onSmallDisk(at, 4 * 1024 * 1024, async (disk, grow) => {
          const desk = { ...at, kept: join(disk, 'kept') };
          if (grow === null) await deid(desk, 1, failing(desk, { call: 'linkSync', path: PART }, 1, 'EXDEV'));
          else {
            const moment = { call: 'writeSync', path: /out\/\.lethe-.*\.part/, when: 'before' } as const;
            await deid(desk, 1, ending(desk, moment, 3, 'SIGKILL'));
            expect(readdirSync(desk.out).filter((name) => name.endsWith('.part'))).toHaveLength(1);
          }
          await expectDone(desk);
        }),
      ),
  },
];

/** `lethe deid` over folders: ended at each moment, and on full disks. */
export const DESK: FaultGroup = {
  subject: 'At a desk',
  cases: [
    ...KILLS,
    {
      fault: 'the first of several processes is ended',
      injected: 'SIGINT before the 20th line of 60',
      held: 'every line is true; what the others did meanwhile has its line after the next run',
      run: () =>
        atDesk(60, async (desk) => {
          const moment = { call: 'writeSync', path: LINE, when: 'before' } as const;
          await deid(desk, 2, ending(desk, moment, 20, 'SIGINT'));
          expectTrue(desk, true);
          expect(linesOf(desk.audit)).toHaveLength(19);
          await expectDone(desk, 2);
        }),
    },
    ...DISKS,
  ],
};
