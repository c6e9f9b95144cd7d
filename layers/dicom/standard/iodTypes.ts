import type { Tag } from '../tag.ts';
import { PATHS, SOP_CLASSES, TYPE_SETS } from './generated/iodTypes.generated.ts';
import { lazy } from './lazy.ts';

/** PS3.5 7.4: 1 must have a value, 2 may be empty, 3 may be absent. A condition (1C, 2C) counts as met. */
export type AttributeType = 1 | 2 | 3;

/** A step on the way to an attribute: the sequences are inner nodes. */
interface Place {
  readonly below: Map<Tag, Place>;
  /** Where the types of this place stand in a set; -1: only a sequence on the way. */
  column: number;
}

const root = lazy<Place>(() => {
  const top: Place = { below: new Map(), column: -1 };
  for (const [column, path] of PATHS.split('\n').entries()) {
    let place = top;
    for (const digits of path.split('/')) {
      const tag = Number.parseInt(digits, 16) as Tag;
      let next = place.below.get(tag);
      if (next === undefined) {
        next = { below: new Map(), column: -1 };
        place.below.set(tag, next);
      }
      place = next;
    }
    place.column = column;
  }
  return top;
});

/** The digits of each SOP class, one for each path. */
const typeSets = lazy<ReadonlyMap<string, string>>(() => {
  const sets = TYPE_SETS.split('\n');
  return new Map(
    SOP_CLASSES.split('\n').map((row) => {
      const [uid, set] = row.split('|') as [string, string];
      return [uid, sets[Number(set)] as string];
    }),
  );
});

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
  const type = (typeSets().get(sopClassUid)?.charCodeAt(place.column) ?? 48) - 48; // the digit's value
  return type === 0 ? undefined : (type as AttributeType);
}
