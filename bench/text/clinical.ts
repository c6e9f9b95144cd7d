/** Phrases of reports and protocols that name nobody: all of each must stay. */
export const CLINICAL: readonly string[] = `
CT chest with contrast
MRI brain without and with gadolinium
t2_tse_sag_p2
B60F
P4^P101^S108
MPR_cor_3.0
Mild cardiomegaly without pulmonary edema
No acute intracranial hemorrhage
Moderate degenerative disc disease at L4/5
Right upper lobe nodule measuring 8 mm
Follow-up of known hepatocellular carcinoma
Status post laparoscopic cholecystectomy
Small bilateral pleural effusions, stable
Unremarkable gallbladder and biliary tree
Left anterior descending artery stenosis
ABDOMEN PORTAL VENOUS 5.0 B30f
Ax DWI b1000 ADC
SAG T1 FSE POST GAD
PA and lateral views of the chest
Thyroid scintigraphy with technetium
Invasive ductal carcinoma of the breast
Osteoarthritis of both knees, Kellgren grade 3
Paraspinal abscess at T11-T12
Meckel diverticulum suspected
Crohn disease with ileal stricture
Hodgkin lymphoma, restaging
Baker cyst in the popliteal fossa
Achilles tendon rupture
Cannot exclude pulmonary embolism
Please correlate clinically
Patient could not hold breath
Motion artifact limits evaluation
Iohexol 350 100 ml intravenous
Omnipaque 300 and oral Gastrografin
Coronary calcium score 0
Schädel nativ ohne Kontrastmittel
Fraktur des distalen Radius rechts
Verdacht auf Lungenembolie
Zustand nach Hüftgelenkersatz
Scanner thoracique avec injection
Fracture du poignet gauche
Radiografía de tórax sin hallazgos
Ecografia addome completo
Ressonância magnética do joelho direito
MRI knie links zonder contrast
Ultrasound guided biopsy of axillary lymph node
Percutaneous nephrostomy tube exchange
White matter hyperintensities in both hemispheres
Long axis view of the left ventricle
Brown fat uptake in the neck
Bone window, sharp kernel
Small bowel obstruction
Young adult with chest pain
Hand, three views
Cross sectional imaging of the pelvis
Stone in the right ureter
Short tau inversion recovery
Rose Bengal stain
Levothyroxine and metformin
Doxorubicin induced cardiotoxicity
VIBE fat sat dynamic arterial phase
MPRAGE sagittal 1 mm isotropic
ToF MRA of circle of Willis
Resting state fMRI 300 measurements
Calcified granuloma in the left lower lobe
Endotracheal tube 4 cm above the carina
Swan-Ganz catheter in the right pulmonary artery
Foley catheter in place
Hounsfield units of the liver
Pulmonary vein isolation planning
Mammography screening, BI-RADS 2
Spiculated mass in the upper outer quadrant
Prostate PI-RADS 4 lesion, peripheral zone
Whole body PET/CT with FDG, SUV max 7.4
Diffuse idiopathic skeletal hyperostosis
Chiari malformation with syrinx
Subarachnoid haemorrhage in the sylvian fissure
Tibial plateau fracture, Schatzker type 2
Sacroiliitis in ankylosing spondylitis
Transjugular intrahepatic portosystemic shunt
Neurofibromatosis, plexiform neurofibroma
Femoroacetabular impingement
Tracheobronchomalacia on expiratory images
Nasogastric tube tip in the stomach
Salter Harris fracture
Wilms tumor follow up
Non-contrast head CT, 5 mm slices
Quality control phantom weekly
Localizer three planes
Scout view
Dose report
Screen save
Secondary capture
Radiation dose structured report
Barium swallow with fluoroscopy
Hysterosalpingography
Voiding cystourethrogram
Sialadenitis of the submandibular gland
Temporomandibular joint open and closed mouth
Scaphoid views
Weight bearing views of both feet
`
  .trim()
  .split('\n');
