import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../../../layers/dicom/parse.ts';
import { mayShowText } from '../../../../layers/engine/look/kinds.ts';
import { sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { clean, refusal } from '../harness.ts';

const IDENTITY = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'), el(0x00080018, 'UI', '2.25.1')];
const word = (value: number) => new Uint8Array([value & 0xff, value >> 8]);
const PIXELS = el(0x7fe00010, 'OW', new Uint8Array(8));

interface Kind {
  readonly modality?: string;
  readonly type?: string;
  readonly conversion?: string;
  readonly burnedIn?: string;
  readonly samples?: number;
  readonly size?: readonly [rows: number, columns: number];
  readonly pixels?: readonly Node[];
}

function image(kind: Kind): Uint8Array {
  const { modality, type, conversion, burnedIn, samples = 1, size = [512, 512], pixels = [PIXELS] } = kind;
  const text = (tag: number, value: string | undefined) =>
    value === undefined ? [] : [el(tag, 'CS', value)];
  return instance({
    elements: [
      ...text(0x00080008, type),
      ...IDENTITY,
      ...text(0x00080060, modality),
      ...text(0x00080064, conversion),
      el(0x00280002, 'US', word(samples)),
      el(0x00280010, 'US', word(size[0])),
      el(0x00280011, 'US', word(size[1])),
      ...text(0x00280301, burnedIn),
      ...pixels,
    ],
  });
}

const SLICE: Kind = { modality: 'CT', type: 'ORIGINAL\\PRIMARY\\AXIAL' };

async function showsText(kind: Kind): Promise<boolean> {
  return mayShowText(await parseInstance(memorySource(image(kind)), DEFAULT_LIMITS));
}

describe('an instance may show text', () => {
  it.each<readonly [string, Kind]>([
    ...['US', 'SC', 'OT', 'XC', 'ES', 'XA', 'RF', 'CR', 'DX', 'MG', 'PX', 'IO', 'GM', 'OP'].map(
      (modality) => [modality, { modality, type: 'ORIGINAL\\PRIMARY' }] as const,
    ),
    ['a modality in lower case', { modality: 'us' }],
    ['no modality', {}],
    ['a copy of a screen', { ...SLICE, type: 'ORIGINAL\\SECONDARY' }],
    ['what was derived', { ...SLICE, type: 'DERIVED\\PRIMARY\\MPR' }],
    ['the label of a slide', { modality: 'SM', type: 'ORIGINAL\\PRIMARY\\LABEL\\NONE' }],
    ['what was converted', { ...SLICE, conversion: 'WSD' }],
    ['what says so', { ...SLICE, burnedIn: 'YES' }],
    ['a CT slice in colours', { ...SLICE, samples: 3 }],
    ['a CT slice of the size of a screen', { ...SLICE, size: [1080, 1920] }],
  ])('%s', async (_name, kind) => {
    expect(await showsText(kind)).toBe(true);
  });

  it.each<readonly [string, Kind]>([
    ['an original CT slice', SLICE],
    ['an original MR slice', { modality: 'MR', type: 'ORIGINAL\\PRIMARY\\M', size: [256, 192] }],
    ['an original slice that says NO', { ...SLICE, burnedIn: 'NO' }],
    ['a tile of a slide', { modality: 'SM', type: 'ORIGINAL\\PRIMARY\\VOLUME\\NONE', samples: 3 }],
    ['what has no pixels', { modality: 'US', pixels: [] }],
    ['what has an empty Pixel Data', { modality: 'US', pixels: [el(0x7fe00010, 'OW')] }],
  ])('but not %s', async (_name, kind) => {
    expect(await showsText(kind)).toBe(false);
  });
});

describe('pixels that nobody looks at', () => {
  const { digest: _digest, ...draft } = basicProfilePlan();
  const planWith = (pixels: 'hold' | 'quarantine') =>
    sealPlan({ ...draft, screening: { ...draft.screening, pixels } });
  const ultrasound = image({ modality: 'US' });

  it('are a note of a released instance', async () => {
    expect(await clean(ultrasound)).toMatchObject({
      outcome: 'released',
      findings: [{ severity: 'note', code: 'PIXELS_NOT_LOOKED_AT', path: '(7FE0,0010)' }],
    });
    expect(await clean(image(SLICE))).toMatchObject({ outcome: 'released', findings: [] });
  });

  it('hold it where the rules say so', async () => {
    expect(await clean(ultrasound, { plan: planWith('hold') })).toMatchObject({
      outcome: 'held',
      findings: [{ severity: 'doubt', code: 'PIXELS_NOT_LOOKED_AT' }],
    });
    expect(await clean(image(SLICE), { plan: planWith('hold') })).toMatchObject({ outcome: 'released' });
  });

  it('quarantine it where the rules say so', async () => {
    expect(await refusal(ultrasound, { plan: planWith('quarantine') })).toBe('PIXELS_NOT_LOOKED_AT');
    expect(await refusal(image(SLICE), { plan: planWith('quarantine') })).toBeNull();
  });

  it('leave the digest of rules without the switch as it was', () => {
    expect(planWith('hold').digest).not.toBe(sealPlan(draft).digest);
    expect(sealPlan(draft).digest).toBe(basicProfilePlan().digest);
  });
});
