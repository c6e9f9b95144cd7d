import type { Texts } from './texts.ts';

export type KeyAction = keyof Texts['keyNames'];

/** Every shortcut, in the order in which it is shown. */
export const KEYS: readonly (readonly [key: string, action: KeyAction])[] = [
  ['ArrowDown', 'down'],
  ['ArrowUp', 'up'],
  ['n', 'next'],
  ['c', 'confirm'],
  ['x', 'clear'],
  ['e', 'edit'],
  ['r', 'restore'],
  ['z', 'undo'],
  ['g', 'many'],
  ['p', 'pixels'],
  ['l', 'release'],
  ['m', 'skip'],
  ['f', 'flicker'],
  ['b', 'box'],
  ['.', 'frameNext'],
  [',', 'frameBefore'],
  ['+', 'zoomIn'],
  ['-', 'zoomOut'],
  ['Escape', 'back'],
  ['?', 'help'],
];

const SHOWN: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

export function shownKey(action: KeyAction): string {
  const [key = ''] = KEYS.find(([, each]) => each === action) ?? [];
  return SHOWN[key] ?? key;
}

/** What of a key event is asked; a browser's has more. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly defaultPrevented: boolean;
  readonly target: unknown;
}

/**
 * What a key means; null: nothing. In a field it is text, with another key held it is the browser's, and what is switched off does nothing (WCAG 2.1.4):
 * only arrows and Escape are left then, which no speech is taken for.
 */
export function keyAction(pressed: Pressed, areOn: boolean): KeyAction | null {
  const { key, target } = pressed;
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.defaultPrevented) return null;
  if (isField(target) || (!areOn && key.length === 1)) return null;
  return KEYS.find(([each]) => each === key)?.[1] ?? null;
}

function isField(target: unknown): boolean {
  const isElement = typeof target === 'object' && target !== null && 'matches' in target;
  return isElement && (target as { matches(selector: string): boolean }).matches('input, select, textarea');
}
