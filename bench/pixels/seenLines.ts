/** [left, top, right, bottom], in pixels from the top left corner; right and bottom are the first outside. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** An image of the folder that LETHE_CORPUS names that shows text. */
export interface SeenImage {
  readonly file: string;
  /**
   * Lines that may tell who it is, where or when: names and initials, numbers, institutions, dates and times of day. A person has looked at the picture, and drew them
   * as tightly as a line stands.
   */
  readonly lines: readonly Box[];
}

/** A screen of Philips's that three files show: name, number, institution, date, time. */
const CX50: readonly Box[] = [
  [93, 9, 121, 24],
  [93, 36, 266, 51],
  [326, 36, 511, 53],
  [668, 9, 775, 25],
  [668, 36, 782, 51],
];
/** One of GE's that three files show: institution, and a clock that ran with the examination. */
const LOGIQ: readonly Box[] = [
  [19, 26, 170, 40],
  [278, 42, 361, 56],
];
/** One of Toshiba's that three files show: date and time. */
const APLIO: readonly Box[] = [
  [639, 3, 714, 19],
  [628, 20, 714, 36],
];

/** Images that show text, looked at by eye. */
export const SEEN: readonly SeenImage[] = [
  { file: 'cornerstonejs_cornerstone3D/US-YBR_FULL_422-EVRLE.dcm', lines: [[168, 496, 242, 514]] },
  {
    file: 'cornerstonejs_cornerstone3D/no-pixel-spacing.dcm',
    lines: [
      [94, 9, 145, 24],
      [94, 36, 144, 51],
      [256, 36, 459, 53],
      [668, 9, 775, 25],
      [668, 36, 758, 51],
      // The name of a preset, which has the institution's in it.
      [3, 67, 121, 82],
    ],
  },
  {
    file: 'derived/vl_photo_burnedin_img2dcm.dcm',
    lines: [
      [7, 9, 141, 20],
      [7, 222, 171, 234],
    ],
  },
  { file: 'grailbio_go-dicom/I_000003.dcm', lines: [] },
  { file: 'grailbio_go-dicom/I_000034.dcm', lines: APLIO },
  { file: 'grailbio_go-dicom/I_000038.dcm', lines: APLIO },
  { file: 'grailbio_go-dicom/I_000039.dcm', lines: APLIO },
  {
    file: 'pydicom_deid-data/RGB_IMAGE.dcm',
    lines: [
      [4, 6, 228, 27],
      [4, 34, 137, 54],
      // Initials.
      [403, 7, 434, 26],
      [503, 6, 717, 26],
      [774, 6, 883, 26],
      [503, 34, 770, 54],
    ],
  },
  { file: 'pydicom_pydicom-data/OBXXXX1A_rle.dcm', lines: CX50 },
  { file: 'pydicom_pydicom-data/OBXXXX1A_rle_2frame.dcm', lines: CX50 },
  {
    file: 'pydicom_pydicom-data/gdcm-US-ALOKA-16.dcm',
    // Hardly to be seen on a bar of nearly the same grey.
    lines: [
      [80, 1, 249, 12],
      [110, 13, 209, 24],
      [550, 1, 640, 12],
      [561, 13, 640, 24],
    ],
  },
  { file: 'pydicom_pydicom/examples_jpeg2k.dcm', lines: LOGIQ },
  { file: 'pydicom_pydicom/examples_palette.dcm', lines: CX50 },
  {
    file: 'pydicom_pydicom/examples_rgb_color.dcm',
    lines: [
      [9, 13, 86, 21],
      [139, 21, 182, 29],
    ],
  },
  // Three letters where that device writes a name.
  { file: 'pydicom_pydicom/examples_ybr_color.dcm', lines: [[12, 3, 29, 12]] },
  { file: 'robyoung_dicom-test-files/US1_RLE', lines: LOGIQ },
  { file: 'robyoung_dicom-test-files/US1_UNCI.dcm', lines: LOGIQ },
];
