import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import type { PixelReader, TextDetector } from '../../pixels/reader.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import type { Finding } from '../reason.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import type { Image } from './frames.ts';
import type { Mark, Regions } from './marks.ts';

/** An instance, and what its frames are read with. */
export interface Sight {
  readonly plan: RulePlan;
  readonly instance: ParsedInstance;
  readonly values: ValueReader;
  /** Undefined: nothing here reads frames; an instance whose frames the rules want read is refused. */
  readonly reader: PixelReader | undefined;
  /** Looks for text beside the reader where the policy names one; undefined: an instance that is to be looked at so is refused. */
  readonly detector?: TextDetector | undefined;
}

/** What a look at an instance came to. */
export interface Looked {
  readonly marks: readonly Mark[];
  /** What is filled. */
  readonly regions: Regions;
  /** Null where no frame was looked at and none is changed. */
  readonly shape: FrameShape | null;
  /** What a person should know; `doubt`: the instance is held. */
  readonly findings: readonly Finding[];
  /** The whole policy was carried out on the frames of this instance. */
  readonly isWhole: boolean;
  /** Frames in which nothing more is found once they are filled. */
  readonly settled: ReadonlySet<number>;
  /** What hides beside the picture goes: comments, bits above Bits Stored, bytes behind a codestream. */
  readonly stripsHidden: boolean;
}

/** An image that is to be changed, and how. */
export interface Blanking extends Image {
  readonly looked: Looked;
  readonly fill: PixelPolicy['fill'];
  /** Undefined: what is compressed in a way that wants one is refused. */
  readonly reader: PixelReader | undefined;
}
