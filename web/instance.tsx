import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type {
  DecideAnswer,
  DecisionAction,
  ElementView,
  HeldList,
  InstanceView,
  Place,
  ReleaseAnswer,
} from '../layers/engine/review/types.ts';
import { CaseFile } from './caseFile.tsx';
import { ask } from './client.ts';
import { Details } from './details.tsx';
import { ElementTree } from './elementTree.tsx';
import { type KeyAction, keyAction } from './keys.ts';
import { Pictures, type PicturesKeys } from './pictures.tsx';
import { ProposalDialog } from './proposal.tsx';
import {
  errorText,
  focusRow,
  isDoubtful,
  isGone,
  isOpen,
  Key,
  Meter,
  openDoubts,
  shortName,
  useAround,
  useKeptFocus,
} from './shared.tsx';

/** Keys that may be held down. */
const REPEATS: ReadonlySet<KeyAction> = new Set(['frameNext', 'frameBefore', 'zoomIn', 'zoomOut', 'next']);

/** What was decided here, to be taken back in reverse. */
interface Step {
  readonly place: Place;
  readonly revision: string;
}

/** One held instance: what it is, what would leave, and what is decided of it. */
export function InstancePage({
  name,
  place: wanted,
  onBack,
  onOpen,
  onHelp,
}: {
  readonly name: string;
  readonly place: Place | null;
  readonly onBack: () => void;
  readonly onOpen: (name: string) => void;
  readonly onHelp: () => void;
}) {
  const { t, say, keys } = useAround();
  const [view, setView] = useState<InstanceView | null>(null);
  const [selected, select] = useState<Place | null>(wanted);
  const [isEditing, edit] = useState(false);
  const [proposes, propose] = useState<DecisionAction | null>(null);
  const [isFile, showFile] = useState(false);
  const [isReleasing, setReleasing] = useState(false);
  const steps = useRef<Step[]>([]);
  const isDeciding = useRef(false);
  const latest = useRef(0);
  const refreshing = useRef<Promise<InstanceView | null>>(Promise.resolve(null));
  const pictures = useRef<PicturesKeys>(null);
  const root = useRef<HTMLElement>(null);
  const isHere = useRef(true);
  const isLookedAt = useRef(false);
  useEffect(
    () => () => {
      isHere.current = false;
    },
    [],
  );
  const failed = (error: unknown) => {
    say(errorText(error, t), true);
    if (isGone(error) && isHere.current) onBack();
  };

  /**
   * Answers that come late, after a newer question, are left out. Until its pictures were looked at, which may take minutes, everything else is seen and decided.
   */
  const refresh = useCallback(() => {
    const asked = ++latest.current;
    const told = async (question: 'glimpse' | 'show'): Promise<InstanceView> => {
      const shown = await ask<InstanceView>(question, { name });
      if (asked !== latest.current) return shown;
      isLookedAt.current = shown.isLookedAt;
      setView(shown);
      select((known) => known ?? firstOf(shown)?.place ?? null);
      return shown;
    };
    const all = async (): Promise<InstanceView> => {
      const glimpse = isLookedAt.current ? null : await told('glimpse');
      return glimpse?.isLookedAt ? glimpse : told('show');
    };
    refreshing.current = all();
    return refreshing.current;
  }, [name]);
  useEffect(() => {
    refresh().catch(failed);
  }, [refresh]);
  useKeptFocus();

  if (view === null) return <p class="empty">{t.loading}</p>;
  const element = view.elements.find(({ place }) => place === selected) ?? null;
  const open = openDoubts(view);

  const goTo = (place: Place) => {
    edit(false);
    select(place);
    requestAnimationFrame(() => focusRow());
  };
  /** The next open doubt behind the selected element, or from the beginning again. */
  const next = (except: Place | null = null, done = '') => {
    const left = open.filter(({ place }) => place !== except);
    const from = view.elements.findIndex(({ place }) => place === selected);
    const behind = left.find((each) => view.elements.indexOf(each) > from) ?? left[0];
    if (behind !== undefined) return goTo(behind.place);
    say(`${done}${t.allDecided}`);
    edit(false);
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.release')?.focus());
  };
  const took = async (answer: DecideAnswer, told: string): Promise<unknown> => {
    if (answer.status === 'conflict') {
      say(t.conflict, true);
      return refresh();
    }
    say(told);
    const { decision, place } = answer;
    setView((known) => known && decided(known, place, decision));
    steps.current = steps.current.filter((step) => step.place !== place);
    if (decision !== null) steps.current.push({ place, revision: decision.revision });
    return refresh();
  };
  const decide = async (of: ElementView, action: DecisionAction) => {
    // A key that is pressed twice decides once: the second time another element would be meant, which nobody has seen yet.
    if (isDeciding.current || of.seen === null || !of.may.includes(action.kind)) return;
    isDeciding.current = true;
    const over = of.decision?.revision ?? null;
    const asked = ask<DecideAnswer>('decide', { name, place: of.place, action, seen: of.seen, over });
    const answer = await asked.finally(() => {
      isDeciding.current = false;
    });
    // The next one is there before the instance was gone through again: whoever decides is not kept waiting.
    const after = took(answer, t.done[action.kind]);
    if (answer.status === 'done' && isDoubtful(of)) next(of.place, `${t.done[action.kind]}. `);
    else edit(false);
    await after;
  };
  const undo = async (step: Step | undefined) => {
    if (step === undefined) return say(t.nothingToUndo);
    await took(await ask<DecideAnswer>('undo', { name, place: step.place, over: step.revision }), t.undone);
    const path = step.place.replace(/@.*$/, '');
    goTo(path);
  };
  const restore = async (of: ElementView | null) => {
    const { decision } = of ?? {};
    if (decision) await undo({ place: decision.place, revision: decision.revision });
  };
  const skip = async () => {
    const { rows } = await ask<HeldList>('list', { state: 'open', limit: 500 });
    // Whoever has gone elsewhere meanwhile is not fetched back.
    if (!isHere.current) return;
    const at = rows.findIndex((row) => row.name === name);
    const other =
      rows.slice(at + 1).find((row) => row.name !== name) ?? rows.find((row) => row.name !== name);
    if (other === undefined) onBack();
    else onOpen(other.name);
  };
  const release = async () => {
    if (isReleasing) return;
    setReleasing(true);
    say(t.releasing);
    try {
      const answer = await ask<ReleaseAnswer>('release', { name });
      if (answer.status === 'released') {
        say(t.released);
        return await skip();
      }
      if (answer.status === 'held') say(t.stillHeld(answer.places.length), true);
      else if (answer.status === 'refused') say(t.refused(answer.reason.code), true);
      else say(t.waiting);
      await refresh();
    } finally {
      setReleasing(false);
    }
  };
  const pixels = view.elements.find(({ place }) => place === view.pixels?.place) ?? null;
  /** The picture as it is with the last box: that is what was looked at. */
  const confirmPixels = async () => {
    const shown = (await refreshing.current) ?? view;
    const now = shown.elements.find(({ place }) => place === shown.pixels?.place);
    if (now !== undefined) await decide(now, { kind: 'confirm' });
  };
  const act = (of: ElementView | null, action: DecisionAction) =>
    of === null ? undefined : decide(of, action);

  const actions: Partial<Record<KeyAction, () => unknown>> = {
    next: () => next(),
    confirm: () => act(element, { kind: 'confirm' }),
    clear: () => act(element, { kind: 'clear' }),
    edit: () => element?.may.includes('edit') && edit(true),
    restore: () => restore(element),
    undo: () => undo(steps.current.at(-1)),
    many: () => element?.may.includes('clear') && propose({ kind: 'confirm' }),
    pixels: confirmPixels,
    release,
    skip,
    help: onHelp,
    back: onBack,
    flicker: () => pictures.current?.flicker(),
    box: () => pictures.current?.newBox(),
    frameNext: () => pictures.current?.turn(1),
    frameBefore: () => pictures.current?.turn(-1),
    zoomIn: () => pictures.current?.zoom(1),
    zoomOut: () => pictures.current?.zoom(-1),
  };
  const onKey = (event: KeyboardEvent) => {
    const action = keyAction(event, keys);
    const run = action === null ? undefined : actions[action];
    if (run === undefined) return;
    event.preventDefault();
    // A key that is held down turns pages; it decides nothing.
    if (event.repeat && !REPEATS.has(action as KeyAction)) return;
    Promise.resolve(run()).catch(failed);
  };
  const guarded = (work: () => unknown) => () => void Promise.resolve(work()).catch(failed);
  const { outcome, reason, kind, progress, release: people } = view;

  if (isFile) return <CaseFile view={view} onClose={() => showFile(false)} />;
  return (
    <section ref={root} class="instance" aria-label={t.instance} onKeyDown={onKey}>
      <div class="heading">
        <button type="button" class="link back" onClick={onBack}>
          ← {t.back}
        </button>
        <h1>
          <span class="mono">{shortName(name)}</span>{' '}
          <small>
            {kind === null ? '' : [kind.modality, kind.device].filter((text) => text !== '').join(' · ')}
          </small>
        </h1>
        <span class={`pill ${outcome === 'released' ? 'done' : outcome === 'held' ? 'open' : 'bad'}`}>
          {outcome === 'refused' && reason !== null ? reason.code : t.wouldBe[outcome]}
        </span>
        <Meter {...progress} />
        <span class="space" />
        {people.people > 1 && (
          <span class="hint">
            {people.approvedBy.length}/{people.people}
          </span>
        )}
        <button type="button" class="link" onClick={() => showFile(true)}>
          {t.caseFile}
        </button>
        <button
          type="button"
          class={outcome === 'released' ? 'release primary' : 'release'}
          aria-disabled={isReleasing}
          onClick={guarded(release)}
        >
          {isReleasing ? t.releasing : t.release} <Key of="release" />
        </button>
      </div>
      {view.elements.length === 0 ? (
        <p class="empty">{t.noElements}</p>
      ) : (
        <div class="work">
          <ElementTree view={view} selected={selected} onSelect={goTo} />
          <div class="side">
            {element !== null && (
              <Details
                element={element}
                isEditing={isEditing}
                onEdit={edit}
                onDecide={(action) => decide(element, action).catch(failed)}
                onRestore={guarded(() => restore(element))}
                onNext={guarded(() => next())}
                onMany={() => propose({ kind: 'confirm' })}
              />
            )}
            {!view.isLookedAt && (
              <section class="pictures" aria-label={t.pictures}>
                <h2>{t.pictures}</h2>
                <p class="hint">{t.looking}</p>
              </section>
            )}
            {view.pixels !== null && view.pixels.frames > 0 && (
              <Pictures
                hands={pictures}
                view={view}
                pixels={view.pixels}
                element={pixels}
                onTook={took}
                onFailed={failed}
                onConfirm={guarded(confirmPixels)}
                onRestore={guarded(() => restore(pixels))}
                onMany={propose}
                onOpen={onOpen}
              />
            )}
          </div>
        </div>
      )}
      {proposes !== null && (
        <ProposalDialog
          name={name}
          element={proposes.kind === 'redact' ? pixels : element}
          action={proposes}
          onClose={() => propose(null)}
          onDone={() => refresh().catch(failed)}
        />
      )}
    </section>
  );
}

/** The view as it will be told, before it is: the decision stands on its element. */
function decided(view: InstanceView, place: Place, decision: ElementView['decision']): InstanceView {
  const elements = view.elements.map((element) =>
    element.place === place ? { ...element, decision } : element,
  );
  const left = elements.filter(isOpen).length;
  return {
    ...view,
    elements,
    progress: { ...view.progress, settled: Math.max(0, view.progress.doubts - left) },
  };
}

/** Where somebody begins: the first doubt, if there is one. */
function firstOf(view: InstanceView): ElementView | undefined {
  const first = openDoubts(view)[0] ?? view.elements.find(isDoubtful);
  // What is doubtful in pictures is known once they were looked at.
  return first ?? (view.isLookedAt ? view.elements[0] : undefined);
}
