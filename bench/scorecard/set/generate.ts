import { createHash } from 'node:crypto';
import type { Font } from 'opentype.js';
import { el, instance } from '../../../test/support/build.ts';
import { encoderOf } from '../../../test/support/characterSets.ts';
import { type Random, randomOf } from '../../pixels/random.ts';
import type { AnswerKey, Check, InstanceKey } from '../key.ts';
import { described, imageParts, patientAndStudy, privateAttributes, type Series } from './attributes.ts';
import { burn, bytesOf, slice } from './frames.ts';
import { type Part, part } from './parts.ts';
import { dateOf, digits, hospitalOf, patientOf, personOf } from './people.ts';
import { burnedInto, ownChecks, plantedInto, privateGroups, type RealFile } from './real.ts';
import { reportParts } from './report.ts';
import { pixelParts, techniqueParts } from './technique.ts';

/** A generated set: files with identifiers planted in them, and what must become of each. */
export interface GeneratedSet {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly key: AnswerKey;
}

export interface SetOptions {
  readonly patients: number;
  /** What burned-in text is written with; none: the glyphs of old devices. */
  readonly fonts: readonly Font[];
  /** Real files to plant into (`realFiles`), two in each study; none: synthetic ones alone. */
  readonly real: readonly RealFile[];
}

/** Storage SOP classes (PS3.4 B.5) of the modalities that MIDI-B has; texts are burned into those in capitals of an image. */
const IMAGES = {
  CT: { sopClass: '1.2.840.10008.5.1.4.1.1.2', size: [64, 64, 16], mayShowText: false },
  MR: { sopClass: '1.2.840.10008.5.1.4.1.1.4', size: [64, 64, 16], mayShowText: false },
  PT: { sopClass: '1.2.840.10008.5.1.4.1.1.128', size: [48, 48, 16], mayShowText: false },
  US: { sopClass: '1.2.840.10008.5.1.4.1.1.6.1', size: [300, 400, 8], mayShowText: true },
  DX: { sopClass: '1.2.840.10008.5.1.4.1.1.1.1', size: [360, 320, 16], mayShowText: true },
  CR: { sopClass: '1.2.840.10008.5.1.4.1.1.1', size: [320, 320, 16], mayShowText: true },
  MG: { sopClass: '1.2.840.10008.5.1.4.1.1.1.2', size: [360, 280, 16], mayShowText: true },
} as const;
type ImageModality = keyof typeof IMAGES;
const MODALITIES = Object.keys(IMAGES) as readonly ImageModality[];
const REPORT = '1.2.840.10008.5.1.4.1.1.88.33';

const ACCENTED = ['Grünewald', 'Sjöberg', 'Muñoz', 'Lefèvre', 'Ångström', 'Çelik', 'Jiménez', 'Køhler'];

/** The same seed gives the same bytes. */
export function generateSet(seed: number, { patients, fonts, real }: SetOptions): GeneratedSet {
  const random = randomOf(seed);
  const files: { name: string; bytes: Uint8Array }[] = [];
  const instances: InstanceKey[] = [];
  let number = 1000;

  const write = (
    series: Series,
    sopUid: string,
    parts: readonly Part[],
    more: readonly Check[] = [],
    bytes = written(parts, series.terms),
  ) => {
    const name = `${series.modality}-${number}.dcm`;
    files.push({ name, bytes });
    instances.push({
      file: name,
      modality: series.modality,
      sopClassUid: series.sopClassUid,
      patientId: series.patient.id,
      studyUid: series.studyUid,
      seriesUid: series.seriesUid,
      sopUid,
      instanceNumber: String(number),
      digest: createHash('sha256').update(bytes).digest('hex'),
      checks: [...parts.flatMap(({ checks }) => checks), ...more],
    });
  };

  for (let patient = 0; patient < patients; patient++) {
    const who = whoOf(random, patient);
    for (let study = 0; study < 1 + (patient % 2); study++) {
      const whole = studyOf(random);
      const modalities = [patient + study, patient + study + 3].map(
        (at) => MODALITIES[at % MODALITIES.length] as ImageModality,
      );
      const shown: { sopClass: string; series: string; sop: string }[] = [];
      modalities.forEach((modality, at) => {
        const series = seriesOf(random, who, whole, modality, IMAGES[modality].sopClass, at + 1);
        for (let image = 0; image < 2; image++) {
          number += 1;
          const sopUid = uidOf(random);
          write(series, sopUid, imageOf(series, sopUid, String(number), shown.at(-1)?.sop ?? null, fonts));
          shown.push({ sopClass: series.sopClassUid, series: series.seriesUid, sop: sopUid });
        }
      });
      for (let at = 0; at < (real.length === 0 ? 0 : 2); at++) {
        number += 1;
        const base = random.of(real);
        const theirs = { ...who, terms: base.terms };
        const series = seriesOf(random, theirs, whole, base.modality, base.sopClassUid, 5 + at);
        const sopUid = uidOf(random);
        const parts = partsInto(base, series, sopUid, String(number), fonts);
        const isWhole =
          base.read.elements.has('7FE00010') && !parts.some(({ node }) => node.tag === 0x7fe00010);
        const more = [...ownChecks(base), ...(isWhole ? [pixelCheck('pixels_retained')] : [])];
        write(series, sopUid, parts, more, plantedInto(base, parts));
      }
      number += 1;
      const report = seriesOf(random, who, whole, 'SR', REPORT, 9);
      const sopUid = uidOf(random);
      const parts = [...patientAndStudy(report, sopUid, String(number)), ...reportParts(report, shown)];
      write(report, sopUid, parts);
    }
  }
  return { files, key: { seed, instances } };
}

type Who = Pick<Series, 'patient' | 'hospital' | 'physician' | 'terms'>;
type Whole = Pick<Series, 'studyUid' | 'studyDate' | 'accession' | 'studyId' | 'frameOfReferenceUid'>;

function whoOf(random: Random, at: number): Who {
  const patient = patientOf(random, `${random.of(['M', 'H', 'R'])}${digits(random, 7)}`);
  const isAccented = at % 4 === 3;
  return {
    patient: isAccented ? { ...patient, family: random.of(ACCENTED) } : patient,
    hospital: hospitalOf(random),
    physician: personOf(random),
    terms: isAccented && at % 8 === 3 ? 'ISO_IR 192' : 'ISO_IR 100',
  };
}

function studyOf(random: Random): Whole {
  return {
    studyUid: uidOf(random),
    studyDate: dateOf(random, 2004, 2021),
    accession: `A${digits(random, 8)}`,
    studyId: `S${digits(random, 7)}`,
    frameOfReferenceUid: uidOf(random),
  };
}

/** One of a maker's, 64 characters at most. */
function uidOf(random: Random): string {
  return `1.2.840.113619.2.${random.whole(10, 400)}.${digits(random, 10)}.${digits(random, 12)}`;
}

function seriesOf(
  random: Random,
  who: Who,
  whole: Whole,
  modality: string,
  sopClassUid: string,
  seriesNumber: number,
): Series {
  return {
    ...who,
    ...whole,
    random,
    modality,
    sopClassUid,
    seriesNumber,
    seriesUid: uidOf(random),
    // A series may be finished after midnight; no month is left by it.
    seriesDate:
      random.next() < 0.2 && !whole.studyDate.endsWith('28')
        ? String(Number(whole.studyDate) + 1)
        : whole.studyDate,
    studyDescription: described('StudyDescription', modality, who, random),
    seriesDescription: described('SeriesDescription', modality, who, random),
  };
}

function imageOf(
  series: Series,
  sopUid: string,
  instanceNumber: string,
  referenced: string | null,
  fonts: readonly Font[],
): Part[] {
  const { random } = series;
  const { size, mayShowText } = IMAGES[series.modality as ImageModality];
  const [rows, columns, bits] = size;
  const frame = slice(random, rows, columns, bits);
  const showsText = mayShowText && random.next() < 0.5;
  const burned = showsText ? burn(frame, linesOf(series), fonts, random) : [];
  const checks: Check[] =
    burned.length === 0
      ? [pixelCheck('pixels_retained')]
      : burned.map(({ text, box }) => ({ ...pixelCheck('pixels_hidden'), value: text, text, box }));
  // A device says NO of pictures that show text, too, or says nothing where the IOD lets it.
  const mustSay = series.modality === 'DX' || series.modality === 'MG';
  const saysYes = showsText && random.next() < 0.3;
  const says = saysYes ? 'YES' : mustSay || random.next() < 0.5 ? 'NO' : null;
  return [
    ...patientAndStudy(series, sopUid, instanceNumber),
    ...imageParts(series, referenced, showsText),
    ...techniqueParts(series),
    ...privateAttributes(series),
    ...pixelParts(rows, columns, bits),
    ...(says === null ? [] : [part('BurnedInAnnotation', says)]),
    { node: { ...el(0x7fe00010, bits === 8 ? 'OB' : 'OW', bytesOf(frame)), tag: 0x7fe00010 }, checks },
  ];
}

/** What devices write into a picture, the first line always. */
function linesOf({ random, patient, hospital, studyDate }: Series): readonly string[] {
  const lines = [
    `${patient.family.toUpperCase()}, ${patient.given.toUpperCase()}`,
    `ID: ${patient.id}`,
    `${studyDate.slice(4, 6)}/${studyDate.slice(6)}/${studyDate.slice(0, 4)}`,
    hospital.name,
  ];
  return lines.slice(0, random.whole(1, lines.length));
}

/** Image Type, Manufacturer and Body Part Examined stay a real file's own: what becomes of it may depend on them. */
const THEIR_OWN = new Set([0x00080008, 0x00080070, 0x00180015]);

/** What is planted into a real file. */
function partsInto(
  base: RealFile,
  series: Series,
  sopUid: string,
  instanceNumber: string,
  fonts: readonly Font[],
): Part[] {
  const { random, modality } = series;
  const taken = privateGroups(base);
  const isImage = base.read.elements.has('7FE00010');
  const mayShowText = isImage && modality in IMAGES && IMAGES[modality as ImageModality].mayShowText;
  const burned = mayShowText && random.next() < 0.5 ? burnedInto(base, linesOf(series), fonts, random) : null;
  return [
    ...patientAndStudy(series, sopUid, instanceNumber),
    ...(isImage ? imageParts(series, null, burned !== null) : []),
    ...privateAttributes(series).filter(({ node }) => !taken.has(node.tag >>> 16)),
    ...(burned === null ? [] : [burned]),
  ].filter(({ node }) => !THEIR_OWN.has(node.tag));
}

function pixelCheck(action: 'pixels_hidden' | 'pixels_retained'): Check {
  return { action, category: 'PIXELS', path: '7FE00010', name: 'PixelData', value: '', text: '' };
}

/** The file meta information names the instance as well (PS3.10 7.1), and whoever sent it. */
function written(parts: readonly Part[], terms: string): Uint8Array {
  const elements = [...parts].sort((one, other) => one.node.tag - other.node.tag).map(({ node }) => node);
  return instance({ elements, text: encoderOf([terms]) });
}
