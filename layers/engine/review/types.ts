import type { AuditRecord } from '../audit/audit.ts';
import type { FindingCode, Reason } from '../reason.ts';

/**
 * What a review takes and gives, as JSON: `lethe review --json` prints it and the page shows it. Values of instances stand in the fields that say so,
 * for the eyes of the reviewer alone; nothing here goes to an audit line, a log, an error or an address but names, places and codes.
 */

/**
 * Where a decision holds within an instance: an element path, items counted from 0, as `(0032,1064)[0](0010,0010)`; of a region of the pixels
 * `(7FE0,0010)@FRAME:LEFT,TOP,RIGHT,BOTTOM`, FRAME from 0 or `*` for all of them. It names tags and positions alone, so it may be logged.
 */
export type Place = string;

/** A rectangle of frames, in pixels from the top left corner; `right` and `bottom` are the first column and row outside. */
export interface Region {
  /** 0-based; null: in every frame. */
  readonly frame: number | null;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a person says of a place. */
export type DecisionAction =
  /** It may leave as the rules leave it: what they keep stays, what they clean is clean enough. Of pixels: with what is blanked now. */
  | { readonly kind: 'confirm' }
  /** The value goes; the attribute stays, empty. */
  | { readonly kind: 'clear' }
  /** This value, as text, several with backslashes between them; it must be one that the VR can have. */
  | { readonly kind: 'edit'; readonly to: string }
  /** This region is blanked as well. It settles no doubt by itself: the pixels are confirmed once all regions are drawn. */
  | { readonly kind: 'redact'; readonly region: Region };

export type DecisionKind = DecisionAction['kind'];

/**
 * What the reviewer looked at: keyed hashes of the value as it came and, behind a dot, as it would leave (absent: it would not). Whoever decides hands back
 * what `showInstance` gave; if the value is another one by the time of the release, the instance is held again.
 */
export type Seen = string;

/** A decision as it stands in the book. */
export interface ReviewDecision {
  /** The keyed hash that the instance is kept under, without `held/`. */
  readonly instance: string;
  readonly place: Place;
  readonly action: DecisionAction;
  readonly seen: Seen;
  /** Who decided: the user of the system at a desk, the ARN of the caller in the cloud. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A decision as it is shown. */
export interface DecisionView extends Omit<ReviewDecision, 'instance'> {
  /** Names this very decision: to change or undo it, it is handed back, so that nobody overwrites what they have not seen. */
  readonly revision: string;
  /** The value is no longer the one that was looked at, or there is no such element: the decision does not count, and must be undone or made again. */
  readonly isStale: boolean;
}

// --- the list ---

export interface ListFilter {
  /** Codes of findings or of the reason; absent: any. */
  readonly code?: string;
  readonly modality?: string;
  readonly device?: string;
  readonly study?: string;
  /** `open`: those with doubts that nobody has settled; `ready`: the others. */
  readonly state?: 'open' | 'ready';
  /** Rows to leave out at the beginning; 0 if absent. */
  readonly offset?: number;
  /** The most rows to answer; all if absent. */
  readonly limit?: number;
}

export interface HeldList {
  /** Held instances, whatever the filter. */
  readonly total: number;
  /** Those that fit the filter. */
  readonly matching: number;
  /** Of all: doubts that a decision stands on, and doubts. */
  readonly progress: Progress;
  readonly rows: readonly HeldRow[];
  /** What filters can be set to, of all instances whose header was read. */
  readonly choices: {
    readonly codes: readonly string[];
    readonly modalities: readonly string[];
    readonly devices: readonly string[];
    readonly studies: readonly string[];
  };
  /** Headers that have not been read yet: their rows have no `kind`, and filters by it leave them out. Ask again. */
  readonly unread: number;
}

export interface Progress {
  readonly settled: number;
  readonly doubts: number;
}

export interface HeldRow {
  /** As `lethe quarantine list` names it: `held/<hash>`. */
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
  readonly sizeBytes: number;
  /** The codes of its doubts, each once. */
  readonly codes: readonly string[];
  readonly progress: Progress;
  /** Null: its header was not read yet, or cannot be read. */
  readonly kind: HeldKind | null;
}

/** What an instance is filtered by. */
export interface HeldKind {
  readonly modality: string;
  readonly manufacturer: string;
  readonly model: string;
  /** Manufacturer and model, a space between. */
  readonly device: string;
  /** Keyed hashes, 8 hexadecimal digits: the same for instances of one study, or series. */
  readonly study: string;
  readonly series: string;
}

// --- one instance ---

export interface InstanceView {
  readonly name: string;
  readonly kind: HeldKind | null;
  /** What a release would come to now. `refused`: `reason` says why. */
  readonly outcome: 'released' | 'held' | 'refused';
  readonly reason: Reason | null;
  readonly rules: { readonly name: string; readonly digest: string };
  /** Every element that is there before or after, in the order of the file, those in items behind their sequence. Empty: it cannot be read. */
  readonly elements: readonly ElementView[];
  /** Elements beyond 20,000, which are not listed unless they have a finding. */
  readonly more: number;
  readonly pixels: PixelsView | null;
  /** False: text is still to be looked for in its frames. Until then there are no `pixels`, nothing can be decided of them, and the outcome may be another. */
  readonly isLookedAt: boolean;
  /** Every standing decision, those that are stale too. */
  readonly decisions: readonly DecisionView[];
  readonly progress: Progress;
  /** How many people must ask for the release, and who has, of the decisions as they stand. */
  readonly release: { readonly people: 1 | 2; readonly approvedBy: readonly string[] };
}

export interface ElementView {
  readonly place: Place;
  /** 0 in the root. */
  readonly depth: number;
  /** `(0010,0010)`. */
  readonly tag: string;
  /** The keyword, or the private creator in brackets; empty: nobody knows it. */
  readonly keyword: string;
  readonly vr: string;
  /** Values, as text; null: absent, or nothing that is text. What is longer than 2,000 characters is cut. */
  readonly before: string | null;
  readonly after: string | null;
  /** What became of it. `removed`: it is not in the output, nor is anything in it. */
  readonly change: 'same' | 'changed' | 'removed' | 'added';
  /** How many bytes the value has in the source; null: it is not there. */
  readonly sizeBytes: number | null;
  /** The rule that decided; null: none is about it, and it stays or goes as all such do. */
  readonly rule: RuleView | null;
  readonly action: string;
  readonly findings: readonly FindingView[];
  /** The decision that stands on it. */
  readonly decision: DecisionView | null;
  /** What can be decided of it; empty: nothing, as of a sequence, a UID, or what is removed with what it lies in. */
  readonly may: readonly DecisionKind[];
  /** To be handed back with a decision; null where nothing can be decided. */
  readonly seen: Seen | null;
}

export interface RuleView {
  /** The rule file or the table of the standard. */
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
}

export interface FindingView {
  readonly severity: 'doubt' | 'note';
  readonly code: FindingCode;
  readonly message: string;
  /** Where in `after` it stands, each from and to, in UTF-16 units; empty: the whole value, or not known. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  /** Somebody has decided about its element since, and what they looked at is still there. */
  readonly isSettled: boolean;
}

/** What there is to know of the pixels without reading frames; a picture is asked for by itself. */
export interface PixelsView {
  readonly place: Place;
  readonly frames: number;
  readonly columns: number;
  readonly rows: number;
  /** What rules and people blank, and what was found and stays. */
  readonly boxes: readonly BoxView[];
}

export interface BoxView extends Region {
  /** `reviewed`: somebody drew it. The others as `layers/engine/look/marks.ts` has them. */
  readonly why: 'device' | 'ultrasound-regions' | 'text' | 'identifier' | 'allowed' | 'unread' | 'reviewed';
  readonly isBlanked: boolean;
  /** What was read there, an original; null: nobody read. */
  readonly text: string | null;
  /** Of a box that somebody drew: the place of its decision, to undo it. */
  readonly place: Place | null;
}

/** One frame as a screen shows it: red, green and blue, 8 bits each, row by row; as it came, and as it would leave. Not JSON: it is sent as an image. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** What a grey picture is shown by (PS3.3 C.11.2.1.2), and its lowest and highest value; null: it has colours. */
  readonly grey: { readonly window: GreyWindow; readonly values: readonly [number, number] } | null;
}

export interface GreyWindow {
  readonly center: number;
  readonly width: number;
}

// --- deciding ---

export interface DecideRequest {
  readonly name: string;
  readonly place: Place;
  readonly action: DecisionAction;
  readonly seen: Seen;
  /** The revision of the decision that this one takes the place of; null: none was shown there. */
  readonly over: string | null;
}

export interface UndoRequest {
  readonly name: string;
  readonly place: Place;
  readonly over: string;
}

export type DecideAnswer =
  /** It stands, and is on the disk; `decision` null: it was undone. */
  | { readonly status: 'done'; readonly place: Place; readonly decision: DecisionView | null }
  /** Somebody else was first; `standing`: what they decided, null if they undid it. Nothing was changed. */
  | { readonly status: 'conflict'; readonly place: Place; readonly standing: DecisionView | null };

// --- releasing ---

export type ReleaseAnswer =
  | {
      readonly status: 'released';
      readonly name: string;
      readonly output: string | null;
      readonly outcome: AuditRecord['outcome'];
    }
  /** Doubts are left, or a value is another one than was looked at: `places` says where. It is still held. */
  | { readonly status: 'held'; readonly name: string; readonly places: readonly Place[] }
  /** The output would not be clean, or could not be made: nothing left, and it is still held. */
  | { readonly status: 'refused'; readonly name: string; readonly reason: Reason }
  /** The rules ask for two people, and another one must ask for the release of the same decisions. */
  | { readonly status: 'waiting'; readonly name: string; readonly approvedBy: readonly string[] };

// --- one decision for many ---

/** The doubts of all held instances that have one attribute, one code and one value. */
export interface CohortGroup {
  /** `(0008,103E)`, with the sequences around it: a path without item numbers. */
  readonly attribute: string;
  readonly keyword: string;
  readonly codes: readonly FindingCode[];
  /** As it would leave. Null: it is not text, as pixels. */
  readonly value: string | null;
  readonly instances: number;
  /** Of these, how many have a decision there that counts. */
  readonly settled: number;
  /** One place of the group to look at (`showInstance`), and to propose from. */
  readonly example: { readonly name: string; readonly place: Place };
}

export interface Cohort {
  /** Rarest first; what has as many, by attribute and value. */
  readonly groups: readonly CohortGroup[];
  /** Instances that could not be read, or whose rules or key are not to be found. */
  readonly unreadable: number;
  /** Instances that are still being read, and how many there are. */
  readonly unread: number;
  readonly total: number;
}

/** Which instances a proposal is about: those with the value in one series, from one device (manufacturer and model), or all. */
export type Scope = 'series' | 'device' | 'everywhere';

export interface ProposeRequest {
  /** Where the value is: the attribute and the value are taken from there. */
  readonly name: string;
  readonly place: Place;
  readonly seen: Seen;
  /**
   * `confirm`: this very value of the attribute. `clear`: the attribute, whatever its value, as a value that identifies may be in no file. `redact`: this box in images of this size, in a series or of a
   * device.
   */
  readonly action: Exclude<DecisionAction, { readonly kind: 'edit' }>;
  readonly scope: Scope;
  /** Why, for the file that is kept: no value of a patient and no person's name. */
  readonly why: string;
}

/** An accepted proposal, as the file of reviewed values has it. */
export interface ReviewedEntry {
  /** As rules select it, with the sequences around it: `/StudyDescription`, `/RequestAttributesSequence/(0019,"MAKER",01)`. */
  readonly select: string;
  /** The value that may leave, as it leaves; absent: the attribute is emptied. */
  readonly confirm?: string;
  readonly clear?: true;
  /** The device; absent: everywhere. */
  readonly device?: { readonly manufacturer: string; readonly model: string };
  readonly why: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A dry run. */
export interface Proposal {
  readonly attribute: string;
  readonly keyword: string;
  readonly action: 'confirm' | 'clear' | 'redact';
  readonly scope: Scope;
  /** Held instances in which it settles a doubt, and doubts that it settles. */
  readonly instances: number;
  readonly doubts: number;
  /** The values that it settles, as they would leave; at most 100. */
  readonly values: readonly string[];
  /** What would be added to the file of reviewed values; null: what is in a series, or a box, is settled by decisions alone. */
  readonly rule: ReviewedEntry | null;
}

export interface AcceptAnswer {
  readonly proposal: Proposal;
  /** Places that were decided now. */
  readonly decided: number;
  /** Places that somebody else has decided about meanwhile: they stay as they are. */
  readonly conflicts: number;
  /** The rule was written to the file of reviewed values. */
  readonly isWritten: boolean;
}

/** The review of one container of kept instances, by one person. Every function rejects with `ReviewError` or `FaultError`, whose texts have no value. */
export interface Review {
  /** Headers are read behind it: ask again for what is `unread`. */
  listHeld(filter?: ListFilter): Promise<HeldList>;
  /** Resolves when every header was read. */
  readHeaders(): Promise<void>;
  /** What it would be now, decisions counted. Nothing is stored and no identity given. */
  showInstance(name: string): Promise<InstanceView>;
  /** As `showInstance`, but text is not looked for in its frames, which may take minutes: see `isLookedAt`. */
  glimpseInstance(name: string): Promise<InstanceView>;
  /** `frame`: 0-based. What is drawn is blanked in it. Compressed frames are decoded in a thread that may die of them. `window`: in place of the instance's own. */
  picture(name: string, frame: number, window?: GreyWindow): Promise<Picture>;
  decide(request: DecideRequest): Promise<DecideAnswer>;
  undo(request: UndoRequest): Promise<DecideAnswer>;
  release(name: string): Promise<ReleaseAnswer>;
  cohort(): Promise<Cohort>;
  /** As `cohort`, but nobody waits: without groups until every instance was read. Ask again for what is `unread`. */
  cohortSoFar(): Promise<Cohort>;
  /** What accepting would do; nothing is changed. */
  propose(request: ProposeRequest): Promise<Proposal>;
  accept(request: ProposeRequest): Promise<AcceptAnswer>;
  close(): Promise<void>;
}
