import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { bytesOf, valuesOf } from '../../../../layers/dicom/values.ts';
import { isSigned } from '../../../../layers/engine/rewrite/rewrite.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { parsed } from '../../dicom/indexed.ts';
import { clean, cleanBytes } from '../harness.ts';

/** What `set` adds to the root where it is absent. */

const SOP: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
];
const ADDS = [
  ['ClinicalTrialSponsorName', 'Größe & Söhne', undefined],
  ['ClinicalTrialProtocolID', 'CT-7', undefined],
  ['ClinicalTrialTimePointDescription', '', undefined],
  ['SeriesNumber', '12', undefined],
  ['Rows', '258', undefined],
  ['FrameIncrementPointer', '(0018,1063)', undefined],
  ['PixelSpacing', ['0.5', '0.25'], undefined],
  ['SmallestImagePixelValue', '3', 'US'],
  ['DetectorActiveTime', '1.5', undefined],
] as const;
const plan = planOf(
  compileLethe(
    sourceOf(
      JSON.stringify({
        rules: ADDS.map(([select, value, vr]) => ({
          select,
          action: 'set',
          value,
          whenAbsent: 'add',
          ...(vr === undefined ? {} : { vr }),
        })),
      }),
    ),
  ),
);
const SPONSOR = asTag(0x00120010);

async function outputOf(elements: readonly Node[], options: object = {}) {
  return parsed(await cleanBytes(instance({ elements, ...options }), { plan }));
}
type Output = Awaited<ReturnType<typeof outputOf>>;
function textsOf(output: Output, tag: number): readonly string[] | undefined {
  const element = elementWith(output.dataSet, asTag(tag));
  return element && valuesOf(output, element);
}

it.each(Object.entries(TRANSFER_SYNTAX).filter(([name]) => !/jpeg|rle/.test(name)))(
  '%s: in the place, the VR, the byte order and the character set of the instance',
  async (_name, transferSyntax) => {
    const output = await outputOf([el(0x00080005, 'CS', 'ISO_IR 100'), ...SOP], { transferSyntax });
    expect(textsOf(output, SPONSOR)).toEqual(['Größe & Söhne']);
    const sponsor = elementWith(output.dataSet, SPONSOR);
    expect(sponsor?.vr).toBe('LO');
    expect(sponsor && Buffer.from(bytesOf(output, sponsor)).toString('latin1').trimEnd()).toBe(
      'Größe & Söhne',
    );
    expect(textsOf(output, 0x00120020)).toEqual(['CT-7']);
    expect(textsOf(output, 0x00120051)).toEqual([]);
    expect(textsOf(output, 0x00200011)).toEqual(['12']);
    expect(textsOf(output, 0x00280030)).toEqual(['0.5', '0.25']);
    const rows = elementWith(output.dataSet, asTag(0x00280010));
    const isLittle = output.dataSet.encoding.littleEndian;
    expect(rows && Buffer.from(bytesOf(output, rows)).toString('hex')).toBe(isLittle ? '0201' : '0102');
    const pointer = elementWith(output.dataSet, asTag(0x00280009));
    expect(pointer && Buffer.from(bytesOf(output, pointer)).toString('hex')).toBe(
      isLittle ? '18006310' : '00181063',
    );
    const tags = output.dataSet.elements.map(({ tag }) => tag);
    expect(tags).toEqual(tags.toSorted((a, b) => a - b));
  },
);

it('in another set where the instance has one, and as ASCII where it has no place for a character', async () => {
  const utf8 = await outputOf([el(0x00080005, 'CS', 'ISO_IR 192'), ...SOP]);
  expect(textsOf(utf8, SPONSOR)).toEqual(['Größe & Söhne']);
  const ascii = await outputOf(SOP);
  expect(textsOf(ascii, SPONSOR)?.[0]).toMatch(/^[\x20-\x7e]+$/);
});

it('what is there is set, at every depth, and nothing is added to items', async () => {
  const output = await outputOf([
    ...SOP,
    el(SPONSOR, 'LO', 'Another'),
    sq(0x00081199, [[el(SPONSOR, 'LO', 'A third')], [el(0x00080060, 'CS', 'CT')]]),
  ]);
  expect(textsOf(output, SPONSOR)?.[0]).not.toBe('Another');
  const items = elementWith(output.dataSet, asTag(0x00081199))?.items ?? [];
  expect(items.map(({ elements }) => elements.length)).toEqual([1, 1]);
  expect(elementWith(items[0] as never, SPONSOR)).toBeDefined();
  expect(valuesOf(output, elementWith(items[0] as never, SPONSOR) as never)).not.toEqual(['A third']);
});

it('twice adds nothing twice', async () => {
  const once = await cleanBytes(instance({ elements: SOP }), { plan });
  const twice = await cleanBytes(once, { plan });
  expect(twice.length).toBe(once.length);
});

it('an output without it is not certified', async () => {
  expect(isSigned(plan, await outputOf(SOP))).toBe(true);
  const { digest: _digest, ...draft } = plan;
  const other = {
    ...draft,
    digest: plan.digest,
    rules: plan.rules.filter(({ action }) => action.kind !== 'set'),
  };
  const without = await parsed(await cleanBytes(instance({ elements: SOP }), { plan: other }));
  expect(isSigned(other, without)).toBe(true);
  expect(isSigned(plan, without)).toBe(false);
});

it('an attribute that stands there as something that cannot be set refuses the instance', async () => {
  const result = await clean(instance({ elements: [...SOP, sq(SPONSOR, [[]])] }), { plan });
  expect('reason' in result && result.reason.code).toBe('ACTION_NOT_FOR_VR');
});
