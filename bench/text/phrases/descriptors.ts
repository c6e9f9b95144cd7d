/** Descriptions of series and exposures, written without a look at the rules or the lists, and in view since. */
export const DESCRIPTORS_OF_STRANGERS: readonly string[] = `
ep2d_diff_3scan_trace_p2_ADC
t1_mprage_sag_p2_iso_0.9
AX T2 FLAIR FS PROPELLER
Sag PD FSE FS
SAG STIR L-SPINE
WFS T2W_mDIXON
3D_BRAVO_Ax+C
CORONAL MPR 2MM BONE
Recon 2: LUNG 1.25
Thorax 1.0 Br64 S3
Abd PV 3.0 I40f 3
CTA H&N 0.75 Bv40 Q3
LOC
SCOUT AP/LAT
Topogramm 0.6 T20f
Monitoring 10.0 Br36
PreMonitoring
Dose Report
Patient Protocol
Phoenix Zip Report
AAHead_Scout_MPR_cor
AAHScout
Perfusion_Weighted
relCBF
relMTT
TTP
Vitrea snapshots
SmartBrain
Survey_MST
B1_calibration Body
ASSET calibration
Calibration Scan
Axial DWI b0-50-400-800
eADC (10^-6 mm²/s)
dADC
Apparent Diffusion Coefficient (mm2/s)
SWI_Images
mIP_Images(SW)
Pha_Images
TOF_3D_multi-slab
MIP ROT 180
TWIST_dynamic_SUB
Ax LAVA Flex BH +C 20s
WATER: Ax LAVA
InPhase: Ax Dual Echo
HASTE cor BH
TRUFISP cine 4ch
cine_retro_SA_stack
PSIR LGE 2CH
T1 MOLLI pre
MOCO_T2map
phase contrast ao valve VENC 150
MRCP 3D SPACE RT
ThinSlab MRCP rad
VIBE dixon w opp f in
STARVIBE tra fs dyn
CAIPIRINHA VIBE
Cor T2 SSFSE
DTI 64 dirs
fMRI_BOLD_rest
gre_field_mapping
asl_3d_tra_iso
Spectroscopy SVS TE 30
csi_slaser
PC 3D sagittal venogram
Cube T2 FLAIR
FIESTA-C IAC
CISS 0.6 iac
ZTE skull
UTE lung
PETCT WB 3D MAC
WB NAC
PET AC 3D Nativ
CT WB 5.0 B30f
FDG whole body (AC)
F-18 PSMA-1007
Ga-68 DOTATATE
Tc-99m MDP bone scan 3 phase
Static 500K ANT/POST
MUGA LAO 45
MIBI stress gated short axis
RENO MAG3 diuretic
SPECT OSEM 3D IRAC
R CC
L MLO
LCC ID
RXCCL
R MLO tomosynthesis
C-View
Mag spot L
Chest PA & Lat
W chest pa
Knie a.p.
Kniegelenk stehend
Hüfte axial Lauenstein
Schädel 2 Eb
BWS seitl.
HWS Funktion
Becken Übersicht
Zahn OPG
Pano
Ceph lat
Cuisse face
Genou profil gche
Rachis cervical F+P
Poumon face
Gonométrie
Tórax PA y lateral
Columna lumbosacra AP
Rodilla izda
Bacino AP
Torace 2P
Ginocchio sx
Coluna cervical perfil
Mão E
Voet rechts
Bekken AP
Enkel li
DSA 3f/s
LCA RAO 30 CAU 20
RCA LAO
LV gram
3DRA Prop
DynaCT Head 20s
CINE coro left
Roadmap
US Abdomen limited
OB 2nd tri
TVUS
Carotid duplex bil
LE venous dop
TTE PLAX M-mode
A4C color
MV E/A
TDI lat
VTI LVOT
GLS AFI
Echo stress peak
IVUS pullback
OCT mac 6x6
HD Angio 3x3
Fundus OS
Cirrus Macular cube 512x128
VF 24-2 SITA
IOLMaster
RT Plan VMAT
Arc1 CCW
G180 kV setup
CBCT pelvis spotlight
RTSTRUCT PTV 50.4
Dose beam 3
DRR AP
TrueFISP loc
SR CAD
Chest CAD SR
PR measurements
Key Images
Screen Capture
Secondary Capture 1
Bedside chest 85 kV 2.5 mAs
DX grid in
Portable AP semi-erect
Upright
Decub R
Odontoid open mouth
Swimmer's
Sunrise view
Skyline
Judet
Merchant
Y-view
Towne
Waters view
Caldwell
Grashey
Stryker notch
Harris view calcaneus
Broden
Cobb angle
QC phantom ACR
Catphan 604
Water phantom 20cm
Daily QA 6X
sT2W_FLAIR_longTR
eT1W_TSE_tra
AX DWI RESOLVE TRACEW
cor pdw_spair_448
tirm_cor_320
t1_fl3d_we_cor
vibe_fs_tra_caipi4_bh_pv
Obl Cor T2 FRFSE
Sag Ax Cor Fast STIR
3D SAG VISTA
BTFE_BH_M2D
AXIAL PROPELLER T2
FSE-XL PD
IAC w/wo Fiesta
PJN Loc
ORBITS COR T1 FS POST
T-SPINE LOCALIZER 2
Sacrum obl cor
BRACHIAL PLEXUS STIR
Enterography Cine
CAP W CON
HEAD WO
Thin Bone
Lung Recon
Venous Phase 70s
ARTERIAL THIN
Cor Body 4.0
Sag C-Spine Bone
Facial Bones 3D VR
CT Angio Carotids
Renal Stone Protocol
Pediatric Chest Low Dose
Biopsy Guide
LD CT Screening
FL OESOPHAGUS
Ba Enema Double Contrast
Videofluoro swallow
Hysterosalpingo
MCUG
IVP 15 min
Babygram
Leg length
Skeletal survey
Scoliosis EOS
Wrist nav
Hand Ball catcher
Sesamoid
Axial heel
Danelius Miller
Panorex
XA Coronary Angiogram
LAD PCI
Renal Embo
Cerebral 4-vessel
TACE seg 6
PTC drain exchange
FISTULA plasty
Gallbladder GB sag
LT KID LONG
UT TRV
RT OV SAG
CBD
Nuchal
4CH view heart
ICA PROX LT
GSV mapping
Myocardial Perfusion Stress
V/Q lung
WBC Indium
Parathyroid SPECT fusion
HIDA CCK EF
DaTscan
Gastric emptying 4 hr
SLN breast
Amyloid PET
`
  .trim()
  .split('\n');
