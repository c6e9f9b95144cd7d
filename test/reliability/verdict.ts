import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type ParsedInstance, parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { rootText } from '../../layers/dicom/values.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../layers/engine/phi.ts';
import { describeHits, findNeedles } from '../support/search.ts';
import type { Deployment, Sent } from './deployment.ts';
import { NEEDLES } from './instances.ts';

const INSTANCE_NUMBER = asTag(0x00200013);
const PATIENT_ID = asTag(0x00100020);

/** How often each promise was broken. */
export interface Verdict {
  /** Objects without outcome: no clean instance, or no quarantined bytes with their reason; or no audit line that says so. */
  readonly lost: number;
  /** Instances that are there twice, patients with two numbers, numbers with two patients, audit lines that contradict each other. */
  readonly twice: number;
  /** Numbers that were passed over. */
  readonly gaps: number;
  /** Versions that could be seen, ever, and were not a whole instance, or not the one that stands there now. */
  readonly halfWritten: number;
  /** Uploads in parts that nobody finished or aborted: they are seen by nobody, and a lifecycle rule ends them. */
  readonly openUploads: number;
  /** Identifiers in logs, the audit, keys, metadata, notes, the identity table, clean bytes. */
  readonly leaks: readonly string[];
}

export const FLAWLESS: Verdict = { lost: 0, twice: 0, gaps: 0, halfWritten: 0, openUploads: 0, leaks: [] };

/** What became of objects that were all delivered until they came to an outcome. */
export async function judge(
  deployment: Deployment,
  sent: readonly Sent[],
  output: readonly string[],
): Promise<Verdict> {
  const { aws, facts } = deployment;
  const audit = aws.logs.events(facts.auditLog).map(({ message }) => message);
  const clean = await cleanInstances(deployment);
  const kept = aws.s3.history(facts.quarantineBucket);
  const lines = Map.groupBy(
    audit.map((line) => JSON.parse(line) as AuditRecord),
    ({ source }) => source.versionId,
  );
  const keys = new KmsKeyRing(aws.kms.client, facts.nameKeyId);

  let [lost, twice, halfWritten] = [0, 0, clean.broken];
  for (const object of sent) {
    const said = lines.get(object.versionId) ?? [];
    if (new Set(said.map(({ outcome, output: { key } }) => `${outcome} ${key}`)).size > 1) twice += 1;
    if (object.number === null) {
      const ref = { container: facts.ingestBucket, key: new Phi(object.key), versionId: object.versionId };
      const { version } = await namesOf(ref, { keys });
      const bytes = kept.get(`${version}.dcm`) ?? [];
      if (bytes.some((each) => Buffer.compare(each.bytes, object.bytes) !== 0)) halfWritten += 1;
      const isKept = bytes.length > 0 && kept.has(`${version}.json`);
      if (!isKept || said[0]?.outcome !== 'quarantined') lost += 1;
    } else {
      const standing = clean.byNumber.get(object.number) ?? [];
      if (standing.length === 0 || said[0]?.outcome !== 'released') lost += 1;
      if (standing.length > 1) twice += 1;
    }
  }
  const numbers = numbersOf(sent, clean.byNumber);
  return {
    lost,
    twice: twice + numbers.twice,
    gaps: numbers.gaps,
    halfWritten,
    openUploads: aws.s3.uploads.size,
    leaks: leaksIn([
      ...output,
      ...audit,
      JSON.stringify([...aws.dynamo.items.values()]),
      ...[facts.cleanBucket, facts.quarantineBucket].map((bucket) => wordsOf(deployment, bucket)),
      ...[...kept].flatMap(([key, versions]) =>
        key.endsWith('.json') ? versions.map(({ bytes }) => bytes) : [],
      ),
      ...clean.headers,
    ]),
  };
}

interface CleanInstances {
  readonly byNumber: ReadonlyMap<number, readonly { readonly key: string; readonly patientId: string }[]>;
  readonly headers: readonly Uint8Array[];
  readonly broken: number;
}

async function cleanInstances({ aws, facts }: Deployment): Promise<CleanInstances> {
  const byNumber = new Map<number, { key: string; patientId: string }[]>();
  const headers: Uint8Array[] = [];
  let broken = 0;
  for (const [key, versions] of aws.s3.history(facts.cleanBucket)) {
    const last = versions.at(-1)?.bytes ?? Buffer.alloc(0);
    broken += versions.filter(({ bytes }) => Buffer.compare(bytes, last) !== 0).length;
    headers.push(last.subarray(0, HEADER_BYTES));
    const parsed = await parsedOrNull(last);
    if (parsed === null) broken += 1;
    else {
      const number = Number(rootText(parsed, INSTANCE_NUMBER));
      byNumber.set(number, [
        ...(byNumber.get(number) ?? []),
        { key, patientId: rootText(parsed, PATIENT_ID) },
      ]);
    }
  }
  return { byNumber, headers, broken };
}
/** The pixels of a long object hold nothing, and take their time to be searched. */
const HEADER_BYTES = 1024 * 1024;

function parsedOrNull(bytes: Uint8Array): Promise<ParsedInstance | null> {
  return parseInstance(memorySource(bytes)).catch(() => null);
}

function numbersOf(sent: readonly Sent[], byNumber: CleanInstances['byNumber']) {
  const ids = new Map<string, Set<string>>();
  const patients = new Map<string, Set<string>>();
  for (const { number, patient } of sent)
    for (const { patientId } of number === null ? [] : (byNumber.get(number) ?? [])) {
      ids.set(patient ?? '', (ids.get(patient ?? '') ?? new Set()).add(patientId));
      patients.set(patientId, (patients.get(patientId) ?? new Set()).add(patient ?? ''));
    }
  const numbers = [...patients.keys()].map((id) => Number(id.replace('Site', '')));
  return {
    twice: [...ids.values(), ...patients.values()].filter(({ size }) => size > 1).length,
    // An ID that is not a number of the template is a gap too.
    gaps: numbers.length === 0 ? 0 : Math.abs(Math.max(...numbers) + 1 - numbers.length) || 0,
  };
}

/** Keys, metadata, tags and headers of the objects. */
function wordsOf({ aws }: Deployment, bucket: string): string {
  return JSON.stringify(
    [...aws.s3.history(bucket)].flatMap(([key, versions]) =>
      versions.map(({ metadata, tags, input: { Body: _body, CopySource: _source, ...input } }) => [
        key,
        metadata,
        tags,
        input,
      ]),
    ),
  );
}

function leaksIn(texts: readonly (string | Uint8Array)[]): readonly string[] {
  const all = Buffer.concat(texts.flatMap((text) => [Buffer.from(text as string), Buffer.from('\n')]));
  return describeHits(findNeedles(all, NEEDLES));
}
