import { canonicalJson, type Rule, type RulePlan } from '../../rules/plan.ts';
import { actionWords, ruleWords, selectorPath, selectorTag, selectorWords } from '../../rules/words.ts';
import { deviceDifference } from './pixelWords.ts';
import { settingLines } from './show.ts';

/** What differs between two plans; empty: they do the same. */
export function diffText(before: RulePlan, after: RulePlan): string {
  if (before.digest === after.digest) return '';
  const lines = [`--- ${before.name}  ${before.digest}`, `+++ ${after.name}  ${after.digest}`];
  const [had, has] = [new Map(settingLines(before)), new Map(settingLines(after))];
  for (const name of new Set([...had.keys(), ...has.keys()]))
    if (!NAMES.has(name) && had.get(name) !== has.get(name))
      lines.push('', name, `- ${had.get(name) ?? 'none'}`, `+ ${has.get(name) ?? 'none'}`);
  lines.push(...deviceDifference(before, after));
  const [was, is] = [firstRules(before), firstRules(after)];
  const unseen = new Map<string, number>();
  for (const [key, rule] of was) {
    const other = is.get(key);
    if (other !== undefined && canonicalJson(other.action) === canonicalJson(rule.action)) continue;
    const [minus, plus] = [ruleWords(rule), other === undefined ? 'no rule' : ruleWords(other)];
    if (minus !== plus) lines.push('', headOf(rule), `- ${minus}`, `+ ${plus}`);
    else {
      const whole = `- ${actionWords(rule.action)}\n+ ${actionWords((other as Rule).action)}`;
      unseen.set(whole, (unseen.get(whole) ?? 0) + 1);
    }
  }
  for (const [words, count] of unseen)
    lines.push('', `${count} private attributes, where a file has another VR than their lists`, words);
  for (const [key, rule] of is)
    if (!was.has(key)) lines.push('', headOf(rule), '- no rule', `+ ${ruleWords(rule)}`);
  if (lines.length === 2)
    lines.push('', 'the same rules in another order: where two are about one attribute, another one applies');
  return `${lines.join('\n')}\n`;
}

/** What names the rules, and not what they do. */
const NAMES: ReadonlySet<string> = new Set(['rules', 'dialect', 'digest']);

/** Rules by selector; a second one with the same is never reached. */
function firstRules({ rules }: RulePlan): ReadonlyMap<string, Rule> {
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    const key = canonicalJson(rule.selector);
    if (!first.has(key)) first.set(key, rule);
  }
  return first;
}

function headOf({ selector }: Rule): string {
  if (selector.path !== undefined && selector.path.length > 0) return selectorPath(selector);
  return `${selectorTag(selector)} ${selectorWords(selector)}`.trim();
}
