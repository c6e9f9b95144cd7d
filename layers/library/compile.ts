import { compileRules, type RuleDialect } from '../../rules/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { formatProblem, type RuleProblem } from '../../rules/source.ts';

/** Rules that may be applied, to any number of instances. */
export interface Rules {
  readonly plan: RulePlan;
  /** Text of each file that `lookup` rules name, by its SHA-256. It holds originals: for memory alone. */
  readonly tables: ReadonlyMap<string, string>;
  /** What is doubtful in them, and what is worth knowing. */
  readonly problems: readonly RuleProblem[];
}

export interface CompileSettings {
  /** By default it is recognised from the content. */
  readonly dialect?: RuleDialect;
  /** What errors call the rules; by default `rules`. */
  readonly name?: string;
  /** Reads a file that the rules name, such as a lookup table; by default there is none. */
  readonly readFile?: (path: string) => string;
}

/** Rules with errors: all of them at once, each with its code and line. */
export class RulesError extends Error {
  readonly code = 'RULES_WRONG';
  readonly problems: readonly RuleProblem[];

  constructor(message: string, problems: readonly RuleProblem[]) {
    super(message);
    this.name = 'RulesError';
    this.problems = problems;
  }
}

/** Compiles rules of any dialect. Throws `RulesError`. */
export function compile(text: string, settings: CompileSettings = {}): Rules {
  const { dialect, name = 'rules', readFile = noFile } = settings;
  const source = { name, text, place: 'desk', readFile } as const;
  const compiled = compileRules(source, dialect);
  const { plan, problems } = compiled;
  if (plan === null)
    throw new RulesError(problems.map((problem) => formatProblem(source, problem)).join('\n\n'), problems);
  return { plan, tables: compiled.tables ?? new Map(), problems };
}

/** The PS3.15 Basic Application Level Confidentiality Profile (Table E.1-1), without options. */
export function basicProfile(): Rules {
  return { plan: basicProfilePlan(), tables: new Map(), problems: [] };
}

function noFile(): string {
  throw new Error('the rules name a file, and compile was given no readFile');
}
