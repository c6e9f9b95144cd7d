/**
 * Medicine makes its words of the same Greek and Latin stems in every language: `periventricular`, `periventriculaire`, `periventricolare`, `periventrikulär`.
 * A folded word is brought to one spelling, and what languages end it with is taken off; what is left is looked up among the stems that
 * `generate.ts` makes of its lists of medicine. A stem by which a name of the lists would count as a word is not among them.
 */

/** Before a stem in the table, which tells it from a word. */
export const STEM_MARK = '~';

/** Letters of a stem: of fewer, anything is one. */
const LEAST_OF_STEM = 5;
const LEAST_OF_WORD = 6;
const MOST_OF_WORD = 40;

/** How the languages write the same sounds: `oedème`, `edema`; `kyphose`, `cifosi`; `abscess`, `ascesso`; `escoliosis`, `skoliose`. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/ae|oe/g, 'e'],
  [/qu/g, 'c'],
  [/h/g, ''],
  [/[yj]/g, 'i'],
  [/[kz]/g, 'c'],
  [/x/g, 's'],
  [/w/g, 'v'],
  [/u/g, 'o'],
  [/[cp]t/g, 't'],
  [/bs|sc(?=[ei])/g, 's'],
  [/^es(?=[cptmnlfg])/, 's'],
  [/m(?=[fpbv])/g, 'n'],
  [/(.)\1/g, '$1'],
];

/** A folded word as all languages might spell it. */
export function spelledAlike(word: string): string {
  return SPELLINGS.reduce((spelt, [sound, letter]) => spelt.replace(sound, letter), word);
}

/** What stands behind a stem: adjectives, nouns of what is done or found, participles; with gender and number. */
const ENDS: ReadonlySet<string> = spelledAlikeOf(
  `ar ari are aris aria ario arie ares ais arios arias ary aire aires air aren arer arem al ale ali ales alis aux alen aler alem aal el elle els elles ellen eller
  ic ica ico ici icas icos iche ical icals ique iques isch ische ischen ischer isches ischem ics
  ous oso osa osi ose osos osas eus euse euses eux os oser osen oses osem
  itis iti ite ites itide itidi itides itiden osis osi oses ose osen
  tion tions cion ciones zione zioni sion siones sione sioni sao soes cao coes tie ties tionen sie
  ado ada ados adas ato ata ati ate ated ates at ee ees es e iert ierte ierter iertes ierten ierem ierung ierungen eerd eerde ating ing ed ido ida idos idas ito ita iti
  ivo iva ivi ive ivos ivas iv iven iver ives if ifs ief ieve
  ante anti antes ant ants ent ento enti ente entes ents mento menti miento mientos mentos ment ments amento amenti amiento amientos ement ements iment
  ia ie ii ias ien ios y ies teit itat idad dade idades ity ite
  oma omas omi ome omes om omen omata
  um us o a is on i os as en em er s n
  ide idi ida idal idale idales oid oide oides oidal oideo oidea
  ino ina ini ine inas inos in inen ano ana ani anos anas ane an ien ienne iens iennes
  ura ure uras ur uren ismo isme ismus ism gia gie gias
  mente lly ally`,
);

/** What stands before a stem; between it and the stem may be an `o` or nothing. */
const STARTS: ReadonlySet<string> = spelledAlikeOf(
  `ante antero anti auto bi cardio cervico costo cranio dextro dorso electro encefalo endo entero epi etmo extra femoro fibro fronto gastro glosso haemo hemi hepato hetero homo humero hyper hypo iper ipo ilio infero infra inter intra
    iso juxta latero levo linfo lipo lombo lumbo macro maxillo medio mega meta micro mono multi multiple myo naso nefro neuro normo oculo oeso omo orbito oro osteo para patello peri pharyngo pleuro pluri pneumo poly post postero pra pre pro pseudo pyelo quadri radio
    re rect reto retro sacro scapulo semi sero sopra soto sous sotto sovra sterno sub sublimi sus super supero supra talo tele temporo thoraco thrombo tibio trans tras tri ulno uni uretero utero vaso veno ventro vesico video
    angio arthro artro bronco broncho chondro colo cysto duodeno ileo lympho mammo mediastino meningo mesio metatarso muco musculo oligo pancreato parieto perineo peroneo procto rino rhino spondylo stereo sympatico tendino tubo urano uro viscero uber unter`,
);
const LONGEST_START = 10;
const LONGEST_END = 8;

function spelledAlikeOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/).map(spelledAlike));
}

/** What a word in one spelling may be made of: itself, and itself without each ending that it has. */
export function stemsOf(spelt: string): readonly string[] {
  const stems = [spelt];
  for (let length = 1; length <= LONGEST_END && spelt.length - length >= LEAST_OF_STEM; length++)
    if (ENDS.has(spelt.slice(-length))) stems.push(spelt.slice(0, -length));
  return stems;
}

/** Whether a folded word is made of a stem of medicine as its languages make theirs. Names are made so as well: ask their lists first. */
export function isMadeOfStem(word: string, isStem: (stem: string) => boolean): boolean {
  if (word.length < LEAST_OF_WORD || word.length > MOST_OF_WORD) return false;
  const spelt = spelledAlike(word);
  if (stemsOf(spelt).some(isStem)) return true;
  for (let length = 2; length <= LONGEST_START && length < spelt.length - LEAST_OF_STEM; length++)
    if (STARTS.has(spelt.slice(0, length)) && stemsOf(spelt.slice(length)).some(isStem)) return true;
  return false;
}

/** The stems of a word of medicine: what the languages may end it with anew. */
export function stemsFrom(word: string): readonly string[] {
  if (word.length < LEAST_OF_WORD) return [];
  // German writes the digraphs of Greek as umlauts, which are folded away: `hämatom`.
  const german = word.replaceAll('ae', 'a').replaceAll('oe', 'o');
  return [...new Set([word, german])].flatMap((each) =>
    stemsOf(spelledAlike(each)).filter((stem) => stem.length >= LEAST_OF_STEM),
  );
}
