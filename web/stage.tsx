import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BoxView, Region } from '../layers/engine/review/types.ts';
import type { Drawn } from './client.ts';
import { between, byArrow, isSameRegion, moved, type Point, type Size } from './region.ts';
import { useAround } from './shared.tsx';

export type Side = 'before' | 'after';

/** A box that is being drawn or moved; `replaces`: the one that it was before. */
export interface Draft {
  readonly region: Region;
  readonly replaces: BoxView | null;
}

/** One side of a frame, with the boxes on it. Boxes are drawn and moved on either side. */
export function Stage({
  drawn,
  side,
  size,
  label,
  boxes,
  draft,
  frame,
  zoom,
  onDraft,
  onKeep,
}: {
  readonly drawn: Drawn;
  readonly side: Side;
  readonly size: Size;
  readonly label: string;
  readonly boxes: readonly BoxView[];
  readonly draft: Draft | null;
  /** What a new box is for; null: all frames. */
  readonly frame: number | null;
  readonly zoom: number;
  readonly onDraft: (draft: Draft | null) => void;
  readonly onKeep: (draft: Draft) => void;
}) {
  const overlay = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly from: Point; readonly box: BoxView | null } | null>(null);
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = (overlay.current as HTMLElement).getBoundingClientRect();
    return { x: ((clientX - left) / width) * size.columns, y: ((clientY - top) / height) * size.rows };
  };
  const draftTo = ({ from, box }: NonNullable<typeof drag>, to: Point): Draft => ({
    region: box === null ? between(frame, from, to, size) : moved(box, to.x - from.x, to.y - from.y, size),
    replaces: box,
  });
  const onPointerDown = (event: PointerEvent) => {
    // A finger that goes over a picture scrolls, until somebody has asked for a box.
    if (event.button !== 0 || (event.pointerType === 'touch' && draft === null)) return;
    const target = event.target as HTMLElement;
    const box = boxes.find(({ place }) => place !== null && place === target.dataset.place) ?? null;
    overlay.current?.setPointerCapture(event.pointerId);
    setDrag({ from: pointOf(event), box });
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => drag !== null && onDraft(draftTo(drag, pointOf(event)));
  const onPointerUp = (event: PointerEvent) => {
    if (drag === null) return;
    setDrag(null);
    const to = pointOf(event);
    // A click is no box.
    const isMoved =
      Math.hypot(to.x - drag.from.x, to.y - drag.from.y) > Math.max(size.columns, size.rows) / 200;
    if (isMoved) onKeep(draftTo(drag, to));
    else onDraft(null);
  };
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <div class="scroll" role="group" aria-label={label} tabIndex={0}>
        <div class="sheet" style={{ width: `${100 * zoom}%` }}>
          <FrameCanvas drawn={drawn} side={side} label={label} size={size} />
          <div
            ref={overlay}
            class={draft === null ? 'overlay' : 'overlay draws'}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerUp}
            onPointerCancel={() => setDrag(null)}
          >
            {boxes.map((box) => {
              const isMoving = draft?.replaces?.place !== null && draft?.replaces?.place === box.place;
              if (isMoving) return null;
              return (
                <div
                  key={`${box.place} ${box.why} ${box.left} ${box.top} ${box.right} ${box.bottom}`}
                  class={`box ${box.place !== null ? 'drawn' : box.isBlanked ? 'blanked' : 'stays'}`}
                  data-place={box.place ?? undefined}
                  style={placed(box, size)}
                />
              );
            })}
            {draft !== null && (
              <DraftBox
                draft={draft}
                size={size}
                takesFocus={drag === null && side === 'after'}
                onDraft={onDraft}
                onKeep={onKeep}
              />
            )}
          </div>
        </div>
      </div>
    </figure>
  );
}

function DraftBox({
  draft,
  size,
  takesFocus,
  onDraft,
  onKeep,
}: {
  readonly draft: Draft;
  readonly size: Size;
  readonly takesFocus: boolean;
  readonly onDraft: (draft: Draft | null) => void;
  readonly onKeep: (draft: Draft) => void;
}) {
  const { t, say } = useAround();
  const box = useRef<HTMLDivElement>(null);
  const { left, top, right, bottom } = draft.region;
  useEffect(() => {
    if (takesFocus) box.current?.focus();
  }, [takesFocus]);
  const onKey = (event: KeyboardEvent) => {
    const region = byArrow(draft.region, event, size);
    if (region !== null) {
      onDraft({ ...draft, region });
      say(t.boxAt(region.left, region.top, region.right, region.bottom));
    } else if (event.key === 'Enter') onKeep(draft);
    else if (event.key === 'Escape') onDraft(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      class="box draft"
      role="application"
      tabIndex={takesFocus ? 0 : -1}
      aria-label={`${t.newBox}, ${t.boxAt(left, top, right, bottom)}. ${t.boxHelp}`}
      style={placed(draft.region, size)}
      onKeyDown={onKey}
    />
  );
}

/** The upper half of what is sent is the frame as it came, the lower half as it would leave. */
export function FrameCanvas({
  drawn,
  side,
  label,
  size,
}: {
  readonly drawn: Drawn;
  readonly side: Side;
  readonly label: string;
  readonly size: Size;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { columns, rows } = size;
  useLayoutEffect(() => {
    const top = side === 'after' && drawn.bitmap.height >= 2 * rows ? rows : 0;
    canvas.current?.getContext('2d')?.drawImage(drawn.bitmap, 0, top, columns, rows, 0, 0, columns, rows);
  }, [drawn, side, columns, rows]);
  return <canvas ref={canvas} width={columns} height={rows} role="img" aria-label={label} />;
}

function placed({ left, top, right, bottom }: Region, { columns, rows }: Size) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(left, columns),
    top: percent(top, rows),
    width: percent(right - left, columns),
    height: percent(bottom - top, rows),
  };
}

export function isKept(draft: Draft): boolean {
  return draft.replaces !== null && isSameRegion(draft.replaces, draft.region);
}
