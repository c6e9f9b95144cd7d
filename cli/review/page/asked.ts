import { placeOfRegion } from '../../../layers/engine/review/places.ts';
import type {
  DecideRequest,
  DecisionAction,
  ListFilter,
  ProposeRequest,
  Region,
  UndoRequest,
} from '../../../layers/engine/review/types.ts';

/** What the page sends, read field by field: what is not as it must be is refused, and said without being quoted. */
export class WrongBody extends Error {
  constructor(field: string) {
    super(`The field "${field}" is not as it must be`);
    this.name = 'WrongBody';
  }
}

/** A parsed JSON object. */
export type Body = Readonly<Record<string, unknown>>;

/** Names, places and hashes are short; the longest value that is typed has its own bound by its VR. */
const SHORT = 512;
const LONG = 65_536;
/** More rows than a person reads. */
const MOST_ROWS = 500;

export function bodyOf(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // The message of the parser quotes what it was given.
  }
  throw new WrongBody('');
}

export function textIn(body: Body, field: string, most = SHORT): string {
  const value = body[field];
  if (typeof value === 'string' && value.length <= most) return value;
  throw new WrongBody(field);
}

export function countIn(body: Body, field: string): number {
  const value = body[field];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new WrongBody(field);
}

export function choiceIn<T extends string>(body: Body, field: string, choices: readonly T[]): T {
  const value = choices.find((each) => each === body[field]);
  if (value === undefined) throw new WrongBody(field);
  return value;
}

/** Absent and null are the same. */
function given<T>(body: Body, field: string, read: () => T): T | null {
  return body[field] === undefined || body[field] === null ? null : read();
}

export function filterIn(body: Body): ListFilter {
  const texts = (['code', 'modality', 'device', 'study'] as const).flatMap((field) => {
    const value = given(body, field, () => textIn(body, field));
    return value === null ? [] : [[field, value] as const];
  });
  const state = given(body, 'state', () => choiceIn(body, 'state', ['open', 'ready'] as const));
  return {
    ...Object.fromEntries(texts),
    ...(state === null ? {} : { state }),
    offset: given(body, 'offset', () => countIn(body, 'offset')) ?? 0,
    limit: Math.min(MOST_ROWS, given(body, 'limit', () => countIn(body, 'limit')) ?? MOST_ROWS),
  };
}

/** A window of a grey picture: null for the instance's own (PS3.3 C.11.2.1.2). */
export function windowIn(body: Body): { readonly center: number; readonly width: number } | null {
  const value = body.window;
  if (value === undefined || value === null) return null;
  const { center, width } = value as { center?: unknown; width?: unknown };
  if (typeof center === 'number' && typeof width === 'number' && Number.isFinite(center) && width > 0)
    return { center, width };
  throw new WrongBody('window');
}

export function decideIn(body: Body): DecideRequest {
  return { ...aboutIn(body), action: actionIn(body), over: given(body, 'over', () => textIn(body, 'over')) };
}

export function undoIn(body: Body): UndoRequest {
  return { name: textIn(body, 'name'), place: textIn(body, 'place'), over: textIn(body, 'over') };
}

export function proposeIn(body: Body): ProposeRequest {
  const action = actionIn(body);
  if (action.kind === 'edit') throw new WrongBody('action');
  const scope = choiceIn(body, 'scope', ['series', 'device', 'everywhere']);
  return { ...aboutIn(body), action, scope, why: textIn(body, 'why') };
}

/** A box names its own place. */
function aboutIn(body: Body): Pick<DecideRequest, 'name' | 'place' | 'seen'> {
  const action = actionIn(body);
  const place = action.kind === 'redact' ? placeOfRegion(action.region) : textIn(body, 'place');
  return { name: textIn(body, 'name'), place, seen: textIn(body, 'seen') };
}

function actionIn(body: Body): DecisionAction {
  const action = body.action as Body | null;
  if (typeof action !== 'object' || action === null) throw new WrongBody('action');
  const kind = choiceIn(action, 'kind', ['confirm', 'clear', 'edit', 'redact']);
  if (kind === 'edit') return { kind, to: textIn(action, 'to', LONG) };
  if (kind === 'redact') return { kind, region: regionIn(action) };
  return { kind };
}

function regionIn(action: Body): Region {
  const region = action.region as Body | null;
  if (typeof region !== 'object' || region === null) throw new WrongBody('region');
  const frame = region.frame === null ? null : countIn(region, 'frame');
  const [left, top] = [countIn(region, 'left'), countIn(region, 'top')];
  const [right, bottom] = [countIn(region, 'right'), countIn(region, 'bottom')];
  if (left >= right || top >= bottom) throw new WrongBody('region');
  return { frame, left, top, right, bottom };
}
