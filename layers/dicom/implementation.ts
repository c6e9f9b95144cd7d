/** Lethe's Implementation Class UID (PS3.7 D.3.3.2): a UUID-derived UID (PS3.5 B.2) made once for this product. */
export const IMPLEMENTATION_CLASS_UID = '2.25.255478440060447932679665404491460412733';

/** Whose bytes these are, in a file (PS3.10 7.1) and on an association (PS3.7 D.3.3.2): at most 16 characters. */
export const IMPLEMENTATION_VERSION_NAME = 'LETHE_0.1.0';
