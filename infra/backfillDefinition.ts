/**
 * The state machine of a backfill, in Amazon States Language (states-language.net, and Step Functions Developer Guide, "Distributed mode"): objects are copied
 * into the ingest bucket, where each copy makes its event and goes the way of every other object. The function needs no right to the archive, and
 * the archive is neither tagged nor expired.
 *
 * Its input is `BackfillInput` of cli/backfill. A listing and an inventory differ in how items are read and spelt; what is done with each is the same.
 */
export interface BackfillPlaces {
  readonly ingestBucket: string;
  /** Where the results of each run are written. */
  readonly reportBucket: string;
}

/** Labels of the two maps; Step Functions names the child executions after them. */
export const MAP_LABELS = ['Listing', 'Inventory'] as const;

/** Results are below this prefix of the bucket of reports. */
export const REPORT_PREFIX = 'runs';

/**
 * What a batch copies of one object. CopyObject takes 5 GiB (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html), but an Express child ends after
 * five minutes (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html): at 10 MB/s, a tenth of what S3 does, a gigabyte is copied by then and tried again once.
 */
const LARGEST_COPY_BYTES = 1024 ** 3;
/** Objects of a batch that are copied at a time. */
const COPIES_AT_A_TIME = 10;

type State = Readonly<Record<string, unknown>>;

/** The whole definition, to be written as JSON. */
export function backfillDefinition(places: BackfillPlaces): State {
  return {
    Comment: 'Lethe: brings an archive into the ingest bucket',
    StartAt: 'Source',
    States: {
      Source: {
        Type: 'Choice',
        Choices: [{ Variable: '$.inventory', IsPresent: true, Next: 'Inventory' }],
        Default: 'Listing',
      },
      Listing: overObjects(places, {
        label: 'Listing',
        reader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { 'Bucket.$': '$.bucket', 'Prefix.$': '$.prefix' },
        },
        keyOf: (item) => `${item}.Key`,
        isMeant: `$not(Size = 0 and $substring(Key, -1) = '/')`,
      }),
      Inventory: overObjects(places, {
        label: 'Inventory',
        reader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'MANIFEST' },
          Parameters: { 'Bucket.$': '$.inventory.bucket', 'Key.$': '$.inventory.key' },
        },
        // An inventory in CSV has its keys URL-encoded (S3 User Guide, "S3 Inventory list").
        keyOf: (item) => `$decodeUrlComponent($replace(${item}.Key, '+', ' '))`,
        // It is of the whole bucket, and may list what was deleted or replaced.
        isMeant: [
          `$substring($decodeUrlComponent($replace(Key, '+', ' ')), 0, $length($states.input.BatchInput.prefix)) = $states.input.BatchInput.prefix`,
          `$not(Size = '0' and $substring(Key, -1) = '/')`,
          `$not(IsLatest = 'false')`,
          `$not(IsDeleteMarker = 'true')`,
        ].join(' and '),
      }),
    },
  };
}

interface Source {
  readonly label: (typeof MAP_LABELS)[number];
  readonly reader: State;
  /** JSONata: the key that an item names, given the expression of the item. */
  keyOf(item: string): string;
  /** JSONata, asked of each item: whether it is an object that the run is about. */
  readonly isMeant: string;
}

/** A distributed map over a source: each child execution takes a batch of objects. */
function overObjects({ ingestBucket, reportBucket }: BackfillPlaces, source: Source): State {
  return {
    Type: 'Map',
    Label: source.label,
    ItemReader: source.reader,
    ItemBatcher: {
      MaxItemsPerBatchPath: '$.batch',
      BatchInput: { 'bucket.$': '$.bucket', 'prefix.$': '$.prefix', 'into.$': '$.into' },
    },
    MaxConcurrencyPath: '$.concurrency',
    ToleratedFailurePercentagePath: '$.tolerate',
    ItemProcessor: {
      // Standard children would cost a transition a step of each object: more than all the rest.
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: 'Objects',
      States: {
        Objects: objectsOfBatch(ingestBucket, source),
        Verdict: {
          Type: 'Choice',
          QueryLanguage: 'JSONata',
          Choices: [{ Condition: '{% $states.input.failed > 0 %}', Next: 'NotCopied' }],
          Default: 'Done',
        },
        // A batch that failed is redriven whole: what was copied of it before comes again, and leaves the same.
        NotCopied: {
          Type: 'Fail',
          QueryLanguage: 'JSONata',
          Error: '{% $states.input.error %}',
          Cause: "{% $string($states.input.failed) & ' objects of the batch could not be copied' %}",
        },
        Done: { Type: 'Succeed' },
      },
    },
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: reportBucket, Prefix: REPORT_PREFIX },
      // Of what succeeded the output alone: inputs of millions of objects would be gigabytes.
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    },
    End: true,
  };
}

/** All objects of a batch are tried, before it fails for one of them. What can never be copied does not fail it, and is said in its output. */
function objectsOfBatch(ingestBucket: string, { keyOf, isMeant }: Source): State {
  const item = '$states.context.Map.Item.Value';
  return {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    Items: `{% [$states.input.Items[${isMeant}]] %}`,
    ItemSelector: {
      bucket: '{% $states.input.BatchInput.bucket %}',
      into: '{% $states.input.BatchInput.into %}',
      key: `{% ${keyOf(item)} %}`,
      size: `{% $exists(${item}.Size) ? $number(${item}.Size) : 0 %}`,
    },
    MaxConcurrency: COPIES_AT_A_TIME,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Fits',
      States: {
        Fits: {
          Type: 'Choice',
          QueryLanguage: 'JSONata',
          Choices: [{ Condition: `{% $states.input.size > ${LARGEST_COPY_BYTES} %}`, Next: 'TooLarge' }],
          Default: 'Copy',
        },
        Copy: copyInto(ingestBucket),
        TooLarge: left('TOO_LARGE'),
        Archived: left('ARCHIVED'),
        Gone: left('GONE'),
        Sort: sortByCause(),
        Failed: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Output: { code: 'FAILED', error: '{% $states.input.error %}' },
          End: true,
        },
      },
    },
    Output: {
      copied: `{% $count($states.result[code = 'COPIED']) %}`,
      failed: `{% $count($states.result[code = 'FAILED']) %}`,
      // Of the first; there is none where all went well.
      error: `{% $exists($states.result[code = 'FAILED']) ? $states.result[code = 'FAILED'][0].error : '' %}`,
      left: `{% [$states.result[$not(code in ['COPIED', 'FAILED'])]] %}`,
    },
    Next: 'Verdict',
  };
}

/**
 * By the rule of https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html: the service, a dot, the error's name, and `Exception` where that does
 * not end in it. Errors that the API reference does not list for CopyObject itself may come as `S3.S3Exception`, whose cause alone says what they are.
 */
const ARCHIVED = ['S3.InvalidObjectStateException', 'S3.ObjectNotInActiveTierErrorException'];
const GONE = ['S3.NoSuchKeyException'];

/** Neither metadata nor tags go along: both can hold names. */
function copyInto(ingestBucket: string): State {
  return {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::aws-sdk:s3:copyObject',
    Arguments: {
      Bucket: ingestBucket,
      Key: '{% $states.input.into & $states.input.key %}',
      CopySource: `{% $states.input.bucket & '/' & $encodeUrlComponent($states.input.key) %}`,
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
    },
    Output: { code: 'COPIED' },
    Retry: [
      { ErrorEquals: [...ARCHIVED, ...GONE], MaxAttempts: 0 },
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxDelaySeconds: 16,
        MaxAttempts: 5,
        JitterStrategy: 'FULL',
      },
    ],
    Catch: [
      { ErrorEquals: ARCHIVED, Output: '{% $states.input %}', Next: 'Archived' },
      { ErrorEquals: GONE, Output: '{% $states.input %}', Next: 'Gone' },
      {
        ErrorEquals: ['States.ALL'],
        Output: {
          key: '{% $states.input.key %}',
          error: '{% $states.errorOutput.Error %}',
          cause: "{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : '' %}",
        },
        Next: 'Sort',
      },
    ],
    End: true,
  };
}

/** Where an error's name did not say what S3's own words in its cause do. */
function sortByCause(): State {
  const says = (...words: readonly string[]) =>
    `{% ${words.map((word) => `$contains($states.input.cause, '${word}')`).join(' or ')} %}`;
  return {
    Type: 'Choice',
    QueryLanguage: 'JSONata',
    Choices: [
      { Condition: says('NoSuchKey', 'The specified key does not exist'), Next: 'Gone' },
      { Condition: says('InvalidObjectState', 'ObjectNotInActiveTier'), Next: 'Archived' },
    ],
    Default: 'Failed',
  };
}

function left(code: string): State {
  return {
    Type: 'Pass',
    QueryLanguage: 'JSONata',
    Output: { code, key: '{% $states.input.key %}' },
    End: true,
  };
}
