/** The engine's version, as package.json has it (a test compares them). */
export const ENGINE_VERSION = '0.1.0';

/** Lethe's Implementation Class UID (PS3.7 D.3.3.2): a UUID-derived UID (PS3.5 B.2) made once for this product. */
export const IMPLEMENTATION_CLASS_UID = '2.25.255478440060447932279665404491460412733';

/** At most 16 characters (PS3.10 7.1). */
export const IMPLEMENTATION_VERSION_NAME = `LETHE_${ENGINE_VERSION}`;
