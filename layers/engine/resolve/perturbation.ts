import type { Action } from '../../../rules/plan.ts';
import { formatAge, parseAge } from '../../dicom/dateTime.ts';
import { vrFacts } from '../../dicom/vr.ts';

/** How much noise, and what is left of its digits. */
export type Perturbation = Pick<Action & { kind: 'perturb' }, 'span' | 'range' | 'roundTo'>;

/** A number uniform in [-1/2, 1/2), another at each call. */
export type Noise = () => number;

/** VRs whose values are numbers as text, and those whose values are binary numbers. */
export type NumericTextVr = 'AS' | 'DS' | 'IS';
export type NumericBinaryVr = keyof typeof NUMBERS;

export function isNumericText(vr: string): vr is NumericTextVr {
  return vr === 'AS' || vr === 'DS' || vr === 'IS';
}

export function isNumericBinary(vr: string): vr is NumericBinaryVr {
  return Object.hasOwn(NUMBERS, vr);
}

/**
 * One value with noise, uniform in [-s/2, s/2) where s is the span, or that share of the value; rounded half to even, a whole number to a
 * whole number. Null: the value is not valid for the VR, or would not be with its noise.
 */
export function perturbedText(
  text: string,
  vr: NumericTextVr,
  how: Perturbation,
  noise: Noise,
): string | null {
  return TEXTS[vr](text, how, noise);
}

const TEXTS: {
  readonly [V in NumericTextVr]: (text: string, how: Perturbation, noise: Noise) => string | null;
} = {
  /** The count of days, weeks, months or years; one of four digits is written in years (PS3.5 6.2). */
  AS: (text, how, noise) => {
    const age = text.length === 4 ? parseAge(text) : null;
    return age === null ? null : formatAge({ ...age, count: Math.max(0, whole(age.count, how, noise)) });
  },
  DS: (text, how, noise) => {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null;
    const value = perturbed(Number(text), how, noise);
    return Number.isFinite(value) ? decimalString(value) : null;
  },
  IS: (text, how, noise) =>
    /^[+-]?\d+$/.test(text)
      ? String(clamped(whole(Number(text), how, noise), -(2 ** 31), 2 ** 31 - 1))
      : null,
};

/** At most 16 characters (PS3.5 6.2, DS): as exact as a number can be written, or with ten digits, or as many as fit; null: none do. */
function decimalString(value: number): string | null {
  const exact = String(value);
  if (exact.length <= 16) return exact;
  for (let digits = 10; digits > 0; digits--) {
    const text = value.toPrecision(digits);
    // The largest numbers may be rounded to something that is not a number of the VR.
    if (text.length <= 16 && Number.isFinite(Number(text))) return text;
  }
  return null;
}

interface BinaryNumber {
  /** Bytes of one number are those of the VR's words. */
  readonly perturb: (words: DataView, at: number, little: boolean, how: Perturbation, noise: Noise) => void;
}

const FLOAT: BinaryNumber = {
  perturb: (words, at, little, how, noise) => {
    const value = perturbed(words.getFloat32(at, little), how, noise);
    words.setFloat32(at, Number.isFinite(value) ? clamped(value, -MOST_FLOAT, MOST_FLOAT) : value, little);
  },
};
/** The largest number in single precision (IEEE 754). */
const MOST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

const DOUBLE: BinaryNumber = {
  perturb: (words, at, little, how, noise) => {
    const before = words.getFloat64(at, little);
    const after = perturbed(before, how, noise);
    // Noise that carries a finite number out of range leaves it at its edge.
    const isOver = Number.isFinite(before) && !Number.isFinite(after);
    words.setFloat64(at, isOver ? Math.sign(before) * Number.MAX_VALUE : after, little);
  },
};

const NUMBERS = {
  FL: FLOAT,
  OF: FLOAT,
  FD: DOUBLE,
  OD: DOUBLE,
  SS: {
    perturb: (words, at, little, how, noise) =>
      words.setInt16(at, clamped(whole(words.getInt16(at, little), how, noise), -0x8000, 0x7fff), little),
  },
  US: {
    perturb: (words, at, little, how, noise) =>
      words.setUint16(at, clamped(whole(words.getUint16(at, little), how, noise), 0, 0xffff), little),
  },
  OW: {
    perturb: (words, at, little, how, noise) => NUMBERS.US.perturb(words, at, little, how, noise),
  },
  SL: {
    perturb: (words, at, little, how, noise) =>
      words.setInt32(
        at,
        clamped(whole(words.getInt32(at, little), how, noise), -(2 ** 31), 2 ** 31 - 1),
        little,
      ),
  },
  UL: {
    perturb: (words, at, little, how, noise) =>
      words.setUint32(at, clamped(whole(words.getUint32(at, little), how, noise), 0, 2 ** 32 - 1), little),
  },
  OL: {
    perturb: (words, at, little, how, noise) => NUMBERS.UL.perturb(words, at, little, how, noise),
  },
  SV: {
    perturb: (words, at, little, how, noise) => {
      const value = wholeBig(words.getBigInt64(at, little), how, noise);
      words.setBigInt64(
        at,
        value < -(2n ** 63n) ? -(2n ** 63n) : value > 2n ** 63n - 1n ? 2n ** 63n - 1n : value,
        little,
      );
    },
  },
  UV: {
    perturb: (words, at, little, how, noise) => {
      const value = wholeBig(words.getBigUint64(at, little), how, noise);
      words.setBigUint64(at, value < 0n ? 0n : value > 2n ** 64n - 1n ? 2n ** 64n - 1n : value, little);
    },
  },
  OV: {
    perturb: (words, at, little, how, noise) => NUMBERS.UV.perturb(words, at, little, how, noise),
  },
} as const satisfies Readonly<Record<string, BinaryNumber>>;

/** The value with noise on each of its numbers, which stay within the VR's range. Null: the length is not a multiple of a number's. */
export function perturbedBytes(
  value: Uint8Array,
  vr: NumericBinaryVr,
  littleEndian: boolean,
  how: Perturbation,
  noise: Noise,
): Uint8Array | null {
  const { wordBytes } = vrFacts(vr);
  if (wordBytes === 0 || value.length % wordBytes !== 0) return null;
  const after = new Uint8Array(value);
  const words = new DataView(after.buffer);
  for (let at = 0; at < after.length; at += wordBytes)
    NUMBERS[vr].perturb(words, at, littleEndian, how, noise);
  return after;
}

function noiseFor(value: number, { span, range }: Perturbation, noise: Noise): number {
  return noise() * (range === 'fixed' ? span : Math.abs(value * span));
}

function perturbed(value: number, how: Perturbation, noise: Noise): number {
  return roundHalfEven(value + noiseFor(value, how, noise), how.roundTo);
}

function whole(value: number, how: Perturbation, noise: Noise): number {
  return roundHalfEven(value + noiseFor(value, how, noise), 0);
}

/** Numbers of 64 bits keep those that a double has no place for. */
function wholeBig(value: bigint, how: Perturbation, noise: Noise): bigint {
  const part = roundHalfEven(noiseFor(Number(value), how, noise), 0);
  // The noise of a rule with a senseless span has no end; the VR's range has.
  return value + BigInt(clamped(part, -(2 ** 65), 2 ** 65));
}

/** Rounded to so many decimals, a tie to the even digit. Beyond 15 a double has no more to round. */
export function roundHalfEven(value: number, decimals: number): number {
  const scale = 10 ** Math.min(decimals, 15);
  const scaled = value * scale;
  if (!Number.isFinite(scaled) || Math.abs(scaled) >= 2 ** 52) return value;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  const rounded = (up ? below + 1 : below) / scale;
  // Not -0, which has a sign to write.
  return rounded === 0 ? 0 : rounded;
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
