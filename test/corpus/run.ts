import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { checkFile, type FileReport } from './checkFile.ts';
import { conformanceViolations } from './conformance.ts';
import { type Corpus, corpusFolder, readCorpus } from './files.ts';

/**
 * `npm run corpus`: takes a folder of files that nobody of this project wrote (LETHE_CORPUS) through `lethe deid` and holds what comes out
 * against what independent readers know of them. Exit code 1 if anything is violated, 2 without a corpus.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the command on inputs and answers its audit, and whatever it should not have said. */
function deid(
  inputs: readonly string[],
  out: string,
  key: string,
): { records: AuditRecord[]; problems: string[] } {
  const audit = `${out}.jsonl`;
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'cli/lethe.mjs'),
      'deid',
      ...inputs,
      '--out',
      out,
      '--audit',
      audit,
      '--key',
      key,
      '--quiet',
      '--jobs',
      '1',
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const problems = [
    ...(status === 0 || status === 1 ? [] : [`the command ended with ${status}`]),
    ...(stderr === '' ? [] : [`the command wrote ${stderr.length} characters to standard error`]),
  ];
  const lines = existsSync(audit) ? readFileSync(audit, 'utf8').trimEnd().split('\n') : [];
  return { records: lines.map((line) => JSON.parse(line) as AuditRecord), problems };
}

async function main(folder: string): Promise<boolean> {
  const corpus = readCorpus(folder);
  const work = mkdtempSync(join(tmpdir(), 'lethe-corpus-'));
  const key = join(work, 'key');
  const violations: string[] = [];
  try {
    const out = join(work, 'out');
    const { records, problems } = deid([folder], out, key);
    violations.push(...problems, ...auditViolations(corpus, records));
    const reports: FileReport[] = [];
    for (const record of records) {
      const file = record.source.key;
      if (!corpus.files.includes(file)) continue;
      // Two files with one SOP Instance UID cannot both be in one folder: the second is tried by itself.
      const isAlone = record.reason?.code === 'OUTPUT_CONFLICT';
      const own = join(work, `alone-${reports.length}`);
      const [settled] = isAlone ? deid([join(folder, file)], own, key).records : [record];
      reports.push(await checkFile(corpus, file, settled ?? record, isAlone ? own : out));
    }
    violations.push(
      ...reports.flatMap(({ file, violations: own }) => own.map((violation) => `${file}: ${violation}`)),
    );
    print(corpus, records, reports);
    violations.push(...(await conformanceViolations(corpus)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(violations.length === 0 ? '\nno violations' : `\n${violations.length} violations`);
  for (const violation of violations) console.log(`  ${violation}`);
  return violations.length === 0;
}

/** One line for every input file, without exception, and a reason that docs/outcomes.md explains. */
function auditViolations(corpus: Corpus, records: readonly AuditRecord[]): string[] {
  const lines = Map.groupBy(records, ({ source }) => source.key);
  const page = readFileSync(join(ROOT, 'docs/outcomes.md'), 'utf8');
  return [
    ...corpus.files
      .filter((file) => lines.get(file)?.length !== 1)
      .map((file) => `${file}: ${lines.get(file)?.length ?? 0} audit lines`),
    ...[...lines.keys()]
      .filter((key) => !corpus.files.includes(key))
      .map((key) => `${key}: an audit line, but no file`),
    ...[...new Set(records.flatMap(({ reason }) => (reason === null ? [] : [reason.code])))]
      .filter((code) => !page.includes(`\`${code}\``))
      .map((code) => `docs/outcomes.md does not explain ${code}`),
  ];
}

function print(corpus: Corpus, records: readonly AuditRecord[], reports: readonly FileReport[]): void {
  const sum = (of: (report: FileReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  const count = (is: (report: FileReport) => boolean) => reports.filter(is).length;
  console.log(
    `${corpus.files.length} files, ${records.length} audit lines, ${corpus.index.size} of them in INDEX.tsv\n`,
  );
  console.log('outcome by what other readers say');
  const indexed = reports.filter(({ file }) => corpus.index.has(file));
  const rows = Map.groupBy(
    indexed,
    ({ file, outcome }) => `${corpus.index.get(file)?.valid.replace(/\(.*/, '')}\t${outcome}`,
  );
  for (const [key, group] of [...rows].sort()) {
    const [valid = '', outcome = ''] = key.split('\t');
    console.log(`  ${valid.padEnd(22)}${outcome.padEnd(26)}${String(group.length).padStart(5)}`);
  }
  console.log(
    `\nreleased                                        ${count(({ outcome }) => outcome === 'released')}`,
  );
  console.log(`of them by themselves, for an equal SOP Instance UID  ${count(({ alone }) => alone)}`);
  console.log(`elements of EXPECT judged in released files     ${sum(({ judged }) => judged)}`);
  console.log(`elements without a row held equal, byte by byte ${sum(({ kept }) => kept)}`);
  console.log(`readable files                                  ${count(({ readable }) => readable)}`);
  console.log(
    `  an empty plan gives back byte for byte        ${count(({ emptyPlanSame }) => emptyPlanSame)}`,
  );
  console.log(`  every element written anew is the same file   ${count(({ reemitSame }) => reemitSame)}`);
  console.log(
    `  elements written anew, left as they came      ${sum(({ written }) => written)}, ${sum(({ left }) => left)}`,
  );
  console.log(`released files that dcmjs reads                 ${count(({ dcmjs }) => dcmjs === 'read')}`);
  console.log('\nquarantined, of the files in INDEX.tsv');
  for (const { file, outcome } of indexed)
    if (outcome !== 'released')
      console.log(`  ${outcome.padEnd(26)}${file}  (${corpus.index.get(file)?.valid})`);
  console.log('\ndcmjs does not read, of what was released');
  for (const { file, dcmjs } of reports)
    if (dcmjs !== null && dcmjs !== 'read') console.log(`  ${file}: ${dcmjs}`);
}

const folder = corpusFolder();
if (folder === null) {
  console.error(
    `Set LETHE_CORPUS to a folder of DICOM files with INDEX.tsv and EXPECT.jsonl.gz (${dirname(import.meta.filename)}).`,
  );
  process.exitCode = 2;
} else process.exitCode = (await main(folder)) ? 0 : 1;
