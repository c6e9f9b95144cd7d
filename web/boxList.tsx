import type { BoxView } from '../layers/engine/review/types.ts';
import { useAround } from './shared.tsx';

/** The boxes of a frame in words: what was read there, what goes and what stays, and what can be done with those that somebody drew. */
export function BoxList({
  boxes,
  onEdit,
  onRemove,
  onEverywhere,
  onMany,
}: {
  readonly boxes: readonly BoxView[];
  readonly onEdit: (box: BoxView) => void;
  readonly onRemove: (box: BoxView) => void;
  /** From this frame to all of them, or back; null: there is one frame. */
  readonly onEverywhere: ((box: BoxView) => void) | null;
  readonly onMany: (box: BoxView) => void;
}) {
  const { t } = useAround();
  if (boxes.length === 0) return null;
  return (
    <ul class="boxes" aria-label={t.boxes}>
      {boxes.map((box) => {
        const at = t.boxAt(box.left, box.top, box.right, box.bottom);
        const label = (text: string) => `${text}: ${t.box} ${at}`;
        return (
          <li key={`${box.place} ${box.why} ${at}`}>
            <span
              class={`swatch ${box.place !== null ? 'drawn' : box.isBlanked ? 'blanked' : 'stays'}`}
              aria-hidden="true"
            />
            <span>
              {box.place !== null ? t.drawn : box.isBlanked ? t.blanked : t.stays}{' '}
              <span class="tag">{box.why}</span>
            </span>
            {box.text !== null && <span class="value">{box.text}</span>}
            <span class="tag">{at}</span>
            {box.place !== null && (
              <span class="actions">
                <button type="button" aria-label={label(t.edit)} onClick={() => onEdit(box)}>
                  {t.edit}
                </button>
                {onEverywhere !== null && (
                  <button
                    type="button"
                    aria-label={label(box.frame === null ? t.boxHere : t.boxEverywhere)}
                    onClick={() => onEverywhere(box)}
                  >
                    {box.frame === null ? t.boxHere : t.boxEverywhere}
                  </button>
                )}
                <button type="button" aria-label={label(t.forMany)} onClick={() => onMany(box)}>
                  {t.forMany}
                </button>
                <button type="button" aria-label={label(t.remove)} onClick={() => onRemove(box)}>
                  {t.remove}
                </button>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
