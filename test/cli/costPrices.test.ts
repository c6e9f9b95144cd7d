import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { PRICE_NAMES, PRICES, sourcesText } from '../../cli/cost/prices.ts';
import { EXAMPLE_PRICES, parsePrices, pricesSchema } from '../../cli/cost/pricesFile.ts';
import { UsageError } from '../../cli/exit.ts';
import { lethe as start } from './run.ts';

async function lethe(...args: readonly string[]) {
  const { status, stdout, stderr } = await start(args);
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

/** `lethe cost --prices FILE`: the prices of the user's own. */
const MINE = { source: 'our contract', date: '2026-10' };
const parse = (value: unknown) =>
  parsePrices(typeof value === 'string' ? value : JSON.stringify(value), '"p.json"', PRICES);
const problemsOf = (value: unknown): readonly string[] => {
  try {
    parse(value);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).code).toBe('PRICES_WRONG');
    return (error as UsageError).message.split('\n').slice(1);
  }
  return [];
};
const inVirginia = (prices: object) => ({ ...MINE, regions: { 'us-east-1': prices } });

describe('a file of prices', () => {
  it('goes before the model’s, price by price, and says where each is from', () => {
    const { 'eu-central-1': list, 'us-east-1': other } = parse(EXAMPLE_PRICES);
    expect(list).toMatchObject({ storageGbMonth: 0.0196, putsThousand: 0.0054, keyMonth: 1 });
    expect(list?.from.storageGbMonth).toEqual({ source: EXAMPLE_PRICES.source, date: EXAMPLE_PRICES.date });
    expect(list?.from.putsThousand.date).toBe('2026-11-02');
    expect(list?.from.keyMonth).toEqual(PRICES['eu-central-1']?.from.keyMonth);
    expect(other).toBe(PRICES['us-east-1']);
    expect(sourcesText(list as NonNullable<typeof list>)).toContain('storageGbMonth: our contract of 2026');
  });

  it('brings a Region that the model lacks only whole', () => {
    const all = Object.fromEntries(PRICE_NAMES.map((name) => [name, 0]));
    expect(parse({ ...MINE, regions: { 'eu-west-3': all } })['eu-west-3']).toMatchObject({ keyMonth: 0 });
    const { keyMonth: _left, ...others } = all;
    expect(problemsOf({ ...MINE, regions: { 'eu-west-3': others } })).toEqual([
      expect.stringMatching(/also give keyMonth$/),
    ]);
  });

  it('may have comments and a byte order mark', () => {
    expect(problemsOf(`\uFEFF// ours\n${JSON.stringify(EXAMPLE_PRICES)}`)).toEqual([]);
  });

  it.each([
    ['{\n"regions": {},\n', ['"p.json":3: this is not']],
    ['[]', ['"p.json":1: this is not']],
    ['', ['"p.json":1: this is not']],
    [{ regions: {} }, ['"p.json":1: "source" is missing', '"p.json":1: "date" is missing']],
    [MINE, ['"p.json":1: "regions" is missing']],
    [{ ...MINE, date: 'yesterday', regions: {} }, ['"p.json":1: "date" must']],
    [{ ...MINE, date: '2026-13-01', regions: {} }, ['"p.json":1: "date" must']],
    [{ ...MINE, source: 'a\nb', regions: {} }, ['"p.json":1: "source" must']],
    [{ ...MINE, source: null, regions: {} }, ['"p.json":1: "source" must']],
    [{ ...MINE, regions: { 'mars-1': {} } }, ['"p.json":1: "mars-1" is not']],
    [{ ...MINE, regions: { __proto__x: {} } }, ['"p.json":1: "__proto__x" is not']],
    [
      inVirginia({ putsThousend: 1 }),
      ['"p.json":1: "putsThousend" is not known. Did you mean "putsThousand"?'],
    ],
    [inVirginia({ keyMonth: -1 }), ['"p.json":1: "keyMonth" must']],
    [inVirginia({ keyMonth: '1' }), ['"p.json":1: "keyMonth" must']],
    [
      '{"source":"a","date":"2026","regions":{"us-east-1":\n{"keyMonth":1e999}}}',
      ['"p.json":2: "keyMonth" must'],
    ],
    [inVirginia({ keyMonth: { source: 'x' } }), ['"p.json":1: "keyMonth" must']],
    [inVirginia({ keyMonth: { price: 1, date: 7 } }), ['"p.json":1: "date" must']],
    [
      '{"source":"a","date":"2026","regions":{"us-east-1":{"keyMonth":1,"keyMonth":2}}}',
      ['"p.json":1: "keyMonth" is there twice'],
    ],
    [inVirginia({ keyMonth: -1, alarmMonth: null }), ['"p.json":1: "keyMonth"', '"p.json":1: "alarmMonth"']],
  ])('that is wrong says so by line: %j', (value, problems) => {
    expect(problemsOf(value).map((each) => each.trim())).toEqual(
      problems.map((problem) => expect.stringContaining(problem)),
    );
  });

  it('has a schema that says the same', () => {
    const schema = pricesSchema();
    const isValid = new Ajv({ strict: false }).compile(schema);
    expect(
      JSON.parse(readFileSync(new URL('../../docs/prices.schema.json', import.meta.url), 'utf8')),
    ).toEqual(schema);
    expect(isValid(EXAMPLE_PRICES)).toBe(true);
    for (const wrong of [MINE, inVirginia({ keyMonth: -1 }), inVirginia({ putsThousend: 1 })])
      expect([wrong, isValid(wrong)]).toEqual([wrong, false]);
  });
});

describe('lethe cost --prices', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lethe-prices-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reckons with them, in the one Region that they are of, and says whose they are', async () => {
    const file = join(folder, 'mine.json');
    writeFileSync(file, JSON.stringify({ ...MINE, regions: { 'eu-central-1': { eventsMillion: 7 } } }));
    const { stdout } = await lethe('cost', '--prices', file, '--mark', 'tag', '--events', 'eventbridge');
    expect(stdout).toContain('in eu-central-1');
    // Of each object four events.
    expect(stdout).toContain('$28.00');
    expect(stdout).toContain('eventsMillion: our contract (2026-10)');
    const json = JSON.parse((await lethe('cost', '--prices', file, '--json')).stdout);
    expect(json.prices.eventsMillion).toEqual({ price: 7, ...MINE });
  });

  it.each([
    ['FILE_UNREADABLE', ['--prices', '/nowhere/prices.json']],
    ['WRONG_CALL', ['--region', 'mars-1']],
    ['WRONG_CALL', ['--region', 'toString']],
  ])('answers %s to %j', async (code, args) => {
    const { status, stderr } = await lethe('cost', ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(code)]);
  });

  it('says everything that is wrong with them', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(
      file,
      '{\n"source": "x",\n"date": "soon",\n"regions": { "us-east-1": { "keyMonth": -1 } } }',
    );
    const { status, stderr } = await lethe('cost', '--prices', file);
    expect(status).toBe(2);
    expect(stderr).toContain('PRICES_WRONG');
    expect(stderr).toContain(':3: "date"');
    expect(stderr).toContain(':4: "keyMonth"');
  });
});
