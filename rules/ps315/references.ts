import { asTag, type Tag } from '../../layers/dicom/tag.ts';

/** What becomes of sequences of references that no IOD needs: what Table E.1-1 says, or they stay, with other UIDs. */
export type References = 'as-table' | 'keep';

/**
 * The rows of Table E.1-1 that are sequences of references: their items name instances by Referenced SOP Class UID and Referenced SOP
 * Instance UID (PS3.3 Table 10-11, 10-3), and the UIDs have rows of their own, which replace them. So an item that stays says what belongs together,
 * and nothing of whom. They are the sequences that Retain UIDs keeps (a test holds the list to that column); other sequences of references (Referenced Series,
 * Referenced Instance, Predecessor Documents, Identical Documents, Pertinent Other Evidence, those of RT) have no row and stay by themselves.
 */
export const REFERENCE_SEQUENCES: ReadonlySet<Tag> = new Set(
  [
    0x00081110, // Referenced Study Sequence, X/Z
    0x00081111, // Referenced Performed Procedure Step Sequence, X/Z/D
    0x00081120, // Referenced Patient Sequence, X: of type 3 wherever it is
    0x00081140, // Referenced Image Sequence, X/Z/U*
    0x00082112, // Source Image Sequence, X/Z/U*
  ].map(asTag),
);

/*
 * Rows that hold references and are not among these:
 * - Referenced Patient Photo Sequence (0010,1100), X: it leads to a photograph of the patient;
 * - Referenced Patient Alias Sequence (0038,0004), X: it says that the patient has another identity;
 * - Referenced Digital Signature Sequence (0400,0402), Referenced SOP Instance MAC Sequence (0400,0403), X: they are about bytes that are no more;
 * - Request Attributes Sequence (0040,0275), X: an order, in which a reference is one of many things.
 */
