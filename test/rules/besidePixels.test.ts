import { compileDcm4chee } from '../../rules/dcm4chee/compile.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import { compileMevislab } from '../../rules/mevislab/compile.ts';
import type { CompileResult, RuleSource } from '../../rules/source.ts';
import { planOf, sourceOf } from './harness.ts';

const DEVICE = { when: { Modality: 'US' }, size: [800, 600], blank: [[0, 0, 800, 59]] };
const PIXELS = { devices: [DEVICE], fill: [255, 0, 128], unmatched: 'release' };
const WRONG = { ...PIXELS, unmatched: 'keep' };

const FILES: Readonly<Record<string, string>> = {
  'pixels.json': JSON.stringify({ pixels: PIXELS }),
  'wrong.json': JSON.stringify({ pixels: WRONG }, null, 2),
  'without.json': '{ "options": [] }',
  'none.json': '{ "pixels": ',
};

function withFiles(text: string): RuleSource {
  const readFile = (path: string): string => {
    const found = FILES[path];
    if (found === undefined) throw new Error('no such file');
    return found;
  };
  return { ...sourceOf(text), readFile };
}

const mevislab = (text: string) => compileMevislab(withFiles(text));
const dcm4chee = (text: string) => compileDcm4chee(withFiles(text));
const lethe = planOf(compileLethe(sourceOf(JSON.stringify({ pixels: PIXELS }))));
const inLine = JSON.stringify(PIXELS);

test.each<[string, () => CompileResult]>([
  ['an object in JSON', () => mevislab(JSON.stringify({ retainUIDs: true, pixels: PIXELS }))],
  ['a file in JSON', () => mevislab('{ "pixels": "pixels.json" }')],
  ['an object on a line', () => mevislab(`retainUIDs = TRUE\npixels = ${inLine}\n`)],
  ['a file on a line', () => mevislab('retainUIDs = TRUE\npixels = pixels.json\n')],
  ['a line beside a URI', () => dcm4chee('deidentify:RetainUIDsOption\npixels: pixels.json\n')],
  ['a line beside a list', () => dcm4chee('RetainUIDsOption\npixels = pixels.json')],
  ['under parity', () => dcm4chee('deidentify:#compat=dcm4che\npixels: pixels.json')],
  [
    'a member of JSON',
    () => dcm4chee('{ "dcmDeIdentification": "RetainUIDsOption", "pixels": "pixels.json" }'),
  ],
])('%s says what a Lethe file says', (_name, compile) => {
  const { pixels, screening } = planOf(compile());
  expect(pixels).toEqual(lethe.pixels);
  expect(screening).toEqual(lethe.screening);
});

test('without it, or with an empty field, no pixel is looked at, and a flag that says YES counts', () => {
  for (const plan of [
    planOf(mevislab('retainUIDs = TRUE')),
    planOf(mevislab('retainUIDs = TRUE\npixels = ')),
    planOf(dcm4chee('deidentify:')),
  ]) {
    expect(plan.pixels).toBeUndefined();
    expect(plan.screening.burnedInAnnotation).toBe('quarantine');
  }
});

test.each<[string, () => CompileResult, number, RegExp]>([
  [
    'a word in an object',
    () => mevislab(`{ "retainUIDs": true,\n "pixels": {\n "unmatched": "keep" } }`),
    3,
    /"keep" is not known/,
  ],
  ['an unknown key', () => mevislab('retainUIDs = TRUE\npixels = { "devises": [] }'), 2, /"devises"/],
  ['JSON that is none', () => mevislab('retainUIDs = TRUE\npixels = { "text": '), 2, /not JSON/],
  ['a file that is not there', () => mevislab('\npixels = no.json'), 2, /cannot be read/],
  ['a file without the key', () => mevislab('\npixels = without.json'), 2, /no key "pixels"/],
  [
    'an error in a file',
    () => dcm4chee('deidentify:\npixels: wrong.json'),
    2,
    /^line \d+ of that file: "keep"/,
  ],
  ['a file that is no JSON', () => dcm4chee('deidentify:\npixels: none.json'), 2, /not JSON/],
  ['a file missing', () => dcm4chee('deidentify:\n\npixels: no.json'), 3, /cannot be read/],
  ['two files', () => dcm4chee('deidentify:\npixels: pixels.json\npixels: pixels.json'), 3, /second/],
])('%s is an error at its line', (_name, compile, line, message) => {
  const { plan, problems } = compile();
  expect(plan).toBeNull();
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([
    expect.objectContaining({ code: 'PIXELS', line, message: expect.stringMatching(message) }),
  ]);
});
