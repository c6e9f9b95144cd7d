/**
 * What medicine ends its words with, of four letters and more: a word on no list that ends so is its. Folded; with the British spellings, and the
 * endings of German, French, Spanish, Italian, Portuguese and Dutch.
 */
const ENDS: ReadonlySet<string> = new Set(
  `phyte phytes phytic lith liths lithic lithiasis scope scopes tome tomes pexy pexies listhesis listheses ptysis cephaly cephalic cardia cardic cardial cardiac platysmal
  oedema oedematous edema edematous coele coeles ectasis ectasia ectases ectatic plasia plasias plastic blastic blastoma blastomas cyte cytes cytic cytosis penia penic philia philic phagia phagic phasia phasic pnea pnoea
  rrhea rrhoea rrhage rrhages rrhagic rrhagia rrhaphy rrhexis desis tripsy tripsies metry metrial metrium sthesia sthetic iasis iatric ologist ologists graphs graphically ostomies otomies ectomies ectomised ectomized
  aemic echoic echogenic intense intensity intensities lucent lucency lucencies attenuating vascular vascularity vascularised vascularized spinal spinous tibial femoral carpal tarsal costal sternal lumbar sacral cervical orbital
  retinal corneal macular foveal biliary hepatic gastric duodenal jejunal colonic vesical vaginal uterine arterial venous neural lingual dental labial buccal palatal mandibular maxillary zygomatic ulnar humeral scapular
  clavicular patellar fibular calcaneal navicular malleolar condylar trochanteric acetabular iliac ischial occipital parietal frontal temporal callosal cerebellar pontine cortical thalamic ciliary lenticular tracheal bronchial
  pharyngeal laryngeal esophageal oesophageal diaphragmatic pericardial myocardial endocardial pleural peritoneal mesenteric omental splenic pancreatic adrenal ureteral ureteric urethral prostatic testicular scrotal penile
  ovarian adnexal cervicitis endometrial placental fetal foetal amniotic meningeal dural arachnoid ventricular cisternal sellar tentorial cochlear vestibular tympanic mastoid nasal sinusoidal septal turbinate ethmoidal sphenoidal
  muscular tendinous ligamentous fascial bursal synovial cartilaginous chondral osseous meniscal labral capsular vertebral discal foraminal laminar facetal pedicular cutaneous dermal epidermal follicular nodular glandular ductal
  lobular papillary trabecular mucosal submucosal serosal stromal epithelial thelial endothelial mesenchymal arthrogram arthrograms myelogram venogram lymphangiogram cholangiogram gammagraphy
  tidae cocci coccus bacter bacteria virus viruses viral mycosis mycotic fungal parasitic
  gramme gramms ektomie ektomien ektasie plasie gene zephal ose osen graphien skopisch graphisch omatos omatose itisch
  plastie scopique graphique ectasie lgie pathique tomique ectomies sclerose fibrose stenose arthrose thrombose necrose cirrhose
  grafie scopie ectasia ectasie patico grafico scopico osclerosi trombosi fibrosi artrosi stenosi necrosi osteosi oscopia lgico tomico
  plastia plastias graficos ectomias scopias trofia trofico artrose fibrose cirrose trombose necrose escoliose`.split(
    /\s+/,
  ),
);
const [LEAST_OF_END, MOST_OF_END] = [4, 14];

/** And begins them with: its combining forms, before four letters and more. Those that surnames begin with are not here (`porto`, `spino`). */
const STARTS: ReadonlySet<string> = new Set(
  `blepharo bronchiolo calcaneo cerebello cerebro choledocho chorioret cochleo costochond crico dacryo dermato diverticul duodeno encephalo epidid erythro ethmo
  fronto genito gingivo glomerulo glosso hemato haemato histo hydroce hydrocep hydrone hydrosal iliofem iliops ilioti infraorb infraren infratent interver irido ischio jejuno kerato leuko leuco lipomat
  lymphad mandibulo maxillo mediastino meningo menisco metacarpo metatarso microcalc mucoper musculo myringo nasophar nasogas nasolac occipito odonto omphalo ophthalm orophar orotrach orogast otoscler otorhino
  palato parieto patello perineo peroneo phaco pharyngo placento polyneur polymyal prostato puboprost pubococ pulmon pyloro radicul rectosig rectovag retinobl rhabdo sarcoid scapho scapulo sclero sialo sigmoido spermato spheno sphincter
  spleno staphylo sterno strepto stomato syndesmo synov tachy brady tenosyn thalamo thyroglos tibiof tibiot tonsillo trabecul trichil tuberc tympano ulno umbilic urodyn urogen uropath urothel urosep uveo valvulo varicoc veno vesico vestibulo
  vitreo xanthog xanthomg xanthom zygomatico anterol anterom anteros posterol posterom posteros supero infero latero dorsolat dorsomed ventrolat supraspin suprapub supracla supratent subcut subchond subphren subhep transcat transfor transrad
  aorticopul costicart enthes exophyt endophyt normoceph craneo cerebrov cardiovas gammagraf colangio colecist ecocard eletro elektro ekto gastroent hepatobil kardio karzino lymphkno myokard nephrolith neumo otorrin pneumon
  schilddrus sonograph szinti traumat wirbel zervik`.split(/\s+/),
);
const [LEAST_OF_START, MOST_OF_START, LEAST_BEHIND] = [4, 11, 4];
const LEAST_BEFORE = 3;

/** Whether a folded word is made as medicine makes its words. Names are made so as well: ask their lists first. */
export function isMedicalForm(word: string): boolean {
  for (let length = LEAST_OF_END; length <= MOST_OF_END && length <= word.length - LEAST_BEFORE; length++)
    if (ENDS.has(word.slice(-length))) return true;
  for (let length = LEAST_OF_START; length <= MOST_OF_START && length < word.length; length++)
    if (
      STARTS.has(word.slice(0, length)) &&
      word.length >= Math.max(8, length + (length < 7 ? LEAST_BEHIND : 1))
    )
      return true;
  return false;
}

/** `varicocoele`, `haemorrhagic`: as Americans spell it; null of a word that they spell alike. */
export function withoutDigraphs(word: string): string | null {
  const spelt = word.replace(/(?<=.)[ao]e(?=[a-z]{2})|^(?:ae|oe)(?=[a-z]{3})/g, 'e');
  return spelt === word || word.length < 7 ? null : spelt;
}
