import type { Tag } from '../tag.ts';
import { PATHS, SOP_CLASSES, TYPE_SETS } from './generated/iodTypes.generated.ts';
import { lazy } from './lazy.ts';
import { FIELD_SEPARATOR, findRow, rowsOf } from './rows.ts';
import { isValidUid } from './uid.ts';

const ZERO = 0x30; // the digit's character code

/** PS3.5 7.4: 1 must have a value, 2 may be empty, 3 may be absent. A condition (1C, 2C) counts as met. */
export type AttributeType = 1 | 2 | 3;

/** A step on the way to an attribute: the sequences are inner nodes. */
interface Place {
  readonly below: Map<Tag, Place>;
  /** Where the types of this place stand in a set; -1: only a sequence on the way. */
  column: number;
}

const root = /* @__PURE__ */ lazy<Place>(() => {
  const top: Place = { below: new Map(), column: -1 };
  rowsOf(PATHS).forEach((path, column) => {
    let place = top;
    for (let start = 0; start < path.length; start += 9) {
      const tag = Number.parseInt(path.slice(start, start + 8), 16) as Tag;
      let next = place.below.get(tag);
      if (next === undefined) {
        next = { below: new Map(), column: -1 };
        place.below.set(tag, next);
      }
      place = next;
    }
    place.column = column;
  });
  return top;
});

/** The digits of the SOP classes that were asked for, one digit for each path. */
const typesByClass = new Map<string, string>();

function typesOf(sopClassUid: string): string | undefined {
  const known = typesByClass.get(sopClassUid);
  if (known !== undefined) return known;
  const row = isValidUid(sopClassUid) ? findRow(SOP_CLASSES, sopClassUid) : undefined;
  if (row === undefined) return undefined;
  const types = rowsOf(TYPE_SETS)[Number(row.slice(row.indexOf(FIELD_SEPARATOR) + 1))] as string;
  typesByClass.set(sopClassUid, types);
  return types;
}

/**
 * The type that PS3.3 gives an attribute in the IOD of a SOP class. Known for the attributes whose action code in PS3.15 Table E.1-1
 * depends on it. `path`: the sequences and the attribute itself, from the root. Where several IODs or modules speak of
 * one place, the strictest. Undefined: a SOP class, or a place in it, that the tables have not; a Content Sequence is in them to
 * its second level.
 */
export function attributeType(sopClassUid: string, path: readonly Tag[]): AttributeType | undefined {
  let place: Place | undefined = root();
  for (const tag of path) {
    place = place.below.get(tag);
    if (place === undefined) return undefined;
  }
  if (place.column < 0) return undefined;
  const type = (typesOf(sopClassUid)?.charCodeAt(place.column) ?? ZERO) - ZERO;
  return type === 0 ? undefined : (type as AttributeType);
}
