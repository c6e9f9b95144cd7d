import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type DataSet, formatPath } from '../../layers/dicom/element.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { textOf } from '../../layers/dicom/values.ts';
import { deidentify, type Services } from '../../layers/engine/deidentify.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { IdentityMap } from '../../layers/engine/ports.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { type Action, EMPTY_PLAN, type RulePlan, type Selector, sealPlan } from '../../rules/plan.ts';

/** Where identities are kept. */
export type Place =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'dynamodb'; readonly table: string };

/** What a worker is told, by its argument. */
export interface WorkerOptions {
  readonly place: Place;
  /** The key file, and the inputs under `in`, by index. */
  readonly folder: string;
  readonly output: string;
  /** Instances at a time, each with an identity map of its own. */
  readonly lanes: number;
}

/** What a worker tells of an instance: what the output has at each path, and what it is. */
export interface Done {
  readonly index: number;
  readonly outcome: string;
  readonly digest: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** What a worker tells of an instance that a passing fault of the surroundings kept it from: it comes again. */
export interface Faulted {
  readonly index: number;
  readonly fault: string;
}

/** Random UIDs, and the patient's number in ID and name. */
export function stressPlan(): RulePlan {
  const allocate = (template: string): Action => ({
    kind: 'allocate',
    template,
    whenNoPatientId: 'quarantine',
  });
  const rule = (selector: Selector, action: Action) => ({
    selector,
    action,
    origin: { source: 'stress', line: null, column: null, reason: 'stress' },
  });
  const { digest: _digest, ...draft } = EMPTY_PLAN;
  return sealPlan({
    ...draft,
    rules: [
      rule({ kind: 'tag', tag: asTag(0x00100010) }, allocate('Anon^{###}')),
      rule({ kind: 'tag', tag: asTag(0x00100020) }, allocate('Site{####}')),
      rule({ kind: 'tag', tag: asTag(0x00100021) }, { kind: 'remove' }),
      rule({ kind: 'vr', vr: 'UI' }, { kind: 'replace-uid', method: 'random' }),
    ],
    housekeeping: { ...draft.housekeeping, fileMeta: 'follow' },
  });
}

/** De-identifies the instances that the parent names, one message each, and tells what became of them. */
async function work({ place, folder, output, lanes }: WorkerOptions): Promise<void> {
  const plan = stressPlan();
  const keys = new KeyFile(join(folder, 'key'));
  const store = new DirectoryStore({ output });
  const newServices = async (): Promise<Services> => ({
    plan,
    keys,
    identities: await mapAt(place),
    store,
    audit: { record: async () => {}, close: async () => {} },
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
  });
  const free = await Promise.all(Array.from({ length: lanes }, newServices));
  process.on('message', async (index: number) => {
    const services = free.pop() as Services;
    try {
      process.send?.(await deidentified(index, folder, output, services));
    } catch (error) {
      if (!(error instanceof FaultError) || !error.transient) throw error;
      process.send?.({ index, fault: error.code } satisfies Faulted);
    } finally {
      free.push(services);
    }
  });
  // The crew may be done before one is ready.
  process.send?.('ready', () => {});
}

async function deidentified(
  index: number,
  folder: string,
  output: string,
  services: Services,
): Promise<Done> {
  const ref = { container: join(folder, 'in'), key: new Phi(`${index}.dcm`) };
  const record = await deidentify(ref, services);
  const bytes = record.output.key === null ? new Uint8Array() : readFileSync(join(output, record.output.key));
  return {
    index,
    outcome: record.reason?.code ?? record.outcome,
    digest: createHash('sha256').update(bytes).digest('hex'),
    texts: bytes.length === 0 ? {} : await textsOf(bytes),
  };
}

async function mapAt(place: Place): Promise<IdentityMap> {
  if (place.kind === 'sqlite') return new SqliteIdentityMap(place.file);
  // The SDK takes longer to load than SQLite to answer.
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoIdentityMap } = await import('../../layers/aws/dynamoIdentityMap.ts');
  return new DynamoIdentityMap(new DynamoDBClient({ maxAttempts: 4 }), place.table);
}

async function textsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const whole = await parseInstance(memorySource(bytes));
  const texts: Record<string, string> = {};
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements)
      if (element.items === null) texts[formatPath(element)] = textOf(whole, element);
      else element.items.forEach(visit);
  };
  visit(whole.dataSet);
  return texts;
}

if (process.argv[1] === import.meta.filename) await work(JSON.parse(process.argv[2] ?? '') as WorkerOptions);
