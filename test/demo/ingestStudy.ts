import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lambdaHandler, onlyFrom } from '../../functions/ingest/lambda.ts';
import { jsonLog } from '../../functions/log.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { deidentify, type Services } from '../../layers/engine/deidentify.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { findNeedles, type Hit } from '../support/search.ts';
import type { SyntheticStudy } from '../support/study.ts';
import { demoStudy, NAME_IN_PICTURE } from './demoStudy.ts';
import { objectsCreated } from './events.ts';
import { drawn, type Picture } from './pictures.ts';

const BUCKET = 'lethe-demo-ingest';
/**
 * The Basic Profile, text in pixels is looked for, and a person looks at the name of a view. What says itself that it shows text goes to quarantine as it
 * does without the option.
 */
const RULES = JSON.stringify({
  options: ['cleanPixelData'],
  freeText: 'hold',
  rules: [{ select: 'ViewName', action: 'review' }],
  screening: { burnedInAnnotation: 'quarantine' },
});

/** Where the demo puts things. */
export interface DemoFolders {
  readonly ingest: string;
  readonly clean: string;
  readonly audit: string;
  readonly log: string;
  readonly key: string;
  readonly identities: string;
  readonly pictures: string;
  /** The rules, for the review of what is held. */
  readonly rules: string;
  /** Before and after of one instance, for a browser. */
  readonly report: string;
}

export interface DemoResult {
  readonly study: SyntheticStudy;
  readonly folders: DemoFolders;
  /** In the order of the study's files; undefined where a message went back. */
  readonly records: readonly (AuditRecord | undefined)[];
  /** Messages that the handler returned to its queue. */
  readonly returned: readonly string[];
  /** Places of planted identifiers in the ingest folder. */
  readonly before: readonly Hit[];
  /** Places of planted identifiers in the clean objects, their keys, the audit and the function's log. */
  readonly after: readonly Hit[];
  readonly cleanBytes: number;
  /** The instance with a name in its pixels, as it came and as it was released; undefined where it was not. */
  readonly pictures: { readonly before: Picture; readonly after: Picture } | undefined;
  /** All events came a second time: the clean objects have the same bytes as after the first. */
  readonly isSteady: boolean;
  readonly durationMs: number;
}

/**
 * Puts the synthetic study in an ingest folder and hands its events to the ingest function's handler, which has local adapters
 * where it has AWS's in the cloud.
 */
export async function ingestStudy(root: string): Promise<DemoResult> {
  const started = performance.now();
  const study = demoStudy();
  const plan = planOf(RULES);
  const reader = openReader();
  const folders = foldersOf(root);
  for (const { name, bytes } of study.files) put(join(folders.ingest, name), bytes);
  writeFileSync(folders.audit, '', { mode: 0o600 });
  writeFileSync(folders.log, '');
  writeFileSync(folders.rules, RULES);

  const records: AuditRecord[] = [];
  const services = localServices(folders, records, plan, reader);
  const log = jsonLog((text) => appendFileSync(folders.log, text), systemClock.now);
  const handler = lambdaHandler(async () => onlyFrom(BUCKET, (ref) => deidentify(ref, services)), log);
  const event = objectsCreated(
    BUCKET,
    study.files.map(({ name }) => name),
  );

  const { batchItemFailures } = await handler(event);
  const outcomes = study.files.map(({ name }) => records.find(({ source }) => source.key === name));
  const clean = cleanObjects(folders, outcomes);
  await handler(event);
  const again = cleanObjects(folders, outcomes);
  const pictures = await picturesOf(study, clean, outcomes, folders, plan, reader);
  await reader.close();
  await Promise.all([services.audit.close(), services.identities.close()]);

  const cleanKeys = Buffer.from([...clean.keys()].join('\n'));
  const written = [...clean.values(), cleanKeys, readFileSync(folders.audit), readFileSync(folders.log)];
  return {
    study,
    folders,
    records: outcomes,
    returned: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    before: study.files.flatMap(({ bytes }) => findNeedles(bytes, study.planted)),
    after: written.flatMap((bytes) => findNeedles(bytes, study.planted)),
    pictures,
    cleanBytes: [...clean.values()].reduce((total, bytes) => total + bytes.length, 0),
    isSteady: [...clean].every(([key, bytes]) => again.get(key)?.equals(bytes)),
    durationMs: performance.now() - started,
  };
}

function foldersOf(root: string): DemoFolders {
  return {
    ingest: join(root, 'ingest'),
    clean: join(root, 'clean'),
    audit: join(root, 'audit.jsonl'),
    log: join(root, 'function.log'),
    key: join(root, 'lethe.key'),
    identities: join(root, 'identities.sqlite'),
    pictures: join(root, 'pictures'),
    rules: join(root, 'rules.json'),
    report: join(root, 'report.html'),
  };
}

/** The same services as the function's, with a folder for each bucket. `records` gets what the audit gets. */
function localServices(
  folders: DemoFolders,
  records: AuditRecord[],
  plan: RulePlan,
  pixels: PixelReader,
): Services {
  const audit = FileAudit.open(folders.audit);
  return {
    plan,
    pixels,
    keys: new KeyFile(folders.key),
    identities: new SqliteIdentityMap(folders.identities),
    store: new DirectoryStore({ output: folders.clean, folderOf: () => folders.ingest }),
    audit: {
      record: async (record) => {
        await audit.record(record);
        records.push(record);
      },
      close: () => audit.close(),
    },
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
    // What is held says under what, so that a review goes on under the same.
    rules: { path: folders.rules, digest: createHash('sha256').update(RULES).digest('hex') },
    desk: { key: folders.key, identities: folders.identities, sealFor: null },
  };
}

function planOf(text: string): RulePlan {
  const { plan } = compileLethe({
    name: 'demo',
    text,
    place: 'desk',
    readFile: () => {
      throw new Error('these rules name no files');
    },
  });
  if (plan === null) throw new Error('the rules of the demo do not compile');
  return plan;
}

async function picturesOf(
  { files }: SyntheticStudy,
  clean: ReadonlyMap<string, Buffer>,
  outcomes: DemoResult['records'],
  { pictures }: DemoFolders,
  plan: RulePlan,
  reader: PixelReader,
): Promise<DemoResult['pictures']> {
  const at = files.findIndex(({ name }) => name === NAME_IN_PICTURE);
  const came = files[at]?.bytes;
  const left = clean.get(outcomes[at]?.output.key ?? '');
  if (came === undefined || left === undefined) return undefined;
  return {
    before: await drawn(came, plan, reader, pictures, 'before.png'),
    after: await drawn(left, plan, reader, pictures, 'after.png'),
  };
}

/** The bytes of every object that was released, by key. */
function cleanObjects(
  { clean }: DemoFolders,
  records: readonly (AuditRecord | undefined)[],
): ReadonlyMap<string, Buffer> {
  const keys = records.flatMap((record) => record?.output.key ?? []);
  return new Map(keys.map((key) => [key, readFileSync(join(clean, key))]));
}

function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
