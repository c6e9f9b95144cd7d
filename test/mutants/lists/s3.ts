import { type Mutant, mutantsOf } from '../mutant.ts';

/** The ports on S3, and what the SDK’s errors mean. */

const AWS = 'layers/aws';
const TESTS = 'test/layers/aws';
const RELEASE = [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Release.test.ts`];

export const S3_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(`${AWS}/s3Release.ts`, RELEASE, [
    {
      name: 'release-if-none-match',
      replace: "standing === null ? { IfNoneMatch: '*' } : { IfMatch: standing.etag }",
      by: 'standing === null ? {} : { IfMatch: standing.etag }',
      why: 'Another source’s object that appeared since is overwritten.',
    },
    {
      name: 'release-if-match',
      replace: "standing === null ? { IfNoneMatch: '*' } : { IfMatch: standing.etag }",
      by: "standing === null ? { IfNoneMatch: '*' } : {}",
      why: 'What another source put in the place of our older object is overwritten.',
    },
    {
      name: 'release-put-condition',
      replace: '{ ...target, ...condition, ...checksum, Body, ContentLength: Body.length }',
      by: '{ ...target, ...checksum, Body, ContentLength: Body.length }',
      why: 'No put of a small object has any condition.',
    },
    {
      name: 'release-long-condition',
      replace: 'return (condition) => multipartUpload(client, target, source, segments, limits, condition);',
      by: 'return (_condition) => multipartUpload(client, target, source, segments, limits, {});',
      why: 'No long object has any condition.',
    },
    {
      name: 'release-other-source',
      replace: 'if (standing !== null && !mayReplace(standing, names, output.source)) {',
      by: 'if (standing !== null && standing.sourceName === null) {',
      why: 'Another source’s object is replaced as if it were our own.',
    },
    {
      name: 'release-same-bytes',
      replace:
        'if (await holdsSame(client, target, standing, output)) return { isDuplicate: !isOf(standing, names) };',
      by: '',
      why: 'Two sources of the same bytes are in conflict.',
    },
    {
      name: 'release-same-size',
      replace: 'if (sizeBytes !== segmentsLength(segments)) return false;',
      by: 'if (sizeBytes === segmentsLength(segments)) return true;',
      why: 'Other bytes of the same length are taken for the same: an instance is lost.',
    },
    {
      name: 'release-same-compare',
      replace: 'if (Buffer.compare(standing, await assembleBody(source, part.segments)) !== 0) return false;',
      by: '',
      why: 'As above.',
    },
    {
      name: 'release-outdated',
      replace:
        'if (standing !== null && (await isOutdated(client, output.source))) return { isDuplicate: false };',
      by: '',
      why: 'An event that comes late puts an older version in the place of a newer one.',
      tests: [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Store.test.ts`],
    },
    {
      name: 'release-outdated-turned',
      replace: 'return newest.VersionId !== versionId;',
      by: 'return newest.VersionId === versionId;',
      why: 'A newer version never takes the place of an older one.',
      tests: [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Store.test.ts`],
    },
    {
      name: 'release-look-again',
      replace: 'standing = await look(client, target, true);',
      by: 'standing = await look(client, target, false);',
      why: 'A refusal is taken for nothing there, five times over.',
    },
    {
      name: 'release-attempts',
      replace: 'const MAX_ATTEMPTS = 5;',
      by: 'const MAX_ATTEMPTS = 1;',
      why: 'An object that is replaced at the same time is a fault.',
    },
    {
      name: 'release-source-name',
      replace: 'const target = { ...place, Metadata: { [SOURCE_METADATA]: names.now } };',
      by: 'const target = { ...place, Metadata: {} };',
      why: 'Nobody knows any more whose an object is: each second version is a conflict.',
    },
    {
      name: 'release-faults-of-the-standing',
      replace: "error.transient || error.code === 'SOURCE_CHANGED' || error.code === 'SOURCE_GONE'",
      by: 'error.transient',
      why: 'An object that changes while it is compared ends in dead letters.',
      tests: [`${TESTS}/noOverwrite.test.ts`],
    },
  ]),
  ...mutantsOf(
    `${AWS}/multipart.ts`,
    [...RELEASE, `${TESTS}/s3LargeObjects.test.ts`],
    [
      {
        name: 'complete-condition',
        replace: '        ...upload,\n        ...condition,\n',
        by: '        ...upload,\n',
        why: 'A long object overwrites whatever stands there.',
      },
      {
        name: 'complete-refused',
        replace: 'if (isConditionFailure(failure)) return false;\n    throw storeFault(failure.name',
        by: 'throw storeFault(failure.name',
        why: 'A long object that finds another there is a fault, not a conflict.',
      },
      {
        name: 'complete-upload-gone',
        replace: "storeFault(failure.name === 'NoSuchUpload' ? { ...failure, passes: true } : failure)",
        by: 'storeFault(failure)',
        why: 'A completion whose answer was lost ends in dead letters.',
      },
      {
        name: 'upload-not-aborted',
        replace:
          'if (!isComplete) await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});',
        by: '',
        why: 'Parts of failed uploads are kept and paid for.',
      },
      {
        name: 'abort-hides-fault',
        replace:
          'if (!isComplete) await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});',
        by: 'if (!isComplete) await client.send(new AbortMultipartUploadCommand(upload));',
        why: 'The fault that is told is that of the abort.',
      },
      {
        name: 'parts-in-order',
        replace: '.sort((a, b) => a.PartNumber - b.PartNumber);',
        by: ';',
        why: 'Objects with copied parts cannot be completed.',
      },
      {
        name: 'copy-range',
        replace: '`bytes=${start}-${end - 1}`',
        by: '`bytes=${start}-${end}`',
        why: 'Each copied part has a byte too many.',
      },
      {
        name: 'copy-fault',
        replace: 'throw copyFault(sdkFailure(error));',
        by: 'throw storeFault(sdkFailure(error));',
        why: 'A source that changed is taken for a fault of the store.',
      },
      {
        name: 'parts-checksum',
        replace: 'new CreateMultipartUploadCommand({ ...target, ...checksum })',
        by: 'new CreateMultipartUploadCommand({ ...target })',
        why: 'Nothing holds the parts of a long object to what was sent.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/s3Writing.ts`,
    [...RELEASE, `${TESTS}/s3LargeObjects.test.ts`],
    [
      {
        name: 'condition-409',
        replace: "name === 'ConditionalRequestConflict' ||",
        by: '',
        why: 'Two writes at one time are a fault.',
      },
      {
        name: 'copy-pinned-version',
        replace:
          "const version = versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`;",
        by: "const version = '';",
        why: 'The pixels of a newer version are copied behind the header of an older one.',
      },
      {
        name: 'copy-pinned-etag',
        replace: 'return { CopySource: path + version, CopySourceIfMatch: etag };',
        by: 'return { CopySource: path + version };',
        why: 'As above, in buckets without versions.',
      },
      {
        name: 'kms-throttled',
        replace: "failure.name.startsWith('KMS.') && !failure.passes",
        by: "failure.name.startsWith('KMS.')",
        why: 'A KMS that is busy is taken for one that refuses.',
        tests: [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Release.test.ts`],
      },
      {
        name: 'copy-encoded',
        replace: ".map(encodeURIComponent).join('/')",
        by: ".join('/')",
        why: 'Keys with signs in them cannot be copied.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/s3Store.ts`,
    [`${TESTS}/s3Store.test.ts`, ...RELEASE],
    [
      {
        name: 'store-metadata-goes-over',
        replace: "MetadataDirective: 'REPLACE',",
        by: "MetadataDirective: 'COPY',",
        why: 'The source’s metadata, which may be names, go to quarantine under a name that says nothing.',
      },
      {
        name: 'store-tags-go-over',
        replace: "TaggingDirective: 'REPLACE',",
        by: "TaggingDirective: 'COPY',",
        why: 'As above, with its tags.',
      },
      {
        name: 'store-settles-any',
        replace: "if (marked !== 'quarantined' && marked !== 'held') return;",
        by: '',
        why: 'A note about what was never kept is written for every tagged version.',
        tests: [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Store.test.ts`],
      },
      {
        name: 'store-settles-place',
        replace: "const area = marked === 'held' ? 'held' : 'quarantine';",
        by: "const area = 'quarantine';",
        why: 'What was held is never settled.',
        tests: [`${TESTS}/noOverwrite.test.ts`, `${TESTS}/s3Store.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/sdkErrors.ts`,
    [`${TESTS}/support.test.ts`, `${TESTS}/sdkErrors.test.ts`],
    [
      {
        name: 'sdk-names',
        replace: "return typeof text === 'string' && /^[A-Za-z][\\w.]{1,63}$/.test(text);",
        by: "return typeof text === 'string';",
        why: 'A text that stands where a code should, and may be a key, is in the log.',
      },
      {
        name: 'sdk-passing-429',
        replace: 'status === 429 ||',
        by: '',
        why: 'A service that is busy ends in dead letters.',
      },
      {
        name: 'sdk-passing-names',
        replace: '|| PASSING_NAMES.has(ofKms(name));',
        by: ';',
        why: 'As above, for services that say it by 400.',
      },
      {
        name: 'sdk-passing-kms',
        replace: 'PASSING_NAMES.has(ofKms(name))',
        by: 'PASSING_NAMES.has(name)',
        why: 'As above, for KMS behind S3.',
      },
      {
        name: 'sdk-mistakes',
        replace: 'if ($metadata === undefined && MISTAKES.has(error.name)) throw error;',
        by: '',
        why: 'A mistake of ours is retried as a fault of the network.',
      },
      {
        name: 'sdk-broken-answer',
        replace: 'status === null || status < 300 ||',
        by: 'status === null ||',
        why: 'A body that breaks off ends in dead letters.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/s3Source.ts`,
    [`${TESTS}/s3Source.test.ts`],
    [
      {
        name: 'source-if-match',
        replace: '    IfMatch: pin.etag,\n',
        by: '',
        why: 'Reads of two states of an object are mixed.',
      },
      {
        name: 'source-version',
        replace: '...(pin.versionId === undefined ? {} : { VersionId: pin.versionId }),\n    Range',
        by: 'Range',
        why: 'A version is read on from a newer one.',
      },
      {
        name: 'source-event-etag',
        replace: '...(ref.etag === undefined ? {} : { IfMatch: quoted(ref.etag) }),',
        by: '',
        why: 'An event about one state has another one read.',
      },
      {
        name: 'source-broken-body',
        replace: 'if (attempt === MAX_BODY_ATTEMPTS) throw sourceFault(failure);',
        by: 'throw sourceFault(failure);',
        why: 'A body that breaks off once fails the instance.',
      },
      {
        name: 'source-odd-range',
        replace: 'if (position > start + filled) throw discarded(answer);',
        by: '',
        why: 'Bytes of another range are taken for those that were asked for.',
      },
      {
        name: 'source-gone',
        replace: 'case 405: // A delete marker was named by its version.',
        by: 'case 999:',
        why: 'A delete marker’s event ends in dead letters with the wrong reason.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/partPlan.ts`,
    [`${TESTS}/partPlan.test.ts`],
    [
      {
        name: 'plan-least',
        replace: 'return this.#length === 0 ? 0 : Math.max(0, MIN_PART_BYTES - this.#length);',
        by: 'return 0;',
        why: 'A part that is too short is refused by S3 after the whole upload.',
      },
      {
        name: 'plan-most-parts',
        replace: 'if (list.parts.length <= MAX_PARTS) return list.parts;',
        by: 'return list.parts;',
        why: 'Objects of many pieces cannot be stored.',
      },
      {
        name: 'plan-last-edge',
        replace: 'end: index + 1 === count ? end : edge(index + 1)',
        by: 'end: edge(index + 1)',
        why: 'Bytes at the end of a copied span may be lost.',
        excused:
          'Division by powers of two and small numbers is exact for the lengths that S3 has: no length loses a byte. It is said so that nobody needs to prove it.',
      },
      {
        name: 'plan-size',
        replace: 'Math.max(partBytes, MIN_PART_BYTES, Math.ceil(totalBytes / MAX_PARTS))',
        by: 'Math.max(partBytes, MIN_PART_BYTES)',
        why: 'Objects of more than 160 GB cannot be stored.',
      },
    ],
  ),
];
