import type { Json } from '../lethe/shape.ts';
import type { Problems } from '../problems.ts';
import { methodCodeOf, type ProfileOrOption } from '../ps315/methodCodes.ts';
import { CLEAN_PIXEL_DATA } from '../ps315/options.ts';
import { OPTION_COLUMNS } from '../ps315/table.ts';
import type { AnonymizerScript, ScriptElement } from './anonymizerScript.ts';
import { readCalls } from './calls.ts';

const IDENTITY_REMOVED = 0x00120062;
const METHOD = 0x00120063;
const METHOD_CODES = 0x00120064;
const LONGITUDINAL = 0x00280303;
const STAMPED: ReadonlySet<number> = new Set([IDENTITY_REMOVED, METHOD, METHOD_CODES, LONGITUDINAL]);

/** What leaves them as they came, or takes them away. */
const SAYS_NOTHING = /^(?:@always\(\)|\s)*(?:@(?:keep|remove|empty)\(\)|)\s*$/;

/** Whether it says how an instance was de-identified: Lethe writes that itself, where a file has "stamps". */
export function isSaidByStamps({ tag, script }: ScriptElement): boolean {
  return tag !== null && STAMPED.has(tag) && !SAYS_NOTHING.test(script);
}

const WORDS = ['basicProfile', ...OPTION_COLUMNS] as const satisfies readonly ProfileOrOption[];
const TIMES = ['UNMODIFIED', 'MODIFIED', 'REMOVED'] as const;

/** What a script has instances say of how they were de-identified, as "stamps"; null: nothing. */
export function stampsOf({ elements }: AnonymizerScript, problems: Problems): Json {
  const said = elements.filter(isSaidByStamps);
  if (said.length === 0) return null;
  const scriptOf = (tag: number) => said.find((element) => element.tag === tag);
  const { words: codes, isPixels, offset } = codesOf(scriptOf(METHOD_CODES), problems);
  if (isPixels)
    problems.warning(
      'CODE_OF_PIXELS',
      offset,
      '113101 is about pixels, which this script does not see to',
      'Add "options": ["cleanPixelData"]: the code is then written where the pixels were seen to.',
    );
  const text = textOf(scriptOf(LONGITUDINAL));
  const longitudinal =
    TIMES.find((word) => word === text) ??
    (codes.includes('retainLongitudinalModifiedDates') ? 'MODIFIED' : 'UNMODIFIED');
  return { codes, longitudinal };
}

/** The options of the profile whose codes a script writes. */
export function optionsOf({ elements }: AnonymizerScript, problems: Problems): readonly string[] {
  const element = elements.find(({ tag }) => tag === METHOD_CODES);
  const { words, isPixels } = codesOf(element, problems);
  const options = words.filter((word) => word !== 'basicProfile');
  return isPixels ? [CLEAN_PIXEL_DATA, ...options] : options;
}

interface Codes {
  readonly words: readonly ProfileOrOption[];
  readonly isPixels: boolean;
  readonly offset: number;
}

/** Codes of CID 7050 with slashes between them; `reset` only says that earlier ones do not stay. */
function codesOf(element: ScriptElement | undefined, problems: Problems): Codes {
  const offset = element?.offset ?? 0;
  const values = textOf(element)
    .split('/')
    .map((value) => value.trim())
    .filter((value) => value !== '' && value.toLowerCase() !== 'reset');
  const wordOf = (value: string) => WORDS.find((known) => methodCodeOf(known).value === value);
  const pixels = methodCodeOf(CLEAN_PIXEL_DATA).value;
  for (const value of values)
    if (wordOf(value) === undefined && value !== pixels)
      problems.error(
        'CODE_UNKNOWN',
        offset,
        `"${value}" is not a code of CID 7050`,
        'Write codes with slashes between them: 113100/113105.',
      );
  return { words: values.flatMap((value) => wordOf(value) ?? []), isPixels: values.includes(pixels), offset };
}

/** The text of a script, without its calls. */
function textOf(element: ScriptElement | undefined): string {
  return (readCalls(element?.script ?? '') ?? [])
    .map((piece) => (piece.kind === 'text' ? piece.text : ''))
    .join('')
    .trim();
}
