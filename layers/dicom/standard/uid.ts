import { CONTEXT_GROUP_RUNS, UID_ROWS } from './generated/uids.generated.ts';
import { lazy } from './lazy.ts';
import { FIELD_SEPARATOR, findRow, rowsOf } from './rows.ts';

/** The root under which the standard registers its own UIDs (PS3.5 9, PS3.6 Annex A). */
const STANDARD_ROOT = '1.2.840.10008';

/** Media Storage Directory Storage: a DICOMDIR (PS3.3 Annex F). */
export const MEDIA_STORAGE_DIRECTORY_STORAGE = '1.2.840.10008.1.3.10';

/** The classes whose instances carry a document of another format in (0042,0011) (PS3.3 C.24.2). */
export const ENCAPSULATED_DOCUMENT_CLASSES = [
  '1.2.840.10008.5.1.4.1.1.104.1', // PDF
  '1.2.840.10008.5.1.4.1.1.104.2', // CDA
  '1.2.840.10008.5.1.4.1.1.104.3', // STL
  '1.2.840.10008.5.1.4.1.1.104.4', // OBJ
  '1.2.840.10008.5.1.4.1.1.104.5', // MTL
] as const;

/** A row of PS3.6 Table. */
export interface UidEntry {
  readonly uid: string;
  readonly name: string;
  readonly type: UidType;
  readonly retired: boolean;
}
export type UidType =
  | 'ApplicationContext'
  | 'CodingScheme'
  | 'MetaSOPClass'
  | 'Other'
  | 'ServiceClass'
  | 'SOPClass'
  | 'TransferSyntax'
  | 'WellKnownFrameOfReference'
  | 'WellKnownSOPInstance';

/**
 * Whether PS3.6 lists a UID, exactly: Table, or A-3 (context groups). It means the same everywhere, so it identifies no one. Whatever else
 * begins like the standard's own need not be one: real scanners have made UIDs of instances there. Table A-4 (templates) is not among the tables.
 */
export function isRegisteredUid(uid: string): boolean {
  const suffix = suffixOf(uid);
  return suffix !== null && (typesOfSuffixes().has(suffix) || isContextGroup(suffix));
}

/** Whether PS3.6 lists a UID as that of an instance or a frame of reference that is the same for everybody (Table ). */
export function isWellKnownUid(uid: string): boolean {
  const suffix = suffixOf(uid);
  return suffix !== null && WELL_KNOWN.has(typesOfSuffixes().get(suffix) as UidType);
}

const WELL_KNOWN: ReadonlySet<UidType> = new Set<UidType>([
  'WellKnownFrameOfReference',
  'WellKnownSOPInstance',
]);

/** What follows the standard's root and its point; null: the UID is under another root. */
function suffixOf(uid: string): string | null {
  return uid.startsWith(`${STANDARD_ROOT}.`) ? uid.slice(STANDARD_ROOT.length + 1) : null;
}

const typesOfSuffixes = /* @__PURE__ */ lazy(
  (): ReadonlyMap<string, UidType> =>
    new Map(rowsOf(UID_ROWS).map((row) => row.split(FIELD_SEPARATOR, 2) as [string, UidType])),
);

/** The arc of context groups (PS3.6 Table A-3). */
const CONTEXT_GROUP = /^6\.1\.([1-9][0-9]{0,4})$/;

const contextGroupRuns = /* @__PURE__ */ lazy((): readonly (readonly [first: number, last: number])[] =>
  CONTEXT_GROUP_RUNS.split(' ').map((run) => {
    const [first, last = first] = run.split('-').map(Number) as [number, number?];
    return [first, last];
  }),
);

function isContextGroup(suffix: string): boolean {
  const number = Number(CONTEXT_GROUP.exec(suffix)?.[1] ?? 0);
  return number > 0 && contextGroupRuns().some(([first, last]) => first <= number && number <= last);
}

/** Whether a UID has the form of a context group's, listed or not: our table may be older than the instance. */
export function isOfContextGroups(uid: string): boolean {
  return CONTEXT_GROUP.test(suffixOf(uid) ?? '');
}

/** The row of PS3.6 Table; context groups (Table A-3) are not among them. */
export function lookupUid(uid: string): UidEntry | undefined {
  const suffix = suffixOf(uid);
  if (suffix === null || !isValidUid(uid)) return undefined;
  const row = findRow(UID_ROWS, suffix);
  if (row === undefined) return undefined;
  const [, type, retired, name] = row.split(FIELD_SEPARATOR) as [string, UidType, string, string];
  return { uid, name, type, retired: retired === 'R' };
}

export function uidName(uid: string): string | undefined {
  return lookupUid(uid)?.name;
}

/** PS3.5 9.1: two components or more, of digits, none with a leading zero; 64 characters at most. */
export function isValidUid(uid: string): boolean {
  return uid.length <= 64 && /^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+$/.test(uid);
}

/** Whether instances of a class are exchanged by the Storage Service Class (PS3.4 Annex B) or its kin, retired and trial classes included. */
export function isStorageSopClass(uid: string): boolean {
  const entry = lookupUid(uid);
  if (entry?.type !== 'SOPClass' || uid === MEDIA_STORAGE_DIRECTORY_STORAGE) return false;
  return / Storage( SOP Class)?( - (Trial|For Presentation|For Processing))?$/.test(entry.name);
}

/** Every class that `isStorageSopClass` says yes to, in the order of PS3.6 Table A-1. */
export function storageSopClasses(): readonly UidEntry[] {
  return rowsOf(UID_ROWS).flatMap((row) => {
    const [suffix = ''] = row.split(FIELD_SEPARATOR, 1);
    const uid = `${STANDARD_ROOT}.${suffix}`;
    const entry = isStorageSopClass(uid) ? lookupUid(uid) : undefined;
    return entry === undefined ? [] : [entry];
  });
}

export function isDirectoryClass(uid: string): boolean {
  return uid === MEDIA_STORAGE_DIRECTORY_STORAGE;
}

/** Recordings of voices and of other sound (PS3.4 B.5), by the arc of the registry that has had such waveforms only. */
export function isAudioClass(uid: string): boolean {
  return uid.startsWith('1.2.840.10008.5.1.4.1.1.9.4.');
}

/** By the arc of the registry that has had such documents only: one that a later edition adds is a document too. */
export function isEncapsulatedDocumentClass(uid: string): boolean {
  return uid.startsWith('1.2.840.10008.5.1.4.1.1.104.');
}
