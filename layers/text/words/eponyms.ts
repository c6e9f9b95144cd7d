/** Names in the terms of radiology, beside those of ICD-10-CM: signs, fractures, lesions, scores, operations, catheters. Folded. */
export const TERM_NAMES: ReadonlySet<string> = new Set(
  `sapien achilles felson haller keros krenning monod naclerio ommaya papanicolaou phrygian rigler romanus stierlin addison agatston alexander alzheimer amplatz amyand anderson apert arnold asherman baastrup baker
  bankart barrett bartholin barton bassini behcet bell bennett berenstein bertin betz billroth blake blalock
  bochdalek boerhaave bosniak bosworth bourneville boxer brenner broca brodie brodmann broviac brugada budd
  buerger buford burkitt calve canavan cantlie caroli castleman chagas chance charcot chester chiari chopart
  churg clay cobb codman colles collins conn couinaud cowden cowper creutzfeldt crista crohn crouzon cushing
  dandy danis danlos deauville dejour denonvilliers dietz dixon dorfman dressler duclos dupuytren ebstein ehlers
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
  risser robin rockwood rokitansky rolandic rolando rosai rosenthal roux sachs sacks salter schatzker schatzki scheuermann
  schlatter schmorl schmorls schwannoma segond seldinger senning sertoli sever sheehan simmons sinding sjogren
  skene smith spetzler spigelian sprengel stafne stener stensen stieda strauss sturge sudeck swan swyer sylvian
  sylvius takayasu takotsubo tarlov taussig tenckhoff tillaux tolosa tornwaldt toupet treacher trenaunay trolard
  trummerfeld tscherne turner uhl vinson virchow walker wallenberg wallerian warthin weber wegener weiss wernekinck
  bentall knosp ilizarov lefort lavallee morel adamkiewicz mcburney trendelenburg lauenstein gissane onodi lodwick enneking fuhrman tonnis neviaser duverney malgaigne wagstaffe volkmann blount iselin thiemann luque dubousset girdlestone sarmiento kuntscher kirschner steinmann schanz kapandji latarjet fulkerson chaput letournel magerl rommens pipkin seinsheimer winquist ideberg arlet catterall stulberg hilgenreiner shenton wiberg nelaton
  wernicke westermark wharton whipple williams willis wilms wimberger wolffian zenker zuckerkandl`.split(
    /\s+/,
  ),
);

/** Of names that many people have: what each term is of, beside diseases, syndromes and signs. */
const TERMS = `
fracture: harris salter barton bennett chance colles galeazzi jefferson jones maisonneuve march monteggia rolando segond smith weber fort lefort tillaux bosworth boxer pott lopresti stieda holstein pauwels garden
cyst: baker bartholin gartner rathke tarlov bowman
neuroma: morton
abscess: brodie
tumor: brenner brown ewing grawitz klatskin krukenberg pancoast warthin wilms
tumour: brenner brown ewing grawitz klatskin krukenberg pancoast warthin wilms
hernia: littre richter
node: cloquet virchow
nodes: bouchard heberden osler schmorl
duct: bartholin wharton
fascia: scarpa colles camper
pouch: douglas hartmann morison kock
space: douglas morison disse virchow robin retzius tenon poirier burns bogros
line: kerley shenton hickman broviac groshong feiss blumensaat mcgregor chamberlain mcrae skinner klein reid frankfort holter
lines: harris kerley looser beau blaschko langer hickman broviac park arrest reid
triangle: codman petit kager carrying scarpa hesselbach
tubercle: gerdy lister
gland: bartholin cowper
procedure: bentall fontan hartmann norwood whipple ross rastelli bristow latarjet lichtenstein kasai puestow frey beger sugiura david yacoub
operation: bentall fontan hartmann norwood whipple ross kasai
circulation: fontan
shunt: glenn denver warren holter scott
elbow: tennis
zone: looser
zones: looser
score: agatston gleason bishop wells alvarado apgar mayo harris glasgow norton braden murray maddrey lille nottingham boston
catheter: foley hickman swan ganz judkins cobra
units: hounsfield
unit: hounsfield
tube: blake foley jones miller abbott minnesota salem dobhoff ewald levin cantor moss shepard
variant: dandy walker
scale: glasgow rankin norton braden borg ashworth boston
lesion: hill
plaque: peyronie
stage: ficat tanner arbor ann binet rai durie salmon murphy lichtman
plaques: randall
graft: dacron
bodies: lewy
ulcer: marjolin
endocarditis: libman
aneurysm: berry
hump: hampton
balloon: foley fogarty
engineering: heidelberg
retina: heidelberg
fingers: dawson
bar: nuss
lobe: riedel
reservoir: kock ommaya rickham
orbitopathy: graves
ophthalmopathy: graves
thyrotoxicosis: graves
horizontal: frankfort
plane: frankfort hodge
striae: wickham haab
trichrome: masson gomori
thickness: breslow
depth: breslow
smear: papanicolaou
cell: haller
cells: haller hurthle kupffer langerhans leydig purkinje schwann sertoli
angle: bohler cobb gissane lovibond
visual: humphrey goldmann
perimetry: humphrey goldmann
perimeter: humphrey goldmann
tonometry: goldmann perkins
chart: amsler snellen
grid: amsler
ring: kayser schatzki waldeyer
rings: kayser weiss
membrane: bowman bruch descemet
nails: beau terry
spots: koplik roth bitot
nerve: arnold vidian jacobson bell
foramen: luschka magendie monro winslow
ligament: cooper poupart treitz gimbernat henle struthers lockwood berry humphrey humphry wrisberg
ligaments: cooper sharpey
artery: adamkiewicz heubner
valve: edwards eustachian thebesian sapien
vein: galen labbe rosenthal trolard
limbus: vogt
point: erb mcburney
muscle: muller
body: aschoff barr
spaces: virchow robin
capsule: bowman glisson tenon
anastomosis: billroth
gastrectomy: billroth
fundoplication: nissen toupet dor
myotomy: heller
hysterectomy: wertheim
osteotomy: chiari salter pemberton ganz weil akin
arthroplasty: girdlestone keller
prosthesis: austin moore thompson charnley exeter
view: judet merchant grashey stryker waters towne caldwell stenvers schuller laurin garth west harris rosenberg dunn ferguson fuchs rhese norgaard broden velpeau zanca fisk allan hobbs mayer owen mahoney lamy hughston canale clements lowenstein hermodsson bernageau didiee danelius
views: judet merchant grashey stryker waters towne caldwell stenvers schuller rosenberg dunn ferguson fuchs rhese norgaard broden velpeau zanca fisk
index: blackburne caton insall salvati singh reimers lee pearl ritchie barthel
ratio: insall caton salvati
grade: kellgren meyerding fuhrman fisher hunt spetzler dallas outerbridge hess elston nottingham edmondson steiner gleason goutallier
type: graf schatzker salter weber garden stanford
angina: ludwig prinzmetal
rods: harrington luque nancy rush
rod: harrington luque nancy rush
filter: hann hanning hamming greenfield
classification: neer garden mason weber stanford debakey atlanta dallas graf gardner parks milan bethesda chicago denis frykman gartland hawkins kellgren lichtman mayfield outerbridge sanders snyder vancouver goutallier schatzker
stain: giemsa gram masson nissl papanicolaou perls wright
pouches: rathke
cysts: tarlov naboth nabothian
transposition: mustard senning
baffle: mustard senning
mechanism: frank starling
solution: ringer hartmann
wires: kirschner
wire: kirschner
nail: gamma kuntscher
splint: thomas denis browne
collar: thomas philadelphia miami aspen
forceps: kocher allis babcock magill
position: fowler trendelenburg lloyd davies sims
manoeuvre: valsalva epley
maneuver: valsalva epley
test: schirmer lachman phalen winston lutz thompson thomas weber hawkins allen jobe schober finkelstein
palsy: bell erb
spectrum: dandy
continuum: dandy
cleft: rathke
defect: gerbode
mirror: claude
shelf: blumer
leaflet: schiff
plates: harrison
groove: harrison
sulcus: harrison
sheath: henle
islets: langerhans
fractures: salter harris barton jefferson jones march smith weber fort garden pauwels
drain: jackson pratt penrose blake malecot
drains: jackson pratt penrose blake
hemiarthroplasty: austin moore thompson
prostheses: austin moore thompson charnley
hip: charnley exeter
projection: waters towne caldwell stenvers judet merchant rhese
projections: waters towne caldwell stenvers judet merchant rhese
notch: stryker
criteria: milan francisco wells duke jones light mcdonald atlanta rome tokyo ranson
staging: tanner arbor ann binet rai jackson garden
grading: dallas outerbridge hess fisher elston nottingham
frame: taylor ilizarov
brace: boston milwaukee charleston thomas
cast: minerva
canal: hunter alcock dorello guyon nuck
phantom: booth shepp logan alderson jaszczak
disease: caroli coats bowen page best fox
syndrome: foster kennedy page dressler may thurner
effect: carter doppler warburg compton mach
approach: watson jones smith petersen
clamp: satinsky bulldog
speculum: sims cusco graves
needle: hawkins kopans ross tuohy
fossa: cubital rosenmuller
sign: hamman homans golden murphy
knee: jumper runner
traction: bryant russell buck thomas
wedge: hampton
bed: stryker
stones: black brown
phenomenon: mach
band: mach
bands: mach ladd
appearance: mickey mouse
`;

/** Two names with a hyphen that are one term, whatever stands behind them: `Budd-Chiari, collaterals`. */
export const NAME_PAIRS: ReadonlySet<string> = new Set(
  `austin-moore edwards-sapien weill-marchesani arnold-chiari bannayan-riley bence-jones birt-hogg blackburne-peel blalock-taussig brown-sequard budd-chiari
  camurati-engelmann caton-deschamps charcot-marie chediak-higashi chiari-frommel child-pugh churg-strauss
  creutzfeldt-jakob crigler-najjar cruveilhier-baumgarten dandy-walker danis-weber de-quervain denys-drash
  ehlers-danlos epstein-barr erdheim-chester freiberg-kohler glasgow-blatchford gorham-stout guillain-barre
  gustilo-anderson hallervorden-spatz henoch-schonlein hill-sachs holt-oram hunt-hess hutchinson-gilford
  insall-salvati kasabach-merritt kayser-fleischer kellgren-lawrence kimmelstiel-wilson klippel-feil
  klippel-trenaunay kugelberg-welander lauge-hansen laurence-moon legg-calve legg-perthes lesch-nyhan leser-trelat
  libman-sacks loeys-dietz mallory-weiss mccune-albright meige-milroy morel-lavallee niemann-pick osgood-schlatter
  paget-schroetter parsonage-turner pellegrini-stieda peutz-jeghers plummer-vinson prader-willi reed-sternberg
  rosai-dorfman ruedi-allgower ruvalcaba-myhre salter-harris schonlein-henoch sengstaken-blakemore
  shwachman-diamond silver-russell sinding-larsen singleton-merten sjogren-larsson spetzler-martin
  steele-richardson stein-leventhal sternberg-reed sturge-weber swan-ganz tay-sachs terry-thomas tolosa-hunt
  treacher-collins virchow-robin von-hippel von-recklinghausen von-willebrand waterhouse-friderichsen weil-felix
  wernicke-korsakoff wolff-parkinson winston-lutz wyburn-mason ziehl-neelsen zollinger-ellison`.split(/\s+/),
);

/** What a number stands behind: `Gleason 3+4`. */
export const SCORES: ReadonlySet<string> = new Set([
  'bethesda',
  'bosniak',
  'breslow',
  'deauville',
  'dejour',
  'fazekas',
  'gleason',
  'krenning',
  'meyerding',
  'pfirrmann',
  'risser',
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
