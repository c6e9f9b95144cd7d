/**
 * Words that no list had of endoscopy and operations, pathology, skin and eyes, animals, and of drugs, media and devices by their trade names. Nobody on
 * a list is called so. Folded.
 */
export const WORDS_OF_PRACTICE = `
bullosa tardus parvus wormian agger oreo guidewires nodosum accupaque acurate adaptic anicteric atraumatic augmentin autosent avastin bactrim barbotage bodyaches breeza calponin calretinin
  carbomedics cdr celestar chromogranin clariscan comedone cottonoid cremasteric desmin divisum drusenoid ethibond ezpaque flulike
  funduscopic glanular imeron iomeron keppra kerlix lichenification lifevest ligasure lipiodol lortab mainstem mastisol melasma mesothelin
  monocryl mynx napsin navitor neosporin nexium onx orsiro perclose percocet perimount peritomy perls redicat reticulin rongeur rongeurs
  rotablation rotablator skinfold splenunculi splenunculus starclose struvite surgicel synaptophysin tegaderm telfa trulicity ttf unilux
  ventrum vicodin vimentin vueway webril xenetix xeroform zosyn
  aloka aplio aquarius arcadis axesse bedbound bibag bioabsorbable biosound brainomix celesteion cognard coreline
  deepc definium digitaldiagnost dwiaspects elition flythrough gendex goutallier hairclip hemovac hispeed icometrix
  icuqct imbio intevo luminos lunit metaltronica mimvista mobilediagnost mocart mtici naeotom nascet optimaxr paprosky
  pathria pfirrmann planmeca planmed premon prodiva qmass quibim radixact roadmap scanos schatzker sempra sirona
  sonosite sordex surestart syngovia terarecon terason thickslab thinslab thirona tomtec tonnis vatech velpeau vereos
  vesalianum viewray vizai volren weasis wtbearing zeego zonare
`;
