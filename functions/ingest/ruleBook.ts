import { FaultError } from '../../layers/engine/faults.ts';
import { BASIC, type CompiledRoute, type CompiledRoutes } from '../../rules/routes.ts';
import type { RuleSource } from '../../rules/source.ts';

/** One version of a file on the shelf. */
export interface ShelfFile {
  /** Changes with the content. */
  readonly etag: string;
  readonly text: string;
}

/**
 * A versioned place that rules are in.
 * Duties: `newest` answers null if the file does not exist, and `unchanged` if its ETag is the one that is known; `older` gives the versions before
 * the newest, newest first. Both reject with `FaultError` if the place does not answer.
 */
export interface RuleShelf {
  newest(path: string, knownEtag?: string): Promise<ShelfFile | 'unchanged' | null>;
  older(path: string): AsyncIterable<ShelfFile>;
}

/** What the book says of a change, for the function's log: codes and places, never the text of a rule. */
export type RuleBookEvent =
  | { readonly event: 'rules-taken'; readonly digests: readonly string[] }
  | {
      readonly event: 'rules-broken';
      readonly file: string;
      readonly problems: readonly { readonly code: string; readonly line: number | null }[];
    };

export type CompileRoutes = (
  source: RuleSource,
  ruleFile: (name: string) => RuleSource,
) => Promise<CompiledRoutes>;

export const ROUTES_FILE = 'lethe.routes.json';

/** What holds while there never was a routes file. */
export const DEFAULT_ROUTES = `{ "routes": [{ "prefix": "", "rules": "${BASIC}" }] }`;

/** How long rules are used before the shelf is asked whether they changed. */
export const LOOK_EVERY_MS = 60_000;

/**
 * The routes in force. They are read again when they change, without a deployment. Files that do not compile never replace ones that do: the
 * book keeps what it has, and a new execution environment goes back through the versions of a broken file to the last good one.
 */
export class RuleBook {
  readonly #shelf: RuleShelf;
  readonly #compile: CompileRoutes;
  readonly #now: () => number;
  readonly #say: (event: RuleBookEvent) => void;
  readonly #files = new Map<string, ShelfFile | null>();
  #routes: readonly CompiledRoute[] | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Whether files changed that were not compiled yet: where the shelf fell silent in between, they are at the next look. */
  #isBehind = true;
  /** What everyone who asks while files are read waits for. */
  #reading: Promise<readonly CompiledRoute[]> | null = null;

  constructor(
    shelf: RuleShelf,
    compile: CompileRoutes,
    now: () => number,
    say: (event: RuleBookEvent) => void,
  ) {
    this.#shelf = shelf;
    this.#compile = compile;
    this.#now = now;
    this.#say = say;
  }

  /** The routes in force; the same array until they change. Rejects if there are none that compile. */
  async routes(): Promise<readonly CompiledRoute[]> {
    if (this.#routes !== null && this.#now() - this.#lookedAt < LOOK_EVERY_MS) return this.#routes;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<readonly CompiledRoute[]> {
    await this.#look();
    this.#lookedAt = this.#now();
    if (this.#routes !== null && !this.#isBehind) return this.#routes;
    const routes = await this.#settle();
    this.#isBehind = false;
    if (routes !== null) {
      this.#routes = routes;
      this.#say({ event: 'rules-taken', digests: [...new Set(routes.map(({ plan }) => plan.digest))] });
    }
    if (this.#routes === null) throw noRulesFault();
    return this.#routes;
  }

  /** Asks for every known file. */
  async #look(): Promise<void> {
    const paths = new Set([ROUTES_FILE, ...this.#files.keys()]);
    const answers = await Promise.all(
      [...paths].map(
        async (path) => [path, await this.#shelf.newest(path, this.#files.get(path)?.etag)] as const,
      ),
    );
    for (const [path, file] of answers) {
      if (file === 'unchanged') continue;
      const known = this.#files.get(path);
      this.#files.set(path, file);
      // The same text may be put again, and gets another ETag.
      if (known === undefined || known?.text !== file?.text) this.#isBehind = true;
    }
  }

  /** Compiles what is there; where that fails and nothing is in force yet, what was there before. */
  async #settle(): Promise<readonly CompiledRoute[] | null> {
    const current = new Map(this.#files);
    if (
      current.get(ROUTES_FILE) === null &&
      this.#routes === null &&
      (await isEmpty(this.#shelf.older(ROUTES_FILE)))
    )
      current.set(ROUTES_FILE, { etag: '', text: DEFAULT_ROUTES });
    const tried = new Set<string>();
    for (;;) {
      const attempt = await this.#compileWith(current);
      if (attempt.routes === null && this.#routes === null && (await this.#restore(current))) continue;
      // A broken routes file hides the rule files that it names: one file is corrected at a time.
      const path = attempt.broken.find((each) => !tried.has(each));
      if (attempt.routes !== null || this.#routes !== null || path === undefined) return attempt.routes;
      tried.add(path);
      for await (const older of this.#shelf.older(path)) {
        const candidate = new Map(current).set(path, older);
        if ((await this.#compileWith(candidate)).broken.includes(path)) continue;
        current.set(path, older);
        break;
      }
    }
  }

  /** Puts the last version of each rule file that somebody deleted into `files`; answers whether there was one. */
  async #restore(files: Map<string, ShelfFile | null>): Promise<boolean> {
    let restored = false;
    for (const [path, file] of files) {
      if (file !== null || path === ROUTES_FILE) continue;
      for await (const older of this.#shelf.older(path)) {
        files.set(path, older);
        restored = true;
        break;
      }
    }
    return restored;
  }

  /** Compiles from these files, fetching those that they name and that were not known. */
  async #compileWith(
    files: Map<string, ShelfFile | null>,
  ): Promise<{ routes: readonly CompiledRoute[] | null; broken: string[] }> {
    for (;;) {
      const missing = new Set<string>();
      const textOf = (path: string): string => {
        const file = files.get(path);
        if (file === undefined) missing.add(path);
        if (file == null) throw new RangeError('no such rule file');
        return file.text;
      };
      const sourceOf = (name: string): RuleSource => ({
        name,
        text: textOf(name),
        place: 'cloud',
        readFile: textOf,
      });
      const routesFile = files.get(ROUTES_FILE);
      const { routes, problems } = await this.#compile(
        { ...sourceOfText(routesFile?.text ?? ''), readFile: textOf },
        sourceOf,
      );
      if (missing.size > 0) {
        for (const path of missing) {
          const file = await this.#shelf.newest(path);
          const known = file === 'unchanged' ? null : file;
          files.set(path, known);
          this.#files.set(path, known);
        }
        continue;
      }
      const broken = problems.filter((each) => each.problems.some(({ severity }) => severity === 'error'));
      if (routes === null)
        for (const { source, problems: found } of broken)
          this.#say({
            event: 'rules-broken',
            file: source.name,
            problems: found
              .filter(({ severity }) => severity === 'error')
              .map(({ code, line }) => ({ code, line })),
          });
      return { routes, broken: broken.map(({ source }) => source.name) };
    }
  }
}

async function isEmpty(files: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _file of files) return false;
  return true;
}

function sourceOfText(text: string): Omit<RuleSource, 'readFile'> {
  return { name: ROUTES_FILE, text, place: 'cloud' };
}

/** There are no rules that compile: every message goes back to the queue until there are. */
function noRulesFault(): FaultError {
  return new FaultError(
    'RULES_UNAVAILABLE',
    true,
    'There are no rules in force',
    `Put a ${ROUTES_FILE} whose rules compile into the rules bucket`,
  );
}
