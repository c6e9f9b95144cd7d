/** Anatomy, findings and diseases: words that descriptions are made of. Folded, in no order that matters; English, then other languages. */
export const ANATOMY_WORDS = `
abdomen abdominal abdominopelvic abduction abscess accessory acetabulum achilles acromion acute adductor adenocarcinoma adenoma adenopathy adhesion adipose
adrenal adrenals adult airway airways allograft alveolar amputation amygdala anal anastomosis anatomic anatomical anatomy aneurysm angina angle ankle ankles anterior
anterolateral anteroposterior antrum anus aorta aortic aortoiliac apex apical appendicitis appendix arch arches arm arms arterial arteries arteriosus
arteriovenous artery arthritis arthropathy arthroplasty arthrosis articular ascending ascites aspiration asthma atelectasis atherosclerosis atlas atresia
atrial atrium atrophy auditory auricular avascular avulsion axial axilla axillary axis azygos back base baseline basilar bearing benign biceps bifurcation bilateral
bile biliary birads birth tnm rads lirads pirads tirads bladder bleed bleeding blood body bodies bone bones bony bowel brachial brachiocephalic brain brainstem branch branches breast breasts
bronchial bronchiectasis bronchitis bronchus bulb bulge burn bursa bursitis buttock bypass cadaver calcaneal calcaneus calcification calcifications calcified calculi
calculus calf callosum calvarium canal cancer capsule carcinoma cardia cardiac cardiomegaly cardiomyopathy cardiovascular caries carina carotid carotids carpal carpus
cartilage cava cavity cecum celiac cell cells central centre center cerebellar cerebellum cerebral cerebrospinal cervical cervix cesarean chamber chambers cheek
chest chiasm chiari child children chin cholangitis cholecystitis cholesteatoma chondral chordae choroid chronic ciliary circle circumflex cirrhosis clavicle cleft
clivus closure clot cochlea collapse collar collateral colic colitis colon colonic column comminuted common communicating compartment complaint complete
complex component compression concern condition condyle congenital congestion connective consolidation contour contusion conus cord cornea coronal coronary
corpus cortex cortical costal cough cranial craniocaudal craniocervical craniotomy cranium crest crista crohn cruciate crus cuff cyst cystic cysts daughter deep
defect deferens deficiency deficit deformity degeneration degenerative dementia demyelinating dens dense density dental dentition depression dermatology descending
developmental diabetes diabetic diaphragm diaphysis diastole diastolic diffuse digit digits dilatation dilated dilation disc discs disease disk disks dislocation displaced
displacement dissection distal distended distension diverticulitis diverticulum dorsal dorsum drain duct ductal ducts ductus duodenal duodenum dura dural dysfunction
dysphagia dysplasia dyspnea ear ears ectasia ectopic edema effusion elbow elbows embolism embolus emphysema encephalitis endocrine endometrial endometriosis endometrium
endplate enlarged enlargement enteritis entrapment epicardial epicondyle epidural epigastric epilepsy epiphysis epithelial erosion esophageal esophagus ethmoid
eustachian exam extensor extension external extremities extremity eye eyes face facet facets facial fallopian falx familial fascia fat fatty female
femoral femur fetal fetus fever fibroid fibroids fibroma fibrosis fibrous fibula fibular finding findings finger fingers fissure fistula flank flexion
flexor flexure flow fluid focal foci follicle foot foramen forearm forefoot foreign fossa fracture fractures fragment frontal fundus fusion gait gallbladder gallstones
ganglion gangrene gastric gastritis gastrointestinal genital genitourinary gestational gingiva gland glands glenoid glioblastoma glioma globe glomus gluteal goiter
gout graft grafts granuloma gray grey groin growth gynecologic hair hallux hamstring hand hands head headache headaches heart hearts heel hematoma hematuria
hemangioma hemisphere hemorrhage hemorrhagic hemothorax hepatic hepatitis hepatobiliary hepatocellular hepatomegaly hernia herniation hiatal hiatus high hilar
hilum hindfoot hip hippocampus hippocampal hips history hodgkin horn humeral humerus hydrocephalus hydronephrosis hyperplasia hypertension hypertrophy
hypodense hypophysis hypoplasia hypothalamus ileal ileum ileus iliac ilium immobilization impingement impression incisor incomplete index indication indications infant infarct
infarction infection inferior inflammation inflammatory infraclavicular infrarenal inguinal injury inner innominate insufficiency intercostal interface internal interosseous
interspace interstitial intervertebral intestinal intestine intestines intima intraabdominal intracranial intramural intrauterine intrahepatic intraventricular
iris ischemia ischemic ischium islet isthmus jaundice jaw jejunum joint joints jugular junction juvenile kidney kidneys knee kneecap knees kyphosis labral labrum
labyrinth lacrimal lacunar lamina large larynx lateral leaflet leak left leg legs lens leptomeningeal lesion lesions lesser leukemia levoscoliosis ligament ligaments limb limbs
limited lingual lingula lip lipoma liver lobar lobe lobes lobular lobule localized loculated long loop loose lordosis low lower lumbar lumbosacral lumen luminal
lunate lung lungs lupus lymph lymphadenopathy lymphatic lymphoma macular main major malformation malignancy malignant malleolus mammary mandible mandibular manubrium
margin marrow mass masses mastectomy mastoid maternal maxilla maxillary maxillofacial meckel medial median mediastinal mediastinum medulla medullary melanoma
membrane memory meningeal meninges meningioma meningitis meniscal meniscus menstrual mesenteric mesentery mesothelioma metabolic metacarpal metacarpals metaphysis metastases metastasis
metastatic metatarsal metatarsals microcalcifications midbrain midfoot midline midthigh middle mild minimal minor mitral moderate molar morphology mother mouth movement mri
mucosa mucosal mucous multinodular multiple mural murmur muscle muscles muscular musculoskeletal myelin myelogram myelopathy myeloma myocardial myocarditis
myocardium myoma nail narrowing nasal nasopharynx nausea navicular neck necrosis necrotic neonatal neonate neoplasm neoplastic nephrogenic nephrolithiasis nephropathy
nerve nerves nervous neural neurinoma neuro neuroblastoma neurofibromatosis neurogenic neurological neuroma neurovascular newborn nipple node nodes nodular nodule nodules
nonunion normal nose nuchal nucleus null obesity oblique obstruction obstructive occipital occluded occlusion occlusive ocular odontoid old olecranon omentum opacities opacity open
ophthalmic optic oral orbit orbital orbits organ organs orifice orthopedic os osseous ossification ossifying osteoarthritis osteochondral osteoid osteolysis osteolytic osteoma
osteomyelitis osteonecrosis osteopenia osteophyte osteophytes osteoporosis osteosarcoma ostium outer outlet ovarian ovaries ovary pain painful palate
palm palmar palpable palsy pancreas pancreatic pancreatitis panoramic papilla papillary paranasal paraspinal parathyroid parenchyma parenchymal parietal parkinson
parotid partial patella patellar patellofemoral patent pathologic pathology pectoral pediatric pediatrics pedicle pelvic pelvis penile penis perforation perfusion
perianal pericardial pericarditis pericardium perineal perineum perineural peripheral peritoneal peritoneum peritonitis periventricular peroneal petrous phalanges phalanx pharynx phlegmon phrenic
physiologic pineal pituitary placenta plantar plaque plate pleura pleural plexus pneumonia pneumonitis pneumothorax polycystic polyp polyps pons popliteal porta
portal position possible posterior posterolateral posteroanterior postoperative postpartum postsurgical pregnancy pregnant premature premolar prepyloric preoperative
primary probable process prognosis prolapse prominent prostate prostatectomy prostatic prosthesis prosthetic proximal pseudoaneurysm psoas psoriasis pterygoid pubic pubis
pulmonary pulp pupil pylorus pyelonephritis quadrant quadriceps radial radicular radiculopathy radius ray recess rectal rectum rectus recurrence recurrent reduced reflux region
regional regression regurgitation renal residual respiratory retina retinal retinopathy retrocecal retroperitoneal retroperitoneum rheumatoid rhinitis rib ribs right
rim root roots rotator round routine ruptured rupture sacral sacroiliac sacrum sagittal salivary sarcoidosis sarcoma scalp scaphoid scapula scar scarring schwannoma
sciatic sciatica sclera sclerosis sclerotic scoliosis scrotal scrotum secondary seizure seizures sella sellar seminal sepsis septal septum severe shaft shin shoulder
shoulders shunt sigmoid simple sinus sinuses sinusitis situ skeletal skeleton skin skull small soft sole solid solitary space spasm spermatic sphenoid sphincter spina
spinal spine spines spleen splenic splenomegaly splint spondylitis spondylolisthesis spondylolysis spondylosis sprain spread squamous stable stage stem stenosis stenotic
sternal sternoclavicular sternum stiffness stomach stone stones strain stranding stress stricture stroke subacute subarachnoid subcapital subchondral subclavian subcutaneous
subdural sublingual subluxation submandibular submental subscapularis superficial superior suprarenal supraspinatus suprasellar surface surgical suspected suspicious suture
swallowing sweat swelling symmetric symphysis symptom symptoms syncope syndrome synovial synovitis syrinx systemic systole systolic tail talus tamponade tarsal tear tears teeth
temporal temporomandibular tenderness tendinitis tendinosis tendon tendons tenosynovitis tentorium terminal testes testicular testis tethered tetralogy thalamus therapy
thickening thickness thigh thighs third thoracic thoracoabdominal thoracolumbar thorax throat thrombosis thrombus thumb thymic thymoma thymus thyroid thyroiditis tibia
tibial tissue tissues toe toes tongue tonsil tooth torn torso torsion tortuous total trabecular trachea tracheal tracheostomy tract transitional transplant transverse trapezium trauma
traumatic triangular triceps tricuspid trigeminal trimester trochanter trunk tube tuberculosis tuberosity tubes tubular tumor tumors tumour tumours tunnel turbinate twin twins tympanic
ulcer ulcerative ulcers ulna ulnar umbilical unilateral upper ureter ureteral ureters urethra urethral urinary urine uterine uterus uvula vagina vaginal vagus
valve valves valvular varicose varices vas vascular vasculature vasculitis vein veins vena venous ventral ventricle ventricles ventricular vermis vertebra vertebrae
vertebral vertebrobasilar vertical vertigo vesical vesicle vessel vessels vestibular villous visceral vision visual vitreous vocal volar vomiting vulva wall walls weakness web wedge
whipple whole white willis womb wound wrist wrists xiphoid young zone zygoma zygomatic barrett barretts baker alzheimer doppler
abdome abdomens aneurysma aorten arteria arterien arteriell articulacion articulaciones artere arteres auge augen axiale bassin bauch bauchraum becken befund befunde beide beider beidseits bein beine beurteilung blase blut
blutung borst borsten brust brustkorb brustwirbelsaule bws cabeza cadera calcul cancer cerebrale cerebraux cervicale cerveau cheville cheveux chirurgie coeur cosce coude coeur colonne colonna columna
cotes cou cranio crane cuello cuisse daumen darm dents derecha derecho destra destro diagnose dos droit droite ecrasement epaule epaules ellenbogen enfermedad entzundung erguss estomago estomac extremitat extremitaten
femorale ferse fieber finger foie fraktur frakturen fuss fusse gauche gefass gefasse gehirn gelenk genou genoux gesicht gewebe ginocchio hals halswirbelsaule hals handgelenk hanche handen haut haematom hematome herz
higado hirn hirne hoden huft hufte huftgelenk hueso huesos hws infarkt intestino isquemia izquierda izquierdo jambe kiefer kind kinder klinik knie kniegelenk knochen koronar koronaren kopf korper kreuzband lazione leber lendenwirbelsaule
lesione lesiones linke linken linker links lunge lungen lws lymphknoten magen mamma main mamma masse medula metastasen milz mittelfuss mund muskel nase nebenhoden nebenniere nerf nervus nez niere nieren oberarm oberbauch oberes oberer obere
oberschenkel oeil oesophage ohr ojo ombro operation orteil os osso ossa pankreas paciente pancreas patologia pecho pelvi pelviano pelvis pie pied pieds pierna plevra poitrine polmone polmoni poumon poumons prostata pulmon pulmones punctie
rachis rate rechte rechten rechter rechts rein reins riesgo rinon rodilla rotula rotule rucken ruckenmark schadel schilddruse schlafe schulter sein seins sinistra sinistro skelett spalla sprunggelenk steissbein stenose
stirn sus testa thorakal tibia tobillo torace torax trombosis tumeur tumores unterarm unterbauch unterschenkel untere unterer uterus vejiga vene venen ventre verdacht verlauf vertebrale vessie vie wirbel wirbelkorper wirbelsaule wade zahn zahne zehe zehen
abdomens buik heup hoofd nek schouder enkel pols rug hart longen lever nier nieren maag darm borstkas bekken linker rechter onderbeen bovenbeen cilinderbiopsie hoved bryst ryg lunger hjerte lever mave kne skulder hofte
`;
