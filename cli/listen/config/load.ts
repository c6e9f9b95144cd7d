import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RulesOrigin } from '../../../layers/engine/keptRun.ts';
import { readBounded } from '../../../layers/local/boundedRead.ts';
import { isOpenTo, OF_OTHERS_TO_READ } from '../../../layers/local/rights.ts';
import { compileRules } from '../../../rules/compile.ts';
import { BASIC, type FileProblems } from '../../../rules/routes.ts';
import { formatProblem, type RuleProblem } from '../../../rules/source.ts';
import { UsageError } from '../../exit.ts';
import { MOST_PEM_BYTES, MOST_RULES_BYTES, MOST_TABLE_BYTES, readText } from '../../readText.ts';
import type { LoadedRoute } from '../../rules/load.ts';
import type { ListenConfig } from './file.ts';
import { type CompiledRules, parseListen } from './parse.ts';
import type { Route } from './routes.ts';
import type { WorklistConfig } from './worklists.ts';

/** Rules as the engine takes them, and where they come from. */
export interface ListenRules extends Pick<LoadedRoute, 'plan' | 'tables' | 'keyScope'> {
  readonly origin: RulesOrigin;
}

/** A configuration that may be used: its parts with the rules that they name. */
export interface ListenSetup {
  readonly config: ListenConfig;
  /** `rules`: null where they live in the cloud. */
  readonly routes: readonly (Route & { readonly compiled: ListenRules | null })[];
  readonly worklists: readonly (WorklistConfig & {
    readonly compiled: { readonly toModality: ListenRules; readonly toServer: ListenRules | null };
  })[];
  readonly warnings: readonly string[];
}

/** Reads and compiles a configuration and the rules that it names. Throws `UsageError` with every error of all files. */
export function loadListen(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ListenSetup {
  const path = resolve(file);
  const folder = dirname(path);
  const parsed = parseListen(
    { name: file, text: readText(path, MOST_RULES_BYTES, JSON.stringify(file), 'Check the path.') },
    {
      folder,
      compile: compileRules,
      readFile: (named) => readBounded(named, MOST_PEM_BYTES).toString('utf8'),
      isOpen: (named) => isOpenTo(OF_OTHERS_TO_READ, statSync(named).mode),
      variable: (name) => env[name],
      ruleFile: (name) => ({
        name,
        text: readBounded(resolve(folder, name), MOST_RULES_BYTES).toString('utf8'),
        place: 'desk',
        readFile: (named) =>
          readBounded(resolve(dirname(resolve(folder, name)), named), MOST_TABLE_BYTES).toString('utf8'),
      }),
    },
  );
  if (parsed.config === null) throw new UsageError(errorText(parsed.problems), 'CONFIG_WRONG');
  const { config } = parsed;
  const rulesOf = (compiled: CompiledRules, keyScope: string): ListenRules => {
    const { name, digest, dialect, plan, tables } = compiled;
    return {
      plan,
      tables,
      // The same words in two projects must not make their patients one: the route's scope goes before the rule file's.
      keyScope: keyScope === '' ? (plan.keyScope ?? '') : keyScope,
      origin: {
        path: name === BASIC ? BASIC : resolve(folder, name),
        digest,
        ...(dialect === undefined ? {} : { dialect }),
      },
    };
  };
  return {
    config,
    warnings: textsOf(parsed.problems, 'warning'),
    routes: config.routes.map((route, at) => {
      const compiled = parsed.routes[at] ?? null;
      return { ...route, compiled: compiled === null ? null : rulesOf(compiled, route.keyScope) };
    }),
    worklists: config.worklists.map((worklist, at) => {
      // One each, in the order of the configuration.
      const { toModality, toServer } = parsed.worklists[at] as (typeof parsed.worklists)[number];
      const { keyScope } = worklist;
      return {
        ...worklist,
        compiled: {
          toModality: rulesOf(toModality, keyScope),
          toServer: toServer === null ? null : rulesOf(toServer, keyScope),
        },
      };
    }),
  };
}

function textsOf(files: readonly FileProblems[], severity: RuleProblem['severity']): readonly string[] {
  return files.flatMap(({ source, problems }) =>
    problems.filter((each) => each.severity === severity).map((each) => formatProblem(source, each)),
  );
}

function errorText(files: readonly FileProblems[]): string {
  const errors = textsOf(files, 'error');
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return [`${count} in the configuration. Nothing was done.`, ...textsOf(files, 'warning'), ...errors].join(
    '\n\n',
  );
}
