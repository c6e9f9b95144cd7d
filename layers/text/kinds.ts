import type { Atom } from './atoms.ts';
import {
  CLINICAL,
  COMMON_NAME,
  COMMON_WORD,
  GIVEN_NAME,
  NAME,
  PLACE,
  WORD,
  type WordFlags,
} from './words/flags.ts';
import { isMedicalForm, withoutDigraphs } from './words/medicalForms.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './words/otherLanguages.ts';
import { isMadeOfParts, PART_MARK } from './words/parts.ts';
import { isMadeOfStem, STEM_MARK } from './words/stems.ts';
import { UNITS } from './words/units.ts';
import { isKnownWord, isOfBody } from './words/vocabulary.ts';

/** What a word is by itself, before its place is looked at. */
export type WordKind =
  /** Texts use it, and nobody is called so. */
  | 'word'
  /** Texts use it, and people or places are called so: `Brown`, `Paris`. Its place decides. */
  | 'both'
  /** A name, and nothing else. */
  | 'name'
  | 'place'
  /** Known from terms of medicine, where one may stand: `Wilson fracture`. */
  | 'term'
  /** On no list. */
  | 'unknown';

/** What medicine makes its words with: a word with one of these is its, on whatever list it is not. */
const MEDICAL_ENDS =
  /(?:itis|itides|osis|oses|otic|ectomy|ectomie|ektomie|ectomia|otomie|otomia|ostomy|otomy|plasty|plastik|graphy|graphie|grafia|grafía|gramm?e?s?|scopy|skopie|scopie|scopia|pathy|pathie|patia|aemia|emia|amie|aemie|uria|algia|genic|genesis|lysis|malacia|megaly|oma|omas|omata|omatous|omatosis|cele|centesis|stenosis|therapy|therapie|trophy|trophic|plegia|paresis|oscopic|ographic|ological|ology|icular|azole|cillin|mycin|mab|nib|statin|pril|sartan|olol|prazole|caine|oxacin|vir|itol|idone|azepam|rubicin|thyroxine|formin|citis|lgia|zid|xime|parin)$/;
const MEDICAL_STARTS =
  /^(?:cardio|arterio|neuro|hepat|nephro|gastro|osteo|arthro|angio|broncho|chondro|cholecyst|cholang|costo|cranio|cysto|echo|endo|entero|fibro|haem|hemo|hyper|hypo|hystero|intra|laparo|laryngo|lympho|mammo|myelo|myo|naso|nephr|oesophag|esophag|oculo|onco|ortho|pancreat|para(?=sp|ve|th)|peri(?=card|ton|art|pher)|pharyng|phlebo|pleuro|pneumo|procto|pseudo|pyelo|radio|retro|rhino|salpingo|sacro|scinti|spondyl|sub(?=man|ara|cut|dur|cla)|temporo|thorac|thoraco|thrombo|thyro|tracheo|trans(?=jug|eso|tho|rec|vag)|uretero|urethro|vaso|ventriculo|vertebro|video|femoro|acetabul|atlanto|aorto|ileo|portosystem)\p{L}{4,}/u;

/** What is put before any word: `nonobstructive`, `bihilar`, `midthoracic`; one of two letters before a longer one. */
const BEFORE_WORDS =
  /^(?:(?:ante|antero|anti|aortico|arterio|aorto|brady|cerebello|chorio|cardi|cervico|costo|counter|dextro|electro|endo|epi|extra|femoro|fronto|humero|ilio|ileo|irido|jejuno|kerato|latero|maxillo|musculo|naso|normo|occipito|oro|parieto|patello|postero|pubo|radio|recto|spino|syndesmo|tachy|tibio|ulno|utero|vesico|vitreo|fore|gastro|hemi|hyper|hypo|infero|infra|inter|intra|juxta|levo|lumbo|macro|mal|medio|mega|micro|mid|mini|mis|multi|neuro|non|over|pan|para|per|peri|pleuro|poly|post|pre|pseudo|pulmo|retro|semi|sterno|sub|super|supero|supra|thoraco|trans|tri|ultra|under|uni|vaso|veno|ventro|well)(?=\p{L}{4})|(?:bi|co|de|di|en|ex|im|in|re|un)(?=\p{L}{5}))/u;
/** And behind any: `masslike`. */
const BEHIND_WORDS = /(?:like|less|wise|ness|free|type|side|based|ly|ed|ing|ity|es|s)$/;

/** A word that is made of another as any may be. */
function isMadeOfWord(word: string, isWord: (part: string) => boolean): boolean {
  const rest = word.replace(BEFORE_WORDS, '');
  const roots = [rest, rest.replace(BEHIND_WORDS, ''), word.replace(BEHIND_WORDS, '')];
  return roots.some((root) => root !== word && root.length > 3 && (isWord(root) || isWord(`${root}e`)));
}

/** `Lungenembolie`, `Hüftgelenkersatz`: two known words in one, with what German puts between. Short ones could be surnames. */
function isCompound(word: string, isWord: (part: string) => boolean): boolean {
  if (word.length < 10 || word.length > 40) return false;
  for (let at = 4; at <= word.length - 4; at++) {
    const head = word.slice(0, at);
    const heads = [head, head.replace(/en$/, ''), head.replace(/[sn]$/, '')];
    if (heads.some(isWord) && isWord(word.slice(at))) return true;
  }
  return false;
}

export function kindOf({ text }: Atom, { flagsOf, isSpeltAsName }: WordFlags): WordKind {
  const flags = flagsOf(text);
  const isOnNames = (flags & (COMMON_NAME | GIVEN_NAME | NAME)) !== 0;
  const isOnPlaces = (flags & PLACE) !== 0;
  const isUsed =
    isKnownWord(text) ||
    UNITS.has(text) ||
    MEDICAL_WORDS_ELSEWHERE.has(text) ||
    (flags & (CLINICAL | COMMON_WORD | WORD)) !== 0 ||
    (isPlural(text, flagsOf) && !isSpeltAsName(text));
  if (isUsed) return isOnNames || isOnPlaces ? 'both' : 'word';
  if (MEDICAL_ENDS.test(text) && text.length > 6 && (flags & (COMMON_NAME | GIVEN_NAME)) === 0) return 'word';
  if (MEDICAL_STARTS.test(text) && !isOnNames) return 'word';
  if (isOnNames) return 'name';
  if (!isOnPlaces && isMedicalForm(text)) return 'word';
  const isOfStem = isMadeOfStem(text, (stem) => flagsOf(STEM_MARK + stem) !== 0);
  if (isOnPlaces) return isOfStem ? 'both' : 'place';
  if (isOfStem) return 'word';
  const american = withoutDigraphs(text);
  if (american !== null && (flagsOf(american) & (CLINICAL | COMMON_WORD | WORD)) !== 0) return 'word';
  // Names are made of words as well, so what is spelt as they are is made of terms alone.
  const isSpelt = isSpeltAsName(text);
  const isTerm = (part: string) =>
    isKnownWord(part) || MEDICAL_WORDS_ELSEWHERE.has(part) || (flagsOf(part) & CLINICAL) !== 0;
  const isPart = (part: string) => isTerm(part) || (!isSpelt && (flagsOf(part) & (COMMON_WORD | WORD)) !== 0);
  // Large lists have a word for any few letters, and names are made of names.
  const isRoot = (part: string) => {
    const of = flagsOf(part);
    if (isOfBody(part)) return true;
    if (!isPart(part) || (of & (COMMON_NAME | GIVEN_NAME)) !== 0) return false;
    return part.length > 5 || isKnownWord(part) || (of & (CLINICAL | COMMON_WORD)) !== 0;
  };
  return isMadeOfWord(text, isRoot) ||
    isCompound(text, isPart) ||
    isMadeOfParts(text, (part) => flagsOf(PART_MARK + part), isSpelt)
    ? 'word'
    : 'unknown';
}

/** What hardly anybody writes into a list of words. */
function isPlural(text: string, flagsOf: WordFlags['flagsOf']): boolean {
  const isWord = (word: string) => (flagsOf(word) & (COMMON_WORD | WORD)) !== 0;
  return text.length > 5 && flagsOf(text) === 0 && text.endsWith('s') && isWord(text.slice(0, -1));
}
