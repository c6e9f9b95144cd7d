import { foreignSystem } from './foreignSystems.ts';
import { VERSION_KEY } from './forLethe.ts';
import type { Dialect } from './plan.ts';
import { problemsIn } from './problems.ts';
import type { CompileResult, RuleProblem, RuleSource } from './source.ts';

/** The rule languages that Lethe reads. */
export const RULE_DIALECTS = [
  'lethe',
  'microsoft',
  'proknow',
  'dcm4chee',
  'mevislab',
] as const satisfies readonly Dialect[];
/** A rule language by its name, as `--dialect` takes it. */
export type RuleDialect = (typeof RULE_DIALECTS)[number];

/** What each dialect has: its compiler, or the way to it. */
export type OfEachDialect<T> = { readonly [D in RuleDialect]: T };
export type Compile = (source: RuleSource) => CompileResult;

/** A compiled rule file, and the dialect it was read as; null: none was recognised. */
export type Compiled = CompileResult & { readonly dialect: RuleDialect | null };

/** Compiles a rule file by its dialect's compiler. The dialect is recognised by the content where none is named. */
export function compileBy(
  compilerOf: (dialect: RuleDialect) => Compile,
  source: RuleSource,
  named?: RuleDialect,
): Compiled {
  const dialect = named ?? recogniseDialect(source.text);
  const unreadable = textProblems(source.text, dialect);
  if (unreadable.length > 0) return { plan: null, problems: unreadable, dialect };
  const foreign = foreignProblem(source.text);
  if (dialect === null || (named === undefined && foreign !== null))
    return { plan: null, problems: [foreign ?? NOT_RECOGNISED], dialect: null };
  const compiled = compilerOf(dialect)(source);
  // A dialect that is named is believed, unless nothing can be made of the file.
  if (compiled.plan !== null || foreign === null) return { ...compiled, dialect };
  return { plan: null, problems: [foreign, ...compiled.problems], dialect };
}

/** That a file is another system's, which it would be no use to read as one of ours. */
function foreignProblem(text: string): RuleProblem | null {
  const system = foreignSystem(plainTextOf(text));
  if (system === null) return null;
  return {
    ...NOT_RECOGNISED,
    code: 'DIALECT_FOREIGN',
    message: `This is ${system.name}, which Lethe does not read`,
    hint:
      system.hint === undefined
        ? `${READS}: rewrite it in one of them; lethe rules example lethe prints a file to start from.`
        : `${system.hint} By itself ${READS}.`,
  };
}

/** What rule files are of, by their dialects. */
const READS = `Lethe reads ${Object.values({
  lethe: 'its own rules in JSON',
  microsoft: 'Microsoft’s DICOM anonymizer configuration',
  proknow: 'ProKnow’s XML',
  dcm4chee: 'dcm4chee’s deidentify: URI',
  mevislab: 'MeVisLab’s DicomDeidentify',
} satisfies OfEachDialect<string>).join(', ')} (docs/dialects.md)`;

/**
 * What makes a text no rule file of any dialect. Files are read as UTF-8: of another encoding replacement characters are left, or the zeros of UTF-16,
 * and rules must not be what is left. JSON is read by functions that call themselves, which a file must not be too deep for.
 */
export function textProblems(text: string, dialect: RuleDialect | null): readonly RuleProblem[] {
  const problems = problemsIn(dialect ?? 'none', text);
  const unread = text.search(/[\uFFFD\0]/);
  if (unread >= 0)
    problems.error(
      'NOT_UTF8',
      unread,
      'A character that cannot be read: the file is not in UTF-8',
      'Save it as UTF-8 and try again; Windows PowerShell writes UTF-16 unless it is told "-Encoding utf8".',
    );
  const deep = placeTooDeep(text);
  if (deep !== null)
    problems.error('TOO_DEEP', deep, `More than ${MOST_LEVELS} levels`, 'This is not a rule file.');
  return problems.all();
}

const MOST_LEVELS = 64;

/** Where the brackets of a JSON text first go beyond its levels; null: nowhere. */
function placeTooDeep(text: string): number | null {
  if (!/^[\s\uFEFF]*[[{/]/.test(text)) return null;
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = Math.max(at, endOfString(text, at) - 1);
    else if (letter === '[' || letter === '{') level += 1;
    else if (letter === ']' || letter === '}') level -= 1;
    if (level > MOST_LEVELS) return at;
  }
  return null;
}

/**
 * Where a JSON string that starts at an offset is over; -1: it does not end in its line. Not a regular expression: what those repeat with
 * alternatives, V8 keeps on a stack that a text of some megabytes fills.
 */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') return at + 1;
    if (letter === '\\') at += 1;
    if (text[at] === '\n') return -1;
  }
  return -1;
}

const NOT_RECOGNISED: RuleProblem = {
  severity: 'error',
  dialect: 'none',
  code: 'DIALECT_UNKNOWN',
  message: 'This is not a rule file of a dialect that Lethe knows',
  hint: `Name its dialect (--dialect): ${RULE_DIALECTS.join(', ')}.`,
  line: null,
  column: null,
};

/**
 * The dialect of a text, also where the text has errors; null: none. It goes by how the text is written, and among dialects that are written so by
 * what one alone has: the first that has it is meant.
 */
export function recogniseDialect(text: string): RuleDialect | null {
  const plain = plainTextOf(text);
  // A file for a later Lethe may have any other key.
  if (SAYS_LETHE.test(plain)) return 'lethe';
  const form: Form = /^\s*</.test(plain) ? 'markup' : /^\s*[[{]/.test(plain) ? 'json' : 'lines';
  for (const [dialect, signs] of Object.entries(SIGNS) as [RuleDialect, Signs][])
    if (signs[form]?.(plain) === true) return dialect;
  return null;
}

function plainTextOf(text: string): string {
  return withoutComments(text.replace(/^\uFEFF/, ''));
}

/** `//` and `/* … *\/` outside strings: a comment may speak of any dialect. */
function withoutComments(text: string): string {
  if (!text.includes('//') && !text.includes('/*')) return text;
  const parts: string[] = [];
  const lastEnd = text.lastIndexOf('*/');
  let start = 0;
  for (let at = nextOf(text, 0); at < text.length; at = nextOf(text, at)) {
    const end = text[at] === '"' ? -1 : endOfComment(text, at, lastEnd);
    if (end >= 0) {
      parts.push(text.slice(start, at), ' ');
      start = end;
    }
    at = end >= 0 ? end : Math.max(at + 1, text[at] === '"' ? endOfString(text, at) : 0);
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(start);
}

/** The next quote or slash; the length where there is none. */
function nextOf(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === '"' || text[at] === '/') return at;
  return text.length;
}

/** Where a comment that starts at an offset is over; -1: none starts there, or it does not end. `lastEnd`: of the text. */
function endOfComment(text: string, at: number, lastEnd: number): number {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  return text.startsWith('/*', at) && lastEnd >= at + 2 ? text.indexOf('*/', at + 2) + 2 : -1;
}

/** Says for which Lethe it is, before anything else. */
const SAYS_LETHE = new RegExp(
  `^\\s*\\{\\s*(?:"\\$schema"\\s*:\\s*"[^"\\n]*"\\s*,\\s*)?"${VERSION_KEY}"\\s*:`,
);
/** Keys of the Microsoft tool's configuration. Not `method`, which rules of Lethe's own have too. */
const MICROSOFT_JSON = /"(?:defaultSettings|customSettings|tag)"\s*:/i;
const DCM4CHEE_JSON =
  /"dcmDeIdentification"\s*:|"dcmURI"\s*:\s*"deidentify:|^\s*\[\s*"(?:Basic|Retain|Clean)\w*(?:Profile|Option)"/;
const DCM4CHEE_LINE =
  /^\s*(?:(?:dcmURI\s*:\s*)?deidentify\s*(?::|$)|dcmDeIdentification\s*[:=]|\w+(?:Profile|Option)\s*(?:,|$))/m;
/** Fields of MeVisLab's module that no other dialect has; `salt` and `patientId` are words of Lethe's own, too. */
const MEVISLAB_FIELDS =
  'patientIdentityHandling|patientsName|patientsBirthDate|retainSexInGeneratedName|institutionName|retainLongitudinalTemporalInformation|retainSafePrivateTags|safePrivateTags|allowPrivateCreatorOnWrongLevel|retainUIDs';
const MEVISLAB_FIELD_JSON = new RegExp(
  `"(?:${MEVISLAB_FIELDS}|retainDeviceIdentity|retainInstitutionIdentity|retainPatientCharacteristics|cleanDescriptors)"\\s*:`,
);
const MEVISLAB_FIELD_LINE = new RegExp(`^\\s*(?:${MEVISLAB_FIELDS}|retain\\w+|cleanDescriptors)\\s*=`, 'm');

/** How a text is written, as far as its first character tells. */
type Form = 'markup' | 'json' | 'lines';
/** What tells a dialect in each form that it is written in. */
type Signs = Readonly<Partial<Record<Form, (plain: string) => boolean>>>;

/** In the order in which they are looked for; a dialect without its row does not compile. */
const SIGNS: OfEachDialect<Signs> = {
  proknow: { markup: () => true },
  dcm4chee: {
    json: (plain) => DCM4CHEE_JSON.test(plain),
    // A value of MeVisLab's may be any text.
    lines: (plain) => DCM4CHEE_LINE.test(plain) && !MEVISLAB_FIELD_LINE.test(plain),
  },
  microsoft: { json: (plain) => MICROSOFT_JSON.test(plain) },
  mevislab: {
    json: (plain) => MEVISLAB_FIELD_JSON.test(plain),
    lines: (plain) => MEVISLAB_FIELD_LINE.test(plain),
  },
  // An object that nothing tells from Lethe's own.
  lethe: { json: (plain) => /^\s*\{/.test(plain) },
};
