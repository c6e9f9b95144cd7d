import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ROUTES_FILE, RuleBook, type RuleBookEvent } from '../../../functions/ingest/ruleBook.ts';
import { S3RuleShelf } from '../../../layers/aws/s3RuleShelf.ts';
import { sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { compileRoutesOnDemand } from '../../../rules/onDemand.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { CompiledRoute } from '../../../rules/routes.ts';
import type { DoctorClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { look } from '../look.ts';

export interface CheckedRules {
  readonly findings: readonly Finding[];
  /** In force; empty if the stack has none or they could not be read. */
  readonly routes: readonly CompiledRoute[];
}

/** The rules as a function would take them at a cold start: what is in force, and which newest file does not compile. */
export async function checkRules(
  { s3 }: Pick<DoctorClients, 's3'>,
  { outputs }: Deployment,
): Promise<CheckedRules> {
  const Bucket = outputs.RulesBucket ?? '';
  let routes: readonly CompiledRoute[] = [];
  const findings = await look(
    'rules',
    'RulesBucket',
    's3:GetObject, s3:ListBucket and s3:ListBucketVersions on it, and kms:Decrypt',
    () =>
      mayBeAbsent(async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: ROUTES_FILE }));
        // An answer that nobody reads keeps its connection.
        await Body?.transformToString();
      }),
    async () => {
      const events: RuleBookEvent[] = [];
      const book = new RuleBook(new S3RuleShelf(s3, Bucket), compileRoutesOnDemand, Date.now, (event) =>
        events.push(event),
      );
      const broken = () =>
        events.flatMap((event) => (event.event === 'rules-broken' ? brokenFile(event, Bucket) : []));
      try {
        routes = await book.routes();
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        return [
          ...once(broken()),
          problem('rules', 'RulesBucket', 'NO_RULES_IN_FORCE', error.message, NOTHING_COMES_OUT),
        ];
      }
      return events.some(({ event }) => event === 'rules-broken')
        ? once(broken())
        : [ok('rules', 'RulesBucket', routes.map(routeText).join(', '))];
    },
  );
  return { findings: [...findings, ...unread(routes, outputs)], routes };
}

/** Rules that look for text want a function that reads frames, and those that want Rekognition to look as well one that may ask it. */
function unread(
  routes: readonly CompiledRoute[],
  { PixelsQueueUrl, PixelsDetector }: Deployment['outputs'],
): readonly Finding[] {
  const looking = routes
    .map(({ plan }) => plan)
    .filter(({ pixels }) => pixels !== undefined && pixels.text !== 'ignore');
  const asking = looking.filter(({ pixels }) => pixels?.detector === 'rekognition');
  const names = (plans: readonly RulePlan[]) => [...new Set(plans.map(({ name }) => name))].join(', ');
  if (PixelsQueueUrl === undefined)
    return looking.length === 0
      ? []
      : [
          problem(
            'rules',
            'RulesBucket',
            'PIXELS_OFF',
            `rules look for text in pixels (${names(looking)}), and nothing here reads frames: such instances are quarantined (PIXELS_NO_READER)`,
            'lethe init --yes --force --pixels on, and lethe deploy; or let "text" of "pixels" be "ignore" in the rules',
          ),
        ];
  if (asking.length === 0) return [];
  if (PixelsDetector !== 'rekognition')
    return [
      problem(
        'rules',
        'RulesBucket',
        'DETECTOR_OFF',
        `rules want Rekognition to look for text as well (${names(asking)}), and this deployment does not let its function ask it: such instances are quarantined (PIXELS_NO_DETECTOR)`,
        'lethe init --yes --force --pixels on --pixels-detector rekognition, and lethe deploy; or leave "detector" out of the rules',
      ),
    ];
  return [
    ok(
      'rules',
      'RulesBucket',
      `frames go to Amazon Rekognition as well (${names(asking)}); whether the organisation has opted out of AWS keeping them is not looked at (docs/pixels.md)`,
    ),
  ];
}

const NOTHING_COMES_OUT = 'Until then messages wait: lethe rules check FILE finds what is wrong';

function brokenFile(
  { file, problems }: Extract<RuleBookEvent, { event: 'rules-broken' }>,
  bucket: string,
): readonly Finding[] {
  const places = problems.map(({ code, line }) => (line === null ? code : `${code} in line ${line}`));
  if (places.length === 0) return [];
  return [
    problem(
      'rules',
      file,
      'RULES_BROKEN',
      `it does not compile (${places.join(', ')}); its last good version is in force, if it has one`,
      `lethe rules check says what to write; then: aws s3 cp ${file} s3://${bucket}/${file}`,
    ),
  ];
}

/** Older versions are tried, and broken ones said of again. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const newest = new Map<string, Finding>();
  for (const each of findings) if (!newest.has(each.subject)) newest.set(each.subject, each);
  return [...newest.values()];
}

function routeText({ prefix, plan }: CompiledRoute): string {
  return `${prefix === '' ? 'everything' : prefix} by ${plan.name} (${plan.digest.slice(0, 12)})`;
}

/** A deployment without a routes file has the Basic Profile. */
async function mayBeAbsent(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (sdkFailure(error).status !== 404) throw error;
  }
}
