import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lethe } from '../../cli/run.ts';
import { eachPixelOf } from '../../support/bitmapFont.ts';
import { ascii, el, instance, inTagOrder, type Node, sq } from '../../support/build.ts';

/** What must be nowhere but in the page itself. */
export const NEEDLES = ['NEEDLEMEYER', 'Needlemeyer', 'NDL-4711', 'Zachariasz'];

export const SIDE = 512;
const CT = '1.2.840.10008.5.1.4.1.1.2';
const US_MULTI_FRAME = '1.2.840.10008.5.1.4.1.1.3.1';
const SERIES = '1.2.826.0.1.3680043.8.498.7';

/** So many attributes of one instance that rules leave to a person. */
const ASKED = [
  [0x00080080, 'LO', 'St Brigid Hospital'],
  [0x00081010, 'SH', 'CT-ROOM-2'],
  [0x00081030, 'LO', 'Left knee, seen with Dr Zachariasz'],
  [0x0008103e, 'LO', 'Sagittal 3 mm'],
  [0x00081040, 'LO', 'Radiology'],
  [0x00081080, 'LO', 'Fall from a ladder'],
  [0x00102110, 'LO', 'Kiwi'],
  [0x00102154, 'SH', '+49 30 901820'],
  [0x00102180, 'SH', 'Roofer'],
  [0x001021b0, 'LT', 'Operated on by Dr Zachariasz in 2019.\r\nNo complaints since.'],
  [0x00104000, 'LT', 'Walks well again, lives with her sister'],
  [0x00180010, 'LO', 'Iohexol'],
  [0x00181000, 'LO', 'SN-998877'],
  [0x00181030, 'LO', 'Knee routine'],
  [0x00181400, 'LO', 'Sharp kernel'],
  [0x00204000, 'LT', 'Motion in the last slices'],
  [0x00321032, 'PN', 'Needlemeyer^Otto'],
  [0x00321060, 'LO', 'Knee without contrast'],
  [0x00324000, 'LT', 'Please call ward 7'],
  [0x00380300, 'LO', 'Ward 7, room 12'],
  [0x00380500, 'LO', 'Sedated'],
  [0x00400254, 'LO', 'Knee, right'],
] as const;

/** With a number in cleaned text, in an item. */
export const FINDINGS = ASKED.length + 1;
export const DOUBTFUL_NUMBER = 'ZB-77123';

const RULES = {
  profile: 'basic',
  options: ['cleanDescriptors'],
  freeText: 'hold',
  rules: [
    {
      select: [
        'InstitutionName',
        'StationName',
        'StudyDescription',
        'SeriesDescription',
        'InstitutionalDepartmentName',
        'AdmittingDiagnosesDescription',
        'Allergies',
        'PatientTelephoneNumbers',
        'Occupation',
        'AdditionalPatientHistory',
        'PatientComments',
        'ContrastBolusAgent',
        'DeviceSerialNumber',
        'ProtocolName',
        'AcquisitionDeviceProcessingDescription',
        'ImageComments',
        'RequestingPhysician',
        'RequestedProcedureDescription',
        'StudyComments',
        'CurrentPatientLocation',
        'PatientState',
        'PerformedProcedureStepDescription',
      ],
      action: 'review',
    },
  ],
};

/** Two CTs of a series and an ultrasound loop, held by the rules of a run. */
export async function heldStudy(root: string): Promise<{ readonly kept: string; readonly out: string }> {
  const at = (name: string) => join(root, name);
  mkdirSync(at('in'), { recursive: true });
  for (const number of [1, 2, 3]) writeFileSync(at(`in/ct-${number}.dcm`), ct(number));
  writeFileSync(at('in/us.dcm'), loop());
  writeFileSync(at('rules.json'), JSON.stringify(RULES));
  const call = [
    'deid',
    at('in'),
    '--out',
    at('clean'),
    '--key',
    at('lethe.key'),
    '--rules',
    at('rules.json'),
  ];
  const { status, stderr } = await lethe([...call, '--quiet']);
  if (status !== 1) throw new Error(`nothing was held: ${String(stderr)}`);
  return { kept: at('clean.kept'), out: at('clean') };
}

function common(sop: string, number: number, modality: string, series: number): Node[] {
  return [
    el(0x00080016, 'UI', sop),
    el(0x00080018, 'UI', `1.2.826.0.1.3680043.8.498.${series}.${number}`),
    el(0x00080020, 'DA', '20260312'),
    el(0x00080060, 'CS', modality),
    el(0x00080070, 'LO', 'ACME'),
    el(0x00081090, 'LO', modality === 'CT' ? 'Scanner 5' : 'Echo 2'),
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', 'NDL-4711'),
    el(0x00100030, 'DA', '19610914'),
    el(0x0020000d, 'UI', '1.2.826.0.1.3680043.8.498.1'),
    el(0x0020000e, 'UI', `${SERIES}.${series}`),
    el(0x00200013, 'IS', String(number)),
  ];
}

const word = (value: number) => new Uint8Array([value & 255, value >> 8]);

function image(rows: number, columns: number, bits: number): Node[] {
  return [
    el(0x00280002, 'US', word(1)),
    el(0x00280004, 'CS', 'MONOCHROME2'),
    el(0x00280010, 'US', word(rows)),
    el(0x00280011, 'US', word(columns)),
    el(0x00280100, 'US', word(bits > 8 ? 16 : 8)),
    el(0x00280101, 'US', word(bits)),
    el(0x00280102, 'US', word(bits - 1)),
    el(0x00280103, 'US', word(0)),
  ];
}

function ct(number: number): Uint8Array {
  const samples = new Uint8Array(2 * SIDE * SIDE);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [x, y] = [(at % SIDE) / SIDE - 0.5, Math.floor(at / SIDE) / SIDE - 0.5];
    const value = kneeAt(x, y, number);
    samples[2 * at] = value & 255;
    samples[2 * at + 1] = value >> 8;
  }
  if (number === 2) write('NEEDLEMEYER', SIDE, 20, 20, (at) => samples.set(word(3000), 2 * at));
  const asked = ASKED.map(([tag, vr, value]) => el(tag, vr, vr === 'LT' ? ascii(even(value)) : value));
  const request = sq(0x00400275, [
    [el(0x00400007, 'LO', `Knee left ${DOUBTFUL_NUMBER}`), el(0x00401001, 'SH', 'RP-1')],
  ]);
  return instance({
    elements: inTagOrder([
      ...common(CT, number, 'CT', 1),
      ...(number === 1 ? asked : asked.slice(0, 4)),
      request,
      el(0x00281050, 'DS', '1100'),
      el(0x00281051, 'DS', '1800'),
      el(0x00281052, 'DS', '0'),
      el(0x00281053, 'DS', '1'),
      ...image(SIDE, SIDE, 12),
      el(0x7fe00010, 'OW', samples),
    ]),
  });
}

/** Two bones in soft tissue, as far as a test needs them. */
function kneeAt(x: number, y: number, number: number): number {
  const grain = ((x * 7919 + y * 104729 + number * 37) * 1e4) % 60;
  const leg = (x / 0.33) ** 2 + (y / 0.4) ** 2;
  if (leg > 1) return Math.abs(grain) * 0.3;
  const bone = Math.min(
    ((x - 0.02) / 0.16) ** 2 + ((y + 0.14) / 0.13) ** 2,
    ((x + 0.03) / 0.17) ** 2 + ((y - 0.16) / 0.14) ** 2,
  );
  if (bone < 0.7) return 1350 + Math.abs(grain) * 3;
  if (bone < 1) return 2000;
  return 950 + Math.abs(grain) * 2 - leg * 120;
}

function loop(): Uint8Array {
  const [rows, columns, frames] = [240, 320, 4];
  const samples = new Uint8Array(rows * columns * frames);
  for (let at = 0; at < samples.length; at++) {
    const [frame, within] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
    const [x, y] = [(within % columns) - columns / 2, Math.floor(within / columns) - 10];
    const [radius, angle] = [Math.hypot(x, y), Math.atan2(x, y)];
    const isFan = radius < 215 && radius > 20 && Math.abs(angle) < 0.7;
    samples[at] = isFan
      ? 60 + 50 * Math.sin(radius / 9 + frame) * Math.cos(angle * 9) + ((at * 7919) % 40)
      : 0;
  }
  for (let frame = 0; frame < frames; frame++)
    write('NEEDLEMEYER', columns, 8, 8, (at) => {
      samples[frame * rows * columns + at] = 235;
    });
  return instance({
    elements: inTagOrder([
      ...common(US_MULTI_FRAME, 1, 'US', 2),
      el(0x00081030, 'LO', 'Left knee, seen with Dr Zachariasz'),
      el(0x00280008, 'IS', String(frames)),
      ...image(rows, columns, 8),
      el(0x7fe00010, 'OB', samples),
    ]),
  });
}

function write(text: string, columns: number, left: number, top: number, light: (at: number) => void): void {
  const scale = 3;
  eachPixelOf(text, (x, y) => {
    for (let at = 0; at < scale * scale; at++)
      light((top + y * scale + Math.floor(at / scale)) * columns + left + x * scale + (at % scale));
  });
}

function even(text: string): string {
  return text.length % 2 === 0 ? text : `${text} `;
}
