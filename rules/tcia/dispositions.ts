import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { DISPOSITION_ROWS } from './generated/dispositions.generated.ts';

/** What The Cancer Imaging Archive does with a private element that has one of some VRs. */
export interface Disposition {
  readonly group: number;
  readonly creator: string;
  readonly element: number;
  readonly does: 'keep' | 'hash' | 'offset' | 'delete';
  /** As Posda read them: the file's, or where that gives none its dictionary's. UN: it knew none. */
  readonly vrs: readonly Vr[];
  /** Where alone: the enclosing sequences from the root, none in the root itself. Null: everywhere that no other one of the element is about. */
  readonly path: readonly Tag[] | null;
}

const WORDS = { k: 'keep', h: 'hash', o: 'offset', d: 'delete' } as const;

/** `k/00409096LO`: letter, place, VRs. */
const FORM = /^([khod])(\/[0-9a-f.]*)?([A-Z]+)$/;

const rows = /* @__PURE__ */ lazy<readonly Disposition[]>(() => rowsOf(DISPOSITION_ROWS).flatMap(parseRow));

/** What is known of private elements, by creator, group and element. */
export function dispositions(): readonly Disposition[] {
  return rows();
}

function parseRow(text: string): readonly Disposition[] {
  const [creator, group, elements] = text.split(FIELD_SEPARATOR) as [string, string, string];
  return elements.split(' ').flatMap((each) =>
    each
      .slice(2)
      .split('+')
      .map((part): Disposition => {
        const [, letter, path, vrs] = FORM.exec(part) as unknown as [
          string,
          keyof typeof WORDS,
          string?,
          string?,
        ];
        return {
          group: Number.parseInt(group, 16),
          creator,
          element: Number.parseInt(each.slice(0, 2), 16),
          does: WORDS[letter],
          vrs: vrs?.match(/../g) as unknown as readonly Vr[],
          path:
            path === undefined
              ? null
              : (path.match(/[0-9a-f]{8}/g) ?? []).map((tag) => asTag(Number.parseInt(tag, 16))),
        };
      }),
  );
}
