import { compileRoutes } from '../../rules/routes.ts';
import type { RuleSource } from '../../rules/source.ts';

const FILES: Readonly<Record<string, string>> = {
  'keep.json': '{ "profile": "none" }',
  'dcm.txt': 'deidentify:RetainUIDsOption',
  'broken.json': '{ "profle": "basic" }',
};

function file(name: string): RuleSource {
  const text = FILES[name];
  if (text === undefined) throw new RangeError('none');
  return { name, text, place: 'cloud', readFile: () => '' };
}

function compile(routes: unknown) {
  const text = typeof routes === 'string' ? routes : JSON.stringify(routes, null, 2);
  return compileRoutes({ name: 'lethe.routes.json', text, place: 'cloud', readFile: () => '' }, file);
}

function codes(result: ReturnType<typeof compile>): string[] {
  return result.problems.flatMap(({ source, problems }) =>
    problems.map(({ code }) => `${source.name} ${code}`),
  );
}

describe('compileRoutes', () => {
  it('compiles every route with its own rules, of any dialect', () => {
    const { routes } = compile({
      routes: [
        { prefix: 'a/', rules: 'keep.json', keyScope: 'a', cleanPrefix: 'a/' },
        { prefix: 'b/', rules: 'dcm.txt' },
        { prefix: '', rules: 'basic' },
      ],
    });
    expect(
      routes?.map(({ prefix, keyScope, cleanPrefix, plan }) => [prefix, keyScope, cleanPrefix, plan.dialect]),
    ).toEqual([
      ['a/', 'a', 'a/', 'lethe'],
      ['b/', '', '', 'dcm4chee'],
      ['', '', '', 'ps3.15'],
    ]);
  });

  it('says what is wrong with the routes and with every rule file at once', () => {
    const result = compile({
      routes: [
        { prefix: 'a', rules: 'keep.json' },
        { prefix: 'b/', rules: 'broken.json' },
        { prefix: 'c/', rules: 'absent.json', cleanPrefx: '' },
      ],
    });
    expect(result.routes).toBeNull();
    expect(codes(result)).toEqual(['lethe.routes.json PREFIX_MALFORMED', 'lethe.routes.json UNKNOWN_KEY']);
    const rest = compile({
      routes: [
        { prefix: 'b/', rules: 'broken.json' },
        { prefix: 'c/', rules: 'absent.json' },
      ],
    });
    expect(rest.routes).toBeNull();
    expect(codes(rest)).toEqual(['lethe.routes.json JSON_SYNTAX', 'broken.json UNKNOWN_KEY']);
  });

  it.each([
    ['{ "routes": [] }', 'NO_ROUTES'],
    ['{ "routes": [', 'JSON_SYNTAX'],
    [
      {
        routes: [
          { prefix: 'a/', rules: 'keep.json' },
          { prefix: 'a/', rules: 'dcm.txt' },
        ],
      },
      'DUPLICATE_PREFIX',
    ],
    [{ routes: [{ prefix: '../', rules: 'keep.json' }] }, 'PREFIX_MALFORMED'],
    [{ routes: [{ prefix: 'a/', rules: 'keep.json', cleanPrefix: '/' }] }, 'PREFIX_MALFORMED'],
  ])('refuses %j', (routes, code) => {
    const result = compile(routes);
    expect(result.routes).toBeNull();
    expect(codes(result)).toContain(`lethe.routes.json ${code}`);
  });
});
