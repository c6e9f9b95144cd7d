import { changesNothing, NOTHING_CHANGES } from '../changes.ts';
import { overProfile, WEAKENED } from '../overProfile.ts';
import { canonicalJson, type Rule, type RulePlan, sealPlan } from '../plan.ts';
import { type Problems, problemsIn } from '../problems.ts';
import { PLAN_DEFAULTS } from '../ps315/basicProfile.ts';
import { type CompileResult, positionAt, type RuleSource } from '../source.ts';
import { readXml } from '../xml.ts';
import { type FileElement, type RulesFile, readRulesFile } from './document.ts';
import { type CompiledElement, compileElement } from './element.ts';
import { readShiftSeconds } from './shiftText.ts';

/**
 * Compiles an XML rules file of ProKnow's DICOM Agent (docs/dialects/proknow.md): a plan, or every error. What the file does not list stays,
 * private attributes too, and instances say nothing of having been de-identified, as there, unless the file asks for the Basic Profile beneath.
 */
export function compileProKnow(source: RuleSource): CompileResult {
  const problems = problemsIn('proknow', source.text);
  const xml = readXml(source.text, problems);
  if (xml === undefined) return { plan: null, problems: problems.all() };
  const file = readRulesFile(xml, problems);
  const compiled = compileElements(file, source, problems);
  if (problems.hasErrors()) return { plan: null, problems: problems.all() };
  const rules = compiled.map(({ rule }) => rule);
  const parts =
    file.profile === null
      ? rulesAlone(rules)
      : overProfile(rules, file.profile, (position, what) =>
          reportWeakening(what, (compiled[position] as CompiledRule).element, problems),
        );
  if (changesNothing(parts))
    problems.error('NOTHING_CHANGES', 0, NOTHING_CHANGES.message, NOTHING_CHANGES.hint);
  if (problems.hasErrors()) return { plan: null, problems: problems.all() };
  const plan = sealPlan({ ...PLAN_DEFAULTS, name: source.name, dialect: 'proknow', ...parts });
  return { plan, problems: problems.all() };
}

/** A rule, and the element of the file that it is made of. */
interface CompiledRule {
  readonly rule: Rule;
  readonly element: FileElement;
}

/** What these rules do not name, its author chose to leave: a value that stands there, too, is not a defect of theirs. */
function rulesAlone(rules: readonly Rule[]): Pick<RulePlan, 'rules' | 'otherwise' | 'searchResidue'> {
  return {
    rules,
    otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
    searchResidue: false,
  };
}

/** An element that compiled, and where the file has it. */
interface Placed {
  readonly element: FileElement;
  readonly compiled: CompiledElement;
}

function compileElements(file: RulesFile, source: RuleSource, problems: Problems): readonly CompiledRule[] {
  if (file.elements.length === 0 && file.profile === null)
    problems.error(
      'NO_ELEMENTS',
      0,
      'The file has no element with a Tag and a Rule: everything would stay as it is',
      'Write <Element><Tag>(0010,0010)</Tag><VR>PN</VR><Rule>GeneratePatient</Rule><Value>Anon{####}</Value></Element>.',
    );
  const seconds = shiftOf(file, problems);
  const placed = file.elements.flatMap((element): Placed[] => {
    const compiled = compileElement(element, file, seconds, problems);
    return compiled === undefined ? [] : [{ element, compiled }];
  });
  reportDuplicates(placed, source, problems);
  reportUse(placed, file, seconds, problems);
  return placed.map(({ element, compiled: { selector, action } }) => {
    const { offset, label, properties } = element;
    const reason = `${label}: ${properties.get('rule')?.text}`;
    return {
      rule: { selector, action, origin: { source: source.name, ...positionAt(source, offset), reason } },
      element,
    };
  });
}

function reportWeakening(what: string, { label, offset }: FileElement, problems: Problems): void {
  problems.warning('WEAKENS_PROFILE', offset, `${label}: ${WEAKENED.message(what)}`, WEAKENED.hint);
}

function shiftOf({ shift }: RulesFile, problems: Problems): number | undefined {
  if (shift === undefined) return undefined;
  const seconds = readShiftSeconds(shift.text);
  if (seconds === undefined)
    problems.error(
      'SHIFT_SYNTAX',
      shift.offset,
      `${JSON.stringify(shift.text)} is not a date/time shift`,
      'Write sDDDDDHHMMSS: + or -, five digits of days, and two each of hours, minutes and seconds.',
    );
  return seconds;
}

function reportDuplicates(placed: readonly Placed[], source: RuleSource, problems: Problems): void {
  const first = new Map<string, FileElement>();
  for (const { element, compiled } of placed) {
    // Whatever VR is said of a private attribute, it is the same one.
    const key = canonicalJson({ ...compiled.selector, vr: undefined });
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, element);
    else
      problems.error(
        'DUPLICATE_TAG',
        element.properties.get('tag')?.offset ?? element.offset,
        `${element.label}: the attribute has a rule already, ${earlier.label} in line ${positionAt(source, earlier.offset).line}`,
        'Leave one of the two.',
      );
  }
}

/** What compiles, and is hardly meant. */
function reportUse(
  placed: readonly Placed[],
  file: RulesFile,
  seconds: number | undefined,
  problems: Problems,
): void {
  const of = (rule: CompiledElement['rule']) => placed.find(({ compiled }) => compiled.rule === rule);
  if (of('shift') !== undefined && seconds === 0 && file.shift !== undefined)
    problems.warning(
      'SHIFT_ZERO',
      file.shift.offset,
      'The date/time shift is zero: attributes with the rule Shift stay as they are',
      'Write the shift that is wanted, e.g. +10000101010.',
    );
  const copied = of('nameFromId');
  const patientId = placed.find(
    ({ compiled: { selector } }) => selector.kind === 'tag' && selector.tag === 0x00100020,
  );
  if (copied !== undefined && (patientId === undefined || patientId.compiled.rule === 'keep'))
    problems.warning(
      'PATIENT_ID_KEPT',
      copied.element.offset,
      `${copied.element.label}: no rule changes the Patient ID that the name is copied from`,
      'Give (0010,0020) Patient ID a rule, e.g. GeneratePatient.',
    );
}
