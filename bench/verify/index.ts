import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newIndex, openIndex } from '../../cli/verify/cohortIndex.ts';
import { riskOf } from '../../layers/verify/risk/risk.ts';

/**
 * `npm run bench:verify`: an index of 100,000 instances of 2,000 patients is written, and values and risk are counted from it. Bounds: 60 s of processor,
 * 500 MB of memory.
 */

const INSTANCES = 100_000;
const PATIENTS = 2_000;
const TEXTS = 40;
const file = join(tmpdir(), `lethe-bench-${process.pid}.index`);
const started = process.cpuUsage();

const made = newIndex(file);
for (let at = 0; at < INSTANCES; at++) {
  const patient = at % PATIENTS;
  made.add(
    {
      name: `#${at}`,
      path: '',
      patient: `P${patient}`,
      study: `S${patient}`,
      series: `T${patient}.${Math.floor(at / PATIENTS) % 5}`,
      instance: `${at}`,
      isNameWithheld: false,
      sopClass: '',
      instanceNumber: at,
      facts: {
        sex: patient % 2 === 0 ? 'F' : 'M',
        age: `${String(patient % 90).padStart(3, '0')}Y`,
        ethnicGroup: '',
        size: '1.7',
        weight: String(50 + (patient % 50)),
        studyDay: `2024${String(1 + (patient % 12)).padStart(2, '0')}11`,
        device: `Device ${patient % 9}`,
        bodyPart: 'CHEST',
      },
      texts: Array.from({ length: TEXTS }, (_, n) => [
        `(0008,10${n})`,
        n === 0 ? `text ${at % 30_000}` : `text ${n} ${patient % 20}`,
      ]),
    },
    at,
  );
}
made.flush();
made.close();
const written = process.cpuUsage(started);

const opened = openIndex(file);
const values = opened.values(1000).length;
const risk = riskOf(opened.riskRows(), 5);
opened.close();
rmSync(file);
const looked = process.cpuUsage(started);
const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(`${INSTANCES} instances indexed in ${seconds(written).toFixed(1)} s of processor`);
console.log(
  `${values} values and the risk of ${risk.patients} patients in ${(seconds(looked) - seconds(written)).toFixed(1)} s; ${peakMegabytes.toFixed(0)} MB at most`,
);
process.exitCode = seconds(looked) < 60 && peakMegabytes < 500 ? 0 : 1;
