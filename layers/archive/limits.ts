/** How much an archive may hold. What is over a bound is refused with a code, and not opened further. */
export interface ArchiveLimits {
  /** Entries, folders included. */
  readonly members: number;
  /** Of one member, inflated. */
  readonly memberBytes: number;
  /** Of all members together, inflated. */
  readonly totalBytes: number;
  /** Inflated to packed size, of a member and of the whole. DEFLATE itself ends at 1,032. */
  readonly ratio: number;
}

const GIB = 1024 ** 3;

/**
 * `totalBytes`: a compressed tar is inflated from its start whenever it is taken up again, so all of it must be inflated well within one invocation: at 150 MB/s
 * this is two minutes. `ratio`: CT and MR pack 2 to 4 times, an empty segmentation a thousand times, which is why small things are free of it.
 */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  members: 100_000,
  memberBytes: 4 * GIB,
  totalBytes: 16 * GIB,
  ratio: 250,
};

/** What inflates to no more than this is never refused for its ratio. */
export const RATIO_FREE_BYTES = 64 * 1024 * 1024;

/** The names of the limits, as users write them. */
export const ARCHIVE_LIMIT_NAMES = ['members', 'memberBytes', 'totalBytes', 'ratio'] as const;

/**
 * Reads `name=number,...` over the defaults, e.g. `members=200000,ratio=500`; null: it is malformed. Empty: the defaults.
 */
export function parseArchiveLimits(
  text: string,
  defaults: ArchiveLimits = DEFAULT_ARCHIVE_LIMITS,
): ArchiveLimits | null {
  let limits = defaults;
  for (const part of text === '' ? [] : text.split(',')) {
    const [, name = '', number = ''] = /^([A-Za-z]+)=([1-9]\d{0,14})$/.exec(part) ?? [];
    if (!ARCHIVE_LIMIT_NAMES.some((known) => known === name)) return null;
    limits = { ...limits, [name]: Number(number) };
  }
  return limits;
}
