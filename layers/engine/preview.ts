import type { ByteSource } from '../dicom/byteSource.ts';
import { type DataSet, type Element, formatPath } from '../dicom/element.ts';
import { DicomError } from '../dicom/errors.ts';
import { DEFAULT_LIMITS, type ParsedInstance, parseInstance } from '../dicom/parse.ts';
import { isLoaded, textOf } from '../dicom/values.ts';
import { cleanInstance, type EngineServices } from './deidentify.ts';
import { Phi } from './phi.ts';
import type { IdentityMap, Sealer } from './ports.ts';
import type { Finding, Reason } from './reason.ts';

/** What the rules would make of an instance, without anything being stored. */
export interface Preview {
  readonly outcome: 'released' | 'held' | 'passed-through' | 'quarantined';
  readonly reason: Reason | null;
  readonly findings: readonly PreviewedFinding[];
  /** A value stands for a number that was not given yet: the first one of its template. */
  readonly isProvisional: boolean;
}

export interface PreviewedFinding extends Pick<Finding, 'path' | 'message'> {
  readonly severity: Finding['severity'] | 'reason';
  readonly code: string;
  /** The values of the element in the source and in the output; null where there is none, or where it is not text. */
  readonly before: Phi | null;
  readonly after: Phi | null;
}

/** Takes an instance through the engine as `deidentify` would, up to where it would be stored. No identity is given and no original kept. */
export async function previewInstance(source: ByteSource, services: EngineServices): Promise<Preview> {
  const traceless = withoutTraces(services);
  const clean = await cleanInstance(source, traceless);
  const before = await indexOf(source, services.plan.screening.noPreamble === 'accept');
  const isRefused = 'reason' in clean;
  const findings: readonly (Pick<Finding, 'path' | 'message'> &
    Pick<PreviewedFinding, 'severity' | 'code'>)[] = isRefused
    ? clean.reason.path === undefined
      ? []
      : [{ severity: 'reason', ...clean.reason, path: clean.reason.path }]
    : clean.findings;
  const [originals, results] = [before, isRefused ? null : clean.instance].map((instance) =>
    instance === null ? new Map<string, Phi>() : valuesAt(instance, findings),
  ) as [ReadonlyMap<string, Phi>, ReadonlyMap<string, Phi>];
  return {
    outcome: isRefused ? 'quarantined' : clean.outcome,
    reason: isRefused ? clean.reason : null,
    findings: findings.map(({ severity, path, code, message }) => ({
      severity,
      path,
      code,
      message,
      before: originals.get(path) ?? null,
      after: results.get(path) ?? null,
    })),
    isProvisional: traceless.identities.isProvisional(),
  };
}

/** Services that give no identity to anybody, and keep no original. */
export function withoutTraces<S extends EngineServices>(services: S) {
  return { ...services, identities: readOnly(services.identities), sealer: SEALS_NOTHING };
}

/** Null for what cannot be walked. */
async function indexOf(source: ByteSource, acceptsNoPreamble: boolean): Promise<ParsedInstance | null> {
  try {
    return await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble });
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** The texts of the elements at these paths. */
function valuesAt(
  instance: ParsedInstance,
  places: readonly { readonly path: string }[],
): ReadonlyMap<string, Phi> {
  const wanted = new Set(places.map(({ path }) => path));
  const values = new Map<string, Phi>();
  const look = ({ elements }: DataSet): void => {
    for (const element of elements) {
      if (element.items !== null) for (const item of element.items) look(item);
      else if (wanted.has(formatPath(element))) {
        const text = textIn(instance, element);
        if (text !== null) values.set(formatPath(element), new Phi(text));
      }
    }
  };
  look(instance.fileMeta);
  look(instance.dataSet);
  return values;
}

function textIn(instance: ParsedInstance, element: Element): string | null {
  if (!isLoaded(instance, element)) return null;
  try {
    return textOf(instance, element);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** Identities that are there, and in the place of those that are not what would be given to nobody else at this moment. */
function readOnly(identities: IdentityMap): IdentityMap & { isProvisional(): boolean } {
  let provisional = false;
  return {
    claim: async (claims) => {
      const known = await identities.known(claims);
      return claims.map(({ candidate }, at) => known[at] ?? candidate);
    },
    known: (keys) => identities.known(keys),
    allocate: async (claim) => {
      const [known] = await identities.known([claim]);
      if (known !== null && known !== undefined) return Number(known);
      provisional = true;
      return 0;
    },
    close: async () => {},
    isProvisional: () => provisional,
  };
}

/** What it seals goes nowhere. */
const SEALS_NOTHING: Sealer = { seal: async () => new Uint8Array(32) };
