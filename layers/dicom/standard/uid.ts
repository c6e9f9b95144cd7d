import { UID_ROWS } from './generated/uids.generated.ts';
import { FIELD_SEPARATOR, findRow } from './rows.ts';

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
 * Whether the standard itself registers a UID: all of 1.2.840.10008, those of later editions and of the context groups
 * (PS3.6 Table A-3) included. They mean the same everywhere, so they identify no one, and are never replaced.
 */
export function isRegisteredUid(uid: string): boolean {
  return (
    uid.startsWith(STANDARD_ROOT) &&
    (uid.length === STANDARD_ROOT.length || uid[STANDARD_ROOT.length] === '.')
  );
}

/** The row of PS3.6 Table; context groups (Table A-3) are not among them. */
export function lookupUid(uid: string): UidEntry | undefined {
  if (!isRegisteredUid(uid) || !isValidUid(uid)) return undefined;
  const row = findRow(UID_ROWS, uid.slice(STANDARD_ROOT.length + 1));
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

export function isDirectoryClass(uid: string): boolean {
  return uid === MEDIA_STORAGE_DIRECTORY_STORAGE;
}

/** By the arc of the registry that has had such documents only: one that a later edition adds is a document too. */
export function isEncapsulatedDocumentClass(uid: string): boolean {
  return uid.startsWith('1.2.840.10008.5.1.4.1.1.104.');
}
