/** How a data set is encoded (PS3.5 Annex A). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  /** Elements carry their VR (PS3.5 7.1.2). */
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
  /** All after the file meta information is one raw DEFLATE stream (PS3.5 A.5, RFC 1951). */
  readonly deflated: boolean;
  /** Pixel Data is a sequence of fragments (PS3.5 A.4), but in an icon it may still be native. */
  readonly encapsulated: boolean;
}

type Encoding = Omit<TransferSyntax, 'uid' | 'name'>;

/** PS3.5 A.1. */
const IMPLICIT: Encoding = { explicitVr: false, littleEndian: true, deflated: false, encapsulated: false };
/** PS3.5 A.2; also where the pixels are not in the data set at all: JPIP (A.6, A.11), real-time video (A.8 to A.10). */
const EXPLICIT: Encoding = { explicitVr: true, littleEndian: true, deflated: false, encapsulated: false };
/** PS3.5 A.5; JPIP (A.7, A.12). */
const DEFLATED: Encoding = { explicitVr: true, littleEndian: true, deflated: true, encapsulated: false };
/** PS3.5 A.3 (2016b). */
const BIG_ENDIAN: Encoding = { explicitVr: true, littleEndian: false, deflated: false, encapsulated: false };
/** PS3.5 A.4. */
const ENCAPSULATED: Encoding = { explicitVr: true, littleEndian: true, deflated: false, encapsulated: true };

/**
 * Every transfer syntax of PS3.6 Table A-1 that encodes a data set, and one of GE's. One that is not here is not guessed at.
 * Two of the table are left out: RFC 2557 MIME (1.2.840.10008.1.2.6.1) and XML (1.2.840.10008.1.2.6.2) only tell a
 * DICOMDIR what a referenced file that is not DICOM holds (PS3.10, Supplements 101 and 114).
 */
const TRANSFER_SYNTAXES: readonly (readonly [uid: string, name: string, encoding: Encoding])[] = [
  ['1.2.840.10008.1.2', 'Implicit VR Little Endian', IMPLICIT],
  ['1.2.840.10008.1.2.1', 'Explicit VR Little Endian', EXPLICIT],
  ['1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', ENCAPSULATED],
  ['1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', DEFLATED],
  ['1.2.840.10008.1.2.2', 'Explicit VR Big Endian', BIG_ENDIAN],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 & 4)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.52', 'JPEG Extended (Process 3 & 5)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.54', 'JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.55', 'JPEG Full Progression, Non-Hierarchical (Process 10 & 12)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.56', 'JPEG Full Progression, Non-Hierarchical (Process 11 & 13)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.58', 'JPEG Lossless, Non-Hierarchical (Process 15)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.59', 'JPEG Extended, Hierarchical (Process 16 & 18)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.60', 'JPEG Extended, Hierarchical (Process 17 & 19)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.61', 'JPEG Spectral Selection, Hierarchical (Process 20 & 22)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.62', 'JPEG Spectral Selection, Hierarchical (Process 21 & 23)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.63', 'JPEG Full Progression, Hierarchical (Process 24 & 26)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.64', 'JPEG Full Progression, Hierarchical (Process 25 & 27)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.65', 'JPEG Lossless, Hierarchical (Process 28)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.66', 'JPEG Lossless, Hierarchical (Process 29)', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.70',
    'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless Image Compression', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Lossy (Near-Lossless) Image Compression', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Image Compression (Lossless Only)', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000 Image Compression', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.92',
    'JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2 Multi-component Image Compression', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.94', 'JPIP Referenced', EXPLICIT],
  ['1.2.840.10008.1.2.4.95', 'JPIP Referenced Deflate', DEFLATED],
  ['1.2.840.10008.1.2.4.100', 'MPEG2 Main Profile / Main Level', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.100.1', 'Fragmentable MPEG2 Main Profile / Main Level', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.101', 'MPEG2 Main Profile / High Level', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.101.1', 'Fragmentable MPEG2 Main Profile / High Level', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4 AVC/H.264 High Profile / Level 4.1', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.103.1',
    'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.104', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.104.1',
    'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.105', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.105.1',
    'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.106', 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.106.1',
    'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile / Level 5.1', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 Image Compression (Lossless Only)', ENCAPSULATED],
  [
    '1.2.840.10008.1.2.4.202',
    'High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)',
    ENCAPSULATED,
  ],
  ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000 Image Compression', ENCAPSULATED],
  ['1.2.840.10008.1.2.4.204', 'JPIP HTJ2K Referenced', EXPLICIT],
  ['1.2.840.10008.1.2.4.205', 'JPIP HTJ2K Referenced Deflate', DEFLATED],
  ['1.2.840.10008.1.2.5', 'RLE Lossless', ENCAPSULATED],
  ['1.2.840.10008.1.2.7.1', 'SMPTE ST 2110-20 Uncompressed Progressive Active Video', EXPLICIT],
  ['1.2.840.10008.1.2.7.2', 'SMPTE ST 2110-20 Uncompressed Interlaced Active Video', EXPLICIT],
  ['1.2.840.10008.1.2.7.3', 'SMPTE ST 2110-30 PCM Digital Audio', EXPLICIT],
  ['1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression', ENCAPSULATED],
  ['1.2.840.10008.1.20', 'Papyrus 3 Implicit VR Little Endian', IMPLICIT],
  // As implicit VR little endian, but the words of Pixel Data are big endian (GE's DLX systems).
  ['1.2.840.113619.5.2', 'GE Private Implicit VR Little Endian with Big Endian Pixel Data', IMPLICIT],
];

const BY_UID: ReadonlyMap<string, TransferSyntax> = new Map(
  TRANSFER_SYNTAXES.map(([uid, name, encoding]) => [uid, { uid, name, ...encoding }]),
);

/** The transfer syntax of a UID, without padding; undefined: unknown, so not to be read. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return BY_UID.get(uid);
}

/** Every transfer syntax that is known, in the order of PS3.6 Table A-1. */
export function transferSyntaxes(): readonly TransferSyntax[] {
  return [...BY_UID.values()];
}
