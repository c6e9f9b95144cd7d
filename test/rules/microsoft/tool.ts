import { elementWith } from '../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { bytesOf, valuesOf } from '../../../layers/dicom/values.ts';
import { type CompileOptions, compileMicrosoft } from '../../../rules/microsoft/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { RuleProblem, RuleSource } from '../../../rules/source.ts';
import { clean, cleanBytes, parsed } from '../../layers/engine/harness.ts';
import { el, type InstanceOptions, instance, inTagOrder, type Node } from '../../support/build.ts';

/** A configuration of Microsoft's tool applied to an instance made for it. */

export interface Configuration {
  readonly rules?: readonly object[] | null;
  readonly defaultSettings?: object;
  readonly customSettings?: object;
  readonly compat?: readonly string[];
}

export function sourceOf(config: Configuration | string, place: RuleSource['place'] = 'desk'): RuleSource {
  return {
    name: 'configuration.json',
    text: typeof config === 'string' ? config : JSON.stringify(config, null, 2),
    place,
    readFile: () => {
      throw new Error('a configuration names no files');
    },
  };
}

export function compile(
  config: Configuration | string,
  options: CompileOptions & { readonly place?: RuleSource['place'] } = {},
) {
  const { place, ...rest } = options;
  return compileMicrosoft(sourceOf(config, place), rest);
}

/** The plan of a configuration without errors. */
export function planOf(config: Configuration | string, options: CompileOptions = {}): RulePlan {
  const { plan, problems } = compile(config, options);
  if (plan === null) throw new Error(`no plan: ${codesOf(problems).join(' ')}`);
  return plan;
}

export function codesOf(
  problems: readonly RuleProblem[],
  severity: RuleProblem['severity'] = 'error',
): string[] {
  return problems.filter((problem) => problem.severity === severity).map(({ code }) => code);
}

/** A rule of one tag. */
export function rule(tag: string, method: string, params?: object): object {
  return { tag, method, ...(params === undefined ? {} : { params }) };
}

const BASE: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
  el(0x00080018, 'UI', '1.2.3.4.5.6'),
  el(0x0020000d, 'UI', '1.2.3.4'),
  el(0x0020000e, 'UI', '1.2.3.4.5'),
];

/** A CT instance in UTF-8 with these elements, in place of its own where they have the same tag. */
export function ct(elements: readonly Node[], options: Partial<InstanceOptions> = {}): Uint8Array {
  const own = new Set(elements.map((node) => ('tag' in node ? node.tag : undefined)));
  const base = [el(0x00080005, 'CS', 'ISO_IR 192'), ...BASE].filter(
    (node) => !('tag' in node && own.has(node.tag)),
  );
  return instance({
    text: (text) => new Uint8Array(Buffer.from(text, 'utf8')),
    elements: inTagOrder([...base, ...elements]),
    ...options,
  });
}

/** What comes out of an instance. */
export class Output {
  readonly instance: ParsedInstance;
  readonly bytes: Uint8Array;

  constructor(instance: ParsedInstance, bytes: Uint8Array) {
    this.instance = instance;
    this.bytes = bytes;
  }

  /** The values of a root element; undefined: it is not there. */
  values(tag: number): readonly string[] | undefined {
    const element = elementWith(this.instance.dataSet, asTag(tag));
    return element && valuesOf(this.instance, element);
  }

  raw(tag: number): Buffer | undefined {
    const element = elementWith(this.instance.dataSet, asTag(tag));
    return element && Buffer.from(bytesOf(this.instance, element));
  }

  /** The numbers of a root element in little endian. */
  numbers(tag: number, read: (bytes: Buffer, at: number) => number | bigint, size: number): unknown[] {
    const bytes = this.raw(tag) as Buffer;
    return Array.from({ length: bytes.length / size }, (_, index) => read(bytes, index * size));
  }

  /** The fragments of an encapsulated root element, the offset table first. */
  fragments(tag: number): Buffer[] {
    const element = elementWith(this.instance.dataSet, asTag(tag));
    return (element?.fragments ?? []).map(({ start, end }) =>
      Buffer.from(this.instance.bodyBytes.view(start, end)),
    );
  }
}

export async function run(
  config: Configuration | string,
  object: readonly Node[] | Uint8Array,
  options: CompileOptions = {},
): Promise<Output> {
  const bytes = await cleanBytes(object instanceof Uint8Array ? object : ct(object), {
    plan: planOf(config, options),
  });
  return new Output(await parsed(bytes), bytes);
}

/** Code, path and message of the reason why an instance does not come out. */
export async function refusalOf(
  config: Configuration | string,
  object: readonly Node[] | Uint8Array,
  options: CompileOptions = {},
) {
  const result = await clean(object instanceof Uint8Array ? object : ct(object), {
    plan: planOf(config, options),
  });
  if (!('reason' in result)) throw new Error('it came out');
  return result.reason;
}
