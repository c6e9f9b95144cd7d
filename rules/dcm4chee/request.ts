import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { knownWords, type Problems } from '../problems.ts';
import { isLdif, passSetting, URI_KEY, unfolded } from './coercion.ts';
import { COMPAT_NAMES, type CompatName, isOptionName, OPTION_NAMES, type OptionName } from './options.ts';

/** What is asked for: the options beside the Basic Profile, which always applies. */
export interface DeidentifyRequest {
  readonly options: ReadonlySet<OptionName>;
  readonly compat: ReadonlySet<CompatName>;
  /** Lethe's own: the Lethe rule file whose `pixels` apply. */
  readonly pixels: Word | null;
}

/** A word of the file and where it stands. */
export interface Word {
  readonly text: string;
  readonly offset: number;
}

interface Words {
  readonly names: readonly Word[];
  readonly compat: readonly Word[];
  /** Names of files. */
  readonly pixels: readonly Word[];
}

/**
 * Reads, in any of the forms that a dcm4chee archive keeps it in,
 * - the URI of a coercion: `deidentify:RetainUIDsOption,RetainDeviceIdentityOption`, with `#compat=dcm4che` behind it or not;
 * - such a coercion as the configuration has it: an entry in LDIF, or a JSON object, with `dcmURI`;
 * - the legacy list: a JSON array of names, a JSON object with `dcmDeIdentification`, or one name per line with or without `dcmDeIdentification:`
 *   (LDIF) before it.
 * Undefined if there was an error, which was reported.
 */
export function readRequest(text: string, problems: Problems): DeidentifyRequest | undefined {
  const words = /^\s*[[{]/.test(text)
    ? readJson(text, problems)
    : isLdif(text)
      ? readLdif(text, problems)
      : readLines(text, problems);
  if (words === undefined) return undefined;
  const options = words.names.flatMap((word) => {
    if (isOptionName(word.text)) return [word.text];
    problems.error('UNKNOWN_OPTION', word.offset, `${quoted(word)} is not an option`, hintFor(word));
    return [];
  });
  const compat = words.compat.flatMap((word) => {
    const name = COMPAT_NAMES.find((known) => known === word.text);
    if (name !== undefined) return [name];
    problems.error(
      'UNKNOWN_COMPAT',
      word.offset,
      `${quoted(word)} is nothing to be compatible with`,
      knownWords(word.text, COMPAT_NAMES),
    );
    return [];
  });
  const [pixels = null, second] = words.pixels;
  if (second !== undefined)
    problems.error('PIXELS', second.offset, 'A second file for "pixels"', 'Leave one of them.');
  return problems.hasErrors() ? undefined : { options: new Set(options), compat: new Set(compat), pixels };
}

function quoted({ text }: Word): string {
  return JSON.stringify(text);
}

function hintFor({ text }: Word): string {
  const trimmed = text.trim();
  if (trimmed !== text && isOptionName(trimmed)) return `Write ${trimmed} without spaces around it.`;
  return knownWords(trimmed, OPTION_NAMES);
}

const LEGACY_KEY = 'dcmDeIdentification';

/** An entry of the archive's configuration: names and values, of which the others are not about de-identification. */
function readLdif(folded: string, problems: Problems): Words | undefined {
  const { text, offsetIn } = unfolded(folded);
  const placed = placedIn(problems, offsetIn);
  const asked = text.replace(/^([A-Za-z]\w*)(\s*:\s*)/gm, (start, key: string, _sign, at: number) =>
    OWN_KEYS.has(key)
      ? start
      : key === URI_KEY
        ? ' '.repeat(start.length)
        : passSetting(key, at, placed)
          ? `# ${start.slice(2)}`
          : start,
  );
  const words = readLines(asked, placed);
  if (words === undefined) return undefined;
  const [names, compat, pixels] = [words.names, words.compat, words.pixels].map((each) =>
    each.map(({ text: word, offset }) => ({ text: word, offset: offsetIn(offset) })),
  ) as [Word[], Word[], Word[]];
  return { names, compat, pixels };
}

const OWN_KEYS: ReadonlySet<string> = new Set([LEGACY_KEY, 'compat', 'pixels', 'deidentify']);

/** Problems by the offsets of another text. */
function placedIn(problems: Problems, offsetIn: (offset: number) => number): Problems {
  const at =
    (say: Problems['error']): Problems['error'] =>
    (code, offset, message, hint) =>
      say(code, offsetIn(offset), message, hint);
  return { ...problems, error: at(problems.error), warning: at(problems.warning), note: at(problems.note) };
}

function readLines(text: string, problems: Problems): Words | undefined {
  const uris: Word[] = [];
  const listed: Word[] = [];
  const compat: Word[] = [];
  const pixels: Word[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const word = trimmed({ text: line, offset: index });
    if (word.text === '' || word.text.startsWith('#')) continue;
    const asked = valueAfter(word, /^compat\s*[:=]/);
    const named = valueAfter(word, /^pixels\s*[:=]/);
    const entry = valueAfter(word, new RegExp(`^${LEGACY_KEY}\\s*[:=]`));
    if (asked !== undefined) compat.push(asked);
    else if (named !== undefined) pixels.push(named);
    else if (entry !== undefined) listed.push(entry);
    else if (/^\w+$/.test(word.text) && word.text !== 'deidentify') listed.push(word);
    else uris.push(word);
  }
  const [uri, second] = uris;
  const another = second ?? (uri === undefined ? undefined : listed[0]);
  if (another !== undefined) {
    problems.error(
      'SEVERAL_REQUESTS',
      another.offset,
      'Another line says what to retain',
      'Write one deidentify: URI with all names, or a list of names.',
    );
    return undefined;
  }
  if (uri !== undefined) {
    const words = readUri(uri, problems);
    return words === undefined
      ? undefined
      : { names: words.names, compat: [...words.compat, ...compat], pixels };
  }
  return someOf(listed, compat, pixels, problems);
}

/** `deidentify:` and the names between commas, as they stand: dcm4che does not trim them. */
function readUri(uri: Word, problems: Problems): Words | undefined {
  const scheme = /^deidentify:/.exec(uri.text);
  if (scheme === null) {
    problems.error(
      'NOT_A_DEIDENTIFY_URI',
      uri.offset,
      'This is neither a deidentify: URI nor a name of an option',
      `Write deidentify: and names with commas between them. ${knownWords(uri.text, OPTION_NAMES)}`,
    );
    return undefined;
  }
  const [part = '', ...fragments] = uri.text.slice(scheme[0].length).split('#');
  const partOffset = uri.offset + scheme[0].length;
  const names = part === '' ? [] : splitAt(part, partOffset);
  if (fragments.length === 0) return { names, compat: [], pixels: [] };
  const fragment = { text: fragments.join('#'), offset: partOffset + part.length + 1 };
  const asked = valueAfter(fragment, /^compat=/);
  if (asked === undefined) {
    problems.error(
      'UNKNOWN_FRAGMENT',
      fragment.offset,
      `${quoted(fragment)} behind # is not understood`,
      'Write #compat=dcm4che, or leave it out.',
    );
    return undefined;
  }
  return { names, compat: [asked], pixels: [] };
}

function splitAt(text: string, offset: number): readonly Word[] {
  let at = offset;
  return text.split(',').map((part) => {
    const word = { text: part, offset: at };
    at += part.length + 1;
    return word;
  });
}

function trimmed({ text, offset }: Word): Word {
  return { text: text.trim(), offset: offset + text.length - text.trimStart().length };
}

function valueAfter(word: Word, key: RegExp): Word | undefined {
  const found = key.exec(word.text);
  if (found === null) return undefined;
  return trimmed({ text: word.text.slice(found[0].length), offset: word.offset + found[0].length });
}

/** In a legacy coercion an empty list means no de-identification at all: no author of a rule file means that. */
function someOf(
  names: readonly Word[],
  compat: readonly Word[],
  pixels: readonly Word[],
  problems: Problems,
): Words | undefined {
  if (names.length > 0) return { names, compat, pixels };
  problems.error(
    'EMPTY_LIST',
    0,
    'The list is empty: dcm4chee would not de-identify at all',
    'Write deidentify: alone, or BasicApplicationConfidentialityProfile, for the profile without options.',
  );
  return undefined;
}

function readJson(text: string, problems: Problems): Words | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset } of errors)
    problems.error(
      'JSON_SYNTAX',
      offset,
      `This is not JSON here (${printParseErrorCode(error)})`,
      'Correct the JSON, or write the names one per line.',
    );
  if (root === undefined || errors.length > 0) return undefined;
  if (root.type === 'array') return someOf(stringsOf(root, problems), [], [], problems);
  const members = new Map(
    (root.children ?? []).map(({ children }) => [children?.[0]?.value as string, children?.[1] as Node]),
  );
  const { [LEGACY_KEY]: list, [URI_KEY]: uri, compat, pixels, ...others } = Object.fromEntries(members);
  for (const [key, node] of Object.entries(others)) {
    if (uri !== undefined && passSetting(key, node.offset, problems)) continue;
    problems.error(
      'UNKNOWN_KEY',
      node.offset,
      `${JSON.stringify(key)} is not a key of a de-identification`,
      knownWords(key, [LEGACY_KEY, URI_KEY, 'compat', 'pixels']),
    );
  }
  const [also, files] = [compat, pixels].map((node) => (node === undefined ? [] : stringsOf(node, problems)));
  if (uri?.type === 'string' && list === undefined) {
    // Its letters begin behind the quote.
    const words = readUri({ text: uri.value as string, offset: uri.offset + 1 }, problems);
    return words && { ...words, compat: [...words.compat, ...(also ?? [])], pixels: files ?? [] };
  }
  return someOf(list === undefined ? [] : stringsOf(list, problems), also ?? [], files ?? [], problems);
}

/** A text, or a list of texts. */
function stringsOf(node: Node, problems: Problems): readonly Word[] {
  if (node.type === 'string') return [{ text: node.value as string, offset: node.offset }];
  if (node.type === 'array') return (node.children ?? []).flatMap((child) => stringsOf(child, problems));
  problems.error('WRONG_TYPE', node.offset, 'This is not a name', 'Write names of options as JSON strings.');
  return [];
}
