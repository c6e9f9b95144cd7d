import { isGroupLength, isPrivate, isPrivateCreator, type Tag } from '../tag.ts';
import type { Vr } from '../vr.ts';
import { SLOT_CODES, SLOT_TAGS, VR_LISTS } from './generated/vrs.generated.ts';
import { lazy } from './lazy.ts';
import { EMPTY_SLOT, familyOf, firstSlot, SLOT_COUNT } from './tagSlots.ts';

/** The code of a slot that stands empty. */
const NO_CODE = -1;

const table = /* @__PURE__ */ lazy(() => {
  const words = Buffer.from(SLOT_TAGS, 'base64');
  return {
    tags: new Uint32Array(words.buffer.slice(words.byteOffset, words.byteOffset + 4 * SLOT_COUNT)),
    codes: Buffer.from(SLOT_CODES, 'base64'),
    vrs: VR_LISTS.map((list) => defaultVr(list === '' ? [] : (list.split(' ') as Vr[]))),
  };
});

/**
 * Of several VRs: OW if it is among them, since implicit VR little endian says so for Pixel Data, Overlay Data and Waveform Data
 * (PS3.5 A.1) and it suits 16-bit words in any case; else the first, so US for `US or SS`, where the sign is Pixel
 * Representation's to tell and the bytes are the same.
 */
function defaultVr(vrs: readonly Vr[]): Vr | undefined {
  return vrs.includes('OW') ? 'OW' : vrs[0];
}

/**
 * The VR of an attribute for a reader that was not told it (implicit VR, or UN). Where the dictionary gives several, OW if it is one
 * of them, else the first. Undefined: items, private attributes, and tags that the dictionary has not.
 */
export function vrOfTag(tag: Tag): Vr | undefined {
  if (isPrivate(tag)) return isPrivateCreator(tag) ? 'LO' : isGroupLength(tag) ? 'UL' : undefined;
  let code = codeOf(tag);
  if (code === NO_CODE) {
    if (isGroupLength(tag)) return 'UL';
    code = codeOf(familyOf(tag));
    if (code === NO_CODE) return undefined;
  }
  return table().vrs[code];
}

/**
 * Whether an attribute is public and PS3.6 does not have it: of a later edition, or of somebody who took a number that is not theirs. Four retired ones stand
 * there without name and VR, so that nobody can say either what they are.
 */
export function isUnknown(tag: Tag): boolean {
  return !isPrivate(tag) && vrOfTag(tag) === undefined;
}

function codeOf(tag: number): number {
  const { tags, codes } = table();
  for (let slot = firstSlot(tag); ; slot = (slot + 1) & (SLOT_COUNT - 1)) {
    const found = tags[slot];
    if (found === tag) return codes[slot] as number;
    if (found === EMPTY_SLOT) return NO_CODE;
  }
}
