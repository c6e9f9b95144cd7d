import { asTag } from '../dicom/tag.ts';

/** Attributes whose whole value is an identifier: of a patient, a record, an order, a device, a node of a network (PS3.3 C.7 to C.12, C.3, C.4). */
export const CODES: ReadonlySet<number> = new Set(
  [
    0x00020016, 0x00020017, 0x00020018, 0x00080050, 0x00080054, 0x00080055, 0x00080094, 0x00081000,
    0x00081010, 0x00100020, 0x00101000, 0x00101090, 0x00102154, 0x00102155, 0x00120020, 0x00120030,
    0x00120040, 0x00120042, 0x00181000, 0x00181003, 0x00181004, 0x00181005, 0x00181007, 0x00181008,
    0x00181010, 0x00181011, 0x0018700a, 0x00189373, 0x00200010, 0x00321020, 0x00321021, 0x00380010,
    0x00380011, 0x00380060, 0x00400001, 0x00400009, 0x00400010, 0x00400241, 0x00400242, 0x00400253,
    0x00400512, 0x00400551, 0x00400562, 0x00401001, 0x00401103, 0x00402001, 0x00402006, 0x00402007,
    0x00402010, 0x00402016, 0x00402017, 0x0040a192, 0x00500020, 0x21000140, 0x30100071, 0x30100072,
  ].map(asTag),
);

/** Attributes that name a place or an organization in words. */
export const PLACES: ReadonlySet<number> = new Set(
  [
    0x00080080, 0x00080081, 0x00080092, 0x00081040, 0x00100021, 0x00101040, 0x00102152, 0x00120010,
    0x00120031, 0x00120060, 0x00321033, 0x00380300, 0x00380400, 0x00400011, 0x00400243, 0x00401005,
    0x00401102, 0x00401104, 0x0040a027, 0x0040a353,
  ].map(asTag),
);

/** Times of day at which something was done to the patient (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.7.6.1). */
export const TIMES: ReadonlySet<number> = new Set(
  [0x00080030, 0x00080031, 0x00080032, 0x00080033, 0x0008002a, 0x00100032, 0x00321041, 0x00400245].map(asTag),
);

/** Concept names (PS3.16, scheme DCM) of content items whose text is an identifier or a name of a place. */
export const CODE_CONCEPTS: ReadonlySet<string> = new Set([
  '111700',
  '111705',
  '113871',
  '113880',
  '121016',
  '121020',
  '121021',
  '121022',
  '121030',
  '121041',
  '121196',
  '125010',
  '128774',
  '128775',
]);
export const PLACE_CONCEPTS: ReadonlySet<string> = new Set([
  '113873',
  '113877',
  '121009',
  '121013',
  '121017',
  '121121',
  '121193',
  '121197',
  '121434',
  '122128',
]);
