import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { isBlandPath } from '../../layers/verify/checks/fileNames.ts';
import { iodSeverity } from '../../layers/verify/checks/iod.ts';
import { askedImage, frameBytes, framesToLookAt } from '../../layers/verify/checks/pixelText.ts';
import { findingList } from '../../layers/verify/findings.ts';
import { ReadError } from '../../layers/verify/reader/model.ts';
import { readInstance } from '../../layers/verify/reader/read.ts';
import { assembleReport } from '../../layers/verify/report/assemble.ts';
import type { VerifyReport } from '../../layers/verify/report/model.ts';
import { claimsOf } from '../../layers/verify/standard/claims.ts';
import type { VerifyTally } from '../../layers/verify/tally.ts';
import {
  type InstanceFile,
  instanceName,
  type VerifyResult,
  verifyInstances,
} from '../../layers/verify/verify.ts';
import { startProgress } from '../deid/progress.ts';
import { UsageError } from '../exit.ts';
import { loadRules } from '../rules/load.ts';
import { isIndexFile, newIndex, openIndex } from './cohortIndex.ts';
import { absolutePath, instanceFiles } from './files.ts';
import { dciodvfy } from './iodCheck.ts';
import { textLooker } from './look.ts';
import { ruleBookOf } from './ruleBook.ts';
import { dcmjsReader } from './secondReader.ts';
import { lookTogether, type TogetherOptions } from './together.ts';
import { readAudits } from './told.ts';

export interface VerifyOptions extends TogetherOptions {
  readonly source?: string;
  readonly rules?: string;
  readonly audit?: readonly string[];
  readonly index?: string;
  readonly look: boolean;
  readonly quiet: boolean;
  /** The moment that the report is of. */
  readonly time: Date;
}

/** Verifies what was named, and says all of it. Throws `UsageError`, `FaultError`. */
export async function runVerify(clean: string, options: VerifyOptions): Promise<VerifyReport> {
  if (isIndexFile(clean)) return reportOfIndex(clean, options);
  const outputs = instanceFiles(clean);
  if (outputs.length === 0)
    throw new UsageError('there is no file in the folder of outputs. Check the path.', 'INPUT_MISSING');
  const sources = options.source === undefined ? null : instanceFiles(options.source, clean);
  const rules = options.rules === undefined ? null : ruleBookOf(loadRules(options.rules).plan);
  const told = options.audit === undefined ? null : readAudits(options.audit);
  const secondReader = await dcmjsReader();
  const index = newIndex(options.index ?? null);
  try {
    const progress = startProgress(outputs.length + (sources?.length ?? 0), !options.quiet);
    const withheld = new Set<string>();
    const paired = new Map<number, string>();
    let result: VerifyResult;
    try {
      result = await verifyInstances({
        outputs,
        sources,
        rules,
        audit: told,
        secondReader,
        looksAtPixels: options.look,
        onInstance: (row, at) => {
          index.add(row, at);
          if (row.isNameWithheld) withheld.add(row.name);
        },
        onPair: (output, source) => paired.set(output, source.path),
        onProgress: () => progress.advance(),
      });
    } finally {
      progress.stop();
    }
    index.flush();
    const looked = options.look
      ? await lookAtPixels(outputs, result, options.quiet)
      : { looked: 0, passed: 0 };
    const iod =
      options.source === undefined ? null : checkIods(clean, options.source, outputs, paired, result);
    const together = lookTogether(index, result.findings, options);
    const { findings, tally, outputsDigest, sourcesDigest } = result;
    return assembleReport({
      time: options.time.toISOString(),
      lethe: ENGINE_VERSION,
      inputs: {
        clean: outputsDigest,
        source: sourcesDigest,
        rules: rules === null ? null : { name: rules.name, digest: rules.digest },
        audit: told?.sha256 ?? null,
        decisions: together.decisions,
      },
      given: {
        isOfIndex: false,
        hasSource: sources !== null,
        hasRules: rules !== null,
        hasAudit: told !== null,
        hasDecisions: options.decisions !== undefined,
        looksAtPixels: options.look,
        framesLookedAt: looked.looked,
        framesNotLookedAt: looked.passed,
        hasIodCheck: iod !== null,
        iodUnread: iod ?? 0,
        tally,
        documents: tally.documents,
      },
      findings,
      instancesWithFindings: result.instancesWithFindings.size,
      nameOf: (name) => shownName(outputs, name, withheld),
      decided: together.decided,
      cohort: together.cohort,
      risk: together.risk,
    });
  } finally {
    index.close();
  }
}

/** A path that may hold a name is told by its place in the order of names. */
function shownName(outputs: readonly InstanceFile[], name: string, withheld: ReadonlySet<string>): string {
  const at = Number(name.slice(1)) - 1;
  const { path } = outputs[at] as InstanceFile;
  return isBlandPath(path) && !withheld.has(name)
    ? path
    : `file ${at + 1} of ${outputs.length}, in the order of names`;
}

/** Looks for text in a few frames of each instance. Text that is found is an error where the instance claims to have none. */
async function lookAtPixels(
  outputs: readonly InstanceFile[],
  { findings }: VerifyResult,
  quiet: boolean,
): Promise<{ looked: number; passed: number }> {
  const looker = textLooker();
  const progress = startProgress(outputs.length, !quiet);
  let [looked, passed] = [0, 0];
  try {
    for (const [at, output] of outputs.entries()) {
      progress.advance();
      const asked = output.use((file) => framesOf(file));
      if (asked === null) continue;
      const { image, frames, all, claimsClean } = asked;
      passed += all - frames.length;
      let places = 0;
      for (const frame of frames) {
        const found = await looker.textPlaces(image, frame);
        if (found === null) passed++;
        else {
          looked++;
          places += found;
        }
      }
      if (places > 0)
        findings.add({
          code: 'TEXT_IN_PIXELS',
          severity: claimsClean ? 'error' : 'warning',
          path: '(7FE0,0010)',
          instance: instanceName(at),
        });
    }
  } finally {
    progress.stop();
    await looker.close();
  }
  return { looked, passed };
}

function framesOf(file: Parameters<Parameters<InstanceFile['use']>[0]>[0]) {
  try {
    const instance = readInstance(file);
    const image = askedImage(instance);
    if (image === null) return null;
    const frames = framesToLookAt(image.frames).flatMap((frame) => frameBytes(instance, image, frame) ?? []);
    const claims = claimsOf(instance.dataSet);
    return {
      image,
      frames,
      all: image.frames,
      claimsClean: claims.codes.has('113101') || claims.burnedIn === 'NO',
    };
  } catch (error) {
    if (error instanceof ReadError) return null;
    throw error;
  }
}

/** Errors that an output has and its source had not; how many pairs could not be compared. Null: dciodvfy is not installed. */
function checkIods(
  clean: string,
  source: string,
  outputs: readonly InstanceFile[],
  paired: ReadonlyMap<number, string>,
  { findings }: VerifyResult,
): number | null {
  const check = dciodvfy();
  if (check === null) return null;
  let unread = 0;
  for (const [at, sourcePath] of paired) {
    const before = check.errorsOf(absolutePath(source, sourcePath));
    const after = check.errorsOf(absolutePath(clean, (outputs[at] as InstanceFile).path));
    if (before === null || after === null) {
      unread++;
      continue;
    }
    for (const [error, times] of after)
      if (times > (before.get(error) ?? 0))
        findings.add({
          code: 'IOD_ERROR',
          severity: iodSeverity(error),
          path: '',
          instance: instanceName(at),
          message: error,
        });
  }
  return unread;
}

/** Cohort and risk alone, from what an earlier run left. */
function reportOfIndex(file: string, options: VerifyOptions): VerifyReport {
  const index = openIndex(file);
  try {
    const findings = findingList();
    const together = lookTogether(index, findings, options);
    const none = {
      outputs: index.instances,
      outputsRead: 0,
      sources: 0,
      sourcesUnread: 0,
      pairs: 0,
      unsurePairs: 0,
      readTwice: 0,
      bytes: 0,
      documents: 0,
      pixelsNotCompared: 0,
    };
    const tally: VerifyTally = none;
    return assembleReport({
      time: options.time.toISOString(),
      lethe: ENGINE_VERSION,
      inputs: {
        clean: { files: 0, bytes: 0, sha256: '' },
        source: null,
        rules: null,
        audit: null,
        decisions: together.decisions,
      },
      given: {
        isOfIndex: true,
        hasSource: false,
        hasRules: false,
        hasAudit: false,
        hasDecisions: options.decisions !== undefined,
        looksAtPixels: false,
        framesLookedAt: 0,
        framesNotLookedAt: 0,
        hasIodCheck: false,
        iodUnread: 0,
        tally,
        documents: 0,
      },
      findings,
      instancesWithFindings: 0,
      nameOf: () => '',
      decided: together.decided,
      cohort: together.cohort,
      risk: together.risk,
    });
  } finally {
    index.close();
  }
}
