import { WEIGHTS_PACKAGE } from '../../layers/pixels/text/weights.ts';

/** What is read of the repository's package.json: versions are said there alone. */
export interface Repository {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  /** Where its sources are: npm publishes with provenance only where it is right. */
  readonly repository?: { readonly type: string; readonly url: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What every command may need, 6 MB with what it brings itself. */
const ALWAYS = [
  '@hpke/core',
  '@peculiar/asn1-cms',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  'cli-progress',
  'commander',
  'fast-png',
  'jsonc-parser',
  'saxes',
];

/** What some commands need; they say so (`PACKAGE_MISSING`). npm installs an optional peer only where it is named. */
const WHEN_ASKED = /^(@aws-sdk\/client-.+|dcmjs)$/;

/**
 * What `lethe deploy` and `lethe/cdk` need. An app of somebody's own has its versions of the CDK, which npm holds against these: any later one will do, as CDK promises of
 * its second major version.
 */
export const TO_DEPLOY: readonly string[] = ['aws-cdk', 'aws-cdk-lib', 'constructs'];

/** Not dependencies of the package: types, the codecs (the file is in the package), and what the package of the weights brings. */
const ELSEWHERE = ['@types/cli-progress', 'dcmjs-codecs', 'onnxruntime-web'];

const ENGINES = { node: '>=22.13' };

/** The package.json of `lethe`. Throws where a dependency of the repository is in none of the lists, so that a new one is thought of. */
export function letheManifest(repository: Repository, commit: string | null): object {
  const { name, version, description, license, dependencies, devDependencies } = repository;
  const peers = [
    ...Object.entries(dependencies).filter(([each]) => WHEN_ASKED.test(each)),
    ...TO_DEPLOY.map((each) => [each, `^${devDependencies[each]}`] as const),
  ];
  for (const each of Object.keys(dependencies))
    if (!ALWAYS.includes(each) && !WHEN_ASKED.test(each) && !ELSEWHERE.includes(each))
      throw new Error(`cli/package/manifest.ts does not say whether the package needs ${each}`);
  return {
    name,
    version,
    description,
    license,
    ...repositoryOf(repository),
    type: 'module',
    engines: ENGINES,
    bin: { lethe: 'cli/lethe.mjs' },
    exports: {
      '.': { types: './layers/library/lethe.d.ts', default: './layers/library/lethe.js' },
      './cdk': { types: './infra/constructs.d.ts', default: './infra/cdk.js' },
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(ALWAYS.map((each) => [each, dependencies[each]])),
    peerDependencies: Object.fromEntries(peers),
    peerDependenciesMeta: Object.fromEntries(peers.map(([each]) => [each, { optional: true }])),
    ...(commit === null ? {} : { commit }),
  };
}

/** The package.json of the weights, with the runtime that they are read by. */
export function weightsManifest(repository: Repository): object {
  const { version, dependencies } = repository;
  return {
    name: WEIGHTS_PACKAGE,
    version,
    description: 'What Lethe looks for text in pixels with: install it beside lethe',
    license: 'Apache-2.0',
    ...repositoryOf(repository),
    engines: ENGINES,
    exports: { './package.json': './package.json' },
    dependencies: { 'onnxruntime-web': dependencies['onnxruntime-web'] },
  };
}

function repositoryOf({ repository }: Repository): Partial<Repository> {
  return repository === undefined ? {} : { repository };
}
