/** Why the frames of an instance cannot be cleaned. docs/outcomes.md has a line for each. */
export type PixelsErrorCode =
  /** The bytes of a frame are not what their transfer syntax says. */
  | 'PIXELS_DAMAGED'
  /** The frames and the attributes that describe them say different things. */
  | 'PIXELS_DISAGREE'
  /** A way to write frames that Lethe cannot clean. */
  | 'PIXELS_UNSUPPORTED'
  /** Colours that cannot be written without loss and stay what Photometric Interpretation says. */
  | 'PIXELS_COLOURS'
  /** A frame that was written anew does not read as it was meant. */
  | 'PIXELS_NOT_AS_MEANT'
  /** A video: no frame of it can be changed by itself. */
  | 'PIXELS_VIDEO'
  /** What text is looked for with is missing, or is not what Lethe was released with. */
  | 'PIXELS_WEIGHTS';

/** A coded refusal. `frame` is 0-based; null where it is about all of them. Nothing of a value is repeated. */
export class PixelsError extends Error {
  readonly code: PixelsErrorCode;
  readonly what: string;
  readonly hint: string;
  readonly frame: number | null;

  constructor(code: PixelsErrorCode, what: string, hint: string, frame: number | null = null) {
    super(`${what}. ${hint}`);
    this.name = 'PixelsError';
    this.code = code;
    this.what = what;
    this.hint = hint;
    this.frame = frame;
  }
}

export function damaged(what: string): PixelsError {
  return new PixelsError('PIXELS_DAMAGED', what, 'Export the object again from where it came.');
}

/** A frame that was written does not read as what it was made of: a defect of ours, found before anything is stored. */
export function notAsMeant(): PixelsError {
  return new PixelsError(
    'PIXELS_NOT_AS_MEANT',
    'A blanked frame does not read as it was meant',
    'This is a defect of Lethe: report it with the code.',
  );
}

/** For colours of JPEG 2000, whose header names the transform of every frame (PS3.5 8.2.4). */
export function coloursLost(what: string): PixelsError {
  return new PixelsError(
    'PIXELS_COLOURS',
    what,
    'Convert the object to JPEG 2000 Lossless with one Photometric Interpretation for all frames, or to a native syntax, and send it again.',
  );
}

export function unsupported(what: string): PixelsError {
  return new PixelsError(
    'PIXELS_UNSUPPORTED',
    what,
    'Convert the object to another transfer syntax, and send it again.',
  );
}
