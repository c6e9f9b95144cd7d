import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { InputFile } from './inputs.ts';

/** How the audit names sources: by their paths, or by the keyed hashes that the cloud has, too. */
export const AUDIT_NAMES = ['plain', 'hashed'] as const;
export type AuditNames = (typeof AUDIT_NAMES)[number];

/** `record` for the records of a file, and of its members where it is an archive, with its input's name before the path. */
export function namedByInput(
  { input }: InputFile,
  record: (taken: AuditRecord) => Promise<void>,
): typeof record {
  if (input === undefined) return record;
  return (taken) =>
    record({ ...taken, source: { ...taken.source, key: `${input}/${taken.source.key}`, input } });
}
