import type { Node } from 'jsonc-parser';
import { lookupTag, vrOfTag } from '../../layers/dicom/standard/dictionary.ts';
import { formatTag, type Tag } from '../../layers/dicom/tag.ts';
import { vrFacts } from '../../layers/dicom/vr.ts';
import type { DeviceCondition, DeviceRegions, PixelPolicy } from '../pixelPolicy.ts';
import { knownDevices } from '../pixels/knownDevices.ts';
import { TEXT_WEIGHTS } from '../pixels/textWeights.ts';
import { canonicalJson } from '../plan.ts';
import type { Context } from './context.ts';
import { type Fields, object } from './object.ts';
import { list, number, oneOrMore, type Report, type Shape, text, word, wrongType } from './shape.ts';
import { ATTRIBUTE, FLAG } from './valueShapes.ts';

/** The policy as a file says it: known devices by one word. */
export interface FilePixels extends Omit<PixelPolicy, 'option' | 'weights' | 'detector' | 'drawn'> {
  readonly knownDevices: boolean;
  readonly detector: 'built-in' | NonNullable<PixelPolicy['detector']>;
}

type Rectangle = DeviceRegions['blank'][number];

/** Rows and columns are of two bytes (PS3.3 C.7.6.3.1). */
const MOST_PIXELS = 65_535;
const PIXEL = number<Context>(0, MOST_PIXELS);
const TEXTS = oneOrMore<string, Context>(text());

/** `{ "Modality": "US", "Manufacturer": ["GE", "General Electric"] }` */
const WHEN: Shape<readonly DeviceCondition[], Context> = {
  read: (node, context) => {
    if (node.type !== 'object') return wrongType(context.report, node, 'an object of attributes');
    const seen = new Set<Tag>();
    const conditions = (node.children ?? []).map((property) => {
      const [keyNode, valueNode] = property.children as [Node, Node | undefined];
      const tag = attributeWithText(keyNode, seen, context);
      const anyOf = valueNode === undefined ? undefined : TEXTS.read(valueNode, context);
      return tag === undefined || anyOf === undefined ? undefined : { tag, anyOf };
    });
    if (conditions.length === 0) return wrongType(context.report, node, 'at least one attribute');
    return conditions.includes(undefined) ? undefined : (conditions as DeviceCondition[]);
  },
  write: (conditions) =>
    Object.fromEntries(
      conditions.map(({ tag, anyOf }) => [lookupTag(tag)?.keyword ?? formatTag(tag), TEXTS.write(anyOf)]),
    ),
  schema: { type: 'object', minProperties: 1, additionalProperties: TEXTS.schema },
};

/** An attribute that a condition can be about: once, and with values that are text. */
function attributeWithText(node: Node, seen: Set<Tag>, context: Context): Tag | undefined {
  const tag = ATTRIBUTE.read(node, context);
  if (tag === undefined) return undefined;
  const name = lookupTag(tag)?.keyword ?? formatTag(tag);
  if (seen.has(tag)) {
    const hint = `Leave one, with a list of texts: "${name}": ["…", "…"].`;
    context.report.error('DUPLICATE_KEY', node, `${name} is there twice`, hint);
    return undefined;
  }
  seen.add(tag);
  const vr = vrOfTag(tag);
  const content = vr === undefined ? 'text' : vrFacts(vr).content;
  if (content === 'text' || content === 'ascii') return tag;
  const hint = 'Write "size" for Rows and Columns; for a device, name an attribute that has text.';
  context.report.error('WRONG_TYPE', node, `${name} (${vr}) has no text that could be compared`, hint);
  return undefined;
}

/** Whole numbers, so many; the first one may be null. */
function numbers<T extends readonly (number | null)[]>(count: number, wanted: string): Shape<T, Context> {
  return {
    read: (node, context) => {
      const parts = node.type === 'array' ? (node.children ?? []) : [];
      if (parts.length !== count) return wrongType(context.report, node, wanted);
      const values = parts.map((part, at) =>
        at === 0 && count === 2 && part.type === 'null' ? null : PIXEL.read(part, context),
      );
      return values.includes(undefined) ? undefined : (values as unknown as T);
    },
    write: (values) => [...values],
    schema: { type: 'array', minItems: count, maxItems: count },
  };
}

const SIZE = numbers<DeviceRegions['size']>(2, '[columns, rows], columns null for any number');
const RECTANGLE = numbers<Rectangle>(4, '[left, top, width, height]');
const COLOUR = numbers<readonly [number, number, number]>(3, '"darkest", or [red, green, blue]');

export const DEVICE: Fields<DeviceRegions, Context> = {
  when: {
    shape: WHEN,
    doc: 'attributes, each with a text that it contains, in any case; a list: one of them',
    absent: 'error',
  },
  size: { shape: SIZE, doc: '[columns, rows] of the image; columns null: any number', absent: 'error' },
  blank: {
    shape: list(RECTANGLE),
    doc: 'rectangles to fill: [left, top, width, height] in pixels from the top left corner',
    absent: 'error',
  },
};

const DEVICE_OBJECT = object<DeviceRegions, Context>(DEVICE);

/** Every rectangle lies in an image of the size. */
const DEVICE_REGIONS: Shape<DeviceRegions, Context> = {
  ...DEVICE_OBJECT,
  read: (node, context) => {
    const device = DEVICE_OBJECT.read(node, context);
    if (device === undefined || device.blank.every((rectangle) => fits(rectangle, device))) return device;
    return beyond(context.report, node);
  },
};

function fits([left, top, width, height]: Rectangle, { size: [columns, rows] }: DeviceRegions): boolean {
  return width > 0 && height > 0 && top + height <= rows && (columns === null || left + width <= columns);
}

function beyond(report: Report, node: Node): undefined {
  report.error(
    'OUT_OF_RANGE',
    node,
    'A rectangle to blank is empty, or lies beyond the size of the image',
    'Write [left, top, width, height] within the size.',
  );
}

const FILL: Shape<PixelPolicy['fill'], Context> = {
  read: (node, context) => {
    if (node.value === 'darkest') return 'darkest';
    const colour = COLOUR.read(node, context);
    if (colour === undefined || colour.every((part) => part <= 255)) return colour;
    return wrongType(context.report, node, 'a colour of three numbers from 0 to 255');
  },
  write: (fill) => (fill === 'darkest' ? fill : COLOUR.write(fill)),
  schema: { oneOf: [{ const: 'darkest' }, COLOUR.schema] },
};

/** The policy of a file that asks for the option alone. */
export const DEFAULT_PIXELS: FilePixels = {
  devices: [],
  knownDevices: true,
  ultrasoundRegions: 'keep-only',
  text: 'blank-unless-allowed',
  detector: 'built-in',
  allow: [],
  look: 'default',
  unmatched: 'hold',
  fill: 'darkest',
};

export const PIXELS: Fields<FilePixels, Context> = {
  devices: {
    shape: list(DEVICE_REGIONS),
    doc: 'where the images of your devices have text; every entry that matches is blanked',
    absent: { is: DEFAULT_PIXELS.devices },
  },
  knownDevices: {
    shape: FLAG,
    doc: 'also the devices that the lists of CTP and deid know',
    absent: { is: true },
  },
  ultrasoundRegions: {
    shape: word({
      'keep-only': 'of an image with ultrasound regions (0018,6011), only what lies in one of them stays',
      ignore: 'they say nothing',
    }),
    doc: 'what ultrasound regions mean',
    absent: { is: DEFAULT_PIXELS.ultrasoundRegions },
  },
  text: {
    shape: word({
      'blank-unless-allowed':
        'what is read and is neither allowed nor says where or how the image was made is blanked',
      blank: 'everything that looks like text is blanked',
      ignore: 'nobody looks for it',
    }),
    doc: 'text that is found by looking at every frame',
    absent: { is: DEFAULT_PIXELS.text },
  },
  detector: {
    shape: word({
      'built-in': 'Lethe’s own detector, which sends nothing anywhere',
      rekognition:
        'beside it Amazon Rekognition, to which each frame that is looked at is sent, in the account and Region of the deployment; what either finds counts',
    }),
    doc: 'what looks for text; more on [pixels.md](pixels.md#rekognition-as-well)',
    absent: { is: DEFAULT_PIXELS.detector },
  },
  allow: {
    shape: list(text()),
    doc: 'texts that may stay, in any case, beside letters of sides, views, scales and numbers with a unit',
    absent: { is: [] },
  },
  look: {
    shape: word({
      default: 'those of kinds that often show text',
      all: 'every one that has pixels',
    }),
    doc: 'which instances are looked at for text',
    absent: { is: DEFAULT_PIXELS.look },
  },
  unmatched: {
    shape: word({
      hold: 'it is held: a person looks at it',
      quarantine: 'it is quarantined',
      release: 'it is released, with the note PIXELS_NOT_LOOKED_AT',
    }),
    doc: 'an instance of a kind that often shows text, for which neither a device nor an ultrasound region says what to blank',
    absent: { is: DEFAULT_PIXELS.unmatched },
  },
  fill: {
    shape: FILL,
    doc: 'what fills the rectangles: the darkest value that the image can show, or a colour [red, green, blue]',
    absent: { is: DEFAULT_PIXELS.fill },
  },
};

/** What a plan has: the file's own devices, then the known ones. */
export function pixelPolicy(
  { knownDevices: isKnown, devices, detector, ...policy }: FilePixels,
  isOption: boolean,
): PixelPolicy {
  const looks = policy.text !== 'ignore';
  return {
    ...policy,
    devices: isKnown ? [...devices, ...knownDevices()] : devices,
    ...(looks ? { weights: TEXT_WEIGHTS } : {}),
    ...(looks && detector !== 'built-in' ? { detector } : {}),
    ...(isOption ? { option: true } : {}),
  };
}

/** The file that gives a policy. */
export function filePixels({
  option: _option,
  weights: _weights,
  detector,
  ...policy
}: PixelPolicy): FilePixels {
  const known = knownDevices();
  const own = policy.devices.length - known.length;
  const isKnown = own >= 0 && canonicalJson(policy.devices.slice(own)) === canonicalJson(known);
  return {
    ...policy,
    detector: detector ?? DEFAULT_PIXELS.detector,
    devices: isKnown ? policy.devices.slice(0, own) : policy.devices,
    knownDevices: isKnown,
  };
}
