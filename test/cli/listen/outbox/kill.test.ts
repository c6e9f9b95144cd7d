import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collected } from '../../../../layers/dimse/messages.ts';
import { el } from '../../../support/build.ts';
import { keeping } from '../../../support/network/own.ts';
import { filesBelow, simple } from '../../run.ts';

const GATEWAY = join(import.meta.dirname, 'killedGateway.ts');
const COUNT = 60;
/** After how many instances more the process is killed: at once, between two, within a batch. */
const KILLS = [0, 1, 2, 3, 1, 5, 0, 7, 4, 2, 9, 1];

it('a gateway that is killed again and again delivers everything, and nothing in two forms', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-kill-'));
  const [spool, clean, state] = ['spool', 'clean', 'outbox.sqlite'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(spool);
  const expected = new Map<string, Buffer>();
  for (let number = 0; number < COUNT; number += 1) {
    const bytes = Buffer.from(simple(number, el(0x7fe00010, 'OW', new Uint8Array(20_000).fill(number))));
    expected.set(`2.25.${1_000 + number}`, bytes);
    writeFileSync(join(spool, `2.25.${1_000 + number}_2.25.${number % 4}.dcm`), bytes);
  }
  const kept = new Map<string, Buffer[]>();
  let killIn = Number.POSITIVE_INFINITY;
  let child: ChildProcess | null = null;
  const scp = await keeping({
    async *serve(request) {
      const data = Buffer.from(await collected(request.data));
      const uid = request.command.affectedSopInstanceUid ?? '';
      kept.set(uid, [...(kept.get(uid) ?? []), data]);
      if (killIn === 0) child?.kill('SIGKILL');
      killIn -= 1;
      yield { status: 0 };
    },
  });
  const run = (kill: number) =>
    new Promise<number | null>((resolve) => {
      killIn = kill;
      child = spawn(process.execPath, [GATEWAY, spool, clean, state, String(scp.port)], { stdio: 'inherit' });
      child.on('close', resolve);
    });
  for (const kill of KILLS) await run(kill);
  expect(readdirSync(spool).length).toBeGreaterThan(0);
  expect(await run(Number.POSITIVE_INFINITY)).toBe(0);
  await scp.close();

  const files = filesBelow(clean);
  expect([readdirSync(spool), files.size, kept.size]).toEqual([[], COUNT, COUNT]);
  for (const [uid, bytes] of expected) {
    const [found] = [...files].filter(([path]) => path.endsWith(`/${uid}.dcm`));
    expect(found?.[1].equals(bytes)).toBe(true);
    for (const each of kept.get(uid) ?? [])
      expect(bytes.subarray(bytes.length - each.length).equals(each)).toBe(true);
    expect(new Set(kept.get(uid)?.map(({ length }) => length)).size).toBe(1);
  }
  // What was under way at a kill came twice, and no more than that: two associations, and the batch whose settling was not durable.
  const again = [...kept.values()].reduce((sum, each) => sum + each.length - 1, 0);
  expect(again).toBeLessThanOrEqual(KILLS.length * 3);
  rmSync(folder, { recursive: true });
});
