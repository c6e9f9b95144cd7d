import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  BoxView,
  DecideAnswer,
  DecisionAction,
  ElementView,
  GreyWindow,
  InstanceView,
  PixelsView,
  Region,
} from '../layers/engine/review/types.ts';
import { BoxList } from './boxList.tsx';
import { ask, askPicture, type Drawn } from './client.ts';
import { Montage } from './montage.tsx';
import { middle } from './region.ts';
import { errorText, isOpen, Key, useAround, useKeptFocus } from './shared.tsx';
import { type Draft, isKept, type Side, Stage } from './stage.tsx';

/** What the keys of the page do here. */
export interface PicturesKeys {
  flicker(): void;
  newBox(): void;
  turn(by: number): void;
  zoom(by: number): void;
}

const MOST_ZOOM = 8;

/** The frames of an instance, as they came and as they would leave, with boxes that blank. */
export function Pictures({
  hands,
  view,
  pixels,
  element,
  onTook,
  onFailed,
  onConfirm,
  onRestore,
  onMany,
  onOpen,
}: {
  readonly hands: RefObject<PicturesKeys | null>;
  readonly view: InstanceView;
  readonly pixels: PixelsView;
  readonly element: ElementView | null;
  readonly onTook: (answer: DecideAnswer, told: string) => Promise<unknown>;
  readonly onFailed: (error: unknown) => void;
  readonly onConfirm: () => void;
  readonly onRestore: () => void;
  readonly onMany: (action: DecisionAction) => void;
  readonly onOpen: (name: string) => void;
}) {
  const { t, say } = useAround();
  const { name } = view;
  const [frame, setFrame] = useState(0);
  const [chosen, choose] = useState<GreyWindow | null>(null);
  const [zoom, setZoom] = useState(1);
  const [alone, showAlone] = useState<Side | null>(null);
  const [isEverywhere, setEverywhere] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [hasMontage, showMontage] = useState(false);
  const blanked = pixels.boxes
    .map(({ frame, left, top, right, bottom, isBlanked }) => [frame, left, top, right, bottom, isBlanked])
    .join(' ');
  const { drawn, problem } = useDrawn(name, frame, chosen, blanked);
  const root = useRef<HTMLElement>(null);

  useKeptFocus();

  const turn = (by: number) => {
    const next = Math.min(pixels.frames - 1, Math.max(0, frame + by));
    setFrame(next);
    setDraft(null);
    say(t.frameOf(next + 1, pixels.frames));
  };
  const zoomBy = (by: number) => setZoom(Math.min(MOST_ZOOM, Math.max(1, zoom * (by > 0 ? 1.25 : 0.8))));
  const flicker = () => {
    const next = alone === 'after' ? 'before' : 'after';
    showAlone(next);
    say(t[next]);
  };
  const place = isEverywhere || pixels.frames === 1 ? null : frame;
  const newBox = () => {
    setDraft({ region: middle(place, pixels), replaces: null });
    say(t.boxHelp);
  };
  hands.current = { flicker, newBox, turn, zoom: zoomBy };

  /** A box that was moved is another decision. The former one is taken back behind it: whatever breaks off in between, nothing that was covered is seen. */
  const keep = async (kept: Draft) => {
    setDraft(null);
    if (element?.seen == null || isKept(kept)) return;
    const action: DecisionAction = { kind: 'redact', region: regionOf(kept.region) };
    const request = { name, action, seen: element.seen, over: null };
    const answer = await ask<DecideAnswer>('decide', request);
    if (answer.status === 'done' && kept.replaces !== null) await remove(kept.replaces, false);
    await onTook(answer, t.done.redact);
  };
  const remove = async (box: BoxView, isAll = true) => {
    const over = view.decisions.find((each) => each.place === box.place)?.revision;
    if (box.place === null || over === undefined) return;
    const answer = await ask<DecideAnswer>('undo', { name, place: box.place, over });
    if (isAll || answer.status === 'conflict') await onTook(answer, t.undone);
  };
  const guarded = (work: Promise<unknown>) => void work.catch(onFailed);
  const here = pixels.boxes.filter((box) => box.frame === null || box.frame === frame);
  const sides: readonly Side[] = alone === null ? ['before', 'after'] : [alone];
  const grey = drawn?.grey ?? null;
  const isConfirmed = element?.decision?.action.kind === 'confirm' && !element.decision.isStale;
  return (
    <section ref={root} class="pictures" aria-label={t.pictures}>
      <div class="tools">
        <h2>{t.pictures}</h2>
        {pixels.frames > 1 && (
          <label class="slider">
            {t.frameOf(frame + 1, pixels.frames)}
            <input
              type="range"
              min={0}
              max={pixels.frames - 1}
              value={frame}
              onInput={(event) => setFrame(event.currentTarget.valueAsNumber)}
            />
          </label>
        )}
        <span class="space" />
        <button type="button" aria-pressed={alone !== null} onClick={flicker}>
          {alone === null ? t.flicker : t[alone]} <Key of="flicker" />
        </button>
        {alone !== null && (
          <button type="button" onClick={() => showAlone(null)}>
            {t.sideBySide}
          </button>
        )}
        <button type="button" onClick={() => showMontage(!hasMontage)} aria-expanded={hasMontage}>
          {t.montage}
        </button>
      </div>
      {problem !== null ? (
        <p class="empty">
          {t.noPicture}: {errorText(problem, t)}
        </p>
      ) : drawn === null ? (
        <p class="empty">{t.loading}</p>
      ) : (
        <div class={`stages ${alone === null ? 'two' : 'one'}`}>
          {sides.map((side) => (
            <Stage
              key={side}
              drawn={drawn}
              side={side}
              size={pixels}
              label={`${t[side]}, ${t.frameOf(frame + 1, pixels.frames)}`}
              boxes={here}
              draft={draft}
              frame={place}
              zoom={zoom}
              onDraft={setDraft}
              onKeep={(kept) => guarded(keep(kept))}
            />
          ))}
        </div>
      )}
      <div class="tools">
        {grey !== null && <WindowSliders grey={grey} chosen={chosen} onChoose={choose} />}
        <label class="slider">
          {t.zoom}
          <input
            type="range"
            min={1}
            max={MOST_ZOOM}
            step={0.25}
            value={zoom}
            onInput={(event) => setZoom(event.currentTarget.valueAsNumber)}
          />
        </label>
      </div>
      {element !== null && element.seen !== null && (
        <div class="tools">
          <button
            type="button"
            class={isOpen(element) ? 'primary' : ''}
            aria-pressed={isConfirmed}
            onClick={onConfirm}
          >
            {t.confirmPixels} <Key of="pixels" />
          </button>
          {element.decision !== null && (
            <button type="button" onClick={onRestore}>
              {t.restore}
            </button>
          )}
          <span class="space" />
          {pixels.frames > 1 && (
            <span class="choice" role="group" aria-label={t.newBoxes}>
              {[false, true].map((every) => (
                <button
                  key={String(every)}
                  type="button"
                  aria-pressed={isEverywhere === every}
                  onClick={() => setEverywhere(every)}
                >
                  {every ? t.boxEverywhere : t.boxHere}
                </button>
              ))}
            </span>
          )}
          {draft === null ? (
            <button type="button" onClick={newBox}>
              {t.newBox} <Key of="box" />
            </button>
          ) : (
            <>
              <button type="button" class="primary" onClick={() => guarded(keep(draft))}>
                {t.save}
              </button>
              <button type="button" onClick={() => setDraft(null)}>
                {t.cancel}
              </button>
            </>
          )}
        </div>
      )}
      <BoxList
        boxes={here}
        onEdit={(box) => setDraft({ region: regionOf(box), replaces: box })}
        onRemove={(box) => guarded(remove(box))}
        onEverywhere={
          pixels.frames === 1
            ? null
            : (box) =>
                guarded(
                  keep({
                    region: { ...regionOf(box), frame: box.frame === null ? frame : null },
                    replaces: box,
                  }),
                )
        }
        onMany={(box) => onMany({ kind: 'redact', region: regionOf(box) })}
      />
      {hasMontage && (
        <Montage
          name={name}
          frames={pixels.frames}
          blanked={blanked}
          onChoose={(chosenName, chosenFrame) =>
            chosenName === name ? setFrame(chosenFrame) : onOpen(chosenName)
          }
        />
      )}
    </section>
  );
}

/** The picture that is asked for. While one is drawn another may be asked for: only the last one is shown. */
function useDrawn(name: string, frame: number, window: GreyWindow | null, blanked: string) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const wanted = useRef<object | null>(null);
  const isAsking = useRef(false);
  useEffect(() => {
    wanted.current = { name, frame, window };
    const next = async () => {
      if (isAsking.current) return;
      isAsking.current = true;
      while (wanted.current !== null) {
        const body = wanted.current;
        wanted.current = null;
        try {
          const answer = await askPicture('picture', body);
          setDrawn(answer);
          setProblem(null);
        } catch (error) {
          setProblem(error);
        }
      }
      isAsking.current = false;
    };
    next();
  }, [name, frame, window, blanked]);
  // Only once the next one is drawn: a canvas may still have to draw this one.
  useEffect(() => () => drawn?.bitmap.close(), [drawn]);
  return { drawn, problem };
}

function WindowSliders({
  grey,
  chosen,
  onChoose,
}: {
  readonly grey: NonNullable<Drawn['grey']>;
  readonly chosen: GreyWindow | null;
  readonly onChoose: (window: GreyWindow | null) => void;
}) {
  const { t } = useAround();
  const [low, high] = grey.values;
  const { center, width } = chosen ?? grey.window;
  const most = Math.max(2, Math.ceil(high - low) + 1, Math.ceil(grey.window.width));
  return (
    <>
      <label class="slider">
        {t.level}
        <input
          type="range"
          min={Math.floor(Math.min(low, center))}
          max={Math.ceil(Math.max(high, center))}
          value={center}
          onInput={(event) => onChoose({ center: event.currentTarget.valueAsNumber, width })}
        />
      </label>
      <label class="slider">
        {t.width}
        <input
          type="range"
          min={1}
          max={most}
          value={width}
          onInput={(event) => onChoose({ center, width: event.currentTarget.valueAsNumber })}
        />
      </label>
      {chosen !== null && (
        <button type="button" class="link" onClick={() => onChoose(null)}>
          {t.resetWindow}
        </button>
      )}
    </>
  );
}

function regionOf({ frame, left, top, right, bottom }: Region): Region {
  return { frame, left, top, right, bottom };
}
