/** How a text is written, as far as its first character tells. */
type Form = 'xml' | 'json' | 'lines';

/** A system whose files Lethe does not read, and what its files alone have. */
interface ForeignSystem {
  /** As a sentence says it: `This is …`. */
  readonly name: string;
  readonly form: Form;
  /** Each by itself is proof. */
  readonly signs: readonly RegExp[];
  /** What can be made of its files all the same. */
  readonly hint?: string;
}

/** What tells a file stands at its beginning, and no expression is to run over megabytes. */
const LOOKED_AT = 64 * 1024;

/**
 * The first that has a sign is meant. A sign is something that no file of a dialect that Lethe reads can have; each system has its examples
 * in test/rules/foreignSystems.test.ts.
 */
const FOREIGN_SYSTEMS: readonly ForeignSystem[] = [
  {
    // https://mircwiki.rsna.org/index.php?title=The_CTP_DICOM_Anonymizer
    name: 'a script of RSNA’s CTP or Anonymizer (TCIA’s are such, too)',
    form: 'xml',
    hint: 'It becomes a Lethe rule file: lethe rules convert --from ctp FILE.',
    signs: [
      /<script\b[^>]{0,200}>[\s\S]{0,5000}?<[eprk]\s[^>]{0,200}\b(?:en|t)\s*=/i,
      /<e\s[^>]{0,200}\bt\s*=\s*["'][0-9A-Fa-f]{8}["'][^>]{0,200}\bn\s*=/,
    ],
  },
  {
    name: 'a script of RSNA’s CTP or Anonymizer (TCIA’s are such, too)',
    form: 'lines',
    hint: 'Open it in CTP’s script editor and save it, which writes it as XML; lethe rules convert --from ctp FILE makes a Lethe rule file of that.',
    signs: [
      /^\s*#?set\.\[[0-9A-Fa-f]{4},\s*[0-9A-Fa-f]{4}\]/m,
      /^\s*#?(?:param\.\w+\s*=|keep\.group\w*\s*=|remove\.(?:privategroups|overlays|curves|unspecifiedelements)\s*=)/m,
    ],
  },
  {
    name: 'a filter or pixel script of RSNA’s CTP',
    form: 'lines',
    hint: 'What a pixel script says becomes a Lethe rule file: lethe rules convert --from ctp-pixels FILE.',
    signs: [
      /(?:\[[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\]|\b[A-Z]\w+)\.(?:equals|contains|startsWith|endsWith|matches)(?:IgnoreCase)?\s*\(\s*"/,
    ],
  },
  {
    name: 'a pipeline configuration of RSNA’s CTP',
    form: 'xml',
    signs: [/class\s*=\s*"org\.rsna\./],
  },
  {
    // https://pydicom.github.io/deid/getting-started/dicom-config/
    name: 'a recipe of pydicom’s deid',
    form: 'lines',
    signs: [
      /^\s*FORMAT\s+dicom\b/im,
      /^\s*%(?:header|filter|labels?|fields|values)\b/m,
      /^\s*(?:BLANK|JITTER|REMOVE|KEEP|REPLACE|ADD)\s+(?:ALL\b|\w+:\S|[A-Z]\w+)/m,
    ],
  },
  {
    // https://osirix-foundation.github.io/karnak-documentation/
    name: 'a profile of Karnak',
    form: 'lines',
    signs: [
      /^\s*(?:profileElements|minimumKarnakVersion|defaultIssuerOfPatientID)\s*:/m,
      /^\s*(?:-\s*)?codename\s*:/m,
    ],
  },
  {
    // https://wiki.xnat.org/xnat-tools/dicomedit
    name: 'a script of XNAT’s DicomEdit',
    form: 'lines',
    signs: [
      /^\s*version\s+"\d[\d.]*"/m,
      /^\s*\([0-9A-Fa-fXx@#]{4},[^)\n]{1,80}\)\s*:=/m,
      /^\s*-\s*\([0-9A-Fa-fXx@#]{4},/m,
      /^\s*(?:removeAllPrivateTags\b|alterPixels\s*\[|\w+\s*:=)/m,
    ],
  },
  {
    // https://orthanc.uclouvain.be/book/users/anonymization.html
    name: 'the body of an Orthanc anonymization or modification',
    form: 'json',
    signs: [
      /"(?:Replace|Keep|Remove|KeepPrivateTags|RemovePrivateTags|DicomVersion|KeepSource|KeepLabels)"\s*:/,
    ],
  },
  {
    // https://cloud.google.com/healthcare-api/docs/how-tos/dicom-deidentify
    name: 'a de-identification of Google’s Cloud Healthcare API',
    form: 'json',
    signs: [/"(?:filterProfile|dicomTagConfig|keepList|removeList)"\s*:/],
  },
  {
    // https://github.com/KitwareMedical/dicom-anonymizer
    name: 'a dictionary of Kitware’s dicom-anonymizer',
    form: 'json',
    signs: [/"\(\s*0x[0-9A-Fa-f]{4}\s*,\s*0x[0-9A-Fa-f]{4}/],
  },
  {
    // https://gdcm.sourceforge.net/html/gdcmanon.html
    name: 'a call of GDCM’s gdcmanon',
    form: 'lines',
    signs: [
      /\bgdcmanon\b/,
      /(?:^|\s)--(?:dumb|de-identify|deidentify)\b/,
      /(?:^|\s)--(?:empty|remove|replace)\s+[0-9A-Fa-f]{1,4},[0-9A-Fa-f]{1,4}/,
    ],
  },
  {
    // https://support.dcmtk.org/docs/dcmodify.html
    name: 'a call of DCMTK’s dcmodify',
    form: 'lines',
    signs: [
      /\bdcmodify\b/,
      /(?:^|\s)(?:-(?:m|ma|i|e|ea)|--(?:modify|modify-all|insert|erase|erase-all))\s+["']?(?:\(?[0-9A-Fa-f]{4},|[A-Z]\w+\b)/,
    ],
  },
  {
    // https://github.com/dcm4che/dcm4che: the tools share no option with the archive's `deidentify:`.
    name: 'a call of a dcm4che tool',
    form: 'lines',
    signs: [
      /^\s*(?:\S*\/)?(?:deidentify|storescu|dcm2dcm|dcm2xml)\s+-/m,
      /(?:^|\s)--(?:retain-[a-z]|set\s)/,
      /(?:^|\s)-s\s+["']?(?:[A-Z]\w+|[0-9A-Fa-f]{8})(?:\/\S{0,80})?=/,
    ],
  },
  {
    name: 'an XSL stylesheet, as archives use for coercions',
    form: 'xml',
    signs: [/<xsl:(?:stylesheet|transform)\b/],
  },
  { name: 'Conquest’s dicom.ini', form: 'lines', signs: [/^\s*(?:Import|Export)Converter\d*\s*=/m] },
  { name: 'a web page', form: 'xml', signs: [/^\s*<(?:!DOCTYPE\s+html|html)\b/i] },
];

/** The system whose file a text is; null: it may be one that Lethe reads. `text`: without comments. */
export function foreignSystem(text: string): Pick<ForeignSystem, 'name' | 'hint'> | null {
  const looked = text.slice(0, LOOKED_AT);
  const form = formOf(looked);
  return (
    FOREIGN_SYSTEMS.find((each) => each.form === form && each.signs.some((sign) => sign.test(looked))) ?? null
  );
}

function formOf(text: string): Form {
  if (/^\s*</.test(text)) return 'xml';
  return /^\s*[[{]\s*["{[\]}]/.test(text) ? 'json' : 'lines';
}
