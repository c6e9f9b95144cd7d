import type { Tag } from '../layers/dicom/tag.ts';

/** What is blanked in the pixels of an instance, before rules go over its attributes. */
export interface PixelPolicy {
  /** Regions of the images of some devices; every entry that matches counts. */
  readonly devices: readonly DeviceRegions[];
  /** `keep-only`: of an image with ultrasound regions (0018,6011) only what lies in one of them stays. */
  readonly ultrasoundRegions: 'keep-only' | 'ignore';
  /** What becomes of text that is found by looking: `blank` all of it, `blank-unless-allowed` what no entry of `allow` and no rule of ours lets stay. */
  readonly text: 'blank' | 'blank-unless-allowed' | 'ignore';
  /** What text is looked for with, by its digest; absent: nobody looks for it. */
  readonly weights?: string;
  /** What looks for text beside the built-in detector, never in its place: what it misses another may find. Absent: nothing. */
  readonly detector?: 'rekognition';
  /** Texts that may stay, beside those that say where or how an image was made; without regard to case. */
  readonly allow: readonly string[];
  /** Which instances are looked at for text: those of a kind that often shows some, or all. */
  readonly look: 'default' | 'all';
  /** Clean Pixel Data Option (PS3.15 E.3.1): what hides beside the picture goes too, and an instance whose frames were seen to says so. Absent: not asked for. */
  readonly option?: true;
  /** What becomes of an instance of a kind that often shows text, if no device and no ultrasound region says what to blank. */
  readonly unmatched: 'hold' | 'quarantine' | 'release';
  /** The image's darkest value, or a colour: red, green and blue from 0 to 255. */
  readonly fill: 'darkest' | readonly [red: number, green: number, blue: number];
  /** What people drew on one instance (`layers/engine/review`), to be blanked as well. In no rule file. */
  readonly drawn?: readonly DrawnBox[];
}

/** A rectangle that a person drew, in pixels from the top left corner; `right` and `bottom` are the first column and row outside. `frame`: 0-based; null: every one. */
export interface DrawnBox {
  readonly frame: number | null;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the images of a device have text. */
export interface DeviceRegions {
  /** All must hold. The attributes are of the root, or of the file meta information. */
  readonly when: readonly DeviceCondition[];
  /** In pixels; null: any number of columns. */
  readonly size: readonly [columns: number | null, rows: number];
  /** In pixels from the top left corner. */
  readonly blank: readonly (readonly [left: number, top: number, width: number, height: number])[];
}

/** Whether any value of an attribute contains any of these texts, without regard to case. */
export interface DeviceCondition {
  readonly tag: Tag;
  readonly anyOf: readonly string[];
}
