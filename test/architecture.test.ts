import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../layers/dicom/implementation.ts';
import { isValidUid } from '../layers/dicom/standard/uid.ts';
import { ENGINE_VERSION } from '../layers/engine/version.ts';

/** The house of docs/architecture.md, held by reading what every file imports. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Whose files an area may import beside its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'layers/dicom': [],
  'layers/text': ['layers/dicom'],
  'layers/pixels': [],
  'layers/archive': ['layers/dicom'],
  'layers/dimse': ['layers/dicom'],
  'layers/dicomweb': ['layers/dicom'],
  rules: ['layers/dicom'],
  'layers/engine': ['layers/dicom', 'layers/text', 'layers/pixels', 'layers/archive', 'rules'],
  /** Of the rules the tables of PS3.15 alone: see below. */
  'layers/verify': ['layers/dicom', 'layers/text', 'rules'],
  'layers/aws': ['layers/dicom', 'layers/pixels', 'layers/archive', 'layers/engine'],
  'layers/local': ['layers/dicom', 'layers/engine'],
  functions: [
    'layers/dicom',
    'layers/pixels',
    'layers/archive',
    'rules',
    'layers/engine',
    'layers/aws',
    'layers/local',
  ],
  cli: [
    'layers/dicom',
    'layers/pixels',
    'layers/archive',
    'layers/dimse',
    'layers/dicomweb',
    'rules',
    'layers/engine',
    'layers/verify',
    'layers/aws',
    'layers/local',
    'functions',
    'infra',
  ],
  infra: ['functions', 'rules', 'layers/pixels'],
  web: ['layers/engine'],
  'layers/library': [
    'layers/dicom',
    'layers/pixels',
    'rules',
    'layers/engine',
    'layers/verify',
    'layers/local',
  ],
};
const AREAS = Object.keys(MAY_IMPORT);

/** Files that something else starts: nothing imports them. */
const ENTRY_POINTS = [
  /^layers\/library\/lethe\.ts$/,
  /^cli\/program\.ts$/,
  /^cli\/deid\/worker\.ts$/,
  /^functions\/[^/]+\/handler\.ts$/,
  /^infra\/(?:app|cdk)\.ts$/,
  /^web\/(?:main\.tsx|build\.ts)$/,
];

const FILES = AREAS.flatMap((area) => filesBelow(area));
const TESTS = [...filesBelow('test'), ...filesBelow('bench')];

function filesBelow(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

const source = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const areaOf = (file: string) => AREAS.find((area) => file.startsWith(`${area}/`));

/** Code without comments, strings left as they are. */
function code(file: string): string {
  return source(file).replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_whole, text: string | undefined) => text ?? '',
  );
}

/** What a file imports, statically or not, for types or not; re-exports and files of processes included. */
function importsOf(file: string): string[] {
  const text = code(file);
  const patterns = [
    /^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^import\s*['"]([^'"]+)['"]/gm,
    /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
    /\bfork\(\s*new URL\(\s*['"]([^'"]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] as string));
}

/** The file of the repository that an import leads to; null: a package. */
function target(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), specifier)) : null;
}

const EDGES = FILES.flatMap((file) =>
  importsOf(file).flatMap((specifier) => {
    const to = target(file, specifier);
    return to === null ? [] : [{ file, specifier, to }];
  }),
);
const edgesWhere = (wrong: (edge: (typeof EDGES)[number]) => boolean) =>
  EDGES.filter(wrong).map(({ file, to }) => `${file} imports ${to}`);

describe('what the reader of imports sees', () => {
  it('is more than nothing, and every file of an area', () => {
    expect(FILES.length).toBeGreaterThan(80);
    expect(EDGES.length).toBeGreaterThan(FILES.length);
    expect(EDGES).toContainEqual({
      file: 'layers/engine/deidentify.ts',
      specifier: './certify/certify.ts',
      to: 'layers/engine/certify/certify.ts',
    });
    expect(EDGES.map(({ file, to }) => `${file} ${to}`)).toContain(
      'cli/deid/workerProcess.ts cli/deid/worker.ts',
    );
  });

  it('has a suffix and leads to a file', () => {
    expect(
      edgesWhere(({ specifier, to }) => !/\.(tsx?|json)$/.test(specifier) || !existsSync(join(ROOT, to))),
    ).toEqual([]);
  });
});

describe('imports point one way', () => {
  it('each area imports its own files and those it may', () => {
    expect(
      edgesWhere(({ file, to }) => {
        const from = areaOf(file) as string;
        const into = areaOf(to);
        return into === undefined || (into !== from && !(MAY_IMPORT[from] ?? []).includes(into));
      }),
    ).toEqual([]);
  });

  it('the engine imports the plan and the tables that its actions need, never a dialect', () => {
    expect(
      edgesWhere(
        ({ file, to }) =>
          file.startsWith('layers/engine/') && to.startsWith('rules/') && !ENGINE_MAY_READ.test(to),
      ),
    ).toEqual([]);
  });

  it('infra imports the environment of the functions, what is said of a wrong word and another version, and the files that a bundle has', () => {
    expect(
      edgesWhere(
        ({ file, to }) =>
          file.startsWith('infra/') &&
          !/^(infra\/|functions\/environment\.ts$|rules\/(source|forLethe)\.ts$|layers\/pixels\/(shipped|text\/weights)\.ts$)/.test(
            to,
          ),
      ),
    ).toEqual([]);
  });

  it('the command knows what a deployment is set by, told and made of; its stack is for lethe deploy alone, and no handler for any', () => {
    expect(
      edgesWhere(
        ({ file, to }) =>
          file.startsWith('cli/') &&
          /^(infra|functions)\//.test(to) &&
          !/^(infra\/(config|settings|settingWords)|functions\/(environment|ingest\/ruleBook))\.ts$/.test(
            to,
          ) &&
          !(file === 'cli/deploy/command.ts' && /^infra\/(synthesis|pipelineError)\.ts$/.test(to)),
      ),
    ).toEqual([]);
  });

  it('the page knows the types of the review’s JSON, and nothing else of the product', () => {
    const beyond = FILES.filter((file) => file.startsWith('web/')).flatMap((file) =>
      [...code(file).matchAll(/^import\s+(type\b)?[^'"]*from\s*['"](\.\.\/[^'"]+)['"]/gm)].flatMap(
        ([, type, to = '']) =>
          type !== undefined && to === '../layers/engine/review/types.ts' ? [] : [`${file} imports ${to}`],
      ),
    );
    expect(beyond).toEqual([]);
    expect(edgesWhere(({ file, to }) => !file.startsWith('web/') && to.startsWith('web/'))).toEqual([]);
    expect(EDGES.filter(({ file }) => file.startsWith('web/')).length).toBeGreaterThan(20);
  });

  it('nothing imports an entry point', () => {
    const entries = FILES.filter((file) => ENTRY_POINTS.some((pattern) => pattern.test(file)));
    expect(entries).toContain('cli/program.ts');
    const started = (file: string, to: string) =>
      file === 'cli/deid/workerProcess.ts' && to === 'cli/deid/worker.ts';
    expect(edgesWhere(({ file, to }) => entries.includes(to) && !started(file, to))).toEqual([]);
  });

  it('product code imports no tests, and dcmjs in one place alone: it is the second reader', () => {
    expect(edgesWhere(({ to }) => /^(test|bench)\//.test(to))).toEqual([]);
    expect(FILES.filter((file) => importsOf(file).some((specifier) => /^dcmjs$/.test(specifier)))).toEqual([
      'cli/verify/secondReader.ts',
    ]);
  });

  it('what verifies an output shares no code with what writes one, at any distance', () => {
    const verify = FILES.filter((file) => file.startsWith('layers/verify/'));
    expect(verify.length).toBeGreaterThan(20);
    expect(
      edgesWhere(({ file, to }) => file.startsWith('layers/verify/') && !VERIFY_MAY_READ.test(to)),
    ).toEqual([]);
    const reached = new Set(verify);
    for (const file of reached) for (const edge of EDGES) if (edge.file === file) reached.add(edge.to);
    expect([...reached].filter((file) => !VERIFY_MAY_REACH.test(file))).toEqual([]);
    // And nothing that de-identifies knows of it.
    expect(
      edgesWhere(
        ({ file, to }) =>
          to.startsWith('layers/verify/') &&
          !/^(?:(?:layers|cli)\/verify\/|layers\/library\/verify\.ts$)/.test(file),
      ),
    ).toEqual([]);
  });

  it('what works on bytes and decisions knows neither files, network nor environment', () => {
    const pure = FILES.filter(
      (file) =>
        /^(layers\/(dicom|text|archive|engine|verify)|rules)\//.test(file) &&
        !/generate\.ts$|generatedFile\.ts$/.test(file),
    );
    const wrong = pure.flatMap((file) =>
      importsOf(file)
        .filter((specifier) =>
          /^node:(fs|net|http|https|child_process|worker_threads|os|dns|tls)\b|^@aws-sdk/.test(specifier),
        )
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(wrong.filter((line) => !OFFLINE_GENERATORS.test(line))).toEqual([]);
    expect(pure.filter((file) => /\bprocess\.env\b|\bconsole\.|\bfetch\(/.test(code(file)))).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, to } of EDGES) graph.set(file, [...(graph.get(file) ?? []), to]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) {
        circles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
        return;
      }
      if (done.has(file)) return;
      for (const to of graph.get(file) ?? []) visit(to, [...trail, file]);
      done.add(file);
    };
    for (const file of FILES) visit(file, []);
    expect(circles).toEqual([]);
  });
});

/** The standard's tables, and what the text layer knows of names. */
const VERIFY_MAY_READ =
  /^(layers\/verify\/|layers\/text\/|layers\/dicom\/(standard\/|tag\.ts$)|rules\/ps315\/generated\/\w+\.generated\.ts$)/;
/** Of the vocabulary of DICOM what has neither bytes nor offsets: tags, VRs, dates. */
const VERIFY_MAY_REACH =
  /^(layers\/verify\/|layers\/text\/|layers\/dicom\/(standard\/|dateTime\/|dateTime\.ts$|tag\.ts$|vr\.ts$)|rules\/ps315\/generated\/\w+\.generated\.ts$)/;
/** `rules/plan.ts`, what settles its actions, its part about pixels, the tables of users that plans name, and tables of the standard that an action works by. */
const ENGINE_MAY_READ = /^rules\/(plan|claims|pixelPolicy|textPolicy|byVr|lookupCsv)\.ts$/;
/** Scripts that write the generated tables. */
const OFFLINE_GENERATORS =
  /^(layers\/dicom\/standard|rules\/ps315)\/(generate|generatedFile|tableSource)\.ts /;

describe('style that a compiler does not hold', () => {
  it.each([
    ['default exports', /\bexport\s+default\b|\bas default\b/],
    ['any', /(:|<|\bas|\|)\s*any\b(?!\s*\()/],
    ['enums', /\benum\s+\w/],
    ['suppressed checks', /@ts-(ignore|nocheck|expect-error)/],
  ])('no %s', (_name, pattern) => {
    const all = [...FILES, ...TESTS].filter((file) => !/\.d\.ts$|architecture\.test\.ts$/.test(file));
    const text = (file: string) =>
      String(pattern).includes('@ts')
        ? source(file)
        : code(file).replace(/(['"`])(?:(?!\1)[^\\]|\\.)*\1/g, "''");
    expect(all.filter((file) => pattern.test(text(file)))).toEqual([]);
  });

  it('no file is longer than one reads at once: 400 lines, and 500 of tests, which are tables', () => {
    const long = [...FILES, ...TESTS]
      .filter((file) => !/\.generated\.ts$/.test(file))
      .map((file) => ({ file, lines: source(file).split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > (file.startsWith('test/') ? 500 : 400));
    expect(long).toEqual([]);
  });

  it('no work is left in comments, and nothing names a place outside of the repository', () => {
    const said = (pattern: RegExp) =>
      [...FILES, ...TESTS].filter(
        (file) => file !== 'test/architecture.test.ts' && pattern.test(source(file)),
      );
    expect(said(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
    expect(said(/\/work\/|\.\.\/shared\b/)).toEqual([]);
    expect(said(/\b(it|test|describe)\.(skip|only|todo)\b|\b(xit|fit|xdescribe|fdescribe)\(/)).toEqual([]);
  });
});

describe('versions', () => {
  it('the engine, the package and the file meta information agree', () => {
    const manifest = JSON.parse(source('package.json')) as { version: string };
    expect(ENGINE_VERSION).toBe(manifest.version);
    expect(IMPLEMENTATION_VERSION_NAME).toContain(ENGINE_VERSION);
  });

  it('fit their attributes: Implementation Version Name is SH (PS3.10 7.1), the class a UID', () => {
    expect(IMPLEMENTATION_VERSION_NAME.length).toBeLessThanOrEqual(16);
    expect(isValidUid(IMPLEMENTATION_CLASS_UID)).toBe(true);
  });
});
