import { type DataSet, formatPath } from '../../../../layers/dicom/element.ts';
import { textOf } from '../../../../layers/dicom/values.ts';
import {
  asObject,
  type BareDataSet,
  indexOfObject,
} from '../../../../layers/engine/identifier/bareDataSet.ts';
import type { MessageServices } from '../../../../layers/engine/identifier/cleanMessage.ts';
import type { QueryServices } from '../../../../layers/engine/identifier/query.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import { compileRules } from '../../../../rules/compile.ts';
import { EMPTY_PLAN, type RulePlan } from '../../../../rules/plan.ts';
import { exampleNamed, sourceOf } from '../../../rules/harness.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';

/** Worklists and performed steps of one patient, who is nobody. */

export const SYNTAXES = [
  TRANSFER_SYNTAX.implicitLittleEndian,
  TRANSFER_SYNTAX.explicitLittleEndian,
  TRANSFER_SYNTAX.explicitBigEndian,
  TRANSFER_SYNTAX.deflated,
] as const;

export const NAME = 'Zwieback^Oriane';
export const ID = 'PAT-40711';
export const ACCESSION = 'ACC-90155';
export const STUDY = '1.2.826.0.1.3680043.9.1234.1';
export const STEP_ID = 'SPS-5518';
export const PROCEDURE_ID = 'RP-7709';
/** Texts that may be nowhere in what leaves. */
export const NEEDLES = [
  'Zwieback',
  'Oriane',
  ID,
  '19610914',
  ACCESSION,
  STUDY,
  STEP_ID,
  PROCEDURE_ID,
  'Quacksalber',
  'PLACER-331',
  'Ward-7',
  'ADM-881',
];

export function bare(
  elements: readonly Node[],
  transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian,
): BareDataSet {
  return {
    bytes: instance({ elements, transferSyntax, meta: 'none', preamble: 'none' }),
    transferSyntaxUid: transferSyntax,
  };
}

const code = (value: string, meaning: string): Node[] => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', 'LN'),
  el(0x00080104, 'LO', meaning),
];

/** An answer of a worklist (PS3.4 Table K.6-1), with more in it than most modalities ask for. */
export function answerElements(): Node[] {
  return [
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00080050, 'SH', ACCESSION),
    el(0x00080090, 'PN', 'Quacksalber^Otto'),
    sq(0x00081110, [[el(0x00081150, 'UI', '1.2.840.10008.3.1.2.3.1'), el(0x00081155, 'UI', `${STUDY}.9`)]]),
    el(0x00100010, 'PN', NAME),
    el(0x00100020, 'LO', ID),
    el(0x00100030, 'DA', '19610914'),
    el(0x00100040, 'CS', 'F'),
    el(0x00101030, 'DS', '61.5'),
    el(0x00102000, 'LO', 'PACEMAKER'),
    el(0x0020000d, 'UI', STUDY),
    el(0x00321032, 'PN', 'Quacksalber^Otto'),
    el(0x00321060, 'LO', 'CT CHEST of Zwieback'),
    sq(0x00321064, [code('24627-2', 'CT Chest')]),
    el(0x00380010, 'LO', 'ADM-881'),
    el(0x00380300, 'LO', 'Ward-7'),
    sq(0x00400100, [
      [
        el(0x00080060, 'CS', 'CT'),
        el(0x00321070, 'LO', 'IOMERON'),
        el(0x00400001, 'AE', 'CT1'),
        el(0x00400002, 'DA', '20261130'),
        el(0x00400003, 'TM', '131500'),
        el(0x00400006, 'PN', 'Quacksalber^Otto'),
        el(0x00400007, 'LO', 'THORAX NATIV'),
        sq(0x00400008, [code('24627-2', 'CT Chest')]),
        el(0x00400009, 'SH', STEP_ID),
        el(0x00400010, 'SH', 'CT1-ROOM'),
        el(0x00400020, 'CS', 'SCHEDULED'),
      ],
    ]),
    el(0x00401001, 'SH', PROCEDURE_ID),
    el(0x00401003, 'SH', 'ROUTINE'),
    el(0x00402016, 'LO', 'PLACER-331'),
  ];
}

/** What a modality asks for, with values in the keys that it chooses by. */
export function queryElements(
  keys: Readonly<Record<number, Node>> = {},
  step: readonly Node[] = STEP_KEYS,
): Node[] {
  const asked: Node[] = [
    el(0x00080005, 'CS', ''),
    el(0x00080050, 'SH', ''),
    el(0x00100010, 'PN', ''),
    el(0x00100020, 'LO', ''),
    el(0x00100040, 'CS', ''),
    el(0x0020000d, 'UI', ''),
    sq(0x00321064, []),
    sq(0x00400100, [step]),
    el(0x00401001, 'SH', ''),
  ];
  const tags = new Set(Object.keys(keys).map(Number));
  return [...asked.filter((node) => !tags.has(tagOf(node))), ...Object.values(keys)].sort(
    (one, other) => tagOf(one) - tagOf(other),
  );
}

const tagOf = (node: Node): number => ('tag' in node ? (node.tag ?? 0) : 0);

export const STEP_KEYS: readonly Node[] = [
  el(0x00080060, 'CS', 'CT'),
  el(0x00400001, 'AE', 'CT1'),
  el(0x00400002, 'DA', '20261130-20261201'),
  el(0x00400003, 'TM', ''),
  el(0x00400007, 'LO', ''),
  el(0x00400009, 'SH', ''),
];

/** The N-CREATE of a performed step (PS3.4 Table F.7.2-1). */
export function createElements(): Node[] {
  return [
    el(0x00080060, 'CS', 'CT'),
    el(0x00100010, 'PN', NAME),
    el(0x00100020, 'LO', ID),
    el(0x00100030, 'DA', '19610914'),
    el(0x00100040, 'CS', 'F'),
    el(0x00200010, 'SH', 'STUDY-31'),
    el(0x00400241, 'AE', 'CT1'),
    el(0x00400244, 'DA', '20261130'),
    el(0x00400245, 'TM', '132000'),
    el(0x00400250, 'DA', ''),
    el(0x00400251, 'TM', ''),
    el(0x00400252, 'CS', 'IN PROGRESS'),
    el(0x00400253, 'SH', 'PPS-77123'),
    sq(0x00400270, [
      [
        el(0x00080050, 'SH', ACCESSION),
        el(0x0020000d, 'UI', STUDY),
        el(0x00321060, 'LO', 'CT CHEST'),
        el(0x00400009, 'SH', STEP_ID),
        el(0x00401001, 'SH', PROCEDURE_ID),
      ],
    ]),
    sq(0x00400340, []),
  ];
}

/** The N-SET that ends it. */
export function setElements(): Node[] {
  return [
    el(0x00400250, 'DA', '20261130'),
    el(0x00400251, 'TM', '134500'),
    el(0x00400252, 'CS', 'COMPLETED'),
    sq(0x00400340, [
      [
        el(0x0008103e, 'LO', 'THORAX of Zwieback'),
        el(0x00081050, 'PN', 'Quacksalber^Otto'),
        sq(0x00081140, [
          [el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), el(0x00081155, 'UI', `${STUDY}.5.1`)],
        ]),
        el(0x00181030, 'LO', 'THORAX'),
        el(0x0020000e, 'UI', `${STUDY}.5`),
      ],
    ]),
  ];
}

/** Every value of a data set, by path. */
export async function textsOf(message: BareDataSet): Promise<Readonly<Record<string, string>>> {
  const read = await indexOfObject(asObject(message));
  const texts: Record<string, string> = {};
  const visit = ({ elements }: DataSet): void => {
    for (const element of elements) {
      if (element.items === null) texts[formatPath(element)] = textOf(read, element).trim();
      else {
        texts[formatPath(element)] = `${element.items.length}`;
        for (const item of element.items) visit(item);
      }
    }
  };
  visit(read.dataSet);
  return texts;
}

export function planIn(text: string): RulePlan {
  const { plan, problems } = compileRules(sourceOf(text));
  if (plan === null) throw new Error(JSON.stringify(problems));
  return plan;
}

export const WORKLIST_PLAN = compileRules(exampleNamed('worklist.json')).plan as RulePlan;

export function services(plan: RulePlan, over: Partial<MessageServices> = {}): MessageServices {
  return {
    plan,
    keys: testKeys(),
    identities: testIdentities(),
    entropy: systemEntropy,
    clock: TEST_CLOCK,
    keyScope: '',
    ...over,
  };
}

export function queryServices(over: Partial<QueryServices> = {}): QueryServices {
  return { keys: services(EMPTY_PLAN), answers: services(WORKLIST_PLAN), restorer: null, ...over };
}
