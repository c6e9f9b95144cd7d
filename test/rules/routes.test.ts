import { compileRules } from '../../rules/compile.ts';
import { compileRoutes } from '../../rules/routes.ts';
import type { RuleSource } from '../../rules/source.ts';

const FILES: Readonly<Record<string, string>> = {
  'keep.json': '{ "profile": "none", "rules": [{ "select": "PatientName", "action": "remove" }] }',
  'dcm.txt': 'deidentify:RetainUIDsOption',
  'broken.json': '{ "profle": "basic" }',
  'empty.json': '{ "profile": "basic", "rules": [] }',
  'project.json': '{ "identities": { "project": "own" } }',
};

function file(name: string): RuleSource {
  const text = FILES[name];
  if (text === undefined) throw new RangeError('none');
  return { name, text, place: 'cloud', readFile: () => '' };
}

function compile(routes: unknown) {
  const text = typeof routes === 'string' ? routes : JSON.stringify(routes, null, 2);
  return compileRoutes(
    { name: 'lethe.routes.json', text, place: 'cloud', readFile: () => '' },
    file,
    compileRules,
  );
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
    expect(codes(result)).toEqual([
      'lethe.routes.json PREFIX_MALFORMED',
      'lethe.routes.json NO_RULE_FILE',
      'lethe.routes.json UNKNOWN_KEY',
      'broken.json UNKNOWN_KEY',
    ]);
    const [places] = result.problems.map(({ problems }) =>
      problems.map(({ line, column }) => [line, column]),
    );
    expect(places?.slice(0, 2)).toEqual([
      [4, 17],
      [13, 16],
    ]);
  });

  it('says of every route that names it that a rule file is not there', () => {
    const result = compile({
      routes: [
        { prefix: 'b/', rules: 'absent.json' },
        { prefix: 'c/', rules: 'absent.json' },
      ],
    });
    expect(codes(result)).toEqual(['lethe.routes.json NO_RULE_FILE', 'lethe.routes.json NO_RULE_FILE']);
  });

  it('reads one file in two dialects where two routes say so', () => {
    const { routes } = compile({
      routes: [
        { prefix: 'a/', rules: 'empty.json', dialect: 'lethe' },
        { prefix: 'b/', rules: 'empty.json', dialect: 'microsoft' },
      ],
    });
    expect(routes?.map(({ plan }) => plan.dialect)).toEqual(['lethe', 'microsoft']);
  });

  it('refuses a file too deep to read', () => {
    expect(codes(compile(`{ "routes": ${'['.repeat(20_000)}`))).toEqual(['lethe.routes.json TOO_DEEP']);
  });

  it('takes the rule file’s own project where a route names no key scope', () => {
    const { routes } = compile({
      routes: [
        { prefix: 'a/', rules: 'project.json' },
        { prefix: 'b/', rules: 'project.json', keyScope: 'b' },
      ],
    });
    expect(routes?.map(({ keyScope }) => keyScope)).toEqual(['own', 'b']);
  });

  it.each([
    ['{ "routes": [] }', 'NO_ROUTES'],
    ['{ "routes": [', 'JSON_SYNTAX'],
    ['', 'JSON_SYNTAX'],
    [Buffer.from('{ "routes": [] }', 'utf16le').toString('utf8'), 'NOT_UTF8'],
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
