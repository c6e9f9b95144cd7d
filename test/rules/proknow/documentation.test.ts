import { DATE_PAIRS } from '../../../layers/engine/decide/datePairs.ts';
import {
  PROPERTIES,
  plainName,
  RULE_NAMES,
  RULE_WORDS,
  VRS_OF_RULE,
} from '../../../rules/proknow/vocabulary.ts';
import { codesOfDialect, codesOnPage, pageAt, tableUnder, wordsIn } from '../docs.ts';
import { planOf as planOfResult } from '../harness.ts';
import { compile } from './xml.ts';

/** docs/dialects/proknow.md against the compiler's own lists. */

const PAGE = pageAt('dialects/proknow.md');
const RULES = tableUnder('| rule | also read as | Lethe |', PAGE);

test('the rules, and every name that each is read by', () => {
  expect(RULES.map(([rule]) => wordsIn(rule)[0])).toEqual(RULE_WORDS);
  const documented = RULES.flatMap(([rule, others]) => {
    const meant = RULE_NAMES.get(plainName(wordsIn(rule)[0]!));
    return [...wordsIn(rule), ...wordsIn(others)].map((word) => [plainName(word), meant] as const);
  });
  expect(new Map(documented)).toEqual(new Map(RULE_NAMES));
});

test('the VRs of the rules', () => {
  for (const [rule, , text = ''] of RULES) {
    const vrs = VRS_OF_RULE[RULE_NAMES.get(plainName(wordsIn(rule)[0]!))!];
    const named = /, for ((?:[A-Z]{2}[ ;:]?)+)/.exec(text)?.[1]?.match(/[A-Z]{2}/g);
    expect(new Set(named)).toEqual(new Set(vrs));
  }
});

test('the properties', () => {
  const documented = tableUnder('| property | required | how it is read |', PAGE).map(
    ([property]) => wordsIn(property)[0]!,
  );
  expect(new Set(documented.map((name) => PROPERTIES.get(plainName(name))))).toEqual(
    new Set(PROPERTIES.values()),
  );
  expect(documented).toHaveLength(6);
});

test('every code that the compiler has', () => {
  expect(codesOnPage(PAGE)).toEqual(codesOfDialect('proknow'));
});

test('the file that it shows', () => {
  const [, xml = ''] = /```xml\n([\s\S]*?)```/.exec(PAGE) ?? [];
  expect(compile(xml).problems).toEqual([]);
  expect(planOfResult(compile(xml)).rules).toHaveLength(1);
});

test('how many dates have a time', () => {
  expect(PAGE).toContain(`(${DATE_PAIRS.length} pairs)`);
});
