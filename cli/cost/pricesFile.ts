import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import {
  OTHER_VERSION,
  VERSION_DOC,
  VERSION_KEY,
  VERSION_PATTERN,
  versionProblem,
} from '../../rules/forLethe.ts';
import { nearestWord } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';
import { PRICE_NAMES, type PriceList, type PriceName, type PriceSource } from './prices.ts';

/** A file of every price of every region of AWS has some 100 KiB. */
export const MOST_PRICES_BYTES = 4 * 1024 * 1024;
/** No unit of a price is dearer, in US dollars; what is more is an amount in another unit. */
const MOST_DOLLARS = 1e6;
const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const MOST_SOURCE = 200;

/** As docs/cost.md shows it. */
export const EXAMPLE_PRICES = {
  source: 'our contract of 2026, annex 2',
  date: '2026-10-01',
  regions: {
    'eu-central-1': {
      storageGbMonth: 0.0196,
      putsThousand: { price: 0.0054, source: 'https://aws.amazon.com/s3/pricing/', date: '2026-11-02' },
    },
  },
} as const;

type Problem = (node: Node, message: string) => void;

/**
 * The prices of a user's file over those of the model: the lists of all regions. Comments are allowed. `file` is how texts name it. Throws
 * `UsageError` PRICES_WRONG with everything that is wrong, by line.
 */
export function parsePrices(
  text: string,
  file: string,
  known: Readonly<Record<string, PriceList>>,
): Readonly<Record<string, PriceList>> {
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  const problems: string[] = [];
  const problem: Problem = ({ offset }, message) => {
    problems.push(`${file}:${text.slice(0, offset).split('\n').length}: ${message}`);
  };
  let lists = known;
  if (errors.length > 0 || root?.type !== 'object')
    problem({ ...EMPTY, offset: errors[0]?.offset ?? 0 }, 'this is not a JSON object');
  else {
    const members = membersOf(root, [VERSION_KEY, 'source', 'date', 'regions'], problem);
    const written = members.get(VERSION_KEY);
    const other = written === undefined ? null : versionProblem(written.value);
    if (written !== undefined && other !== null)
      problem(written, `${OTHER_VERSION}: ${other.message}. ${other.hint}`);
    const source = sourceOf(root, members, problem);
    const regions = members.get('regions');
    if (regions === undefined) problem(root, '"regions" is missing');
    else if (regions.type !== 'object') problem(regions, '"regions" must be an object');
    else
      for (const [region, node] of membersOf(regions, null, problem))
        if (!REGION.test(region)) problem(node, `${JSON.stringify(region)} is not the name of a Region`);
        else {
          const base = Object.hasOwn(known, region) ? known[region] : undefined;
          const list = listOf(region, node, source, base, problem);
          if (list !== null) lists = { ...lists, [region]: list };
        }
  }
  if (problems.length > 0)
    throw new UsageError(
      `the prices are wrong. docs/cost.md shows how to write them.\n${problems.map((each) => `  ${each}`).join('\n')}`,
      'PRICES_WRONG',
    );
  return lists;
}

const EMPTY: Node = { type: 'null', offset: 0, length: 0 };

function listOf(
  region: string,
  node: Node,
  source: PriceSource,
  base: PriceList | undefined,
  problem: Problem,
): PriceList | null {
  if (node.type !== 'object') {
    problem(node, `${JSON.stringify(region)} must be an object of prices`);
    return null;
  }
  const prices: Partial<Record<PriceName, number>> = {};
  const from: Partial<Record<PriceName, PriceSource>> = {};
  for (const [name, value] of membersOf(node, PRICE_NAMES, problem)) {
    const price = priceOf(name, value, source, problem);
    prices[name as PriceName] = price.price;
    from[name as PriceName] = price.from;
  }
  const missing = base === undefined ? PRICE_NAMES.filter((name) => prices[name] === undefined) : [];
  if (missing.length > 0)
    problem(node, `the model has no prices of ${region}: also give ${missing.join(', ')}`);
  return { ...base, ...prices, region, from: { ...base?.from, ...from } } as PriceList;
}

function priceOf(
  name: string,
  node: Node,
  source: PriceSource,
  problem: Problem,
): { readonly price: number; readonly from: PriceSource } {
  const members = node.type === 'object' ? membersOf(node, ['price', 'source', 'date'], problem) : null;
  const price = members === null ? node : members.get('price');
  const dollars: unknown = price?.value;
  if (typeof dollars !== 'number' || !(dollars >= 0 && dollars <= MOST_DOLLARS))
    problem(price ?? node, `"${name}" must be a price in US dollars, a number from 0 to ${MOST_DOLLARS}`);
  return {
    price: Number(dollars),
    from: members === null ? source : sourceOf(node, members, problem, source),
  };
}

/** Where and when; both must be said, here or for the whole file. */
function sourceOf(
  node: Node,
  members: ReadonlyMap<string, Node>,
  problem: Problem,
  outer?: PriceSource,
): PriceSource {
  const text = (name: keyof PriceSource, isFit: (value: string) => boolean, must: string): string => {
    const member = members.get(name);
    const value: unknown = member?.value ?? (member === undefined ? outer?.[name] : undefined);
    if (typeof value === 'string' && isFit(value)) return value;
    problem(
      member ?? node,
      member === undefined ? `"${name}" is missing: ${must}` : `"${name}" must be ${must}`,
    );
    return '';
  };
  return {
    source: text(
      'source',
      // Printed on a line of its own.
      (value) => value.trim() !== '' && value.length <= MOST_SOURCE && !/\p{Cc}/u.test(value),
      `a line of at most ${MOST_SOURCE} characters that says where the prices are from`,
    ),
    date: text('date', (value) => DATE.test(value), 'a date as YYYY, YYYY-MM or YYYY-MM-DD'),
  };
}

/** The members of an object by name. What is there twice, or is not known, is a problem. `names`: null: any. */
function membersOf(node: Node, names: readonly string[] | null, problem: Problem): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    if (members.has(name)) problem(key, `${JSON.stringify(name)} is there twice`);
    else if (names === null || names.includes(name)) members.set(name, value);
    else {
      const meant = nearestWord(name, names);
      problem(
        key,
        `${JSON.stringify(name)} is not known. ${meant === undefined ? `Known are: ${names.join(', ')}` : `Did you mean "${meant}"?`}`,
      );
    }
  }
  return members;
}

/** The form of such a file as JSON Schema (draft 07), for editors; docs/prices.schema.json. */
export function pricesSchema(): object {
  const said = {
    source: {
      type: 'string',
      minLength: 1,
      maxLength: MOST_SOURCE,
      description: 'Where the prices are from.',
    },
    date: { type: 'string', pattern: DATE.source, description: 'When they were read there.' },
  };
  const dollars = { type: 'number', minimum: 0, maximum: MOST_DOLLARS };
  const price = {
    oneOf: [
      dollars,
      {
        type: 'object',
        required: ['price'],
        properties: { price: dollars, ...said },
        additionalProperties: false,
      },
    ],
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Prices for lethe cost, in US dollars',
    type: 'object',
    required: ['source', 'date', 'regions'],
    properties: {
      [VERSION_KEY]: { type: 'string', pattern: VERSION_PATTERN, description: VERSION_DOC },
      ...said,
      regions: {
        type: 'object',
        propertyNames: { pattern: REGION.source },
        additionalProperties: {
          type: 'object',
          properties: Object.fromEntries(PRICE_NAMES.map((name) => [name, price])),
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };
}
