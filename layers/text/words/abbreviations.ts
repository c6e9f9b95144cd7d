/**
 * Abbreviations of clinics, sequences and reconstructions of makers, devices, tracers, structures of plans: on no list of names, so that nobody is
 * called so in whatever letters. Folded.
 */
export const ABBREVIATIONS_OF_CLINICS = `
dynact irac
aciol acl adcmean adcmin aice aidr aip airboot airkerma alignrt alpsa amd amn angiojet apbi aptt aquaplast armd
  ascore asd asirv atrt attn auroa avgip avm avs avsd axumin backslab backslabs bcc bcva bffe bhagl bhcg bka bmi bms
  bnp bodyfix bonegraft bowelbag bpd bpe brainview brao brvo bsava bso btfe bvs cadx caipi caipirinha calcscore
  carebolus casc cascore cca ccf ccl ccm ccu cdcr cdiff ciss ckd clinac cme cnv crao crcl crl crp crtd crvo cscr csdh
  cspine ctca cteno ctivu ctkub ctnac curvedmpr cva cvc cvl cvrt cyberknife davf dcis dcm ddimer desat dgy dibh dki
  dlir dme dmplo dmri dmsa dnet dorv dotanoc dotatate dotatoc dplmo dsdh dtifa dtpa dva dvt ecmo edplus eebh efgre
  efw egd egfr egfrviii embosphere eroa esr ethrive exactrac exfix faf fbc fbp fcd fcp fdopa felv femfem fempop ffa
  ffr fgatir fgr fhno fhx fip fiv fmx fmxs foosh footstop frfse fwb fx gammaknife gbmidh gcipl gcl gcs gdv gdx hcc
  hcg hcm hdr hdu histoacryl hlhs hrctv htn hvf hx hycosy iabp icga idc idealiq idh idose ifr igtv ihd iih ild
  illuccix imr inr iohc iolmaster iop ipmn irctv itv iucd iud iup ivdd ivf ivh kneestep kpa kwire lbp lcl lcx ldr lft
  lfts lga lipiodol llat lletz llq lmp lrti lsa lscs lspine lsspine lungcad luq lvedv lvef lvesv lvnc mapse mbir mcg
  mcgs mcl mdixon memp mibg midaz mmr mogad monoplus mosaiq mpvr mridian msi mss mts mtv mutyh mva mvc mvci mvr nac
  nanocolloid nbca nbm nerveview netspot ngt nippv njt nka nmo nmosd noddi npdr npo nsip nstemi ntprobnp nvd nwb ocd
  ogd oncentra orbscan orfit osem palmaroplantar papvd papvr pcct pciol pcl pcv pda pdr pennhip pentacam permcath
  petac pfna pfo phaco pmg pmh pmhx pml proset prospeed proview prp prv psf psh ptfl pth pulseox pvd pvl pwb qalas
  qdect qds qmap qsm raystation rca rlat rlq rpe rpoc rrd rsdwi rsepi rta rtc rtsa ruq rvef rvot rx scbu scoutview
  sdct sdh sdp shmolli shx sinuslift sirspheres slabmip sle slt smartma smartprep smartview soboe ssde sse ssfse
  starvibe stemi suvmean suvpeak svc svg svt sx symri syngo tapse tapvd tapvr tbss tds tektrotyd tfcc therasphere
  thickmip thr tilmanocept tkr tlg tlh tlspine tmb tmd tmj tmjd tnbc topogram tplo trevo truebeam truefisp trufi
  trufisp tsa tsh tspine tta tvr tvs tx uecs uip ukr uldct urti usv uteflair vacfix vacloc vascath venbold vf vhl vhs
  vma vmi vmt vnc volumeviews spir spair disi visi slac snac dwibs ivim pcasl pcmra smra vasp bssfp ecv pdfs multivane
  vre vsd vt vte wamd wavecaipi wingboard wpw zoomdwi zoomit zte
  aacardiac aahead aahip aahscout aaknee aashoulder aaspine abdm abdpel abdpelv airrecon aln amx ank aphase aptw
  artphase attcor autoalign bmode bonep boneplus bvals bvec bvecs bwx cag capct ccw ceph cephalo cephs cervixlen cesm
  cest cfa cfm cfr chabpel chestabdpel chs chst cios clearread coilcal colfa coll conedown corr cpa cpr cra csense
  ctabd ctchest cview delphase dirs dlr doserep dosesr dphase drb drg drrs drs eadc embo evel examcard eyestothigh
  fatfraction fatsup fieldmap fingertap fmap fngr gcc gestsac gls gonio gsps hdneck hfa hipp hnd iacs icad icg icrs
  idxa iflex ihmt implantdisp inopp ioscan ipsi iqon kidn kneescout lca lcc lhc lml lmlo lmo lowenergy lusg lxccl
  magview maxface mca mct mmode mrac mtoff mton mvxd nonac nonfs occl onh oop opphase optomap optos orbsin outofphase
  outphase pasl pdff pelv phas plainct ploc plocs postbx prost prot prox psv qclear qure rbf rbv rcc rdsr redist
  refscan reinj reqform rhc rml rmlo rphase rsfmri rxccl sacr scanneddoc screencap seg sensref shld shldr shou sij
  sijoints sijs sinorb skulltothigh slaser slo stnd svp svs swip tbone tbones tdi thmb thoraxabd thyr tibfib tibfibs
  tici tracewei umba uter vaphase vpfx vphase vphd watersup watexc watexcit watsc wcontrast wfat wfns wfs wocontrast
  wordgen wri wrst wwater wwo xccl xccm xio yolksac
`;

/** Those that are a rare name as well: in capitals they name nobody. */
export const ABBREVIATIONS_IN_CAPITALS: ReadonlySet<string> = new Set(
  'acs aptt ards braf dess hagl hida kras leep lvot mcs molli muga opp panos rop safire sita tah tevar timi uka uti vap zeff'.split(
    ' ',
  ),
);
