import { compileRules, type RuleDialect } from '../../rules/compile.ts';
import type { RulePlan as EnginePlan } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { formatProblem, type RuleProblem } from '../../rules/source.ts';

/**
 * Rules as plain frozen data. Its `name`, `dialect` and `digest` are for everybody: equal digests mean equal behaviour, and the audit of `lethe deid` has the
 * same. The rest is the engine's own, and may change with any version.
 */
export type RulePlan = EnginePlan;

/** Rules that may be applied, to any number of instances. */
export interface Rules {
  /** What the engine goes by. */
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. It holds originals: for memory alone. */
  readonly tables: ReadonlyMap<string, string>;
  /** What is doubtful in them, and what is worth knowing. */
  readonly problems: readonly RuleProblem[];
}

/** How rules are compiled. */
export interface CompileSettings {
  /** By default it is recognised from the content. */
  readonly dialect?: RuleDialect;
  /** What errors call the rules; by default `rules`. */
  readonly name?: string;
  /**
   * Reads a file that the rules name, such as a lookup table, and answers its text; throws if the file is missing. Without this function no file is found.
   *
   * @param path as the rules have it
   */
  readonly readFile?: (path: string) => string;
}

/**
 * Rules with errors: all of them at once, each with its code and line. Its message has for each the line itself, with a caret, and what to do.
 *
 * @hideconstructor
 */
export class RulesError extends Error {
  /** The same for every error in rules; the problems have codes of their own (docs/rules.md, "Problems"). */
  readonly code = 'RULES_WRONG';
  /** Errors, and with them what is doubtful. */
  readonly problems: readonly RuleProblem[];

  constructor(message: string, problems: readonly RuleProblem[]) {
    super(message);
    this.name = 'RulesError';
    this.problems = problems;
  }
}

/**
 * Compiles rules of any dialect that Lethe reads, for any number of instances.
 *
 * @param text of a rule file; a byte order mark may precede it
 * @param settings what the file cannot say of itself
 * @returns the rules, with what is doubtful in them
 * @throws `RulesError` where they have errors
 *
 * @example
 * ```js
 * import { compile } from 'lethe';
 *
 * const { plan, problems } = compile('{ "options": ["retainDeviceIdentity"] }', { name: 'trial 7' });
 * console.log(plan.name, problems.length); // trial 7 0
 * ```
 *
 * @example
 * Every error at once, each with its place:
 *
 * ```js
 * import { compile, RulesError } from 'lethe';
 *
 * try {
 *   compile('{ "profil": "basic",\n  "options": ["retainUid"] }');
 * } catch (error) {
 *   if (!(error instanceof RulesError)) throw error;
 *   for (const { code, line, column } of error.problems) console.log(code, line, column);
 *   // UNKNOWN_KEY 1 3
 *   // UNKNOWN_WORD 2 15
 * }
 * ```
 */
export function compile(text: string, settings: CompileSettings = {}): Rules {
  const { dialect, name = 'rules', readFile = noFile } = settings;
  const source = { name, text, place: 'desk', readFile } as const;
  const compiled = compileRules(source, dialect);
  const { plan, problems } = compiled;
  if (plan === null)
    throw new RulesError(problems.map((problem) => formatProblem(source, problem)).join('\n\n'), problems);
  return { plan, tables: compiled.tables ?? new Map(), problems };
}

/**
 * The Basic Application Level Confidentiality Profile (PS3.15 Table E.1-1), without options: what `lethe deid` does where no rules are named.
 *
 * @returns the rules, which are the same with every call
 *
 * @example
 * ```js
 * import { basicProfile, compile } from 'lethe';
 *
 * console.log(basicProfile().plan.digest === compile('{}').plan.digest); // true
 * ```
 */
export function basicProfile(): Rules {
  return { plan: basicProfilePlan(), tables: new Map(), problems: [] };
}

function noFile(): string {
  throw new Error('the rules name a file, and compile was given no readFile');
}
