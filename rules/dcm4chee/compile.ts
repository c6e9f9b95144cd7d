import { asTag } from '../../layers/dicom/tag.ts';
import { pixelsBeside, screeningBeside } from '../besidePixels.ts';
import type { Claims } from '../claims.ts';
import { type Rule, type RulePlan, type Stamps, sealPlan } from '../plan.ts';
import { type Problems, problemsIn, withoutByteOrderMark } from '../problems.ts';
import { PLAN_DEFAULTS } from '../ps315/basicProfile.ts';
import { claimsGiven, judge } from '../ps315/claims.ts';
import { DEFAULT_PROFILE_SETTINGS } from '../ps315/options.ts';
import { profileRules } from '../ps315/profileRules.ts';
import type { OptionColumn } from '../ps315/table.ts';
import type { CompileResult, RuleSource } from '../source.ts';
import { type CompatName, DEIDENTIFY_OPTIONS, OPTION_NAMES, type OptionName } from './options.ts';
import { parityRules, parityStamps } from './parity.ts';
import { type DeidentifyRequest, readRequest } from './request.ts';

/**
 * Compiles dcm4chee's `deidentify:` URI or legacy list (docs/dialects/dcm4chee.md): the Basic Profile of the current PS3.15 with the options
 * that are named. With `compat: dcm4che`, asked for here or in the file, exactly what dcm4che does.
 */
export function compileDcm4chee(
  source: RuleSource,
  { compat = [] }: { readonly compat?: readonly CompatName[] } = {},
): CompileResult {
  const text = withoutByteOrderMark(source.text);
  const problems = problemsIn('dcm4chee', text);
  const request = readRequest(text, problems);
  if (request === undefined) return { plan: null, problems: problems.all() };
  const isParity = request.compat.has('dcm4che') || compat.includes('dcm4che');
  if (isParity)
    problems.warning(
      'UNSALTED_HASH',
      0,
      'dcm4che replaces UIDs by their MD5 without a key: whoever knows or guesses an original can find it again',
      'Leave compat out unless instances must match ones that dcm4che made.',
    );
  const pixels = pixelsOf(request.pixels, source, problems);
  if (problems.hasErrors()) return { plan: null, problems: problems.all() };
  const plan = isParity
    ? parityPlan(source.name, request.options, pixels)
    : currentPlan(source.name, request.options, pixels);
  return { plan, problems: problems.all() };
}

/** What a plan has of the file's `pixels`. */
type OfPixels = Pick<RulePlan, 'pixels' | 'screening'>;

function pixelsOf(named: DeidentifyRequest['pixels'], source: RuleSource, problems: Problems): OfPixels {
  if (named === null) return { screening: screeningBeside(undefined) };
  const pixels = pixelsBeside(named.text, () => named.offset, source, problems);
  return { screening: screeningBeside(pixels), ...(pixels === undefined ? {} : { pixels }) };
}

function parityPlan(name: string, options: ReadonlySet<OptionName>, pixels: OfPixels): RulePlan {
  const rules = parityRules(options);
  const stamps = parityStamps(options);
  const settings = { ...DEFAULT_PROFILE_SETTINGS, options: columnsOf(options) };
  const judgement = judge({ ...PLAN_DEFAULTS, rules }, settings);
  return sealPlan({
    ...PLAN_DEFAULTS,
    name,
    dialect: 'dcm4chee',
    rules,
    ...pixels,
    stamps,
    // dcm4che writes its codes whatever its lists leave.
    claims: claimsGiven(stamps, judgement, rules, 'dcm4che'),
  });
}

function columnsOf(options: ReadonlySet<OptionName>): ReadonlySet<OptionColumn> {
  return new Set(
    OPTION_NAMES.flatMap((option) => {
      const { column } = DEIDENTIFY_OPTIONS[option];
      return column !== null && options.has(option) ? [column] : [];
    }),
  );
}

function currentPlan(name: string, options: ReadonlySet<OptionName>, pixels: OfPixels): RulePlan {
  const settings = { ...DEFAULT_PROFILE_SETTINGS, options: columnsOf(options) };
  const hashesPatientId = options.has('RetainPatientIDHashOption');
  const rules = [...(hashesPatientId ? [patientIdHash(name)] : []), ...profileRules(settings)];
  const { stamps, claims } = judge({ ...PLAN_DEFAULTS, rules }, settings);
  return sealPlan({
    ...PLAN_DEFAULTS,
    name,
    dialect: 'dcm4chee',
    rules,
    ...pixels,
    planes: 'whole',
    ...(hashesPatientId ? withHashCode(stamps, claims) : { stamps, claims }),
  });
}

/** The root's Patient ID: those in items are pseudonyms of their own, as the profile has it. */
function patientIdHash(source: string): Rule {
  return {
    selector: { kind: 'tag', tag: asTag(0x00100020), path: [] },
    action: { kind: 'patient-id-hash', keyed: true },
    origin: { source, line: null, column: null, reason: 'RetainPatientIDHashOption' },
  };
}

function withHashCode(stamps: Stamps, claims: Claims): { readonly stamps: Stamps; readonly claims: Claims } {
  const { code } = DEIDENTIFY_OPTIONS.RetainPatientIDHashOption;
  const claim = { ...code, isWritten: true, why: 'RetainPatientIDHashOption is asked for' };
  return {
    stamps: { ...stamps, methodCodes: [...stamps.methodCodes, code] },
    claims: { ...claims, codes: [...claims.codes, claim] },
  };
}
