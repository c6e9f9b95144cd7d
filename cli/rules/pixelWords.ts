import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { formatTag } from '../../layers/dicom/tag.ts';
import type { DeviceRegions, PixelPolicy } from '../../rules/pixelPolicy.ts';
import { knownDevices } from '../../rules/pixels/knownDevices.ts';
import { canonicalJson, type RulePlan, type Screening } from '../../rules/plan.ts';

/** What becomes of pixels, in one line. */
export function pixelWords({ pixels, screening }: RulePlan): string {
  if (pixels === undefined) return UNSEEN_WORDS[screening.pixels ?? 'release'];
  const { devices, ultrasoundRegions, unmatched, fill } = pixels;
  return [
    `regions of ${devices.length} devices are filled (${fill === 'darkest' ? fill : `colour ${fill.join(', ')}`})`,
    ...(ultrasoundRegions === 'keep-only' ? ['only what lies in ultrasound regions stays'] : []),
    ...textWords(pixels),
    ...(pixels.text === 'ignore' ? [`what neither covers: ${unmatched}`] : []),
    ...(pixels.option === true ? ['what hides beside the picture goes'] : []),
  ].join('; ');
}

function textWords({ text, allow, look, detector }: PixelPolicy): readonly string[] {
  if (text === 'ignore') return ['nobody looks for text'];
  const whose = look === 'all' ? 'every image' : 'images of kinds that often show text';
  const as = detector === undefined ? [] : ['Amazon Rekognition looks for it as well: frames are sent there'];
  if (text === 'blank') return [`in ${whose}, everything that looks like text is blanked`, ...as];
  const also = allow.length === 0 ? '' : `, and ${allow.map((each) => JSON.stringify(each)).join(', ')}`;
  return [`in ${whose}, text is blanked unless it says where or how the image was made${also}`, ...as];
}

const UNSEEN_WORDS: Readonly<Record<NonNullable<Screening['pixels']> | 'release', string>> = {
  release: 'not looked at: such instances are released, with a note in the audit',
  hold: 'not looked at: such instances are held',
  quarantine: 'not looked at: such instances are quarantined',
};

/** `Modality "US", Manufacturer "GE" or "Philips", 800 x 600: [0, 0, 800, 59]` */
export function deviceWords({ when, size: [columns, rows], blank }: DeviceRegions): string {
  const conditions = when.map(
    ({ tag, anyOf }) =>
      `${lookupTag(tag)?.keyword ?? formatTag(tag)} ${anyOf.map((text) => JSON.stringify(text)).join(' or ')}`,
  );
  const places = blank.map((rectangle) => `[${rectangle.join(', ')}]`).join(' ');
  return `${[...conditions, `${columns ?? 'any'} x ${rows}`].join(', ')}: ${places}`;
}

/** The devices of the rules' own. */
export function ownDevices({ pixels }: RulePlan): readonly DeviceRegions[] {
  const known = new Set(knownDevices().map((device) => canonicalJson(device)));
  return (pixels?.devices ?? []).filter((device) => !known.has(canonicalJson(device)));
}

/** Devices that one of two plans has and the other has not, as lines of a difference. */
export function deviceDifference(before: RulePlan, after: RulePlan): readonly string[] {
  const [was, is] = [before, after].map((plan) => (plan.pixels?.devices ?? []).map(deviceWords)) as [
    string[],
    string[],
  ];
  const lines = [
    ...was.filter((words) => !is.includes(words)).map((words) => `- ${words}`),
    ...is.filter((words) => !was.includes(words)).map((words) => `+ ${words}`),
  ];
  return lines.length === 0 ? [] : ['', 'devices whose regions are filled', ...lines];
}
