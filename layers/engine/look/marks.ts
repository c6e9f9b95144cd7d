import type { FoundText } from '../../pixels/reader.ts';
import type { Rectangle } from '../../pixels/region.ts';

/** Why something of a frame is filled, or is not. */
export type Why =
  /** An entry about the device has it. */
  | 'device'
  /** It lies in no ultrasound region. */
  | 'ultrasound-regions'
  /** A person drew it. */
  | 'reviewed'
  /** Text that nothing allows. */
  | 'text'
  /** Text that holds an identifier of the instance itself. */
  | 'identifier'
  /** Text that may stay. */
  | 'allowed'
  /** Something that looks like text, and does not read as such. */
  | 'unread';

/** A place of an image, and what is thought of it. */
export interface Mark {
  readonly why: Why;
  readonly box: Rectangle;
  /** 0-based; null: in every frame. */
  readonly frame: number | null;
  /** What was read, an original; null: nobody read. */
  readonly found: FoundText | null;
}

const STAYS: ReadonlySet<Why> = new Set<Why>(['allowed', 'unread']);

/** Whether a mark is filled. */
export function isFilled({ why }: Mark): boolean {
  return !STAYS.has(why);
}

/** What is filled in each frame. */
export class Regions {
  readonly everywhere: readonly Rectangle[];
  readonly #byFrame = new Map<number, Rectangle[]>();

  constructor(marks: readonly Mark[]) {
    const filled = marks.filter(isFilled);
    this.everywhere = filled.flatMap(({ frame, box }) => (frame === null ? [box] : []));
    for (const { frame, box } of filled)
      if (frame !== null) this.#byFrame.set(frame, [...(this.#byFrame.get(frame) ?? []), box]);
  }

  get isEmpty(): boolean {
    return this.everywhere.length === 0 && this.#byFrame.size === 0;
  }

  /** They may overlap. The same array for frames that have none of their own. */
  of(frame: number): readonly Rectangle[] {
    const own = this.#byFrame.get(frame);
    return own === undefined ? this.everywhere : [...this.everywhere, ...own];
  }
}
