/** Names in the terms of radiology, beside those of ICD-10-CM: signs, fractures, lesions, scores, operations, catheters. Folded. */
export const TERM_NAMES: ReadonlySet<string> = new Set(
  `achilles addison agatston alexander alzheimer amplatz amyand anderson apert arnold asherman baastrup baker
  bankart barrett bartholin barton bassini behcet bell bennett berenstein bertin betz billroth blake blalock
  bochdalek boerhaave bosniak bosworth bourneville boxer brenner broca brodie brodmann broviac brugada budd
  buerger buford burkitt calve canavan cantlie caroli castleman chagas chance charcot chester chiari chopart
  churg clay cobb codman colles collins conn couinaud cowden cowper creutzfeldt crista crohn crouzon cushing
  dandy danis danlos deauville denonvilliers dietz dixon dorfman dressler duclos dupuytren ebstein ehlers
  eisenmenger erdheim essex evans ewing fabry fallope fallot fazekas ficat fisher fleischner foley fontan
  frankel freiberg frykman galeazzi galen ganz garden gardner garre gartland gartner gaucher gerbode gerota
  gleason glenn goldenhar goodpasture graf graves grawitz groshong grynfeltt gustilo haglund hampton hangman
  hanning hansen harris hartmann hashimoto heschl heubner hickman hill hippel hirschsprung hodgkin hoffa holt
  honda horner hounsfield hunt hunter huntington hurler hurthle jakob jatene jefferson jeghers jones judkins
  kaposi kasai kawasaki kellgren kerley kienbock kimura klatskin klippel kocher kohler korsakoff krabbe
  krukenberg labbe lachman langerhans larsen lauge lawrence ledderhose legg leigh lenke lennert leydig lhermitte
  libman lichtenstein lindau lisfranc littre loeffler loeys loffler looser lopresti lugano luschka madelung
  maffucci magendie maisonneuve mallory marfan mason meckel meigs meniere merzbacher meyerding meynert mikulicz
  milkman mirizzi modic moe monro monteggia morgagni morquio morton moskowitz moyamoya mullerian mustard naboth
  nabothian nash neer nelson niemann nissen noonan norwood ollier oram osgood outerbridge paget pancoast panner
  parkinson pauwels pelizaeus pelkan pellegrini perthes petit peutz peyronie pfeiffer pfirrmann pick pierre
  plummer poland preiser puestow purkinje quervain rastelli rathke raynaud recklinghausen reimers richter riedel
  risser robin rockwood rolandic rolando rosai rosenthal roux sachs sacks salter schatzker schatzki scheuermann
  schlatter schmorl schmorls schwannoma segond seldinger senning sertoli sever sheehan simmons sinding sjogren
  skene smith spetzler spigelian sprengel stafne stener stensen stieda strauss sturge sudeck swan swyer sylvian
  sylvius takayasu takotsubo tarlov taussig tenckhoff tillaux tolosa toupet treacher trenaunay trolard
  trummerfeld tscherne turner uhl vinson virchow walker wallenberg warthin weber wegener weiss wernekinck
  wernicke westermark wharton whipple williams willis wilms wimberger wolffian zenker zuckerkandl`.split(
    /\s+/,
  ),
);

/** Of names that many people have: what each term is of, beside diseases, syndromes and signs. */
const TERMS = `
fracture: harris salter barton bennett chance colles galeazzi jefferson jones maisonneuve march monteggia rolando segond smith
cyst: baker bartholin gartner rathke tarlov
neuroma: morton
abscess: brodie
tumor: brenner brown ewing grawitz klatskin krukenberg pancoast warthin wilms
tumour: brenner brown ewing grawitz klatskin krukenberg pancoast warthin wilms
hernia: littre richter
node: cloquet virchow
nodes: bouchard heberden osler schmorl
duct: bartholin wharton
fascia: scarpa colles camper
pouch: douglas hartmann morison
space: douglas morison
line: kerley shenton
lines: harris kerley looser
triangle: codman
tubercle: gerdy lister
gland: bartholin cowper
procedure: bentall fontan hartmann norwood whipple
operation: bentall fontan hartmann norwood whipple
circulation: fontan
shunt: glenn
elbow: tennis
zone: looser
zones: looser
score: agatston gleason
catheter: foley hickman swan ganz judkins
units: hounsfield
unit: hounsfield
tube: blake foley
variant: dandy walker
scale: glasgow
lesion: hill
plaque: peyronie
stage: ficat
plaques: randall
graft: dacron
bodies: lewy
ulcer: marjolin
endocarditis: libman
aneurysm: berry
hump: hampton
balloon: foley
engineering: heidelberg
retina: heidelberg
`;

/** What a number stands behind: `Gleason 3+4`. */
export const SCORES: ReadonlySet<string> = new Set([
  'bosniak',
  'deauville',
  'fazekas',
  'gleason',
  'meyerding',
  'pfirrmann',
]);

/** By the word behind it, the names of terms. */
export const NAMES_OF_TERMS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  TERMS.trim()
    .split('\n')
    .map((line) => {
      const [head = '', names = ''] = line.split(': ');
      return [head, new Set(names.split(' '))] as const;
    }),
);
