import type { TextCleaner } from '../text/cleaner.ts';
import { loadCleaner } from '../text/lazyCleaner.ts';
import { blankedOf } from './checks/blanked.ts';
import { checkChanges } from './checks/changes.ts';
import { type Looked, looked as lookedAt, type Side, sideOf } from './checks/context.ts';
import { checkDates, type Shifts, shifts } from './checks/dates.ts';
import { checkDerived } from './checks/derived.ts';
import { checkFileName } from './checks/fileNames.ts';
import { checkMarkers } from './checks/markers.ts';
import { type Patients, patients } from './checks/patients.ts';
import { checkDrawings, checkPixels, pixelDigest } from './checks/pixels.ts';
import { checkPrivate } from './checks/privateData.ts';
import { checkProfile } from './checks/profile.ts';
import { checkOthers, checkResidue, type OtherTokens, otherTokens } from './checks/residue.ts';
import { checkRuled } from './checks/ruled.ts';
import { checkTexts } from './checks/texts.ts';
import { tokensOf } from './checks/tokens.ts';
import { checkUids, type UidGraph, uidGraph } from './checks/uids.ts';
import { type CohortRow, cohortRowOf } from './cohort/row.ts';
import { type FindingList, findingList } from './findings.ts';
import { type DigestDraft, type InputDigest, inputDigest } from './inputDigest.ts';
import { fingerprinter, type Pairing, pairingOf } from './pairing.ts';
import type { AuditBook, RuleBook } from './ports.ts';
import type { ByteFile } from './reader/byteFile.ts';
import { ReadError, type ReadInstance } from './reader/model.ts';
import { readInstance } from './reader/read.ts';
import { firstValue } from './reader/values.ts';
import type { VerifyTally } from './tally.ts';

/** A file that is looked at. Duty: `use` opens it, hands its bytes over, and closes it. */
export interface InstanceFile {
  /** Below the folder that was named, with `/`. */
  readonly path: string;
  use<T>(work: (file: ByteFile) => T): T;
}

export interface VerifyRequest {
  readonly outputs: readonly InstanceFile[];
  /** Null: none was named, and outputs are looked at by themselves. */
  readonly sources: readonly InstanceFile[] | null;
  readonly rules: RuleBook | null;
  /** What an audit says of the outputs; null: none was named. */
  readonly audit: AuditBook | null;
  /** What another reader sees in a file: paths of elements without the numbers of items; null: it cannot say. */
  readonly secondReader: ((file: ByteFile) => ReadonlySet<string> | null) | null;
  /** Whether a detector looks at the pixels afterwards. */
  readonly looksAtPixels: boolean;
  onInstance(row: CohortRow, at: number): void;
  /** What an output was made of, by its place among the outputs. */
  onPair(output: number, source: InstanceFile): void;
  /** Work that was done, of all. */
  onProgress(done: number, all: number): void;
}

export interface VerifyResult {
  readonly findings: FindingList;
  readonly tally: VerifyTally;
  readonly outputsDigest: InputDigest;
  readonly sourcesDigest: InputDigest | null;
  /** Instances with at least one error or warning. */
  readonly instancesWithFindings: ReadonlySet<string>;
}

interface SourceFacts {
  /** SHA-256 of the pixels of each source. */
  readonly pixels: readonly (string | null)[];
  readonly pairing: Pairing;
  /** Of each source, by a number in the place of its Series Instance UID; null: it was not read. */
  readonly series: readonly (number | null)[];
  readonly paired: Set<number>;
  readonly others: OtherTokens;
  readonly uids: ReadonlySet<string>;
  /** SOP Instance UIDs that several sources have. */
  readonly twice: ReadonlySet<string>;
  readonly byPath: ReadonlyMap<string, number>;
}

/** Paths at which something was found in the instance that is looked at. */
type Flagged = Set<string>;

interface Run extends VerifyRequest {
  readonly cleaner: TextCleaner;
  readonly flagged: Flagged;
  readonly findings: FindingList;
  readonly tally: VerifyTally;
  readonly graph: UidGraph;
  readonly moved: Shifts;
  readonly patients: Patients;
  readonly fingerprint: ReturnType<typeof fingerprinter>;
  done(): void;
}

/** Holds outputs against their sources, the standard and the rules. One instance is in memory at a time, and of the others a few hundred bytes each. */
export async function verifyInstances(request: VerifyRequest): Promise<VerifyResult> {
  const listed = findingList();
  const instancesWithFindings = new Set<string>();
  const flagged: Flagged = new Set();
  const [outputsDigest, sourcesDigest] = [inputDigest(), request.sources === null ? null : inputDigest()];
  const findings: FindingList = {
    ...listed,
    counts: listed.counts,
    add: (finding) => {
      if (finding.severity !== 'note' && finding.instance !== '') instancesWithFindings.add(finding.instance);
      if (TELLS_OF_VALUE.has(finding.code)) flagged.add(finding.path);
      listed.add(finding);
    },
  };
  const all = request.outputs.length + (request.sources?.length ?? 0);
  let done = 0;
  const run: Run = {
    ...request,
    cleaner: await loadCleaner(),
    flagged,
    findings,
    tally: {
      outputs: request.outputs.length,
      outputsRead: 0,
      sources: request.sources?.length ?? 0,
      sourcesUnread: 0,
      pairs: 0,
      unsurePairs: 0,
      readTwice: 0,
      bytes: 0,
      documents: 0,
      pixelsNotCompared: 0,
    },
    graph: uidGraph(),
    moved: shifts(),
    patients: patients(),
    fingerprint: fingerprinter(),
    done: () => request.onProgress(++done, all),
  };
  const facts =
    request.sources === null ? null : readSources(run, request.sources, sourcesDigest as DigestDraft);
  for (const [at, output] of request.outputs.entries()) {
    output.use((file) => {
      outputsDigest.add(file);
      verifyOne(run, facts, output, file, at);
    });
    run.done();
  }
  run.patients.tell(findings);
  if (facts !== null) tellOfLostInstances(run, facts);
  return {
    findings,
    tally: run.tally,
    outputsDigest: outputsDigest.digest(),
    sourcesDigest: sourcesDigest?.digest() ?? null,
    instancesWithFindings,
  };
}

/** Findings that say of a value what it is: there the output's value is shown to nobody, since it is the source's. */
const TELLS_OF_VALUE: ReadonlySet<string> = new Set([
  'TOKEN_LEFT',
  'TOKEN_OF_ANOTHER',
  'TOKEN_ENCODED',
  'PROFILE_KEPT',
  'UID_KEPT',
  'DATE_KEPT',
  'NAME_IN_FILE_NAME',
  'PROFILE_PRESENT',
  'RULE_NOT_APPLIED',
  'PRIVATE_PRESENT',
  'PRIVATE_UNKNOWN',
  'PRIVATE_NO_CREATOR',
]);

/** What is needed of every source before the first output is looked at. */
function readSources(run: Run, sources: readonly InstanceFile[], digests: DigestDraft): SourceFacts {
  const others = otherTokens();
  const uids = new Set<string>();
  const twice = new Set<string>();
  const seriesNumbers = new Map<string, number>();
  const read = sources.map((source) => {
    const known = source.use((file) => {
      digests.add(file);
      const instance = readOrNull(file);
      if (instance === null) return null;
      const tokens = tokensOf(instance, new Set(), () => false);
      others.add(tokens);
      for (const tag of OWN_UIDS) {
        const uid = firstValue(instance.dataSet, tag).trim();
        if (tag === SOP_INSTANCE && uids.has(uid)) twice.add(uid);
        if (uid !== '' && !uid.startsWith('1.2.840.10008.')) uids.add(uid);
      }
      const digest = pixelDigest(instance);
      const series = firstValue(instance.dataSet, SERIES).trim();
      if (!seriesNumbers.has(series)) seriesNumbers.set(series, seriesNumbers.size);
      return {
        fingerprint: run.fingerprint(instance, digest),
        digest,
        series: seriesNumbers.get(series) as number,
      };
    });
    if (known === null) run.tally.sourcesUnread++;
    run.done();
    return known;
  });
  const byPath = new Map(sources.map(({ path }, at) => [path, at]));
  const pairing = pairingOf(read.map((known) => known?.fingerprint ?? null));
  return {
    pixels: read.map((known) => known?.digest ?? null),
    series: read.map((known) => known?.series ?? null),
    paired: new Set(),
    pairing,
    others,
    uids,
    twice,
    byPath,
  };
}

/** Series of the source of which some instances have an output and others have none: what is missing in a stack changes what is measured in it. */
function tellOfLostInstances({ findings }: Run, { series, paired }: SourceFacts): void {
  const counts = new Map<number, { all: number; made: number }>();
  for (const [at, number] of series.entries()) {
    if (number === null) continue;
    const count = counts.get(number) ?? { all: 0, made: 0 };
    counts.set(number, { all: count.all + 1, made: count.made + (paired.has(at) ? 1 : 0) });
  }
  for (const { all, made } of counts.values())
    if (made > 0 && made < all)
      findings.add({
        code: 'SERIES_MISSING',
        severity: 'note',
        path: '',
        instance: '',
        message: `of a series of ${all} instances of the source ${made} ${made === 1 ? 'has' : 'have'} an output`,
      });
}

const SERIES = 0x0020000e;

function readOrNull(file: ByteFile): ReadInstance | null {
  try {
    return readInstance(file);
  } catch (error) {
    if (error instanceof ReadError) return null;
    throw error;
  }
}

export function instanceName(at: number): string {
  return `#${at + 1}`;
}

function verifyOne(
  run: Run,
  facts: SourceFacts | null,
  output: InstanceFile,
  file: ByteFile,
  at: number,
): void {
  const name = instanceName(at);
  run.flagged.clear();
  run.tally.bytes += file.sizeBytes;
  let instance: ReadInstance;
  try {
    instance = readInstance(file);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    run.findings.add({ code: error.code, severity: 'error', path: `byte ${error.offset}`, instance: name });
    return;
  }
  run.tally.outputsRead++;
  readAgain(run, instance, file, name);
  const digest = pixelDigest(instance);
  const pair =
    facts === null
      ? null
      : facts.pairing.take(run.fingerprint(instance, digest), toldSource(run, facts, output));
  if (facts !== null && pair === null)
    run.findings.add({ code: 'NO_PAIR', severity: 'warning', path: '', instance: name });
  if (pair?.isUnsure === true) {
    run.tally.unsurePairs++;
    run.findings.add({ code: 'PAIR_UNSURE', severity: 'note', path: '', instance: name });
  }
  const side = sideOf(instance);
  const check = (source: Side | null) =>
    checkAll(run, facts, lookedAt(name, side, source, run.rules, run.findings), {
      path: output.path,
      pixels: digest,
      sourcePixels: pair === null ? null : (facts?.pixels[pair.source] ?? null),
      isUnsure: pair?.isUnsure === true,
    });
  if (pair === null) check(null);
  else {
    run.tally.pairs++;
    facts?.paired.add(pair.source);
    const paired = run.sources?.[pair.source] as InstanceFile;
    run.onPair(at, paired);
    paired.use((sourceFile) => check(sideOf(readInstance(sourceFile))));
  }
  run.onInstance(cohortRowOf(instance, name, output.path, run.flagged), at);
}

/** Larger files would not fit into the memory of the other reader. */
const MOST_READ_TWICE_BYTES = 8 * 1024 * 1024;

function readAgain(run: Run, instance: ReadInstance, file: ByteFile, name: string): void {
  if (run.secondReader === null || file.sizeBytes > MOST_READ_TWICE_BYTES) return;
  const seen = run.secondReader(file);
  if (seen === null) return;
  run.tally.readTwice++;
  const own = new Set(sideOf(instance).placed.map(({ kind }) => kind));
  for (const kind of seen)
    if (!own.has(kind))
      run.findings.add({ code: 'READERS_DISAGREE', severity: 'error', path: kind, instance: name });
}

function toldSource({ audit }: Run, { byPath }: SourceFacts, { path }: InstanceFile): number | null {
  const source = audit?.sourceOf(path);
  return source === undefined ? null : (byPath.get(source) ?? null);
}

/** SOP Instance, Study Instance, Series Instance and Frame of Reference UID. */
const SOP_INSTANCE = 0x00080018;
const OWN_UIDS = [SOP_INSTANCE, 0x0020000d, 0x0020000e, 0x00200052];
const NO_UIDS: ReadonlySet<string> = new Set();

/** What is known of an output besides its elements. */
interface Instance {
  readonly path: string;
  /** SHA-256 of its pixels, and of its source's. */
  readonly pixels: string | null;
  readonly sourcePixels: string | null;
  readonly isUnsure: boolean;
}

function checkAll(
  run: Run,
  facts: SourceFacts | null,
  looked: Looked,
  { path, pixels, sourcePixels, isUnsure }: Instance,
): void {
  const { source, claims } = looked;
  checkEnds(looked);
  checkMarkers(looked);
  checkProfile(looked);
  checkPrivate(looked);
  checkRuled(looked);
  if (checkDrawings(looked)) run.tally.documents++;
  const uids = facts?.uids ?? NO_UIDS;
  const tokens =
    source === null ? null : tokensOf(source.instance, claims.codes, (tag) => staysByRule(looked, tag));
  checkUids(
    looked,
    isUnsure || source === null ? null : run.graph,
    (uid) => uids.has(uid),
    (uid) => tokens?.uids.has(uid) === true,
  );
  checkDates(looked, isUnsure ? null : run.moved);
  if (!isUnsure) run.patients.record(looked);
  run.patients.recordInstance(looked, (uid) => facts?.twice.has(uid) === true);
  const blanked = blankedOf(run.audit?.blankedIn(path) ?? '');
  const seen = { digest: pixels, wasLookedAt: run.looksAtPixels, blanked };
  if (checkPixels(looked, seen, sourcePixels) === 'not-compared') run.tally.pixelsNotCompared++;
  if (source !== null && tokens !== null) {
    checkChanges(looked, pixels !== sourcePixels || blanked !== null);
    checkResidue(looked, tokens, facts?.others ?? null);
    checkDerived(looked, tokens.derivable);
  } else {
    checkTexts(looked, run.cleaner);
    if (facts !== null) checkOthers(looked, facts.others);
  }
  const own = new Set(OWN_UIDS.map((tag) => firstValue(looked.output.instance.dataSet, tag).trim()));
  const allOfSource = () => (source === null ? null : tokensOf(source.instance, new Set(), () => false));
  const others = facts?.others ?? null;
  checkFileName({ path, name: looked.name, tokens, others, own, allOfSource }, run.findings);
}

function staysByRule({ rules, sopClassUid, source }: Looked, tag: number): boolean {
  if (rules === null) return false;
  const vr = source?.instance.dataSet.elements.find((element) => element.tag === tag)?.vr ?? 'UN';
  return rules.says({ tag, vr, creator: null, path: [], sopClassUid }) === 'keeps';
}

function checkEnds(looked: Looked): void {
  const { instance } = looked.output;
  const preamble = instance.meta.elements.length === 0 ? null : instance.file.read(0, 128);
  if (preamble?.some((byte) => byte !== 0) === true) looked.find('PREAMBLE_NOT_EMPTY', 'warning', 'preamble');
  const { rest } = instance;
  if (rest === null) return;
  const isZero =
    rest.end - rest.start < 65_536 && rest.in.read(rest.start, rest.end).every((byte) => byte === 0);
  looked.find('BYTES_BEHIND', isZero ? 'note' : 'error', `byte ${rest.start}`);
}
