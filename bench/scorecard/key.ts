/** The answer key of a generated set: what must be true of the output of each instance. Named as MIDI-B's keys name them (doi 10.7937/cf2p-aw56). */

export const ACTIONS = [
  'tag_retained',
  'text_notnull',
  'text_retained',
  'text_removed',
  'date_shifted',
  'uid_changed',
  'uid_consistent',
  'patid_consistent',
  'pixels_hidden',
  'pixels_retained',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Why a check is made. */
export const CATEGORIES = {
  HIPAA: 'an identifier of 45 CFR 164.514(b)(2)(i)',
  IOD: 'what the IOD asks for (PS3.3 type 1 and 2)',
  BASIC: 'the Basic Profile (PS3.15 Table E.1-1): UIDs, dates, what goes whole',
  DESCRIPTORS: 'Clean Descriptors (PS3.15 E.3.5): text with an identifier in it',
  OPTIONS: 'what patients, devices and images are described by (PS3.15 E.3.7, E.3.8)',
  PRIVATE: 'private attributes, known to be safe or not (PS3.15 E.3.10)',
  PIXELS: 'text burned into pixels, and pixels without it (PS3.15 E.3.1)',
} as const;
export type Category = keyof typeof CATEGORIES;

/** Where an element is: its tag, or tags with the number of the item between them: `00321064/0/00100010`. */
export type Path = string;

export interface Check {
  readonly action: Action;
  readonly category: Category;
  readonly path: Path;
  /** The keyword, or the creator and element of a private attribute. */
  readonly name: string;
  /** What the source has there. */
  readonly value: string;
  /** What must go, stay or change of it; of burned-in text the text. */
  readonly text: string;
  /** Of burned-in text alone. */
  readonly box?: Box;
  /** As it was planted, of a private attribute: a file in implicit VR does not say it. */
  readonly vr?: string;
  /** The value is a real file's own: it is compared, and shown nowhere. */
  readonly isReal?: true;
}

/** In pixels, the right and bottom edges outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface InstanceKey {
  /** The path of its file in the set. */
  readonly file: string;
  readonly modality: string;
  readonly sopClassUid: string;
  readonly patientId: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  /** Unique in the set, so that an output can be told by it: Instance Number (0020,0013) identifies nobody. */
  readonly instanceNumber: string;
  /** SHA-256 of the file. */
  readonly digest: string;
  readonly checks: readonly Check[];
}

export interface AnswerKey {
  readonly seed: number;
  readonly instances: readonly InstanceKey[];
}
