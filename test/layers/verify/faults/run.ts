import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ruleBookOf } from '../../../../cli/verify/ruleBook.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { corpusFolder, readCorpus } from '../../../corpus/files.ts';
import { syntheticStudy } from '../../../support/study.ts';
import { type NamedBytes, released, verified } from '../harness.ts';
import { KINDS, outcomeOf } from './faults.ts';
import { honestReleases, planOf } from './honest.ts';

/**
 * `npm run verify:faults -- --faults N --honest N --seed S`: faults of every kind put into honest outputs, each of which must be found, and honest outputs of
 * several rule sets, synthetic and of LETHE_CORPUS, of a thousand of which one may have a finding. Exit status 1 if one is missed, or too many alarms are false.
 */

/** Rules that claim the profile. What other rules leave is what `lethe verify` is to find. */
const PLANS: readonly (readonly [name: string, plan: RulePlan])[] = [
  ['basic', basicProfilePlan()],
  ['modified dates', planOf('{ "profile": "basic", "options": ["retainLongitudinalModifiedDates"] }')],
  [
    'full dates, UIDs and more',
    planOf(
      '{ "profile": "basic", "options": ["retainUids", "retainDeviceIdentity", "retainInstitutionIdentity", "retainPatientCharacteristics", "retainLongitudinalFullDates", "retainSafePrivate"] }',
    ),
  ],
  [
    'cleaned',
    planOf(
      '{ "profile": "basic", "options": ["retainDeviceIdentity", "retainPatientCharacteristics", "retainLongitudinalModifiedDates", "cleanDescriptors", "cleanStructuredContent", "cleanGraphics", "retainSafePrivate"] }',
    ),
  ],
  ['references', planOf('{ "profile": "basic", "references": "keep" }')],
];

async function faults(wanted: number, seed: number): Promise<boolean> {
  const rounds = Math.ceil(wanted / KINDS.length);
  const missed: string[] = [];
  let put = 0;
  for (let round = 0; round < rounds; round++) {
    const honest = await honestReleases(seed + round);
    for (const kind of KINDS) {
      const { missed: why } = await outcomeOf(kind, seed + round, honest);
      put++;
      if (why !== null) missed.push(`  ${kind.name}, seed ${seed + round}: ${why}`);
    }
  }
  console.log(`${put} faults of ${KINDS.length} kinds, ${put - missed.length} found`);
  for (const line of missed) console.log(line);
  return missed.length === 0;
}

async function alarms(wanted: number, seed: number): Promise<boolean> {
  let [outputs, held] = [0, 0];
  const look = async (name: string, sources: readonly NamedBytes[], plan: RulePlan): Promise<void> => {
    const release = await released(sources, plan);
    const result = await verified(release.outputs, sources, ruleBookOf(plan));
    outputs += release.outputs.length;
    held += result.instancesWithFindings.size;
    for (const { code, path, instance } of result.alarms)
      console.log(
        `  ${name}, ${release.made[Number(instance.slice(1)) - 1]?.name ?? instance}: ${code} ${path}`,
      );
  };
  const folder = corpusFolder();
  const corpus = folder === null ? [] : distinct(filesOf(folder));
  if (corpus.length > 0) for (const [name, plan] of PLANS) await look(name, corpus, plan);
  for (let at = 0; outputs < wanted; at++) {
    const sources = syntheticStudy(seed + at).files;
    for (const [name, plan] of PLANS) await look(name, sources, plan);
  }
  const most = Math.floor(outputs / 1000);
  console.log(
    `${outputs} honest outputs of ${PLANS.length} rule sets, ${held} with a finding; at most ${most} may have one`,
  );
  return held <= most;
}

/** Files over this size would be in memory together. */
const MOST_BYTES = 4 * 1024 * 1024;

function filesOf(folder: string): readonly NamedBytes[] {
  return readCorpus(folder).files.flatMap((name) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    return bytes.length > MOST_BYTES ? [] : [{ name, bytes }];
  });
}

/** Of two that have one SOP Instance UID, as a corpus may have, a release has one. */
function distinct(files: readonly NamedBytes[]): readonly NamedBytes[] {
  const known = new Set<string>();
  return files.filter(({ bytes }) => {
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf(
      Buffer.from([2, 0, 3, 0, 0x55, 0x49]),
    );
    if (at < 0) return true;
    const length = (bytes[at + 6] as number) | ((bytes[at + 7] as number) << 8);
    const uid = Buffer.from(bytes.subarray(at + 8, at + 8 + length)).toString('latin1');
    const isNew = !known.has(uid);
    known.add(uid);
    return isNew;
  });
}

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '200' },
    honest: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const areFound = await faults(Number(values.faults), seed);
const areFew = await alarms(Number(values.honest), seed);
process.exitCode = areFound && areFew ? 0 : 1;
