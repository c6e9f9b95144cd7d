import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '../../../../layers/engine/audit/audit.ts';
import { deidentify, type Services } from '../../../../layers/engine/deidentify.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { ReviewModel } from '../../../../layers/engine/review/model.ts';
import type { ReviewedRules, ReviewPorts } from '../../../../layers/engine/review/ports.ts';
import type { ReviewRecord } from '../../../../layers/engine/review/record.ts';
import type {
  DecideAnswer,
  DecisionAction,
  InstanceView,
  Review,
} from '../../../../layers/engine/review/types.ts';
import { DirectoryStore } from '../../../../layers/local/directoryStore.ts';
import { KeptFolder } from '../../../../layers/local/keptFolder.ts';
import { decisionsIn } from '../../../../layers/local/keptPlaces.ts';
import { EarlierAtDesk, SqliteDecisionBook } from '../../../../layers/local/sqliteDecisionBook.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';
import { shownAt } from './reviewing.ts';

/** A desk where instances are held, and people who review them. */
export interface Desk {
  readonly root: string;
  readonly lines: readonly (AuditRecord | ReviewRecord)[];
  /** Takes an instance through the rules; answers what became of it. `change`: what is otherwise than at other times. */
  ingest(name: string, object: Uint8Array, change?: Partial<Services>): Promise<AuditRecord['outcome']>;
  /** A person who sits down there. */
  reviewer(by: string, change?: Partial<ReviewPorts>): ReviewModel;
  /** Clean instances, by name. */
  clean(): ReadonlyMap<string, Uint8Array>;
  held(): readonly string[];
  services(): Services;
  dispose(): Promise<void>;
}

export function openDesk(plan: RulePlan, more: Partial<Services> = {}): Desk {
  const root = mkdtempSync(join(tmpdir(), 'lethe-review-'));
  const [input, output] = [join(root, 'in'), join(root, 'out')];
  mkdirSync(input);
  const lines: (AuditRecord | ReviewRecord)[] = [];
  const reviewers: ReviewModel[] = [];
  const identities = testIdentities();
  const services = (): Services => ({
    plan,
    keys: testKeys(),
    identities,
    store: new DirectoryStore({ output, namesSourceByPath: false }),
    audit: { record: async (record) => void lines.push(record), close: async () => {} },
    clock: TEST_CLOCK,
    entropy: systemEntropy,
    keyScope: '',
    earlier: new EarlierAtDesk(decisionsIn(`${output}.kept`)),
    ...more,
  });
  const shelf = new KeptFolder(`${output}.kept`);
  return {
    root,
    lines,
    services,
    ingest: async (name, object, change = {}) => {
      writeFileSync(join(input, name), object);
      const ref = { container: input, key: new Phi(name) };
      return (await deidentify(ref, { ...services(), ...change })).outcome;
    },
    reviewer: (by, change = {}) => {
      const model = new ReviewModel({
        shelf,
        book: new SqliteDecisionBook(decisionsIn(`${output}.kept`)),
        trail: { record: async (record) => void lines.push(record) },
        clock: TEST_CLOCK,
        by,
        knowsPeople: false,
        reading: async () => services(),
        writing: async () => services(),
        reviewedRules: null,
        ...change,
      });
      reviewers.push(model);
      return model;
    },
    clean: () =>
      new Map(
        readdirSync(output, { recursive: true, withFileTypes: true }).flatMap((entry) => {
          const path = join(entry.parentPath, entry.name);
          return entry.isFile() ? [[path, new Uint8Array(readFileSync(path))] as const] : [];
        }),
      ),
    held: () =>
      readdirSync(join(`${output}.kept`, 'held'))
        .filter((name) => name.endsWith('.dcm'))
        .map((name) => `held/${name.slice(0, -'.dcm'.length)}`),
    dispose: async () => {
      for (const reviewer of reviewers) await reviewer.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Decides at a place as it is shown. */
export function say(
  review: Review,
  shown: InstanceView,
  place: string,
  action: DecisionAction,
): Promise<DecideAnswer> {
  const { seen, decision } = shownAt(shown.elements, place.replace(/@.*/, ''));
  const over = decision?.revision ?? null;
  return review.decide({ name: shown.name, place, action, seen: seen ?? '', over });
}

/** A file of reviewed values in memory. */
export function reviewedRules(): ReviewedRules & { readonly entries: unknown[] } {
  const entries: unknown[] = [];
  return { entries, add: async (entry) => void entries.push(entry) };
}
