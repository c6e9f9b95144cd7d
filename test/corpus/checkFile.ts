import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type DataSet, elementWith } from '../../layers/dicom/element.ts';
import { DicomError } from '../../layers/dicom/errors.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import { bytesOfSegments, clean } from '../layers/engine/harness.ts';
import { readWithDcmjs } from '../support/secondReader.ts';
import type { Corpus } from './files.ts';
import { reemit } from './reemit.ts';
import { judge } from './surviving.ts';
import { basicCodeOf, strayChanges, valueIn, type WholeInstance } from './unchanged.ts';

/** What was found out about one file of the corpus. */
export interface FileReport {
  readonly file: string;
  /** `released`, or the code of the reason. */
  readonly outcome: string;
  readonly alone: boolean;
  readonly judged: number;
  /** Elements that neither Table E.1-1 nor Lethe's list beside it names. */
  readonly kept: number;
  readonly readable: boolean;
  readonly emptyPlanSame: boolean;
  readonly reemitSame: boolean;
  readonly written: number;
  readonly left: number;
  /** `read`, or why dcmjs does not read the released file; null: not released. */
  readonly dcmjs: string | null;
  readonly violations: readonly string[];
}

/** Checks one file against its audit record and what was written under `out`. */
export async function checkFile(
  corpus: Corpus,
  file: string,
  record: AuditRecord,
  out: string,
): Promise<FileReport> {
  const bytes = new Uint8Array(readFileSync(join(corpus.folder, file)));
  const before = await indexed(bytes);
  const violations: string[] = [];
  const emptyPlanSame = before !== null && (await comesBack(bytes));
  const reemitted = before === null ? null : await reemit(before);
  if (before !== null && !emptyPlanSame) violations.push('an empty plan does not give it back');
  if (reemitted?.same === false) violations.push('it differs when every element is written anew');

  // Of files with the same bytes one is released, and what stands there is every one's.
  const isReleased = record.outcome === 'released' || record.outcome === 'duplicate';
  let judged = 0;
  let kept = 0;
  let dcmjs: string | null = null;
  if (isReleased && before !== null && record.output.key !== null) {
    const output = new Uint8Array(readFileSync(join(out, record.output.key)));
    const after = await indexed(output);
    if (after === null) violations.push('the output cannot be read');
    else {
      const verdict = judge(corpus.expected.get(file) ?? [], before, after);
      judged = verdict.elements;
      kept = countKept(before.instance.dataSet);
      violations.push(...verdict.survivors, ...strayChanges(before, after), ...metaViolations(after));
    }
    dcmjs = dcmjsVerdict(output, bytes, record.output.key);
    if (dcmjs.startsWith('!')) violations.push(`dcmjs: ${dcmjs.slice(1)}`);
  } else if (isReleased) violations.push('released, and yet there is no index or no output');
  return {
    file,
    outcome: isReleased ? 'released' : (record.reason?.code ?? record.outcome),
    alone: out.includes('alone-') && isReleased,
    judged,
    kept,
    readable: before !== null,
    emptyPlanSame,
    reemitSame: reemitted?.same ?? false,
    written: reemitted?.written ?? 0,
    left: reemitted?.left ?? 0,
    dcmjs,
    violations,
  };
}

async function indexed(bytes: Uint8Array): Promise<WholeInstance | null> {
  try {
    return { instance: await parseInstance(memorySource(bytes)), bytes };
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

async function comesBack(bytes: Uint8Array): Promise<boolean> {
  const result = await clean(bytes, { plan: EMPTY_PLAN });
  return !('reason' in result) && Buffer.compare(bytesOfSegments(bytes, result.segments), bytes) === 0;
}

function countKept(dataSet: DataSet): number {
  let count = 0;
  for (const element of dataSet.elements) {
    const code = basicCodeOf(element);
    if (code === undefined) count += 1;
    if (code === undefined || code === 'X/Z/U*')
      for (const item of element.items ?? []) count += countKept(item);
  }
  return count;
}

/** File meta information that does not agree with the data set, or says more than it should (PS3.10 7.1). */
function metaViolations(whole: WholeInstance): string[] {
  const { fileMeta, dataSet } = whole.instance;
  const text = (from: DataSet, tag: number) => {
    const element = elementWith(from, asTag(tag));
    return element === undefined
      ? null
      : valueIn(whole, element)
          .toString('latin1')
          .replace(/[\0 ]+$/, '');
  };
  const length = elementWith(fileMeta, asTag(0x00020000));
  const counted = length === undefined ? -1 : valueIn(whole, length).readUInt32LE(0);
  const allowed = new Set([
    0x00020000, 0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012, 0x00020013,
  ]);
  return [
    ...(text(fileMeta, 0x00020003) === text(dataSet, 0x00080018)
      ? []
      : ['Media Storage SOP Instance UID differs']),
    ...(text(fileMeta, 0x00020002) === text(dataSet, 0x00080016)
      ? []
      : ['Media Storage SOP Class UID differs']),
    ...(counted === fileMeta.end - (length?.end ?? 0) ? [] : ['File Meta Information Group Length is wrong']),
    ...(fileMeta.elements.every(({ tag }) => allowed.has(tag))
      ? []
      : ['file meta information says too much']),
    ...(whole.bytes.subarray(0, 128).every((byte) => byte === 0) ? [] : ['the preamble is not zero']),
  ];
}

/** `read` if dcmjs finds the instance that the key names; else its own error, if it says that of the source, too; else `!` and what is wrong. */
function dcmjsVerdict(output: Uint8Array, source: Uint8Array, key: string): string {
  const found = readingOf(output);
  if ('uid' in found)
    return key.endsWith(`/${found.uid}.dcm`) ? 'read' : '!it reads another SOP Instance UID';
  const ofSource = readingOf(source);
  return 'uid' in ofSource ? `!${found.failure}, which it does not say of the source` : found.failure;
}

/** The SOP Instance UID that dcmjs reads, or its error without values, which it puts into its texts. */
function readingOf(bytes: Uint8Array): { readonly uid: string } | { readonly failure: string } {
  try {
    return { uid: String(readWithDcmjs(bytes).dict['00080018']?.Value?.[0] ?? '') };
  } catch (error) {
    const text = error instanceof Error ? error.message : 'no error';
    return { failure: text.replace(/: .*/, '') };
  }
}
