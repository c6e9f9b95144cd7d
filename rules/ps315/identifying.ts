import { asTag } from '../../layers/dicom/tag.ts';

/**
 * Rows of Table E.1-1 whose value says who the patient is, or with whom to ask: with one of them left Patient Identity Removed (0012,0062) is
 * not YES (PS3.3 C.7.1.1). Names (VR PN) are among them without being listed.
 */
export const SAYS_WHO_ROWS: ReadonlySet<number> = new Set(
  [
    // The patient's own (PS3.3 C.2.2 to C.2.4, C.7.1.1), and that they come to in sequences of them.
    0x00100011, 0x00100012, 0x00100020, 0x00100030, 0x00100050, 0x00101000, 0x00101002, 0x00101040,
    0x00101050, 0x00101090, 0x00101100, 0x00102154, 0x00102155,
    // Numbers of orders, visits and studies, by which every information system finds the patient.
    0x00080050, 0x00200010, 0x00380010, 0x00380060, 0x00400009, 0x00400253, 0x00401001, 0x00402016,
    0x00402017,
    // Numbers and names of a trial's subject.
    0x00120040, 0x00120042,
    // Addresses and numbers of people.
    0x00401102, 0x00401103, 0x00401104, 0x0040a353, 0x0040a354,
  ].map(asTag),
);
