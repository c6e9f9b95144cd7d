import { type Mutant, mutantsOf } from '../mutant.ts';

/** What `--overwrite` takes out of the clean folder. */

const TESTS = ['test/cli/withdrawn.test.ts'];

export const WITHDRAW_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('layers/engine/deidentify.ts', TESTS, [
    {
      name: 'withdraw-nothing',
      replace: '(await services.store.withdraw?.(names.source, outputKey, place)) ?? []',
      by: '([] as readonly string[])',
      why: 'What stricter rules hold or quarantine stays among the clean instances.',
    },
    {
      name: 'withdraw-by-source-alone',
      replace: '...review, place: cleanKey };',
      by: '...review };',
      why: 'What was released from a folder that has moved since stays, though its rules hold it now.',
    },
  ]),
  ...mutantsOf('layers/local/earlierReleases.ts', TESTS, [
    {
      name: 'withdraw-what-this-run-released',
      replace: 'return this.#isThisRuns.get(clean, run) !== undefined;',
      by: 'return this.#isThisRuns === undefined && clean.length > run;',
      why: 'An instance of this run goes, since it has a source of the same bytes that is held.',
    },
    {
      name: 'withdraw-other-sources',
      replace: 'this.#alsoOf.run(clean, source);',
      by: '',
      why: 'What was released as a duplicate stays, though the rules hold it now.',
    },
  ]),
  ...mutantsOf('layers/local/releaseBook.ts', TESTS, [
    {
      name: 'withdraw-under-another-key',
      replace: 'open(paths, row.told as Uint8Array) === null',
      by: 'open(paths, row.told as Uint8Array) === undefined',
      why: 'Under another key everything that stands stays beside what replaces it.',
    },
  ]),
];
