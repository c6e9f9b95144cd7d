import { readFileSync } from 'node:fs';
import type { DataSet, Element } from '../../layers/dicom/element.ts';
import { formatPath } from '../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../layers/dicom/parse.ts';
import { bytesOf, valuesOf } from '../../layers/dicom/values.ts';
import { vrFacts } from '../../layers/dicom/vr.ts';
import type { IdentityMap } from '../../layers/engine/ports.ts';
import type { RulePlan } from '../../rules/plan.ts';
import type { CompileResult, RuleSource } from '../../rules/source.ts';
import { elementsOf } from '../layers/dicom/indexed.ts';
import { bytesOfSegments, clean, cleanBytes, parsed, testIdentities } from '../layers/engine/harness.ts';
import {
  el,
  type InstanceOptions,
  instance,
  inTagOrder,
  type Node,
  TRANSFER_SYNTAX,
} from '../support/build.ts';
import { findNeedles } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';

/** A rule file of any dialect, applied to an instance made for it. */

export function sourceOf(text: string, name = 'rules'): RuleSource {
  return {
    name,
    text,
    place: 'desk',
    readFile: () => {
      throw new Error('these rules name no files');
    },
  };
}

/** The plan of a rule file without errors. */
export function planOf({ plan, problems }: CompileResult): RulePlan {
  if (plan === null) throw new Error(`no plan: ${problems.map(({ code }) => code).join(' ')}`);
  return plan;
}

/** Each problem as `CODE line:column`. */
export function placesOf({ problems }: CompileResult): string[] {
  return problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

export function codesOf({ problems }: CompileResult): string[] {
  return problems.map(({ code }) => code);
}

const BASE: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
  el(0x00080018, 'UI', '1.2.3.4.5.6'),
  el(0x0020000d, 'UI', '1.2.840.113619.2.1.1'),
  el(0x0020000e, 'UI', '1.2.840.113619.2.1.2'),
];

/** A CT instance with these elements, in place of its own where they have the same tag. */
export function ct(elements: readonly Node[], options: Partial<InstanceOptions> = {}): Uint8Array {
  const own = new Set(elements.map((node) => ('tag' in node ? node.tag : undefined)));
  const base = BASE.filter((node) => !('tag' in node && own.has(node.tag)));
  return instance({ elements: inTagOrder([...base, ...elements]), ...options });
}

/** Every element of an instance by its path: values joined by backslashes, bytes in hexadecimal, `[n]` for n items. */
export type Texts = ReadonlyMap<string, string>;

export async function textsOf(bytes: Uint8Array): Promise<Texts> {
  const index = await parsed(bytes);
  const texts = new Map<string, string>();
  collect(index, index.dataSet, texts);
  return texts;
}

function collect(index: ParsedInstance, dataSet: DataSet, into: Map<string, string>): void {
  for (const element of dataSet.elements) {
    const text =
      element.items !== null
        ? `[${element.items.length}]`
        : vrFacts(element.vr).content === 'binary'
          ? Buffer.from(bytesOf(index, element)).toString('hex')
          : valuesOf(index, element).join('\\');
    into.set(formatPath(element), text);
    for (const item of element.items ?? []) collect(index, item, into);
  }
}

export interface RunOptions {
  readonly identities?: IdentityMap;
}

/** What comes out of an instance under a plan. */
export async function run(
  plan: RulePlan,
  object: readonly Node[] | Uint8Array,
  options: RunOptions = {},
): Promise<Texts> {
  const bytes = object instanceof Uint8Array ? object : ct(object);
  return textsOf(await cleanBytes(bytes, { plan, ...options }));
}

/** What becomes of an instance: the outcome, or the code of the reason. */
export async function outcomeOf(
  plan: RulePlan,
  object: readonly Node[] | Uint8Array,
  options: RunOptions = {},
): Promise<string> {
  const bytes = object instanceof Uint8Array ? object : ct(object);
  const result = await clean(bytes, { plan, ...options });
  return 'reason' in result ? result.reason.code : result.outcome;
}

/** An example that comes with Lethe. */
export function exampleNamed(name: string): RuleSource {
  return sourceOf(readFileSync(new URL(`../../rules/examples/${name}`, import.meta.url), 'utf8'), name);
}

/** What becomes of a file of the synthetic study under a plan: its outcome or reason, and where planted identifiers are left. */
export interface StudyOutcome {
  readonly name: string;
  readonly expected: string;
  readonly outcome: string;
  readonly left: readonly Element[];
}

export async function runStudy(plan: RulePlan): Promise<readonly StudyOutcome[]> {
  const { files, planted } = syntheticStudy();
  const identities = testIdentities();
  return Promise.all(
    files.map(async ({ name, bytes, expected }) => {
      const result = await clean(bytes, { plan, identities });
      if ('reason' in result) return { name, expected, outcome: result.reason.code, left: [] };
      const output = bytesOfSegments(bytes, result.segments);
      const index = await parsed(output);
      // Hits in an inflated body count on from the end of the file, its index from where the body stands.
      const isDeflated = index.transferSyntax.uid === TRANSFER_SYNTAX.deflated;
      const offsets = findNeedles(output, planted).map(({ offset }) =>
        isDeflated ? offset - output.length + index.bodyStart : offset,
      );
      const left = [...elementsOf(index.dataSet)].filter(
        ({ items, valueStart, valueEnd }) =>
          items === null && offsets.some((offset) => offset >= valueStart && offset < valueEnd),
      );
      return { name, expected, outcome: result.outcome, left };
    }),
  );
}
