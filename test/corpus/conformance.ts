import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLethe } from '../../rules/lethe/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { OPTION_COLUMNS } from '../../rules/ps315/table.ts';
import { bytesOfSegments, clean, parsed, testIdentities } from '../layers/engine/harness.ts';
import { followReferences, type Pair } from '../support/references.ts';
import { referringStudy } from '../support/referringStudy.ts';
import { type Errors, EXCEPTIONS, errorsOf, hasDciodvfy, newErrors, total } from './dciodvfy.ts';
import type { Corpus } from './files.ts';

/**
 * What the corpus, and a made-up study whose instances refer to each other, are after they were de-identified: no error of `dciodvfy` that the
 * source had not, where that is installed, and every reference within a set leads to what it led to.
 */

const without = (...left: readonly string[]) => OPTION_COLUMNS.filter((option) => !left.includes(option));

/** From the profile alone to every option at once. */
const RULES: Readonly<
  Record<string, { readonly references?: 'keep'; readonly options?: readonly string[] }>
> = {
  'the Basic Profile': {},
  'references kept': { references: 'keep' },
  'all options, dates moved': {
    references: 'keep',
    options: without('retainLongitudinalFullDates', 'retainUids'),
  },
  'all options, dates and UIDs retained': { options: without('retainLongitudinalModifiedDates') },
  'all but content and graphics': {
    options: without(
      'retainLongitudinalModifiedDates',
      'retainUids',
      'cleanStructuredContent',
      'cleanGraphics',
    ),
  },
};

function planOf(rules: object): RulePlan {
  const source = { name: 'rules', text: JSON.stringify(rules), place: 'desk' as const, readFile: () => '' };
  const { plan, problems } = compileLethe(source);
  if (plan === null) throw new Error(problems.map(({ code }) => code).join(' '));
  return plan;
}

/** A line for each violation; prints what was found. */
export async function conformanceViolations(corpus: Corpus): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-dciodvfy-'));
  try {
    const isThere = hasDciodvfy();
    if (!isThere) console.log('\ndciodvfy is not installed (Debian: dicom3tools): IODs are not looked at');
    const sources = sourcesOf(corpus);
    const known = new Map<string, Errors>();
    const excepted = new Map<(typeof EXCEPTIONS)[number], number>();
    const violations: string[] = [];
    console.log(
      '\nerrors of dciodvfy: sources, outputs, of them not in the source; references followed and broken',
    );
    for (const [name, rules] of Object.entries(RULES)) {
      const pairs = await cleanAll(sources, planOf(rules));
      const lines = isThere ? pairs.map((pair) => verify(pair, sources, folder, known, excepted)) : [];
      const found = lines.flatMap((line) => line.found);
      // Where content items go, those behind them have other places than before.
      const isInPlace = rules.options?.includes('cleanStructuredContent') !== true;
      const { kept, broken } = followReferences(isInPlace ? pairs : []);
      const sum = (of: (line: Verdict) => number) => lines.reduce((all, line) => all + of(line), 0);
      console.log(
        `  ${name.padEnd(38)}${pairs.length} instances  ${sum((line) => line.before)}, ${sum((line) => line.after)}, ${found.length}; ${kept.length}, ${broken.length}`,
      );
      violations.push(
        ...found.map((one) => `${name}: ${one}`),
        ...broken.map((one) => `${name}: ${one} leads elsewhere`),
      );
    }
    for (const exception of EXCEPTIONS)
      if (isThere)
        console.log(`  excepted ${String(excepted.get(exception) ?? 0).padStart(3)} times: ${exception.why}`);
    return violations;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourcesOf(corpus: Corpus): ReadonlyMap<string, Uint8Array> {
  const files = corpus.files.map(
    (file) => [file, new Uint8Array(readFileSync(join(corpus.folder, file)))] as const,
  );
  const made = [...referringStudy()].map(([name, bytes]) => [`made/${name}`, bytes] as const);
  return new Map([...files, ...made]);
}

interface Cleaned extends Pair {
  readonly output: Uint8Array;
}

/** What is released of the sources. */
async function cleanAll(
  sources: ReadonlyMap<string, Uint8Array>,
  plan: RulePlan,
): Promise<readonly Cleaned[]> {
  const identities = testIdentities();
  const cleaned: Cleaned[] = [];
  for (const [name, bytes] of sources) {
    const result = await clean(bytes, { plan, identities });
    if ('reason' in result) continue;
    const output = bytesOfSegments(bytes, result.segments);
    cleaned.push({ name, before: await parsed(bytes), after: await parsed(output), output });
  }
  return cleaned;
}

interface Verdict {
  readonly before: number;
  readonly after: number;
  readonly found: readonly string[];
}

function verify(
  { name, output }: Cleaned,
  sources: ReadonlyMap<string, Uint8Array>,
  folder: string,
  known: Map<string, Errors>,
  excepted: Map<(typeof EXCEPTIONS)[number], number>,
): Verdict {
  const errorsIn = (bytes: Uint8Array): Errors => {
    const path = join(folder, 'instance.dcm');
    writeFileSync(path, bytes);
    return errorsOf(path);
  };
  const before = known.get(name) ?? errorsIn(sources.get(name) as Uint8Array);
  known.set(name, before);
  const after = errorsIn(output);
  return {
    before: total(before),
    after: total(after),
    found: newErrors(before, after, excepted).map((line) => `${name}: ${line}`),
  };
}
