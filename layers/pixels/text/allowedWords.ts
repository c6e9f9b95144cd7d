/** What may stand alone: sides, directions (PS3.3 C.7.6.1.1.1), positions, views of projection X-ray (PS3.16 CID 4010, 4014). None is a name that somebody bears. */
export const WORDS: ReadonlySet<string> = new Set(
  (
    'L R LEFT RIGHT LT RT A P H F S I CM MM ' +
    'AP PA LAT LATERAL OBL OBLIQUE CC MLO ML LMO XCCL XCCM RCC LCC RMLO LMLO RML LML RLM LLM RLO LLO RXCCL LXCCL RXCCM LXCCM ' +
    'RAO LAO RPO LPO RLAT LLAT RLL LLL DECUB DECUBITUS ERECT UPRIGHT SUPINE PRONE STANDING SITTING PORTABLE ' +
    'AXIAL SAG SAGITTAL COR CORONAL TRANS TRANSVERSE ' +
    'ANTERIOR POSTERIOR SUPERIOR INFERIOR MEDIAL PROXIMAL DISTAL'
  ).split(' '),
);

/** What stands before a number on the screens of ultrasound, X-ray, CT and MR. Alone they do not stay: DR is also a doctor, Mi and Se are names. */
export const LABELS: ReadonlySet<string> = new Set(
  (
    'MI TI TIS TIB TIC FR FPS FRQ FREQ GN GAIN DR DYN PRF WF WW WL W C PWR ZOOM MAG DEPTH FOV TE TR FA NEX THK SL LOC ' +
    'KV KVP MAS DAP EI EXI DI SID SOD FS SPACING SCALE SER IMA FRAME 2D PW CW CF'
  ).split(' '),
);

/** What stands after a number. Y, M, W and D would make it an age, H a time, kg a person's weight. */
export const UNITS: ReadonlySet<string> = new Set(
  (
    'MM CM UM µM MM2 CM2 MM3 CM3 ML CC MS SEC S MIN HZ KHZ MHZ DB KV KVP MA MAS UA MW J MJ % ° DEG °C C BPM FPS CM/S M/S MM/S ' +
    'MMHG HU T MGY GY UGY CGY MGYCM DGYCM2 CGYCM2 UGYM2 MSV X PX DPI LP/MM KPA'
  ).split(' '),
);
