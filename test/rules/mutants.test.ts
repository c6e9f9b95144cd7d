import fc from 'fast-check';
import { compileDcm4chee } from '../../rules/dcm4chee/compile.ts';
import { compileMevislab } from '../../rules/mevislab/compile.ts';
import { compileProKnow } from '../../rules/proknow/compile.ts';
import { type CompileResult, formatProblem, type RuleSource } from '../../rules/source.ts';
import { holds } from '../support/properties.ts';
import { exampleNamed, sourceOf } from './harness.ts';

/** A damaged rule file is a plan or errors with places, and never a crash. */

const TEXTS: readonly (readonly [string, (source: RuleSource) => CompileResult, string])[] = [
  ['ProKnow', compileProKnow, exampleNamed('proknow.xml').text.slice(0, 2500)],
  ['dcm4chee', compileDcm4chee, 'deidentify:RetainUIDsOption,RetainDeviceIdentityOption#compat=dcm4che\n'],
  ['dcm4chee, JSON', compileDcm4chee, '{ "dcmDeIdentification": ["RetainUIDsOption"], "compat": "dcm4che" }'],
  ['MeVisLab', compileMevislab, exampleNamed('mevislab.conf').text],
  ['MeVisLab, JSON', compileMevislab, exampleNamed('mevislab.json').text],
];
const PIECES = [
  '',
  '"',
  '\\',
  '\n',
  '<',
  '>',
  '</',
  '&',
  '&a;',
  '<!DOCTYPE x>',
  '<![CDATA[',
  '-->',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '=',
  '#',
  'x',
  '\0',
  '\u{1F600}',
  '0009 0010',
];

test.each(TEXTS)('%s', (_dialect, compile, text) => {
  const edit = fc.record({
    at: fc.nat(text.length),
    drop: fc.nat(12),
    put: fc.constantFrom(...PIECES),
  });
  holds(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const damaged = edits.reduce(
        (all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop),
        text,
      );
      const source = sourceOf(damaged);
      const { plan, problems } = compile(source);
      expect(plan === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const problem of problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.column).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(damaged.split('\n').length);
        expect(formatProblem(source, problem)).toContain(problem.code);
      }
    }),
    { runs: 150 },
  );
});
