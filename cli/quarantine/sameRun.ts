import type { KeptRun, RulesOrigin } from '../../layers/engine/keptRun.ts';
import type { RuleDialect } from '../../rules/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { UsageError } from '../exit.ts';
import { BASIC, type LoadedRules, loadRules, validating } from '../rules/load.ts';

/** What a call names of the rules of a retry; what it does not name is the run's. */
export interface NamedRules {
  readonly rules?: string;
  readonly dialect?: RuleDialect;
  readonly keyScope?: string;
  readonly cleanPrefix?: string;
}

/** The rules that a kept instance is taken through, and what they are called in the notes. */
export interface RunRules {
  readonly plan: RulePlan;
  readonly tables: LoadedRules['tables'];
  readonly origin: RulesOrigin;
  readonly keyScope: string;
  readonly cleanPrefix: string;
  /** What differs from the run, since the call names it; for the user. */
  readonly differences: readonly string[];
}

/** Reads a rule file of the cloud: its text, and those that it names. */
export type LoadFromCloud = (path: string, dialect?: RuleDialect) => Promise<LoadedRules>;

/**
 * The rules of a kept instance: its run's own, unless the call names others. Throws `UsageError` where they are not what they were and the
 * call does not say that these are meant.
 */
export async function rulesOf(
  run: KeptRun | undefined,
  named: NamedRules,
  loadFromCloud: LoadFromCloud,
): Promise<RunRules> {
  const { plan, tables, origin, warnings } =
    named.rules === undefined
      ? await rulesAsBefore(run, loadFromCloud)
      : loadRules(named.rules, named.dialect);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  const differences =
    run === undefined || run.plan.digest === plan.digest
      ? []
      : [`kept under ${told(run.plan)}, retried under ${told(plan)}`];
  return {
    plan,
    tables,
    origin: keepingRoute(origin, run),
    keyScope: scopeOf(run, plan, named),
    cleanPrefix: prefixOf(run, named),
    differences,
  };
}

async function rulesAsBefore(run: KeptRun | undefined, loadFromCloud: LoadFromCloud): Promise<LoadedRules> {
  if (run === undefined)
    throw new UsageError(
      'an earlier Lethe kept this, and nothing says under which rules and key. Name both: --rules FILE and --key FILE (--root-key ID in the cloud).',
      'RUN_UNKNOWN',
    );
  if (run.rules === null)
    throw new UsageError(
      'the run had no rules for this: there was no route for it. Name them with --rules FILE.',
      'RULES_NOT_NAMED',
    );
  const { path, digest, dialect, validate } = run.rules;
  const known = dialect as RuleDialect | undefined;
  const loaded = path.startsWith('s3://') ? await loadFromCloud(path, known) : readAgain(path, known);
  if (loaded.origin.digest !== digest)
    throw new UsageError(
      `the rules have changed since: ${path} had the SHA-256 ${short(digest)} then, ${short(loaded.origin.digest)} now. ${useAsTheyAre(path)}`,
      'RULES_CHANGED',
    );
  const plan = validating(loaded.plan, validate);
  if (plan.digest !== run.plan.digest)
    throw new UsageError(
      `the rules do something else now: ${path} gave the plan ${short(run.plan.digest)} then, ${short(plan.digest)} now, by another Lethe or by other tables that it names. ${useAsTheyAre(path)}`,
      'RULES_CHANGED',
    );
  return { ...loaded, plan, origin: run.rules };
}

function readAgain(path: string, dialect: RuleDialect | undefined): LoadedRules {
  try {
    return loadRules(path, dialect);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `the rules of the run cannot be used any more: ${error.message} Name others with --rules FILE.`,
      'RULES_CHANGED',
    );
  }
}

function useAsTheyAre(path: string): string {
  return `To retry under them as they are now, name them: --rules ${path.startsWith('s3://') ? 'FILE' : JSON.stringify(path)}.`;
}

/** The same project: other rules are no reason to give the same patient another pseudonym. */
function scopeOf(run: KeptRun | undefined, plan: RulePlan, named: NamedRules): string {
  if (named.keyScope !== undefined) return named.keyScope;
  if (run === undefined || run.rules === null) return plan.keyScope ?? '';
  if (plan.keyScope !== null && plan.keyScope !== undefined && plan.keyScope !== run.keyScope)
    throw new UsageError(
      `the rules have the key scope ${JSON.stringify(plan.keyScope)}, and this was kept under ${JSON.stringify(run.keyScope)}: its patient would get other pseudonyms. Name the one that is meant with --key-scope.`,
      'KEY_SCOPE_DIFFERS',
    );
  return run.keyScope;
}

function prefixOf(run: KeptRun | undefined, { cleanPrefix }: NamedRules): string {
  if (cleanPrefix !== undefined && !/^$|\/$/.test(cleanPrefix))
    throw new UsageError('--clean-prefix must end with "/". Write it as in "site-a/".');
  return cleanPrefix ?? run?.cleanPrefix ?? '';
}

/** A retry takes the way that the instance came. */
function keepingRoute(origin: RulesOrigin, run: KeptRun | undefined): RulesOrigin {
  const route = run?.rules?.route;
  return route === undefined ? origin : { ...origin, route };
}

function told({ name, digest }: KeptRun['plan']): string {
  return `${name} (${short(digest)})`;
}

export function short(digest: string | null): string {
  return digest === null ? BASIC : digest.slice(0, 12);
}
