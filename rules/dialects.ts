import { foreignSystem } from './foreignSystems.ts';
import { problemsIn } from './problems.ts';
import type { CompileResult, RuleProblem, RuleSource } from './source.ts';

/** The rule languages that Lethe reads. */
export const RULE_DIALECTS = ['lethe', 'microsoft', 'proknow', 'dcm4chee', 'mevislab'] as const;
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
    message: `This is ${system}, which Lethe does not read`,
    hint: `Lethe reads ${READ.join(', ')} (docs/dialects.md): rewrite it in one of them; lethe rules example lethe prints a file to start from.`,
  };
}

/** What rule files are of, by their dialects. */
const READ: readonly string[] = Object.values({
  lethe: 'its own rules in JSON',
  microsoft: 'Microsoft’s DICOM anonymizer configuration',
  proknow: 'ProKnow’s XML',
  dcm4chee: 'dcm4chee’s deidentify: URI',
  mevislab: 'MeVisLab’s DicomDeidentify',
} satisfies OfEachDialect<string>);

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
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') level += 1;
    else if (token === ']' || token === '}') level -= 1;
    if (level > MOST_LEVELS) return index;
  }
  return null;
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
 * The dialect of a text, also where the text has errors; null: none. Markup is ProKnow's. Among JSON files it goes by keys that one dialect alone
 * has, and what has none of them is Lethe's own; the rest goes by its first lines.
 */
export function recogniseDialect(text: string): RuleDialect | null {
  const plain = plainTextOf(text);
  if (/^\s*</.test(plain)) return 'proknow';
  if (/^\s*[[{]/.test(plain)) {
    if (DCM4CHEE_JSON.test(plain)) return 'dcm4chee';
    if (MICROSOFT_JSON.test(plain)) return 'microsoft';
    if (MEVISLAB_FIELD_JSON.test(plain)) return 'mevislab';
    return /^\s*\{/.test(plain) ? 'lethe' : null;
  }
  if (MEVISLAB_FIELD_LINE.test(plain)) return 'mevislab';
  return DCM4CHEE_LINE.test(plain) ? 'dcm4chee' : null;
}

function plainTextOf(text: string): string {
  return withoutComments(text.replace(/^\uFEFF/, ''));
}

/** `//` and `/* … *\/` outside strings: a comment may speak of any dialect. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_all, quoted?: string) => quoted ?? ' ',
  );
}

/** Keys of the Microsoft tool's configuration. Not `method`, which rules of Lethe's own have too. */
const MICROSOFT_JSON = /"(?:defaultSettings|customSettings|tag)"\s*:/i;
const DCM4CHEE_JSON = /"dcmDeIdentification"\s*:|^\s*\[\s*"(?:Basic|Retain|Clean)\w*(?:Profile|Option)"/;
const DCM4CHEE_LINE = /^\s*(?:deidentify\s*:|dcmDeIdentification\s*[:=]|\w+(?:Profile|Option)\s*(?:,|$))/m;
/** Fields of MeVisLab's module that no other dialect has; `salt` and `patientId` are words of Lethe's own, too. */
const MEVISLAB_FIELDS =
  'patientIdentityHandling|patientsName|patientsBirthDate|retainSexInGeneratedName|institutionName|retainLongitudinalTemporalInformation|retainSafePrivateTags|safePrivateTags|allowPrivateCreatorOnWrongLevel|retainUIDs';
const MEVISLAB_FIELD_JSON = new RegExp(
  `"(?:${MEVISLAB_FIELDS}|retainDeviceIdentity|retainInstitutionIdentity|retainPatientCharacteristics|cleanDescriptors)"\\s*:`,
);
const MEVISLAB_FIELD_LINE = new RegExp(`^\\s*(?:${MEVISLAB_FIELDS}|retain\\w+|cleanDescriptors)\\s*=`, 'm');
