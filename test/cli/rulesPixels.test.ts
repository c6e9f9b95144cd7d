import { diffText } from '../../cli/rules/diff.ts';
import { explainText } from '../../cli/rules/explain.ts';
import { showText } from '../../cli/rules/show.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../rules/harness.ts';

/** What `lethe rules show`, `explain` and `diff` say of pixels. */

const plan = (pixels: object | null) => planOf(compileLethe(sourceOf(JSON.stringify({ pixels }))));
const device = (height: number) => ({
  when: { Manufacturer: ['GE', 'Philips'], Modality: 'US' },
  size: [null, 600],
  blank: [[0, 0, 800, height]],
});

const lineOf = (pixels: object) =>
  showText(plan(pixels))
    .split('\n')
    .find((line) => line.startsWith('pixels that may show text')) ?? '';

test('show says what becomes of text, where it is looked for, and what may stay', () => {
  expect(lineOf({ text: 'ignore' })).toContain('nobody looks for text; what neither covers: hold');
  expect(lineOf({ text: 'blank', look: 'all' })).toContain('in every image, everything that looks like text');
  const said = lineOf({ text: 'blank-unless-allowed', allow: ['STATION 4'] });
  expect(said).toContain('in images of kinds that often show text');
  expect(said).toContain(', and "STATION 4"');
});

test('show says that frames are sent to another service, where they are', () => {
  expect(lineOf({ detector: 'rekognition' })).toContain(
    'Amazon Rekognition looks for it as well: frames are',
  );
  expect(lineOf({ text: 'blank', detector: 'rekognition' })).toContain('Amazon Rekognition');
  expect(lineOf({})).not.toContain('Rekognition');
  expect(diffText(plan({}), plan({ detector: 'rekognition' }))).toMatch(/\n\+ .*frames are sent there/);
});

test('show lists the devices of the rules, and not those that are known', () => {
  expect(showText(plan({ devices: [device(59)] }))).toContain(
    'beside known ones:\n\nManufacturer "GE" or "Philips", Modality "US", any x 600: [0, 0, 800, 59]\n\n',
  );
  expect(showText(plan({}))).not.toContain('beside known ones');
});

test('diff says which regions are others, also where there are as many', () => {
  const text = diffText(plan({ devices: [device(59)] }), plan({ devices: [device(60)] }));
  expect(text).toMatch(/\n- Manufacturer .*\[0, 0, 800, 59\]\n\+ Manufacturer .*\[0, 0, 800, 60\]\n/);
  expect(text).not.toContain('another order');
  const allowed = diffText(plan({ text: 'blank' }), plan({ text: 'ignore' }));
  expect(allowed).toMatch(/\npixels that may show text\n- .*looks like text is blanked.*\n\+ .*nobody looks/);
});

test('explain of Pixel Data says what is done in its pixels', () => {
  expect(explainText(plan({ text: 'ignore' }), 'PixelData')).toContain('in its pixels: regions of');
  expect(explainText(plan(null), 'PixelData')).not.toContain('in its pixels');
  expect(explainText(plan({ text: 'ignore' }), 'PatientName')).not.toContain('in its pixels');
});
