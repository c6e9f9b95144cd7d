import { quantity } from '../cost/command.ts';
import { DEFAULT_QUESTION, estimate } from '../cost/estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES } from '../cost/measured.ts';
import { PRICES } from '../cost/prices.ts';
import { UsageError } from '../exit.ts';
import type { Archives, Place } from './service.ts';

/** What a run would find. */
export type Survey =
  | {
      readonly from: 'listing';
      readonly objects: number;
      readonly bytes: number;
      /** Over what a batch copies of one object. */
      readonly tooLarge: number;
      /** By the list prices of us-east-1, copies included. */
      readonly dollars: number;
    }
  | { readonly from: 'inventory'; readonly files: number; readonly createdMs: number };

/** What the state machine copies of one object (`infra/backfillDefinition.ts`; a test holds the two together). */
export const LARGEST_COPY_BYTES = 1024 ** 3;

/** Looks at what there is. An inventory is only looked at as far as it must be for the state machine to read it. */
export async function survey(
  archives: Archives,
  bucket: string,
  prefix: string,
  inventory: Place | null,
): Promise<Survey> {
  if (inventory !== null) {
    const { sourceBucket, fileFormat, fileSchema, createdMs, files } = await archives.manifest(inventory);
    if (sourceBucket !== bucket)
      throw new UsageError(
        `the inventory is of the bucket ${sourceBucket}, and not of ${bucket}. Name its own bucket.`,
      );
    const columns = fileSchema.split(',').map((each) => each.trim());
    if (fileFormat !== 'CSV' || !columns.includes('Bucket') || !columns.includes('Key'))
      throw new UsageError(
        'the inventory is of another form. Have S3 write one in CSV, with Bucket and Key.',
      );
    return { from: 'inventory', files, createdMs };
  }
  let [objects, bytes, tooLarge] = [0, 0, 0];
  for await (const size of archives.sizes(bucket, prefix)) {
    objects += 1;
    bytes += size;
    if (size > LARGEST_COPY_BYTES) tooLarge += 1;
  }
  return { from: 'listing', objects, bytes, tooLarge, dollars: dollarsOf(objects, bytes) };
}

function dollarsOf(objects: number, bytes: number): number {
  const prices = PRICES['us-east-1'];
  if (prices === undefined || objects === 0) return 0;
  return estimate(
    { ...DEFAULT_QUESTION, instances: objects, sizeBytes: bytes / objects, backfillBatch: 25 },
    prices,
    { requests: MEASURED_REQUESTS, sizes: MEASURED_TIMES.sizes },
  ).dollars;
}

export function dryRunText(found: Survey): string {
  if (found.from === 'inventory')
    return `an inventory of ${new Date(found.createdMs).toISOString()} in ${found.files} files; nothing was started\n`;
  const { objects, bytes, tooLarge, dollars } = found;
  return [
    `${quantity(objects)} objects, ${quantity(bytes)} bytes; nothing was started`,
    ...(tooLarge > 0
      ? [`${tooLarge} of them are over 1 GiB, and would be left: bring them with aws s3 cp`]
      : []),
    `about $${dollars.toFixed(2)} by list price (lethe cost --backfill says of what)`,
    '',
  ].join('\n');
}
