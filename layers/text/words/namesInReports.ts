/**
 * Words of reports that many people are called by, and what stands beside each where it is the word: with none of these beside it, at the end or
 * the beginning of a field, it may be a name. Folded.
 */
const BESIDE = `
long: axis bone bones head segment segments term standing thoracic nerve leg view views ax ti te tr tau film films scout
short: axis tau ti te tr bone bones segment segments stature ax head inversion stir term view views film films of
small: bowel vessel vessels airway airways cell part parts parts joint joints bilateral left right nodule nodules lesion lesions effusion effusions amount hernia pleural pericardial cyst cysts calcified hiatal focus foci field fov animal body volume intestine renal liver lung pulmonary residual area defect
young: adult adults patient patients child woman man female male adult girl boy
white: matter blood cell cells line noise balance on image spot spots
brown: fat tumor tumour tumors adipose sequard
black: blood on image noise bone hole holes
gray: matter white scale grey level
grey: matter white scale gray level
green: stick light
cross: section sectional sections over table lateral match talk legged trans clamp
stone: *thing kidney renal ureter ureteral ureteric bladder gall gallbladder bile duct salivary cbd bladder protocol burden disease search study in pouch vesical
bone: flap plug chips cement bruise forming metastases *part body window windows marrow scan scans scintigraphy age density survey kernel algorithm recon long short soft sharp flat temporal cyst graft infarct island metastases mets lesion lesions mineral spect filter plus std standard detail thin nasal hyoid cortical subchondral scaphoid lunate no mm
hand: *part linke rechte linken rechten linker rechter wrist finger fingers forearm foot films injection injected
head: cobra *part neck brain femoral radial humeral coil first in cap circumference c spine skull trauma angio humerus femur radius pancreas pancreatic medial long short lateral fetal
back: *part pain overview burn lesions skin naevi nevus naevus low lower upper flow mid
neck: *part head femoral surgical soft spine chest tissue tissues vessels carotid femur humerus pancreatic
brain: *any
blood: *any
chest: *any
nail: fold *part bed patella intramedullary im
hair: *part on
chin: *part double
shin: *part splints splint
palm: *part
horn: anterior posterior temporal occipital frontal dorsal ventral of
arch: aortic zygomatic vertebral
wall: echo chest abdominal anterior posterior lateral inferior septal thickening gastric bowel motion thoracic bladder gallbladder the uterine stress filter bucky vaginal aortic
walls: the
chambers: cardiac heart four two left right
root: aortic nerve mesenteric canal tooth
high: res resolution dose grade risk signal density speed pitch definition contrast b riding attenuation frequency resol blood lying riding tip line tube too bifurcation output flow
low: lung lungs dose grade back res resolution risk signal density contrast lying attenuation volume frequency kv pass
main: pulmonary bronchus stem portal left right duct coronary artery
major: fissure depressive axis vessel vessels papilla surgery trauma duct
minor: fissure trauma axis papilla
large: lung lungs vessel vessels bowel volume left right cell mass nodule pleural effusion part field fov hernia field body
strong: * enhancement suppression
sharp: kernel bone filter edge plus very recon margin margins
close: up to follow contact proximity
early: arterial phase stage detection cancer pregnancy delayed art ven late ob
free: air fluid breathing breath flap text edge wall fat gas run running tof
fine: needle cut detail motion focus
field: shrinking flood of view visual map gradient echo magnetic large small visual mapping strength dark bright near far lung lungs upper lower size sizes
light: chain source chains microscopy bulb
mark: skin
loc: *any
dwi: *any
tse: *any
sample: *any
samples: *any
page: *any
key: image images object note hole
frame: of time rate per stereotactic single multi key fixator external ilizarov head
box: brain loop shaped
block: embedded facet nerve tissue paraffin heart facet cell av
edge: enhancement enhanced detection sharp leading liver
gross: hematuria motor total anatomy pathology tumor
hook: hamate of wire nail
case: * report report number control
child: * pugh birth
day: per post one first same next
ring: schatzki enhancing artifact pelvic down fixator signet enlargement esophageal
shell: * multi
spring: * water
sample: *any
samples: *any
swan: swi ganz neck minimum intensity projection mip phase magnitude mag ax sag cor map
fish: vertebra vertebrae mouth bone
ivory: vertebra
bull: eye
lemon: sign
golden: sign s
silver: fork beaten stain
banks: of sulcus
burden: stone disease tumor tumour nodal
mouse: mickey
mickey: mouse
steel: wires wire
gold: seeds seed marker markers
rust: ring
farmer: lung
farmers: lung
singer: nodules nodule
singers: nodules
bee: sting
duck: bill
pepper: pot salt
bean: shaped coffee
champagne: glass
glass: ground wine in
willis: of circle
conception: of products
peg: odontoid feeding tube site
parkinson: disease syndrome wolff
ward: * triangle
 * gestation
west: * syndrome
lake: venous
hill: sachs
park: avenue street
wells: score criteria
rivers: *
fields: of visual lung magnetic upper lower
gates: method rc
powers: *
crooks: *
estes: score
townes: view
bridges: dental
baker: cyst
daily: air calibration constancy output * qa qc
still: * disease image images
price: *
new: *any
good: *any
many: *any
will: be not have need return patient he she it we
post: *any
prior: *any
read: *any
numbers: *any
null: *any
min: *any
shoulder: *any
harris: salter
salter: harris
rose: bengal thorn
bengal: rose
ciss: 3d t2 ax sag cor axial sagittal coronal iac iacs internal
bravo: 3d t1 ax sag cor axial sagittal coronal pre post gad gd isotropic mpr
evar: surveillance endoleak stent graft planning post pre sp repair previous follow protocol ct cta after for of
orif: post sp previous hardware plate plates distal proximal tibia radius fibula ankle wrist femur humerus elbow tibial tibiofibular after for of with post
adem: vs versus or suspected query mri brain lesions
nicu: in portable admission baby neonate
sam: lvot systolic
pool: blood bone cardiac gated
bud: tree in
graf: type
bird: beak
apple: core green
coffee: bean
bell: clapper palsy
cherry: red
christmas: tree
tree: in christmas bronchial
lily: drooping water
couch: kick shift shifts angle rotation
flood: field source
wisdom: tooth teeth
conditional: mr mri
cookie: oreo bite
rice: bodies body
cannon: ball bone
power: doppler injector injected injection
star: artefact artifact t2
wood: lamp splinter
cotton: wool
barrel: chest shaped
berry: aneurysm
marsh: grade
erm: oct macula macular
terry: thomas
blunt: abdominal facial force head injury instrument neck object trauma
upright: *any
pano: *any
lat: *any
ciss: 3d d ax cor iac iacs mm mri sag space t2 tra
ute: bone cones lung lungs mri t1
`;

/** What stands beside a part of the body that is imaged: a side, a kind of image. */
const BESIDE_PARTS =
  'left right l r lt rt both bilateral his her ct mr mri us xr cr dx dr rx nm pet pt spect mra cta ap pa lat lateral oblique obl view views vw vws series two three 2 3 4 5 w wo without contrast routine pain injury fracture trauma mass swelling standard protocol portable plain film post pre image images limited complete coil scan scans surgery surgeon clinic unit team therapy specialist xray radiograph'.split(
    ' ',
  );
/** And a little word, that may stand beside a name as well. */
const LITTLE_WORDS = 'the of and or in to a an with no'.split(' ');

const LINES = BESIDE.trim()
  .split('\n')
  .map((line) => line.split(/:? /) as [string, ...string[]]);

function neighbours(ofParts: readonly string[]): ReadonlyMap<string, ReadonlySet<string> | null> {
  return new Map(
    LINES.map(([word, ...beside]) => {
      if (beside.includes('*any')) return [word, null] as const;
      return [word, new Set([...beside, ...(beside.includes('*part') ? ofParts : [])])] as const;
    }),
  );
}

/** Said of a finding that stands up to so many words behind: `Small 3.3 mm left lower lobe nodule`. */
export const SAID_OF_FINDINGS: ReadonlySet<string> = new Set(
  'small large low high long short early strong sharp fine minor major little young black white gray grey green'.split(
    ' ',
  ),
);
export const MOST_WORDS_BETWEEN = 8;
/** Of them so many may be any words, as `sliding hiatal`: with this one it is too far away. */
export const MOST_ANY_WORDS = 3;
/** The others are numbers, parts of the body and these. */
export const ATTRIBUTES_OF_FINDINGS: ReadonlySet<string> = new Set(
  'mm cm x by left right upper lower bilateral sided medial lateral anterior posterior basal apical focal patchy stable calcified nodular rounded'.split(
    ' ',
  ),
);
export const FINDINGS: ReadonlySet<string> = new Set(
  `abscess adenoma adenomas amount aneurysm area areas atelectasis calcification calcifications calculi calculus change changes collection collections consolidation contusion cyst cysts defect defects density densities deposit deposits edema oedema effusion effusions embolus enhancement
  fluid foci focus fracture fractures fragment fragments gallstone gallstones granuloma granulomas hemangioma hematoma haematoma hemorrhage hernia hernias infarct infarcts infiltrate infiltrates lesion lesions lucency lymphadenopathy mass masses metastases
  nodule nodules opacities opacity osteophyte osteophytes polyp polyps pneumothorax pneumonia scar scarring signal stenosis stone stones tear tears thrombus tumor tumour ulcer ulcers volume volumes`.split(
    /\s+/,
  ),
);

/** Words that are harmless beside the words of their set; null: wherever they stand. */
export const USUAL_NEIGHBOURS = neighbours([...BESIDE_PARTS, ...LITTLE_WORDS]);

/** Of those neighbours the ones that stand beside no name: without little words. */
export const TELLING_NEIGHBOURS = neighbours(BESIDE_PARTS);

/** Of those words the ones for what is imaged: they stand behind `for` and `with` as names do. */
export const IMAGED_THINGS: ReadonlySet<string> = new Set(
  LINES.flatMap(([word, ...beside]) => (beside.includes('*part') || beside.includes('*thing') ? [word] : [])),
);
