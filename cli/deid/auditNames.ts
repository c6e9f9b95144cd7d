/** How the audit names sources: by their paths, or by the keyed hashes that the cloud has, too. */
export const AUDIT_NAMES = ['plain', 'hashed'] as const;
export type AuditNames = (typeof AUDIT_NAMES)[number];
