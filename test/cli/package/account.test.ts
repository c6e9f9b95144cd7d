import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { accountedOf, SBOM, THIRD_PARTY, writeAccount } from '../../../cli/package/account.ts';
import { closureOf, nameAt, type Places } from '../../../cli/package/closure.ts';
import { licenceProblem } from '../../../cli/package/licences.ts';
import { letheManifest, type Repository, TO_DEPLOY, weightsManifest } from '../../../cli/package/manifest.ts';
import {
  CODECS_NOTICES,
  FUNCTIONS_CODE,
  LETHE_PARTS,
  type Part,
  RUNTIME_PARTS,
  WEIGHTS_PARTS,
} from '../../../cli/package/parts.ts';
import type { PackageManifest } from '../../../cli/package/sbom.ts';
import { licenceProblems, thirdPartyText } from '../../../cli/package/thirdParty.ts';
import { WEIGHTS } from '../../../layers/pixels/text/weights.ts';
import { schemaErrors } from './cyclonedx.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const repository = JSON.parse(read('package.json')) as Repository;
const { packages: locked } = JSON.parse(read('package-lock.json')) as { readonly packages: Places };
const manifests = {
  lethe: letheManifest(repository, 'c0ffee') as PackageManifest,
  weights: weightsManifest(repository) as PackageManifest,
};
const accounted = accountedOf(ROOT, manifests);
const ALL_PARTS = [...LETHE_PARTS, ...WEIGHTS_PARTS];

const folder = mkdtempSync(join(tmpdir(), 'lethe-account-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Code of functions, as `infra/codeFile.ts` has it, with that of two packages. */
const codeOf = (...places: readonly string[]) =>
  deflateSync(JSON.stringify({ 'a.mjs': places.map((place) => `// ${place}/index.js\nvar a;\n`).join('') }));
const CODE = codeOf('node_modules/saxes', 'node_modules/@aws-sdk/client-s3');

/** A package with what its parts want, and a word in each of its files. */
function packageOf(name: string, parts: readonly Part[]): string {
  for (const { files = [] } of parts)
    for (const file of files) {
      mkdirSync(dirname(join(folder, name, file)), { recursive: true });
      writeFileSync(join(folder, name, file), file === FUNCTIONS_CODE ? CODE : file);
    }
  return join(folder, name);
}

describe.each(['lethe', 'weights'] as const)('the account of %s', (name) => {
  const { packages, parts } = accounted[name];
  const write = (into: string, commitTime: number | null = 1_800_000_000) => {
    const of = packageOf(into, parts);
    writeAccount(ROOT, of, manifests[name], accounted[name], commitTime);
    return readFileSync(join(of, SBOM), 'utf8');
  };
  const text = write(`${name}-a`);
  const bill = JSON.parse(text);

  it('is a valid CycloneDX bill', () => {
    expect(schemaErrors(bill)).toEqual([]);
    expect(schemaErrors({ ...bill, components: [{ name: 'without a type' }] })).not.toEqual([]);
  });

  it('is the same whenever and wherever it is written, and another for another commit', () => {
    expect(write(`${name}-b`)).toBe(text);
    expect(bill.metadata.timestamp).toBe('2027-01-15T08:00:00.000Z');
    const other = JSON.parse(write(`${name}-c`, null));
    expect(other.metadata.timestamp).toBeUndefined();
    expect(other.serialNumber).not.toBe(bill.serialNumber);
    expect(text).not.toContain(tmpdir());
  });

  it('names every package that npm installs, by its digest, and every part, by that of its files', () => {
    const refs = new Map<string, { readonly hashes?: readonly { readonly content: string }[] }>(
      bill.components.map((each: { readonly 'bom-ref': string }) => [each['bom-ref'], each]),
    );
    for (const [place, { version, integrity = '' }] of Object.entries(packages)) {
      const hex = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
      expect([place, refs.get(`${nameAt(place)}@${version}`)?.hashes?.[0]?.content]).toEqual([place, hex]);
    }
    const { dependsOn } = bill.dependencies.find(
      ({ ref }: { readonly ref: string }) => ref === bill.metadata.component['bom-ref'],
    );
    expect(dependsOn).toEqual(expect.arrayContaining(parts.map((part) => `part:${part.name}`)));
    for (const { files = [] } of parts) for (const file of files) expect(text).toContain(`"name": "${file}"`);
  });

  it('has the text of every licence', () => {
    const notices = readFileSync(join(folder, `${name}-a`, THIRD_PARTY), 'utf8');
    for (const [place, { version }] of Object.entries(packages))
      expect(notices).toContain(`${nameAt(place)} ${version} (`);
    expect(notices).toContain('WITHOUT WARRANTY OF ANY KIND');
    expect(notices).not.toContain('\r');
  });
});

describe('what is optional in the bill', () => {
  it('is what npm installs only by name', () => {
    const { lethe } = accounted;
    writeAccount(ROOT, packageOf('scope', lethe.parts), manifests.lethe, lethe, null);
    const { components, metadata } = JSON.parse(readFileSync(join(folder, 'scope', SBOM), 'utf8'));
    const scopeOf = (name: string) =>
      components.find((each: { readonly name: string }) => each.name === name).scope;
    expect(['commander', '@hpke/core', 'saxes'].map(scopeOf)).toEqual(['required', 'required', 'required']);
    expect(['dcmjs', '@aws-sdk/client-s3'].map(scopeOf)).toEqual(['optional', 'optional']);
    expect(metadata.component.properties).toEqual([{ name: 'lethe:commit', value: 'c0ffee' }]);
  });
});

describe('the code of the functions', () => {
  const { lethe } = accounted;
  const write = (of: string) => writeAccount(ROOT, of, manifests.lethe, lethe, null);

  it('is said to hold what is bundled in it', () => {
    const of = packageOf('code', lethe.parts);
    write(of);
    const { components } = JSON.parse(readFileSync(join(of, SBOM), 'utf8'));
    const within = components.filter(({ properties = [] }) =>
      properties.some(({ name, value }) => name === 'lethe:within' && value === FUNCTIONS_CODE),
    );
    expect(within.map((each: { readonly name: string }) => each.name)).toEqual([
      '@aws-sdk/client-s3',
      'saxes',
    ]);
  });

  it('may hold nothing that is not accounted for', () => {
    const of = packageOf('code', lethe.parts);
    writeFileSync(
      join(of, FUNCTIONS_CODE),
      codeOf('node_modules/saxes', 'node_modules/a/node_modules/left-pad'),
    );
    expect(() => write(of)).toThrow(/does not account for node_modules\/a\/node_modules\/left-pad$/);
  });
});

describe('the licences', () => {
  it('of everything that is shipped or brought are allowed', () => {
    for (const { packages, parts } of [accounted.lethe, accounted.weights])
      expect(licenceProblems(packages, [...parts, ...RUNTIME_PARTS])).toEqual([]);
    // What is in the functions is of these.
    const production = closureOf(
      Object.keys(repository.dependencies).filter((name) => !name.startsWith('@types/')),
      locked,
    );
    expect(licenceProblems(production, [])).toEqual([]);
    expect(licenceProblems(closureOf(TO_DEPLOY, locked), [])).toEqual([]);
    expect(() => thirdPartyText(production, [], ROOT)).not.toThrow();
  });

  it.each([
    ['MIT', null],
    ['(MIT OR GPL-3.0-or-later)', null],
    ['(MIT AND Zlib)', null],
    ['Apache-2.0 WITH LLVM-exception', null],
    ['GPL-3.0-only', /GPL-3\.0-only/],
    ['MIT AND GPL-3.0-only', /GPL/],
    ['(MIT OR GPL-2.0) AND GPL-3.0', /not understood/],
    ['MPL-2.0', /MPL/],
    ['UNLICENSED', /UNLICENSED/],
    ['SEE LICENSE IN LICENSE', /SEE/],
    ['', /does not say/],
    [undefined, /does not say/],
  ])('%s', (licence, problem) => {
    const found = licenceProblem('some', licence);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });

  it('that stop a build: one that is new, and one without a text', () => {
    const { packages, parts } = accounted.weights;
    const place = 'node_modules/onnxruntime-web';
    const wrong = { ...packages, [place]: { ...packages[place], license: 'SSPL-1.0' } };
    const of = packageOf('stopped', parts);
    const write = (changed: Places) =>
      writeAccount(ROOT, of, manifests.weights, { packages: changed, parts, held: {} }, null);
    expect(() => write(wrong)).toThrow(/onnxruntime-web: "SSPL-1\.0"/);
    expect(readdirSync(of)).toEqual(['weights']);
    mkdirSync(join(folder, 'node_modules/bare'), { recursive: true });
    const bare = { 'node_modules/bare': { version: '1.0.0', license: 'MIT' } };
    expect(() => thirdPartyText(bare, [], folder)).toThrow(/bare comes without the text/);
  });
});

describe('the parts', () => {
  const named = (parts: readonly Part[]): readonly Part[] =>
    parts.flatMap((part) => [part, ...named(part.holds ?? [])]);

  it('of the codecs are those that their notices name', () => {
    const sections = [...read(CODECS_NOTICES).matchAll(/^== (.*)$/gm)].map(([, title = '']) => title);
    const codecs = named(LETHE_PARTS).filter(({ notice }) => notice === CODECS_NOTICES);
    expect(codecs).toHaveLength(sections.length);
    for (const { name, version = '' } of codecs) {
      const [word = ''] = name.split(/[ ,(]/);
      expect([name, sections.some((each) => each.includes(word) && each.includes(version))]).toEqual([
        name,
        true,
      ]);
    }
  });

  it('of npm have the versions that are locked', () => {
    for (const name of ['dcmjs-codecs', 'preact']) {
      const part = ALL_PARTS.find((each) => each.name === name);
      expect([name, part?.version]).toEqual([name, locked[`node_modules/${name}`]?.version]);
    }
  });

  it('of the words are those that NOTICE names', () => {
    const words = LETHE_PARTS.find(({ name }) => name === 'word lists')?.holds ?? [];
    const noticed = [...read('NOTICE').matchAll(/^(\S+) (\S+) \((?:npm|PyPI), /gm)].map(
      ([, name, version]) => `${name} ${version}`,
    );
    expect(words.map(({ name, version }) => `${name} ${version}`)).toEqual(noticed);
  });

  it('have every generated table and every weight among their files', () => {
    const files = ALL_PARTS.flatMap((part) => part.files ?? []);
    const tables = ['layers', 'rules']
      .flatMap((area) =>
        readdirSync(join(ROOT, area), { recursive: true, encoding: 'utf8' }).map((name) => `${area}/${name}`),
      )
      .filter((name) => name.endsWith('.generated.ts'));
    expect(tables.length).toBeGreaterThan(8);
    for (const name of tables) expect(files).toContain(name.replace(/ts$/, 'js'));
    for (const { file } of Object.values(WEIGHTS)) expect(files).toContain(`weights/${file}`);
  });

  it('have notices in their packages', () => {
    for (const { notice } of named(ALL_PARTS).filter((part) => !/^weights\/|^THIRD-PARTY/.test(part.notice)))
      expect(read(notice.replace(/\.js$/, notice.startsWith('web/') ? '.js' : '.ts')).length).toBeGreaterThan(
        0,
      );
  });
});
