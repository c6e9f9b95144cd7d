import { el, instance, inTagOrder, type Node, pixels, sq, TRANSFER_SYNTAX } from './build.ts';

/**
 * An invented study whose instances refer to each other: two CT slices, a segmentation, an enhanced CT, a presentation state, a report, a structure set, an
 * ECG with an annotation. Each reference stands where PS3.3 has it, and leads to an instance of the study, by `UID`.
 */

const ROOT = '1.2.826.0.1.3680043.9.7433.10';
/** UIDs of the study, made up under a root that the standard does not have. */
export const UID = {
  study: `${ROOT}.1`,
  ctSeries: `${ROOT}.2`,
  ct0: `${ROOT}.3`,
  ct1: `${ROOT}.4`,
  enhanced: `${ROOT}.5`,
  seg: `${ROOT}.6`,
  pr: `${ROOT}.7`,
  sr: `${ROOT}.8`,
  rtstruct: `${ROOT}.9`,
  ecg: `${ROOT}.10`,
  frame: `${ROOT}.11`,
  step: `${ROOT}.12`,
} as const;

const CT = '1.2.840.10008.5.1.4.1.1.2';
const STEP = '1.2.840.10008.3.1.2.3.3';
const STUDY_CLASS = '1.2.840.10008.3.1.2.3.1';
const EXPLICIT: string = TRANSFER_SYNTAX.explicitLittleEndian;

/** PS3.3 Table 10-11. */
const to = (sopClass: string, uid: string): Node[] => [
  el(0x00081150, 'UI', sopClass),
  el(0x00081155, 'UI', uid),
];
const toCt = (slice: 0 | 1): Node[] => to(CT, slice === 0 ? UID.ct0 : UID.ct1);
const code = (value: string, scheme: string, meaning: string): Node[] => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', scheme),
  el(0x00080104, 'LO', meaning),
];
const FROM = [code('121322', 'DCM', 'Source image for image processing operation')];
const PURPOSE = sq(0x0040a170, FROM);
/** Common Instance Reference Module. */
const commonReferences = sq(0x00081115, [
  [sq(0x0008114a, [toCt(0), toCt(1)]), el(0x0020000e, 'UI', UID.ctSeries)],
]);
const derivation = (slice: 0 | 1): Node =>
  sq(0x00089124, [
    [sq(0x00082112, [[...toCt(slice), PURPOSE]]), sq(0x00089215, [code('113076', 'DCM', 'Segmentation')])],
  ]);

function made(
  sopClass: string,
  uid: string,
  modality: string,
  series: string,
  nodes: readonly Node[],
  syntax = EXPLICIT,
): Uint8Array {
  return instance({
    transferSyntax: syntax,
    elements: inTagOrder([
      el(0x00080016, 'UI', sopClass),
      el(0x00080018, 'UI', uid),
      el(0x00080020, 'DA', '20240229'),
      el(0x00080023, 'DA', '20240229'),
      el(0x00080030, 'TM', '101112'),
      el(0x00080033, 'TM', '101113'),
      el(0x00080050, 'SH', 'A-77123'),
      el(0x00080060, 'CS', modality),
      el(0x00080070, 'LO', 'Lethe Fixtures'),
      el(0x00080090, 'PN', 'Halvorsen^Tormod'),
      el(0x00100010, 'PN', 'Zwieback^Oriane'),
      el(0x00100020, 'LO', 'KH-7731942'),
      el(0x00100030, 'DA', '19610914'),
      el(0x00100040, 'CS', 'F'),
      el(0x0020000d, 'UI', UID.study),
      el(0x0020000e, 'UI', series),
      el(0x00200010, 'SH', 'S-1'),
      el(0x00200011, 'IS', '1'),
      el(0x00200013, 'IS', '1'),
      ...nodes,
    ]),
  });
}

function image(rows: number): Node[] {
  return [
    el(0x00280002, 'US', [1]),
    el(0x00280004, 'CS', 'MONOCHROME2'),
    el(0x00280010, 'US', [rows]),
    el(0x00280011, 'US', [rows]),
    el(0x00280100, 'US', [16]),
    el(0x00280101, 'US', [16]),
    el(0x00280102, 'US', [15]),
    el(0x00280103, 'US', [0]),
    pixels(new Array<number>(rows * rows).fill(1)),
  ];
}

const ctSlice = (slice: 0 | 1): Uint8Array =>
  made(
    CT,
    slice === 0 ? UID.ct0 : UID.ct1,
    'CT',
    UID.ctSeries,
    [
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
      // Type 3 in a CT: they go, unless rules keep references.
      sq(0x00081110, [to(STUDY_CLASS, UID.study)]),
      sq(0x00081111, [to(STEP, UID.step)]),
      sq(0x00081120, [to('1.2.840.10008.3.1.2.1.1', `${ROOT}.90`)]),
      sq(0x00081140, [toCt(slice === 0 ? 1 : 0)]),
      sq(0x00082112, [toCt(slice === 0 ? 1 : 0)]),
      el(0x00200052, 'UI', UID.frame),
      ...image(2),
    ],
    slice === 0 ? TRANSFER_SYNTAX.implicitLittleEndian : TRANSFER_SYNTAX.explicitBigEndian,
  );

const segmentation = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.66.4', UID.seg, 'SEG', `${ROOT}.20`, [
    el(0x00080008, 'CS', 'DERIVED\\PRIMARY'),
    sq(0x00081111, [to(STEP, UID.step)]),
    commonReferences,
    el(0x00280008, 'IS', '2'),
    el(0x00200052, 'UI', UID.frame),
    sq(0x52009229, [[derivation(0)]]),
    sq(0x52009230, [[derivation(0)], [derivation(1)]]),
    ...image(2),
  ]);

const enhancedCt = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.2.1', UID.enhanced, 'CT', `${ROOT}.21`, [
    el(0x00080008, 'CS', 'DERIVED\\PRIMARY\\AXIAL\\NONE'),
    commonReferences,
    sq(0x00081111, [to(STEP, UID.step)]),
    // Referenced Image Evidence, Source Image Evidence: no rows.
    sq(0x00089092, [
      [
        sq(0x00081115, [[sq(0x00081199, [toCt(0)]), el(0x0020000e, 'UI', UID.ctSeries)]]),
        el(0x0020000d, 'UI', UID.study),
      ],
    ]),
    el(0x00280008, 'IS', '1'),
    sq(0x52009229, [[sq(0x00081140, [[...toCt(0), PURPOSE, el(0x00081160, 'IS', '1')]])]]),
    sq(0x52009230, [[derivation(1), sq(0x00081140, [[...toCt(1), PURPOSE]])]]),
    ...image(2),
  ]);

const presentation = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.11.1', UID.pr, 'PR', `${ROOT}.22`, [
    sq(0x00081115, [[sq(0x00081140, [toCt(0), toCt(1)]), el(0x0020000e, 'UI', UID.ctSeries)]]),
    sq(0x0070005a, [
      [
        sq(0x00081140, [[...toCt(0), el(0x00081160, 'IS', '1')]]),
        el(0x00700052, 'SL', [1, 1]),
        el(0x00700053, 'SL', [2, 2]),
        el(0x00700100, 'CS', 'SCALE TO FIT'),
      ],
    ]),
    // D: one item of dummies is left, and it is still of both images.
    sq(0x00700001, [
      [
        sq(0x00081140, [toCt(0), [...toCt(1), el(0x00081160, 'IS', '1\\2')]]),
        el(0x00700002, 'CS', 'LAYER1'),
        sq(0x00700008, [
          [
            el(0x00700004, 'CS', 'PIXEL'),
            el(0x00700006, 'ST', 'seen by Halvorsen'),
            el(0x00700014, 'FL', [1, 1]),
            el(0x00700015, 'CS', 'Y'),
          ],
        ]),
        sq(0x00700009, [
          [
            el(0x00700005, 'CS', 'PIXEL'),
            el(0x00700020, 'US', [2]),
            el(0x00700021, 'US', [1]),
            el(0x00700022, 'FL', [1, 1]),
            el(0x00700023, 'CS', 'POINT'),
            el(0x00700024, 'CS', 'N'),
          ],
        ]),
      ],
      [sq(0x00081140, [toCt(1)]), el(0x00700002, 'CS', 'LAYER1')],
    ]),
    sq(0x00700060, [[el(0x00700002, 'CS', 'LAYER1'), el(0x00700062, 'IS', '1')]]),
    el(0x00700080, 'CS', 'MARKS'),
    el(0x00700081, 'LO', ''),
    el(0x00700084, 'PN', 'Halvorsen^Tormod'),
    el(0x20500020, 'CS', 'IDENTITY'),
  ]);

/** Key Object Selection: what it is of stands in Evidence, Referenced Request and Content. */
const report = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.88.33', UID.sr, 'SR', `${ROOT}.23`, [
    sq(0x00081111, [to(STEP, UID.step)]),
    sq(0x0040a073, [
      [
        el(0x0040a027, 'LO', 'Klinikum Nordhafen'),
        el(0x0040a030, 'DT', '20240229101112'),
        el(0x0040a075, 'PN', 'Halvorsen^Tormod'),
        sq(0x0040a088, [code('4711', '99L', 'Halvorsen')]),
      ],
    ]),
    sq(0x0040a360, [
      [
        sq(0x00081115, [
          [sq(0x00081199, [to('1.2.840.10008.5.1.4.1.1.88.33', UID.pr)]), el(0x0020000e, 'UI', `${ROOT}.22`)],
        ]),
        el(0x0020000d, 'UI', UID.study),
      ],
    ]),
    sq(0x0040a370, [
      [
        el(0x00080050, 'SH', 'A-77123'),
        sq(0x00081110, [to(STUDY_CLASS, UID.study)]),
        el(0x0020000d, 'UI', UID.study),
        el(0x00321060, 'LO', 'CT'),
        sq(0x00321064, [code('CT', '99L', 'CT')]),
        el(0x00401001, 'SH', 'RP1'),
        el(0x00402016, 'LO', 'P1'),
        el(0x00402017, 'LO', 'F1'),
      ],
    ]),
    sq(0x0040a375, [
      [
        sq(0x00081115, [[sq(0x00081199, [toCt(0), toCt(1)]), el(0x0020000e, 'UI', UID.ctSeries)]]),
        el(0x0020000d, 'UI', UID.study),
      ],
    ]),
    el(0x0040a040, 'CS', 'CONTAINER'),
    sq(0x0040a043, [code('121144', 'DCM', 'Document Title')]),
    el(0x0040a050, 'CS', 'SEPARATE'),
    el(0x0040a491, 'CS', 'COMPLETE'),
    el(0x0040a493, 'CS', 'VERIFIED'),
    sq(0x0040a730, [
      [
        el(0x0040a010, 'CS', 'CONTAINS'),
        el(0x0040a040, 'CS', 'IMAGE'),
        sq(0x0040a043, [code('260753009', 'SCT', 'Source')]),
        sq(0x00081199, [toCt(0)]),
      ],
    ]),
  ]);

const structures = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.481.3', UID.rtstruct, 'RTSTRUCT', `${ROOT}.24`, [
    el(0x00081070, 'PN', 'Zubrowski^Kasimir'),
    el(0x30060002, 'SH', 'S'),
    sq(0x30060010, [
      [
        el(0x00200052, 'UI', UID.frame),
        sq(0x30060012, [
          [
            ...to(STUDY_CLASS, UID.study),
            sq(0x30060014, [[el(0x0020000e, 'UI', UID.ctSeries), sq(0x30060016, [toCt(0), toCt(1)])]]),
          ],
        ]),
      ],
    ]),
    sq(0x30060020, [
      [
        el(0x30060022, 'IS', '1'),
        el(0x30060024, 'UI', UID.frame),
        el(0x30060026, 'LO', 'GTV'),
        el(0x30060036, 'CS', 'MANUAL'),
      ],
    ]),
    sq(0x30060039, [
      [
        sq(0x30060040, [
          [
            sq(0x30060016, [toCt(1)]),
            el(0x30060042, 'CS', 'POINT'),
            el(0x30060046, 'IS', '1'),
            el(0x30060050, 'DS', '1\\1\\1'),
          ],
        ]),
        el(0x30060084, 'IS', '1'),
      ],
    ]),
    sq(0x30060080, [
      [
        el(0x30060082, 'IS', '1'),
        el(0x30060084, 'IS', '1'),
        el(0x300600a4, 'CS', 'GTV'),
        el(0x300600a6, 'PN', ''),
      ],
    ]),
    el(0x300e0002, 'CS', 'UNAPPROVED'),
  ]);

const ecg = (): Uint8Array =>
  made('1.2.840.10008.5.1.4.1.1.9.1.1', UID.ecg, 'ECG', `${ROOT}.25`, [
    el(0x0008002a, 'DT', '20240229101112'),
    sq(0x00081140, [toCt(0)]),
    sq(0x0040b020, [
      [el(0x00700006, 'ST', 'read by Halvorsen'), el(0x0040a0b0, 'US', [1, 0]), el(0x0040b022, 'US', [1])],
    ]),
  ]);

/** The files of the study, by name. */
export function referringStudy(): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ['ct0', ctSlice(0)],
    ['ct1', ctSlice(1)],
    ['seg', segmentation()],
    ['enhanced', enhancedCt()],
    ['pr', presentation()],
    ['sr', report()],
    ['rtstruct', structures()],
    ['ecg', ecg()],
  ]);
}
