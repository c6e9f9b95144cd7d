import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Section, sectionOf } from './changelog.ts';

/** What a release is held against before anything is built. */
export interface Candidate {
  /** The tag that starts it. */
  readonly tag: string;
  /** Address of the repository that it runs in, as npm's provenance will name it. */
  readonly repository: string;
  readonly manifest: { readonly version: string; readonly repository?: { readonly url?: string } };
  readonly changelog: string;
  /** Of `.github/release-signers`. */
  readonly signers: string;
}

/** What stands in the way of a release, in words for whoever set the tag. */
export function releaseProblems({
  tag,
  repository,
  manifest,
  changelog,
  signers,
}: Candidate): readonly string[] {
  const { version } = manifest;
  const url = manifest.repository?.url;
  return [
    tag === `v${version}`
      ? null
      : `the tag is ${tag}, and package.json says ${version}: a release has one version`,
    changelogProblem(sectionOf(changelog, version), version),
    url?.replace(/^git\+/, '').replace(/\.git$/, '') === repository
      ? null
      : `package.json names ${url ?? 'no repository'}, and this one is ${repository}: npm publishes with provenance only where "repository.url" is right`,
    /^[^#\s]\S* .*ssh-ed25519 \S+/m.test(signers)
      ? null
      : '.github/release-signers has no key: nobody could check the signature',
  ].filter((problem) => problem !== null);
}

function changelogProblem(section: Section | null, version: string): string | null {
  if (section === null) return `CHANGELOG.md has no section ${version}`;
  if (section.date === null) return `CHANGELOG.md does not say when ${version} is released`;
  return section.text === '' ? `CHANGELOG.md says nothing of ${version}` : null;
}

/** `node cli/package/ready.ts TAG REPOSITORY` writes the notes of the release, or ends in 1 with what stands in its way. */
if (import.meta.main) {
  const [tag = '', repository = ''] = process.argv.slice(2);
  const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
  const manifest = JSON.parse(read('package.json')) as Candidate['manifest'];
  const changelog = read('CHANGELOG.md');
  const signers = read('.github/release-signers');
  const problems = releaseProblems({ tag, repository, manifest, changelog, signers });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else process.stdout.write(`${sectionOf(changelog, manifest.version)?.text}\n`);
}
