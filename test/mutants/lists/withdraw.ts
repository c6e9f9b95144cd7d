import { type Mutant, mutantsOf } from '../mutant.ts';

/** What `--overwrite` takes out of the clean folder, and `lethe withdraw` out of the clean bucket. */

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
  ...mutantsOf(
    'layers/engine/audit/superseded.ts',
    ['test/layers/engine/audit/superseded.test.ts'],
    [
      {
        name: 'supersede-by-the-same-rules',
        replace: "if (last.made === release.made && !isMoved(release, last)) return 'stands';",
        by: '',
        why: 'What a person released after a review goes, when the same rules hold the instance once more.',
      },
      {
        name: 'supersede-by-an-older-version',
        replace: 'firstMs(line) >= sinceMs',
        by: 'firstMs(line) >= sinceMs || line.timeMs >= sinceMs',
        why: 'An instance goes because the event of an older version came once more.',
      },
      {
        name: 'supersede-another-instance',
        replace: "if (!isSameInstance(release, last, shared)) return 'another';",
        by: '',
        why: 'An instance goes because another one came under its ingest key.',
      },
      {
        name: 'supersede-while-rules-change',
        replace: "last.beganMs < release.timeMs + CHANGING_MS ? 'unsettled' : 'superseded'",
        by: "'superseded'",
        why: 'An instance goes because an environment still had the rules that were replaced.',
      },
      {
        name: 'supersede-by-any-line',
        replace: 'ends.findLast((line) =>',
        by: 'ends.find((line) =>',
        why: 'An instance goes by an older line than its release, or stays in spite of a newer one.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/local/auditLedger.ts',
    ['test/layers/local/auditLedger.test.ts'],
    [
      {
        name: 'withdraw-the-instance-of-another-source',
        replace: 'return other !== undefined && isOne(other);',
        by: 'return other !== undefined && isOne(other) && false;',
        why: 'What another source has under the same clean key goes with it.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/aws/s3Withdrawal.ts',
    ['test/layers/aws/s3Withdrawal.test.ts'],
    [
      {
        name: 'withdraw-without-condition',
        replace: ', IfMatch: current.etag }',
        by: ' }',
        why: 'An instance that is released at the same moment is hidden.',
      },
      {
        name: 'withdraw-where-there-are-no-versions',
        replace: "if (!current.hasVersions && !isDestroyed) return 'unversioned';",
        by: '',
        why: 'What was to be hidden is destroyed.',
      },
      {
        name: 'withdraw-of-any-source',
        replace: "if (source === null || !sources.has(source)) return 'foreign';",
        by: "if (source === null) return 'foreign';",
        why: 'An object of another source goes.',
      },
      {
        name: 'withdraw-what-is-newer',
        replace: "return writtenMs > writtenUntilMs ? 'newer' : null;",
        by: "return writtenMs > writtenUntilMs + 1e15 ? 'newer' : null;",
        why: 'What was released since the audit was read goes.',
      },
      {
        name: 'destroy-what-may-stay',
        replace: 'if (unfitOf(version, object) !== null) isOthers = true;',
        by: 'if (unfitOf(version, object) !== null && versionId === object.cleanKey) isOthers = true;',
        why: 'A hidden version of another source is destroyed.',
      },
    ],
  ),
];
