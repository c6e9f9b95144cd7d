import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { letheManifest, type Repository, weightsManifest } from '../../../cli/package/manifest.ts';

const repository = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
) as Repository;

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly commit?: string;
}

describe('what the packages bring', () => {
  it('is said of every dependency of the repository, in its exact version', () => {
    const lethe = letheManifest(repository, null) as Manifest;
    const weights = weightsManifest(repository) as Manifest;
    const all = { ...lethe.dependencies, ...lethe.peerDependencies, ...weights.dependencies };
    // Of the CDK a later version will do: an app of somebody's own has its own.
    const versions = {
      ...repository.dependencies,
      ...Object.fromEntries(
        ['aws-cdk', 'aws-cdk-lib', 'constructs'].map((name) => [
          name,
          `^${repository.devDependencies[name]}`,
        ]),
      ),
    };
    expect(Object.keys(all)).toEqual(expect.arrayContaining(['aws-cdk', 'aws-cdk-lib', 'constructs']));
    for (const [name, version] of Object.entries(all))
      expect([name, version]).toEqual([name, versions[name]]);
    const left = Object.keys(repository.dependencies).filter((name) => all[name] === undefined);
    expect(left.sort()).toEqual(['@types/cli-progress', 'dcmjs-codecs']);
  });

  it('is no client of AWS and no dcmjs unless somebody asks for them', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = letheManifest(
      repository,
      null,
    ) as Manifest;
    expect(Object.keys(dependencies).filter((name) => /aws|dcmjs|onnx/.test(name))).toEqual([]);
    expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(['@aws-sdk/client-s3', 'dcmjs']));
    for (const name of Object.keys(peerDependencies))
      expect(peerDependenciesMeta[name]).toEqual({ optional: true });
  });

  it('is not guessed for a dependency that is new', () => {
    const more = { ...repository, dependencies: { ...repository.dependencies, 'left-pad': '1.3.0' } };
    expect(() => letheManifest(more, null)).toThrow(/package\/manifest\.ts .* left-pad/);
  });

  it('names the commit where there is one', () => {
    expect((letheManifest(repository, 'abc') as Manifest).commit).toBe('abc');
    expect(letheManifest(repository, null)).not.toHaveProperty('commit');
  });
});
