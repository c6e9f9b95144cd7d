/** Phrases of reports, requests and protocols in English that name nobody: all of each must stay. In view while lists are made. */
export const ENGLISH_PHRASES: readonly string[] = `
Cervical rib on the right, no thoracic outlet compromise
Aberrant right subclavian artery, arteria lusoria
Anomalous pulmonary venous return to the brachiocephalic vein
Bicuspid aortic valve with raphe, ectatic ascending aorta
Post Bentall and hemiarch replacement, graft patent
Watchman device in the left atrial appendage, no peridevice leak
Impella catheter in situ, tip in the left ventricle
ECMO cannulae, right femoral venous and internal jugular
Swirling of the mesentery, closed loop obstruction
Fecal loading of the colon, no obstruction
Epiploic appendagitis adjacent to the descending colon
Omental infarct versus appendagitis
Pneumatosis intestinalis and portal venous gas
Pneumobilia after sphincterotomy
Mirizzi syndrome with dilated intrahepatic ducts
Klatskin tumor, Bismuth type IIIa
Cavernous transformation of the portal vein
Transient hepatic attenuation difference in segment 4
Arterially enhancing focus without washout, LI-RADS 3
Focal nodular hyperplasia with a central scar, retains Eovist
Serous cystadenoma, honeycomb appearance
Groove pancreatitis, paraduodenal
Walled-off necrosis with gas locules
Horseshoe kidney with extrarenal pelvis
Duplex collecting system, ureterocele on the left
Staghorn calculus, lithotripsy planned
Emphysematous pyelonephritis
Angiomyolipoma with macroscopic fat, 22 mm
Oncocytoma versus chromophobe renal cell carcinoma
Page kidney after biopsy
Bladder wall trabeculation and diverticula
Prostatomegaly, post void residual 180 cc
Tubo-ovarian abscess, hydrosalpinx on the right
Endometrioma with T2 shading
Adenomyosis, junctional zone 14 mm
Bicornuate versus septate uterus
Nabothian cysts of the cervix
Ectopic pregnancy, adnexal ring sign
Retained products of conception
Breech presentation, amniotic fluid index 12
Fetal ventriculomegaly, lateral ventricle 11 mm
Umbilical artery Doppler, raised pulsatility index
Subchorionic hemorrhage, viable embryo
Molar pregnancy, snowstorm appearance
Epididymo-orchitis with reactive hydrocele
Microlithiasis of the testes
Varicocele, reflux on Valsalva
Torsion, whirlpool sign of the spermatic cord
Ground glass halo around a consolidation, invasive aspergillosis
Reverse halo, cryptogenic organizing pneumonia
Cavitating nodule in the apex, AFB smear pending
Bronchogenic cyst, subcarinal
Congenital pulmonary airway malformation
Pulmonary sequestration with systemic feeder
Lymphangitic carcinomatosis, thickened interlobular septa
Lymphangioleiomyomatosis, thin walled cysts
Langerhans cell histiocytosis, upper zone
Silicosis with egg shell calcified nodes
Asbestos related plaques, rounded atelectasis
Kerley B lines, cephalization of vessels
Saddle embolus with right heart strain, RV LV ratio 1.4
Chronic thromboembolic disease, webs and bands
Mediastinal widening, transected aorta
Flail segment, displaced fifth to ninth ribs
Deep sulcus sign, chest tube kinked
ETT high, recommend advancement by 2 cm
Nasojejunal feeding tube, postpyloric
Dobhoff coiled in the oropharynx
Lines and tubes unchanged
Cardiothoracic ratio 0.56
Bochdalek hernia on the left
Morgagni hernia containing omentum
Eventration of the right hemidiaphragm
Schmorl nodes and limbus vertebra
Modic type 1 changes at the endplates
Ligamentum flavum hypertrophy, trefoil canal
Annular fissure, high intensity zone
Sequestered fragment migrated caudally
Tarlov cysts at S2
Tethered cord with fatty filum
Chance fracture, flexion distraction
Hangman and Jefferson fractures excluded
Hill-Sachs defect, bony Bankart
SLAP tear, biceps anchor
Os acromiale, unfused
Calcific tendinosis, barbotage performed
Lateral epicondylitis, common extensor origin
Triangular fibrocartilage, ulnar positive variance
Kienbock disease stage IIIa
Scapholunate widening, DISI deformity
Gamekeeper thumb, Stener lesion
Jones fracture of the fifth metatarsal
Weber B, talar shift, syndesmotic screw
Bohler angle flattened, calcaneal fracture
Plantar fasciitis with heel spur
Morton neuroma, third webspace
Haglund deformity, retrocalcaneal bursitis
Charcot arthropathy, rocker bottom
Freiberg infraction
Segond fracture, pivot shift contusions
Bucket handle tear, double PCL sign
Baker cyst, leaking
Patella alta, Insall-Salvati 1.5
Pellegrini-Stieda calcification
Osgood-Schlatter, fragmented tubercle
Perthes, fragmentation stage, lateral pillar C
Cam morphology, alpha angle 68, labral tear
Ischiofemoral impingement, edematous quadratus
Morel-Lavallee lesion over the trochanter
Enchondroma with popcorn matrix
Aneurysmal bone cyst, fluid-fluid levels
Giant cell tumor, abutting the subchondral plate
Sunburst periosteal reaction, Codman triangle
Permeative lesion in the diaphysis, Ewing
Myositis ossificans, zonal pattern
Cephalohematoma crossing sutures
Germinal matrix hemorrhage grade 1
Periventricular leukomalacia in a preterm neonate
Callosal agenesis with colpocephaly
Dandy-Walker continuum, vermian hypoplasia
Polymicrogyria, schizencephaly closed lip
Tuberous sclerosis, subependymal nodules
Moyamoya, puff of smoke collaterals
Cavernoma with hemosiderin rim, popcorn
Developmental venous anomaly, caput medusae
Dural ectasia and empty sella
Rathke cleft cyst, pars intermedia
Macroadenoma invading the cavernous sinus, Knosp 3
Vestibular schwannoma, ice cream cone
Epidermoid, bright on diffusion
Tolosa-Hunt, thickened cavernous sinus
Ranula, plunging
Thyroglossal duct cyst, infrahyoid
Branchial cleft cyst, second arch
Otosclerosis, fenestral lucency
Scutum eroded, attic cholesteatoma
Lefort II, pterygoid plates broken
Tripod fracture, blowout with entrapped inferior rectus
Ludwig angina, odontogenic source
Periapical lucency at tooth 36
ACR 4, pleomorphic calcifications, linear branching
Architectural distortion on tomosynthesis
Axillary tail, intramammary node
Gynecomastia, flame shaped
Ruptured implant, linguine sign
Wire localization, hookwire
Galactogram, filling defect
MIBG avid lesion, adrenal
Sestamibi washout, retained in the parathyroid
Hepatobiliary iminodiacetic acid, ejection fraction 22 percent
Gastric emptying, half time 120 minutes
Red cell tagged bleed scan
Gallium avid sarcoid
Indium labelled leucocytes
Fluciclovine, choline and fluoroestradiol tracers
Regadenoson stress, reversible defect in the inferolateral wall
Amyloid positive, florbetapir
Flutemetamol uptake in the precuneus
Rubidium rest stress
Yttrium microspheres, lung shunt fraction
Bremsstrahlung after radioembolisation
Apixaban held, bridging with enoxaparin
Warfarin, INR 2.4, vitamin K given
Amlodipine, bisoprolol and furosemide
On pembrolizumab, colitis query
Gabapentin, duloxetine, oxycodone
Vancomycin and piperacillin tazobactam
Tocilizumab and dexamethasone
Bevacizumab and temozolomide
Iopamidol, iodixanol, ioversol
Gadoterate, gadobenate, gadoxetate
Lignocaine 1 percent, triamcinolone 40 mg
Ropivacaine, methylprednisolone injected
Ondansetron and paracetamol prn
Insulin glargine, empagliflozin
Metoprolol given, nitroglycerin sublingual
Amplatzer plug, onyx and glue
Pipeline flow diverter, coils packed
Angioseal closure, femostop applied
Zenith endograft, type II endoleak
Viabahn covered stent, patent
Hickman line, tip high
Wallstent across the hilum
Pigtail drain upsized to 12 French
Dormia basket, ERCP
Gamma nail, cerclage wires
Harrington rods, pedicle screws loose
Austin Moore, cemented hemiarthroplasty
Ilizarov frame
Kirschner wires removed
Baclofen pump, intrathecal catheter
Vagal nerve stimulator, MR conditional
Cochlear implant, magnet removed
Loop recorder, leadless pacer
Mitraclip, Evolut, Sapien
Ommaya reservoir
AX T2 BLADE FS
COR T1 SPIR
SAG PD CLEAR
3D SPACE ISO
t1_vibe_dixon_tra_bh
ep2d_diff_3scan_trace_p3
WATER: AX LAVA FLEX
FSPGR BRAVO
PROPELLER T2 AX
TRICKS runoff
TWIST dynamic, 5 phases
MRCP radial thick slab
SWAN, SWI, minIP
ARTIFACT: ghosting, pulsation, aliasing
Truncation, zipper, moire fringes
Dielectric shading at 3T
Gradient echo, spoiled, flip 12
Shim failed, repeat
Prescan normalise
Parallel imaging factor 2
Respiratory navigator, drifting
Quiet breathing, triggered
ECG gating poor, bigeminy
Timing bolus 20 ml, saline chaser
Hand injection, butterfly
Power injector, 4 ml per second
Extravasated, compress applied
Pt vomited, oral prep incomplete
Combative, unable to cooperate
Wheelchair, hoist required
Interpreter present
Nil by mouth since midnight
LMP unknown, urine HCG negative
Consent obtained, risks explained
Metal in eye cleared on plain film
Scan abandoned, panic attack
Implanted port accessed, flushed
Nurse escort, monitored
Sternal wires, mediastinotomy
Upright, inspiratory and expiratory
Decubitus, horizontal beam
Lordotic, apical
Swimmers view, odontoid peg
Frog leg lateral
Sunrise, Merchant
Mortise, AP, oblique
Judet views
Towne, Caldwell, Waters
Orthopantomogram, bitewing
Scanogram, leg length discrepancy
Skeletal survey, babygram
Barium enema, double contrast
Small bowel follow through
Videofluoroscopy, penetration, silent aspiration
Proctogram, rectocele
Sinogram, fistulogram
Ascending urethrogram, bulbar stricture
Retrograde pyelogram
Tubogram, loopogram
PICC insertion, basilic
Epidural, facet, sacroiliac injections
Vertebroplasty, kyphoplasty
Cryoablation, microwave ablation
TACE, DEB, lipiodol
Nephroureteral stent
Thrombolysis, alteplase infusion
Fistulaplasty, cutting balloon
Varicocele embolisation, sclerosant
Genicular artery embolization
IMRT head and neck, bolus 5 mm
Boost, 10 Gy in 5, electrons
Brachytherapy, tandem and ovoids
Setup, tattoos, vacbag
Arc, couch kick, collimator 30
Cranial SRS, mask
TBI, lung blocks
GTV, CTV, ITV, internal margin
Dose painting, simultaneous integrated
Gated, phase 50
Fiducials, goldseed
Flat panel, Winston Lutz, star shot
Water phantom, uniformity, slice thickness
Catphan, linearity, MTF
Air calibration, warmup
Off axis, ramp filter, Hann
Iterative recon, ASIR 40, IMR
Bone plus, lung, detail
Dual energy, VNC, iodine map
Keyed images, key object selection
Burned in, cropped, inverted greyscale
Addendum: laterality corrected
Comparison: none available
Technique: helical, 1.25 mm, reformats
Provisional, unverified
Critical finding, paged
Incidental: thyroid incidentaloma
Follow Fleischner criteria
Clinical info: SOB, haemoptysis, raised dimer
R/O PE, CHF, COPD exac
s/p fall, LOC, on ASA
c/o RUQ pain, N/V
Hx CA, mets
NKDA, DNR
`
  .trim()
  .split('\n');
