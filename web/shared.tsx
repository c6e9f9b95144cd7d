import { createContext, Fragment } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import type { ElementView, InstanceView } from '../layers/engine/review/types.ts';
import { AskError } from './client.ts';
import { type KeyAction, shownKey } from './keys.ts';
import { TEXTS, type Texts } from './texts.ts';

/** What every part of the page knows. */
export interface Surroundings {
  readonly t: Texts;
  /** Single keys act. */
  readonly keys: boolean;
  /** Says something to whoever looks, and to whoever listens. */
  say(text: string, isError?: boolean): void;
}

export const Around = createContext<Surroundings>({ t: TEXTS.en, keys: true, say: () => {} });
export const useAround = (): Surroundings => useContext(Around);

/** What an error is called in this language; the server's own words are English, and hold no value. */
export function errorText(error: unknown, t: Texts): string {
  const code = error instanceof AskError ? error.code : 'DEFECT';
  const { message, hint } = error instanceof AskError ? error : { message: '', hint: '' };
  return t.errors[code] ?? (message === '' ? code : `${message} (${code}). ${hint}`);
}

/** Somebody else has released it, or has taken it away: there is nothing left to decide here. */
export function isGone(error: unknown): boolean {
  return error instanceof AskError && error.code === 'REVIEW_NOT_HELD';
}

export function Key({ of }: { readonly of: KeyAction }) {
  const { keys } = useAround();
  return keys ? <kbd aria-hidden="true">{shownKey(of)}</kbd> : null;
}

/** Nobody has decided about it yet, or not about the value that is there now. */
export function isOpen({ findings, decision }: ElementView): boolean {
  return findings.some(({ severity }) => severity === 'doubt') && (decision === null || decision.isStale);
}

/** Somebody must decide, or has. */
export function isDoubtful({ findings, decision }: ElementView): boolean {
  return decision !== null || findings.some(({ severity, isSettled }) => severity === 'doubt' || isSettled);
}

export function openDoubts({ elements }: InstanceView): readonly ElementView[] {
  return elements.filter(isOpen);
}

/** The beginning of a keyed hash: enough to tell two apart. */
export function shortName(name: string): string {
  return name.replace(/^held\//, '').slice(0, 10);
}

export function nameOf({ keyword, tag }: Pick<ElementView, 'keyword' | 'tag'>): string {
  return keyword === '' ? tag : keyword;
}

/** A name that may break between its words: `Acquisition|Device|Processing|Description` is longer than a column. */
export function Keyword({ of }: { readonly of: string }) {
  const words = of.split(/(?<=[a-z])(?=[A-Z])/);
  return (
    <span class="keyword">
      {words.map((word, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </span>
  );
}

export function Meter({ settled, doubts }: { readonly settled: number; readonly doubts: number }) {
  const { t } = useAround();
  return (
    <span class="meter">
      <progress max={Math.max(1, doubts)} value={settled} aria-label={t.decided} />
      <span>{t.progress(settled, doubts)}</span>
    </span>
  );
}

/** The selected element has the focus, and is in sight. */
export function focusRow(): void {
  const row = document.querySelector<HTMLElement>('[role=row][tabindex="0"]');
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

/** What had the focus is gone (a field, a box, a button that has done its work): the keys go on where the eye is. */
export function useKeptFocus(): void {
  useLayoutEffect(() => {
    if (document.activeElement === document.body) focusRow();
  });
}
