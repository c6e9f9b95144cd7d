/** A test that an implementation cannot pass, because it does otherwise than AWS documents. */
export interface Difference {
  /** Of `IMPLEMENTATIONS`. */
  readonly implementation: string;
  /** The whole name of the test, as jest says it. */
  readonly test: string;
  /** What it does. */
  readonly does: string;
  /** What AWS documents, and where. */
  readonly documented: string;
}

const UNPINNED_COPY = {
  implementation: 'moto',
  does: 'CopyObject passes over `x-amz-copy-source-if-match`, and copies what has taken the place of the object that was named',
  documented: '412 where the ETag of the source is another (API reference, CopyObject)',
} as const;

/** A run fails over a test that fails and is not here, and over one that is here and passes. */
export const DIFFERENCES: readonly Difference[] = [
  ...['quarantine', 'hold'].map((action) => ({
    ...UNPINNED_COPY,
    test: `live S3 without versions as an InstanceStore ${action} keeps the pinned version or none`,
  })),
  {
    implementation: 'moto',
    test: 'KMS behind the real SDK names the ARN behind an alias',
    does: 'GenerateMac answers the id of the key where the key was named by its alias',
    documented: 'the ARN of the key (API reference, GenerateMac, example of a response)',
  },
  {
    implementation: 'moto',
    test: 'KMS behind the real SDK says of a missing, a disabled and a wrong key that it will not pass',
    does: 'has no DisableKey for a key without rotation: HTTP 500',
    documented: 'DisableKey changes the state of any KMS key (API reference, DisableKey)',
  },
  {
    implementation: 'moto',
    test: 'live KMS as a signer signs a text of any length, which anyone with the public key can verify',
    does: 'Sign passes over `MessageType: DIGEST`, and signs the digest of the digest',
    documented: 'a message of the type DIGEST is signed as it is (API reference, Sign)',
  },
  {
    implementation: 'versitygw',
    test: 'marks of ingest objects in live S3 are not set twice: what is hidden already is told by its tag',
    does: 'DeleteObject passes over `If-Match` where a delete marker is the current version, and writes another marker',
    documented:
      'the deletion fails where the current version is another than `If-Match` says (User Guide, "How to perform conditional deletes")',
  },
];

/** The list as a table in Markdown, as docs/architecture.md has it. */
export function differencesTable(differences: readonly Difference[] = DIFFERENCES): string {
  return [
    '| implementation | test | what it does | what AWS documents |',
    '| --- | --- | --- | --- |',
    ...differences.map(
      ({ implementation, test, does, documented }) =>
        `| ${implementation} | ${test} | ${does} | ${documented} |`,
    ),
  ].join('\n');
}
