import type { Node } from 'jsonc-parser';
import { lookupTag, tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import { formatTag, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { table } from '../markdown.ts';
import { type DoubtfulText, doubtfulTextOf, namedIn, type TextPolicy, textPolicy } from '../textPolicy.ts';
import type { Context } from './context.ts';
import { formatSelector, parseSelector } from './selector.ts';
import { type Json, type Report, type Shape, unknownWord, wrongType } from './shape.ts';

/** `freeText` of a rule file: what becomes of doubts, attribute by attribute; or no text is kept. */
export type FreeText = TextPolicy | 'remove';

/** What a word says of an attribute whose text is cleaned. */
const POLICIES = { clean: 'release', hold: 'hold', vocabulary: 'remove' } as const;
type PolicyWord = keyof typeof POLICIES;

const DOCS: Readonly<Record<PolicyWord, string>> = {
  clean: 'cleaned, and released with its doubts in the audit',
  hold: 'cleaned, and the instance held where doubts remain',
  vocabulary:
    'cleaned, and of what is left only known words, measures and codes stay; the instance held where doubts remain',
};

const WORDS = Object.keys(POLICIES) as readonly PolicyWord[];
const WORD_OF = { release: 'clean', hold: 'hold', remove: 'vocabulary' } as const;

const BY_ATTRIBUTE = 'by-attribute';
const DEFAULT = 'default';

/**
 * What a device, a protocol, a work list or a planning system calls things: techniques, contrast agents, regions. Series are found by it, and it is made of
 * terms and codes: a word that is on no list is one of a maker's more often than a name.
 */
export const LABELS: readonly string[] = [
  'AcquisitionContextDescription',
  'AcquisitionDeviceProcessingDescription',
  'AcquisitionFieldOfViewLabel',
  'AcquisitionProtocolDescription',
  'BeamDescription',
  'BolusDescription',
  'ChannelDerivationDescription',
  'ChannelLabel',
  'ClinicalTrialSeriesDescription',
  'ClinicalTrialTimePointDescription',
  'CodeMeaning',
  'CompensatorDescription',
  'ConceptualVolumeCombinationDescription',
  'ConceptualVolumeDescription',
  'ContainerDescription',
  'ContrastBolusAgent',
  'DecompositionDescription',
  'DerivationDescription',
  'DisplacementReferenceLabel',
  'DoseCalculationModelName',
  'DoseReferenceDescription',
  'EquipmentFrameOfReferenceDescription',
  'FilterLookupTableDescription',
  'FixationDeviceDescription',
  'FractionGroupDescription',
  'LongDeviceDescription',
  'MontageChannelLabel',
  'MontageName',
  'MultienergyAcquisitionDescription',
  'MultiplexGroupLabel',
  'PerformedProcedureStepDescription',
  'PositionAcquisitionTemplateDescription',
  'PositionAcquisitionTemplateName',
  'ProtocolName',
  'PyramidDescription',
  'PyramidLabel',
  'RadiationDoseIdentificationLabel',
  'RadiationDoseInVivoMeasurementLabel',
  'RadiationGenerationModeDescription',
  'RadiationGenerationModeLabel',
  'ROIGenerationDescription',
  'ROIName',
  'ROIObservationLabel',
  'RequestedContrastAgent',
  'RequestedProcedureDescription',
  'RequestedSeriesDescription',
  'RespiratoryMotionCompensationTechniqueDescription',
  'RTToleranceSetLabel',
  'ScheduledProcedureStepDescription',
  'SegmentLabel',
  'SeriesDescription',
  'SetupTechniqueDescription',
  'ShieldingDeviceDescription',
  'StudyDescription',
  'TreatmentSite',
  'TreatmentSites',
  'WaveformFilterDescription',
];

/** What a physician says of a patient in sentences. A word that is taken out may turn its sense, so nothing leaves before it was read. */
export const REPORTS: readonly string[] = [
  'Impressions',
  'InterpretationDiagnosisDescription',
  'InterpretationText',
  'RTPhysicianIntentNarrative',
  'TextValue',
];

/** All others: comments, histories, reasons, private texts. People type them, of people, and nobody selects by them: what is not known to be harmless goes. */
function byAttribute(): TextPolicy {
  const of = (keywords: readonly string[], policy: DoubtfulText) =>
    keywords.map((keyword) => [tagOfKeyword(keyword) as Tag, policy] as const);
  return textPolicy('remove', new Map([...of(LABELS, 'release'), ...of(REPORTS, 'hold')]));
}

/** VRs of texts that have doubts, or words to take out. */
const CLEANED: ReadonlySet<Vr> = new Set<Vr>(['AE', 'CS', 'LO', 'LT', 'SH', 'ST', 'UC', 'UT']);

/** A word for all attributes, or `{ "default": "clean", "PatientComments": "hold" }`. */
export const FREE_TEXT: Shape<FreeText, Context> = {
  read: (node, { report }) => {
    if (node.type === 'object') return readObject(node, report);
    if (node.value === 'remove') return node.value;
    return readWord(node, [...WORDS, BY_ATTRIBUTE, 'remove'], report);
  },
  write: (value) => (value === 'remove' ? value : written(value)),
  schema: {
    oneOf: [
      ...schemaOf(WORDS),
      { const: BY_ATTRIBUTE, description: 'attribute by attribute, as docs/rules.md has them' },
      { const: 'remove', description: 'not kept: it goes as the Basic Profile says' },
      {
        type: 'object',
        description: 'attributes by keyword or tag, each with its word',
        properties: {
          [DEFAULT]: {
            oneOf: [...schemaOf(WORDS), { const: BY_ATTRIBUTE }],
            default: BY_ATTRIBUTE,
            description: 'what holds for all others',
          },
        },
        additionalProperties: { oneOf: schemaOf(WORDS) },
      },
    ],
  },
};

function schemaOf(words: readonly PolicyWord[]) {
  return words.map((word) => ({ const: word, description: DOCS[word] }));
}

/** One of some words, for all attributes. */
function readWord(node: Node, words: readonly string[], report: Report): TextPolicy | undefined {
  if (node.type !== 'string') return wrongType(report, node, `one of ${words.join(', ')}`);
  const word = node.value as string;
  if (!words.includes(word)) unknownWord(report, node, word, words);
  else if (word === BY_ATTRIBUTE) return byAttribute();
  else return { doubtfulText: POLICIES[word as PolicyWord] };
  return undefined;
}

function readObject(node: Node, report: Report): TextPolicy | undefined {
  let others: TextPolicy = byAttribute();
  const named = new Map<Tag, DoubtfulText>();
  const seen = new Set<Tag | typeof DEFAULT>();
  let isWhole = true;
  for (const { children } of node.children ?? []) {
    const [key, value] = children as [Node, Node];
    const attribute = key.value === DEFAULT ? DEFAULT : readAttribute(key, report);
    const policy =
      value.value === 'remove'
        ? removesOne(value, report)
        : readWord(value, attribute === DEFAULT ? [...WORDS, BY_ATTRIBUTE] : WORDS, report);
    const isTwice = attribute !== undefined && seen.has(attribute);
    if (isTwice) report.error('DUPLICATE_KEY', key, `"${key.value}" is here already`, 'Leave one of them.');
    if (attribute === undefined || policy === undefined || isTwice) isWhole = false;
    else {
      seen.add(attribute);
      if (attribute === DEFAULT) others = policy;
      else named.set(attribute, policy.doubtfulText);
    }
  }
  return isWhole ? textPolicy(others.doubtfulText, new Map([...namedIn(others), ...named])) : undefined;
}

function removesOne(node: Node, report: Report): undefined {
  report.error(
    'UNKNOWN_WORD',
    node,
    '"remove" is for all text of a file',
    'Write a rule for the attribute: { "select": "PatientComments", "action": "remove" }.',
  );
}

/** A public attribute that may have text, by keyword or tag. */
function readAttribute(key: Node, report: Report): Tag | undefined {
  const found = parseSelector(key.value as string);
  if ('code' in found) {
    report.error(found.code, key, found.message, found.hint, found.at);
    return undefined;
  }
  if (found.kind !== 'tag' || found.path !== undefined || isPrivate(found.tag)) {
    report.error(
      'SELECTOR_SYNTAX',
      key,
      'Name one public attribute here',
      `Write its keyword or tag. What holds for private ones is "${DEFAULT}".`,
    );
    return undefined;
  }
  const vrs = lookupTag(found.tag)?.vrs ?? [];
  if (vrs.length > 0 && !vrs.some((vr) => CLEANED.has(vr)))
    report.warning(
      'UNUSED_SETTING',
      key,
      `"${key.value}" changes nothing: ${formatTag(found.tag)} (VR ${vrs.join(' or ')}) is not free text`,
      'Leave it; of a sequence name the attributes in it.',
    );
  return found.tag;
}

/** In the fewest keys. */
function written(policy: TextPolicy): Json {
  const ways = [byAttribute(), { doubtfulText: policy.doubtfulText }]
    .filter(({ doubtfulText }) => doubtfulText === policy.doubtfulText)
    .map((others) => ({ others, named: differences(policy, others) }))
    .toSorted((a, b) => a.named.length - b.named.length);
  const { others, named } = ways[0] as (typeof ways)[number];
  const word = 'doubtfulTextIn' in others ? BY_ATTRIBUTE : WORD_OF[others.doubtfulText];
  if (named.length === 0) return word;
  const members = named.map((tag) => [
    formatSelector({ kind: 'tag', tag }),
    WORD_OF[doubtfulTextOf(policy, tag)],
  ]);
  return { [DEFAULT]: word, ...Object.fromEntries(members) };
}

/** The attributes of which two policies say different things. */
function differences(one: TextPolicy, other: TextPolicy): readonly Tag[] {
  const tags = new Set([...namedIn(one).keys(), ...namedIn(other).keys()]);
  return [...tags].filter((tag) => doubtfulTextOf(one, tag) !== doubtfulTextOf(other, tag));
}

/** Which attributes have which word under `by-attribute`, for docs/rules.md. */
export function byAttributeTable(): string {
  const named = (keywords: readonly string[]) => keywords.map((keyword) => `\`${keyword}\``).join(', ');
  return table(
    ['', 'attributes'],
    [
      ['`clean`', named(LABELS)],
      ['`hold`', named(REPORTS)],
      ['`vocabulary`', 'all others, and private ones'],
    ],
  );
}
