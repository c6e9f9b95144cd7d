import { parse } from 'jsonc-parser';
import { asTag } from '../../../layers/dicom/tag.ts';
import { compileRules } from '../../../rules/compile.ts';
import { convertPixelScript } from '../../../rules/ctp/convert.ts';
import { knownDevices } from '../../../rules/pixels/knownDevices.ts';
import { planOf, sourceOf } from '../harness.ts';

/** What scripts of CTP's DicomPixelAnonymizer say, as Lethe rules. */

const convert = (text: string) => convertPixelScript({ name: 'a.script', text });
/** The file's own devices, as `rules check` reads what was written. */
function devicesOf(text: string) {
  const { text: written } = convert(text);
  const devices = planOf(compileRules(sourceOf(written ?? ''))).pixels?.devices ?? [];
  return devices.slice(0, devices.length - knownDevices().length);
}
const placesOf = (text: string) =>
  convert(text).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

const MODEL = 'ManufacturerModelName.containsIgnoreCase("CX50")';
const ROWS = 'Rows.equals("600")';
const model = (text: string) => ({ tag: asTag(0x00081090), anyOf: [text] });

describe('a script of CTP’s DicomPixelAnonymizer', () => {
  it('becomes an entry for each signature, by keyword or number, with its size and regions', () => {
    const script = `US\n Philips CX50\n { [0008,1090].containsIgnoreCase("CX50") *\n   [0028,0010].equals("600") }\n (0,0,800,59)\n
      Acuson\n { Modality.equals("US") * ${MODEL} * Rows.equals("480") * Columns.equals("640") } (0,0,640,30) ( 1, 2, 3, 4 )`;
    expect(devicesOf(script)).toEqual([
      { when: [model('CX50')], size: [null, 600], blank: [[0, 0, 800, 59]] },
      {
        when: [{ tag: asTag(0x00080060), anyOf: ['US'] }, model('CX50')],
        size: [640, 480],
        blank: [
          [0, 0, 640, 30],
          [1, 2, 3, 4],
        ],
      },
    ]);
    expect(convert(script).problems).toEqual([]);
    expect(convert(script).text).toContain('// line 3: Philips CX50\n');
  });

  it('has a list of texts, or entries, for alternatives', () => {
    const made = 'Manufacturer.contains("A") + Manufacturer.contains ("B")';
    expect(devicesOf(`{ ( ${made} ) * (${ROWS} + Rows.equals("480")) } (0,0,9,9)`)).toEqual(
      [600, 480].map((rows) => ({
        when: [{ tag: asTag(0x00080070), anyOf: ['A', 'B'] }],
        size: [null, rows],
        blank: [[0, 0, 9, 9]],
      })),
    );
  });

  it('binds * closer than +', () => {
    const script = `{ ${MODEL} * ${ROWS} + Manufacturer.contains("B") * Rows.equals("480") } (0,0,9,9)`;
    expect(devicesOf(script).map(({ when, size }) => [when[0]?.anyOf, size[1]])).toEqual([
      [['CX50'], 600],
      [['B'], 480],
    ]);
  });

  it.each([
    ['a negation', `{ ${MODEL} * !Modality.equals("CT") * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', '!M'],
    [
      'a regular expression',
      `{ Manufacturer.matches("G.*") * ${ROWS} } (0,0,9,9)`,
      'SIGNATURE_NOT_SAID',
      'Manu',
    ],
    ['numbers compared', `{ ${MODEL} * Rows.isLessThan("9") } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', 'Rows'],
    ['no size', `{ ${MODEL} } (0,0,9,9)`, 'SIGNATURE_WITHOUT_SIZE', ' Manu'],
    ['no device', `{ ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', ' Rows'],
    [
      'two sizes at once',
      `{ ${MODEL} * ${ROWS} * Rows.equals("1") } (0,0,9,9)`,
      'SIGNATURE_NOT_SAID',
      ' Manu',
    ],
    [
      'a constant that never holds',
      `{ false. * ${MODEL} * ${ROWS} } (0,0,9,9)`,
      'SIGNATURE_NOT_SAID',
      ' false',
    ],
    [
      'two texts of one attribute',
      `{ ${MODEL} * ManufacturerModelName.contains("B") * ${ROWS} } (0,0,9,9)`,
      'SIGNATURE_NOT_SAID',
      ' Manu',
    ],
    ['a private attribute', `{ [0009,1001].equals("x") * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', '[0009'],
    ['an unknown keyword', `{ Modelity.equals("x") * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', 'Modelity'],
    ['a path', `{ [0054,0016]::[0018,0031].equals("x") * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', '[0054'],
    [
      'an attribute of numbers',
      `{ BitsStored.equals("8") * ${ROWS} } (0,0,9,9)`,
      'SIGNATURE_NOT_SAID',
      'Bits',
    ],
    ['a part of a UID', `{ SOPClassUID.startsWith("1.2") * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_NOT_SAID', 'SOP'],
    ['no region', `{ ${MODEL} * ${ROWS} }`, 'SIGNATURE_WITHOUT_REGION', ' Manu'],
    ['a region that is no numbers', `{ ${MODEL} * ${ROWS} } (0,a,9,9)`, 'REGION_SYNTAX', '(0,a'],
    ['a region beyond the image', `{ ${MODEL} * ${ROWS} } (0,600,9,9)`, 'REGION_BEYOND', '(0,600'],
    ['a bracket that nothing closes', `{ ( ${MODEL} * ${ROWS} } (0,0,9,9)`, 'SIGNATURE_SYNTAX', '} (0'],
    ['two expressions', `{ ${MODEL} ${ROWS} } (0,0,9,9)`, 'SIGNATURE_SYNTAX', 'Rows'],
    ['an empty one', '{ } (0,0,9,9)', 'SIGNATURE_SYNTAX', ' }'],
    ['a brace that nothing closes', `{ ${MODEL} * ${ROWS} (0,0,9,9)`, 'SIGNATURE_SYNTAX', '{'],
  ])('%s is said with its place, and listed in the file', (_name, wrong, code, at) => {
    const right = `\n{ ${MODEL} * Rows.equals("480") } (0,0,640,9)`;
    const script = wrong.includes('}') ? `${wrong}${right}` : `${right.trim()}\n${wrong}`;
    const line = wrong.includes('}') ? 1 : 2;
    expect(placesOf(script)).toContain(`${code} ${line}:${wrong.indexOf(at) + 1}`);
    expect(devicesOf(script)).toEqual([
      { when: [model('CX50')], size: [null, 480], blank: [[0, 0, 640, 9]] },
    ]);
    expect(convert(script).text).toContain(`//   line ${line}: ${code}: `);
    expect(convert(script).text).toContain(`// 1 of ${line === 1 ? 2 : 1} signatures`);
  });

  it('warns where Lethe matches more, or less, than CTP, and where a region is cut', () => {
    const part = `{ ImageType.contains("DOSE") * ${ROWS} } (0,0,9,9)`;
    expect(placesOf(part)).toEqual(['MATCHES_LESS 1:3']);
    expect(placesOf(`{ Manufacturer.equals("GE") * ${ROWS} } (0,0,9,9)`)).toEqual(['MATCHES_MORE 1:3']);
    const cut = `{ ${MODEL} * ${ROWS} } (-1,590,9,20)`;
    expect(placesOf(cut)).toEqual([`REGION_CUT 1:${cut.indexOf('(-1') + 1}`]);
    expect(devicesOf(cut)[0]?.blank).toEqual([[0, 590, 8, 10]]);
  });

  it('is nothing without a signature that can be said', () => {
    expect(convert('Just remarks (0,0,1,1)')).toMatchObject({
      text: null,
      problems: [{ code: 'NO_SIGNATURES' }],
    });
    expect(convert(`{ ${MODEL} } (0,0,9,9)`).text).toBeNull();
  });

  it('cannot write more than remarks into the file: what it calls itself stays in its line', () => {
    const script = `a\u2028b \u0085 "pixels": null } */ x\r\n{ ${MODEL} * ${ROWS} } (0,0,9,9)`;
    const { text } = convertPixelScript({ name: 'x\n{ "pixels": null', text: script });
    expect(parse(text ?? '')).toEqual({ pixels: { devices: [expect.anything()] } });
  });

  it('of nothing but openings ends at once', () => {
    const script = '{'.repeat(200_000) + '('.repeat(200_000);
    expect(convert(script).text).toBeNull();
    expect(placesOf(`{ ${'('.repeat(10_000)} }`)).toContain('SIGNATURE_SYNTAX 1:36');
    const twice = '(Manufacturer.contains("A")+Manufacturer.contains("B"))';
    expect(placesOf(`{ ${Array(30).fill(twice).join('*')} }`)[0]).toMatch(/^SIGNATURE_NOT_SAID/);
  });
});
