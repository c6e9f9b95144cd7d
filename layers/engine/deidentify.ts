import type { RulePlan } from '../../rules/plan.ts';
import { doubtfulTextOf } from '../../rules/textPolicy.ts';
import type { ByteSource, Segment } from '../dicom/byteSource.ts';
import { DicomError } from '../dicom/errors.ts';
import { DEFAULT_LIMITS, type ParsedInstance, type ParseLimits, parseInstance } from '../dicom/parse.ts';
import { gather, splice } from '../dicom/splice.ts';
import type { PixelReader, TextDetector } from '../pixels/reader.ts';
import { loadCleaner } from '../text/lazyCleaner.ts';
import { handlerOf } from './actions/index.ts';
import type { AuditRecord, Outcome } from './audit/audit.ts';
import { blankedText } from './audit/blanked.ts';
import { auditRecord, type Result, toldOf } from './audit/recordOf.ts';
import { certify } from './certify/certify.ts';
import type { Output } from './certify/pixels.ts';
import { removedIdentifiers } from './certify/removed.ts';
import { requireValid } from './certify/requireValid.ts';
import { searchUnread } from './certify/unread.ts';
import { isCleaning } from './decide/cleaning.ts';
import { decide } from './decide/decide.ts';
import type { Decision } from './decide/decision.ts';
import { limitsFor, wantFragments } from './decide/fragmentReads.ts';
import { planForDevice } from './decide/reviewedValues.ts';
import { passesThrough, screen } from './decide/screen.ts';
import { FaultError, OutputConflictError } from './faults.ts';
import { cleanKeyOf } from './identities/cleanKey.ts';
import { namesOf } from './identities/objectNames.ts';
import type { DeskOrigin, KeptRun, RulesOrigin } from './keptRun.ts';
import { blankingEdits, look, mayClaim, requireNewUid, wantsFrames, withPixels } from './look/look.ts';
import type { Looked, Sight } from './look/looked.ts';
import { encryptedAttributes, withEncryptedAttributes } from './originals/encryptedAttributes.ts';
import { keepOriginals } from './originals/originals.ts';
import type {
  AuditTrail,
  Clock,
  Entropy,
  IdentityMap,
  InstanceStore,
  KeyRing,
  ObjectNames,
  ObjectRef,
  Sealer,
} from './ports.ts';
import type { Finding, Reason } from './reason.ts';
import { Refusal, reasonOf } from './refusal.ts';
import type { LookupTable } from './resolve/lookupTable.ts';
import type { Request } from './resolve/requests.ts';
import { resolve } from './resolve/resolve.ts';
import { ValueReader } from './resolve/valueReader.ts';
import { cleanAgain } from './review/again.ts';
import type { InstanceReview, ReviewTold } from './review/apply.ts';
import type { EarlierReviews } from './review/book.ts';
import { rewrite } from './rewrite/rewrite.ts';
import { ENGINE_VERSION } from './version.ts';

/** Everything round the engine, and the rules it applies. */
export interface Services {
  readonly plan: RulePlan;
  readonly keys: KeyRing;
  /** What objects are named by, if not by the key of identities: who compares ingest and outcomes needs this one alone. */
  readonly nameKeys?: KeyRing;
  readonly identities: IdentityMap;
  readonly store: InstanceStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Separates projects: the same patient gets unlinkable identities in two of them. Empty: the default one. */
  readonly keyScope: string;
  /** The tables that the rules name, by their digests. */
  readonly lookups?: ReadonlyMap<string, LookupTable>;
  /** Seals originals, for rules with `reidentification` on. */
  readonly sealer?: Sealer;
  /** Reads frames, for rules that look at pixels. */
  readonly pixels?: PixelReader;
  /** Looks for text beside it, for rules that name a detector. */
  readonly detector?: TextDetector;
  readonly limits?: ParseLimits;
  /** Goes before every clean key; `''` or ends with `/`. */
  readonly cleanPrefix?: string;
  /** What people decided of the one instance that this is for. */
  readonly review?: InstanceReview;
  /** What people decided of instances that come again; absent: nobody ever did. */
  readonly earlier?: EarlierReviews;
  /** Where the plan comes from, for the notes of what is kept. */
  readonly rules?: RulesOrigin;
  readonly desk?: DeskOrigin;
}

/**
 * Takes one object from its event to its audit record. What is wrong with the object quarantines it and resolves; a fault of the surroundings
 * rejects with `FaultError` before anything is visible, so that the event can come again.
 */
export function deidentify(ref: ObjectRef, services: Services): Promise<AuditRecord> {
  return recorded(ref, services, (source, names) => process(ref, source, names, services));
}

/** Quarantines one object for a reason that is not in it. */
export function refuse(ref: ObjectRef, services: Services, reason: Reason): Promise<AuditRecord> {
  return recorded(ref, services, (source, names) => quarantine(ref, source, names, services, reason));
}

/** Takes one object to its audit record, by `work` alone. */
export async function recorded(
  ref: ObjectRef,
  services: Services,
  work: (source: ByteSource, names: ObjectNames) => Promise<Result>,
): Promise<AuditRecord> {
  const started = services.clock.elapsed();
  const names = await namesOf(ref, services);
  const source = await services.store.open(ref);
  try {
    const result = await work(source, names);
    // The outcome stands before an earlier one goes: who is stopped in between, or cannot remove it, loses nothing.
    const { outputKey, place = null } = result;
    const withdrawn = (await services.store.withdraw?.(names.source, outputKey, place)) ?? [];
    const durationMs = services.clock.elapsed() - started;
    const record = auditRecord(ref, source, names, { ...result, withdrawn }, services, durationMs);
    await services.audit.record(record);
    if (CAME_OUT.has(record.outcome)) await settle(services, names, source);
    return record;
  } finally {
    await source.close();
  }
}

/** The outcome stands, and the audit says it: what cannot be settled now stays on the list, and is settled when the source comes again. */
async function settle({ store }: Services, names: ObjectNames, source: ByteSource): Promise<void> {
  try {
    await store.settle(names, source);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
  }
}

/** Outcomes after which nothing of the source waits for anybody. */
const CAME_OUT: ReadonlySet<Outcome> = new Set(['released', 'passed-through', 'duplicate', 'opened']);

async function process(
  ref: ObjectRef,
  source: ByteSource,
  names: ObjectNames,
  services: Services,
): Promise<Result> {
  const { store } = services;
  const clean = await cleanEvenAgain(source, names, services);
  if ('reason' in clean) return quarantine(ref, source, names, services, clean.reason);
  const { findings, decisions, outcome } = clean;
  const review = clean.review === undefined ? {} : { review: clean.review };
  const cleanKey = `${services.cleanPrefix ?? ''}${await cleanKeyOf(clean.instance, names, services)}`;
  if (outcome === 'held') {
    await store.hold(names.version, named(ref, names), source, findings, runOf(services));
    return { outcome, outputKey: null, reason: HELD, findings, decisions, ...review, place: cleanKey };
  }
  try {
    const told = toldOf(ref, names, store).key;
    const { key, isDuplicate } = await store.release(
      cleanKey,
      source,
      clean.segments,
      names.source,
      told,
      names.former?.source,
    );
    const blanked = clean.looked === null ? undefined : blankedText(clean.looked, clean.instance);
    return {
      outcome: isDuplicate ? 'duplicate' : outcome,
      outputKey: key,
      reason: null,
      findings,
      decisions,
      ...(blanked === undefined ? {} : { blanked }),
      ...review,
    };
  } catch (error) {
    if (error instanceof OutputConflictError) return quarantine(ref, source, names, services, error.reason);
    throw error;
  }
}

/** By the rules, and by what people decided where the instance was here before. Where it comes with decisions, they are what is asked. */
async function cleanEvenAgain(
  source: ByteSource,
  { version }: ObjectNames,
  services: Services,
): Promise<CleanInstance | { readonly reason: Reason }> {
  const clean = await cleanInstance(source, services);
  if (services.earlier === undefined || services.review !== undefined || 'reason' in clean) return clean;
  const earlier = await services.earlier.of(version, source, clean.outcome === 'held');
  if (earlier.length === 0) return clean;

  return cleanAgain(clean, earlier, source, services, (review) =>
    cleanInstance(source, { ...services, review }),
  );
}

export async function quarantine(
  ref: ObjectRef,
  source: ByteSource,
  names: ObjectNames,
  services: Services,
  reason: Reason,
): Promise<Result> {
  await services.store.quarantine(names.version, named(ref, names), source, reason, runOf(services));
  return { outcome: 'quarantined', outputKey: null, reason, findings: [], decisions: [] };
}

/** What is kept has its names with it: nobody needs the key to find what it is of. */
function named(ref: ObjectRef, { source, version, former }: ObjectNames): ObjectRef {
  const before = former === undefined ? {} : { former: { source: former.source, version: former.version } };
  return { ...ref, names: { source, version, ...before } };
}

/** To be asked once the key ring has answered: before that its key may have another name. */
function runOf({ plan, keys, keyScope, cleanPrefix = '', rules, desk }: Services): KeptRun {
  return {
    plan: { name: plan.name, digest: plan.digest },
    rules: rules ?? null,
    keyId: keys.keyId,
    keyScope,
    cleanPrefix,
    engine: ENGINE_VERSION,
    ...(desk === undefined ? {} : { desk }),
  };
}

const HELD: Reason = {
  code: 'DOUBTFUL',
  message: 'The rules leave something that a person must look at',
  hint: 'Look at the findings; then release the instance, or give its attributes rules.',
};

const NO_FINDINGS: readonly Finding[] = [];

const PASSED_THROUGH = { outcome: 'passed-through', looked: null, decisions: [], findings: [] } as const;

const NO_LOOKUPS: ReadonlyMap<string, LookupTable> = new Map();

/** An instance that may be stored, or held: what it is made of, and the index of its output. */
export interface CleanInstance {
  readonly outcome: 'released' | 'held' | 'passed-through';
  readonly segments: readonly Segment[];
  readonly instance: ParsedInstance;
  /** The index of its source, and the plan it was taken through. */
  readonly before: ParsedInstance;
  readonly plan: RulePlan;
  /** What its pixels were thought of; null: it passed through. */
  readonly looked: Looked | null;
  readonly decisions: readonly Decision[];
  readonly findings: readonly Finding[];
  /** What people decided of it, if they were asked. */
  readonly review?: ReviewTold;
}

export type EngineServices = Pick<
  Services,
  | 'plan'
  | 'keys'
  | 'identities'
  | 'entropy'
  | 'keyScope'
  | 'clock'
  | 'limits'
  | 'lookups'
  | 'sealer'
  | 'pixels'
  | 'detector'
  | 'review'
>;

/** The engine itself: index, screen, decide, collect, resolve, rewrite, splice, certify. */
export function cleanInstance(
  source: ByteSource,
  services: EngineServices,
): Promise<CleanInstance | { readonly reason: Reason }> {
  return cleanWithin(limitsFor(source, services.limits ?? DEFAULT_LIMITS), source, services);
}

async function cleanWithin(
  limits: ParseLimits,
  source: ByteSource,
  services: EngineServices,
): Promise<CleanInstance | { readonly reason: Reason }> {
  const { keys, identities, entropy, keyScope, lookups = NO_LOOKUPS } = services;
  const now = services.clock.now();
  const withFragments = () => cleanWithin({ ...limits, skipsFragments: false }, source, services);
  try {
    const acceptsNoPreamble = services.plan.screening.noPreamble === 'accept';
    const instance = await parseInstance(source, { ...limits, acceptsNoPreamble });
    const rules = planForDevice(services.plan, instance);
    const screened = screen(rules, instance);
    if (screened !== null) return { reason: screened };
    if (passesThrough(rules, instance))
      return { ...PASSED_THROUGH, segments: whole(source), instance, before: instance, plan: rules };
    if (rules.validate.input) requireValid(instance, 'before');
    const values = new ValueReader(instance, source);
    const review = await services.review?.apply({ plan: rules, instance, values, keys, keyScope });
    const plan = review?.plan ?? rules;
    if (limits.skipsFragments && wantsFrames(plan, instance)) return withFragments();
    const sight = { plan, instance, values, reader: services.pixels, detector: services.detector };
    const looked = await look(sight);
    const decisions = decide(plan, instance);
    if (decisions.some(({ action }) => isCleaning(action))) await loadCleaner();
    if (limits.skipsFragments && wantFragments(decisions)) return withFragments();
    const gone = plan.searchResidue ? removedIdentifiers(plan, instance, decisions) : null;
    const requests: Request[] = [];
    for (const { readAs, action } of decisions) {
      // A removal needs nothing and leaves nothing to find, and most decisions are one.
      if (action.kind === 'remove') continue;
      const subject = { instance, element: readAs, plan, now };
      for (const request of handlerOf(action).needs(action, subject)) requests.push(request);
    }
    const resolutions = await resolve(requests, { keys, identities, entropy, keyScope, lookups, values });
    const unread = await searchUnread(instance, decisions, gone, values);
    const encrypted = await encryptedAttributes(plan, instance, decisions, services);
    const claimsPixels = mayClaim(plan, looked);
    const rewritten = rewrite(plan, instance, decisions, resolutions, now, gone, claimsPixels);
    const blanked = await blankingEdits(sight, looked);
    const edits = withPixels(withEncryptedAttributes(rewritten, instance.dataSet, encrypted), blanked);
    requireNewUid(sight, looked, edits);
    const segments = gather(splice(instance, edits), instance.metaBytes);
    const certificate = certify(review?.planOfOutput ?? plan, instance, resolutions, segments, limits, now, {
      gone,
      unread,
      encrypted,
      claimsPixels,
    });
    if ('reason' in certificate) return certificate;
    const output = { ...certificate, segments, source };
    const leftIn = [...looked.findings, ...(await leftInPixels(sight, looked, output))];
    if (plan.validate.output) requireValid(certificate.instance, 'after');
    if (plan.reidentification === 'on') await keepOriginals(instance, resolutions, services);
    const found: Finding[] = [];
    const holds: boolean[] = [];
    for (const { readAs, action } of decisions) {
      const subject = { instance, element: readAs, plan, now };
      for (const finding of handlerOf(action).findings?.(action, subject, resolutions) ?? NO_FINDINGS) {
        found.push(finding);
        holds.push(doubtfulTextOf(plan, readAs.tag) !== 'release');
      }
    }
    await review?.compare({ ...output, looked });
    const inPixels = [...(review?.settled(leftIn) ?? leftIn), ...(review?.stale ?? NO_FINDINGS)];
    const inValues = review?.settled(found) ?? found;
    const isDoubtful = (finding: Finding): boolean => finding.severity === 'doubt';
    const isHeld =
      inPixels.some(isDoubtful) || inValues.some((finding, at) => holds[at] === true && isDoubtful(finding));
    return {
      outcome: isHeld ? 'held' : 'released',
      segments,
      instance: certificate.instance,
      before: instance,
      plan,
      looked,
      decisions,
      findings: [...inValues, ...inPixels],
      ...(review === undefined ? {} : { review: review.told }),
    };
  } catch (error) {
    if (error instanceof DicomError || error instanceof Refusal) return { reason: reasonOf(error) };
    throw error;
  }
}

/** What of an output's pixels is not as it was meant. Most outputs have their pixels as they came. */
async function leftInPixels(sight: Sight, looked: Looked, output: Output): Promise<readonly Finding[]> {
  if (looked.regions.isEmpty) return NO_FINDINGS;
  const { certifyPixels } = await import('./certify/pixels.ts');
  return certifyPixels(sight, looked, output);
}

function whole(source: ByteSource): readonly Segment[] {
  return [{ kind: 'span', start: 0, end: source.size }];
}
