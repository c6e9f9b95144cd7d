import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../../layers/text/identifierDraft.ts';
import { isMedicalForm, withoutDigraphs } from '../../../layers/text/words/medicalForms.ts';
import { loadWords } from '../../../layers/text/words/wordTable.ts';

const words = loadWords();
const known = (text: string) => cleanToVocabulary(text, NO_IDENTIFIERS, words).text;
const cleaned = (text: string) => cleanText(text, NO_IDENTIFIERS, words);

describe('Clinical words stay under the strictest policy', () => {
  test.each([
    ['endings of medicine', 'Bridging syndesmophytes, resectoscope passed'],
    ['its beginnings', 'Iridocorneal angle, infrarenal aorta'],
    ['British spellings', 'Papilloedema and varicocoele'],
    ['Roman numerals', 'Segment VIII and type IIa'],
    ['abbreviations', 'IPMN, TPLO and LVEF 45%'],
    ['abbreviations that are rare names, in capitals', 'MOLLI native T1 map'],
    ['sequences of makers', 'StarVIBE free breathing'],
    ['two names of a term', 'Osgood-Schlatter, fragmented tubercle'],
    ['a name before its term', 'Riedel lobe and Masson trichrome'],
    ['a score in Roman numerals', 'Fine needle aspirate, Bethesda III'],
    ['a modality that is a title as well', 'SLAP tear on MR arthrogram'],
    ['words with their usual neighbour', 'Bell clapper deformity'],
    ['the size of a finding that stands far behind', 'Small 3.3 mm right-sided pneumothorax'],
    ['procedures of ICD-10-PCS', 'Percutaneous pancreaticojejunostomy'],
    ['trade names', 'Closed with Monocryl, Surgicel left'],
    ['German', 'Säuglingshüfte, Aortensklerose'],
    ['French', 'Scanner cérébral, traumatisme crânien'],
    ['Spanish', 'Tórax portátil, paciente intubado'],
    ['Italian', 'Tac addome superiore, calcolosi'],
    ['Portuguese', 'Mamografia de rastreamento'],
    ['Dutch', 'Echo bovenbuik, buikoverzicht liggend'],
  ])('%s', (_class, text) => {
    expect(known(text)).toBe(text);
  });
});

describe('Names that look like these go, or are a doubt', () => {
  test.each([
    ['a name of a term without it', 'seen with Riedel today', 'Riedel'],
    ['a name of a pair without the other', 'seen with Schlatter today', 'Schlatter'],
    ['a score that is a place, with no grade', 'from Bethesda', 'Bethesda'],
    ['a rare name that is an abbreviation, not in capitals', 'knee of Zeff', 'Zeff'],
    ['a name in front of what a person did', 'Small presented after fall for nodule', 'Small'],
    ['a title in capitals before a name', 'seen by MR Corvantes', 'Corvantes'],
  ])('%s', (_class, text, name) => {
    expect(known(text)).not.toContain(name);
    const { text: after, doubts } = cleaned(text);
    expect(after.includes(name) && doubts.length === 0).toBe(false);
  });
});

test('A form needs something that it is a form of', () => {
  expect(['syndesmophyte', 'tenosynovectomised', 'cerebellopontine'].map(isMedicalForm)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['phytes', 'utero', 'miller', 'brandenburg'].map(isMedicalForm)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('A digraph is spelt with one letter, and a word without one has no other spelling', () => {
  expect(withoutDigraphs('haemorrhagic')).toBe('hemorrhagic');
  expect(withoutDigraphs('oesophagus')).toBe('esophagus');
  expect(withoutDigraphs('fracture')).toBeNull();
});
