/**
 * Names of people that are also what a kernel, a filter, a correction, a sequence, a scanner, a maker or a server is called, and English
 * words that protocols are named with: where such terms stand, the word alone names nobody. Folded.
 */
export const NAMES_OF_THINGS: ReadonlySet<string> = new Set(
  `hann hanning hamming shepp logan butterworth parzen metz wiener gauss chebyshev lanczos bartlett blackman tukey chang watson ollinger compton klein nishina hounsfield feldkamp davis kress fourier radon bloch
  siegert maxwell dixon stejskal tanner locker look hadamard rice otsu canny sobel laplace bayes kalman hough carr purcell meiboom gill hahn ernst larmor nyquist patlak tofts kety weibull richardson lucy simpson agatston
  doppler bruce cobb graf bresenham marr hildreth mumford shah perona malik lambert beer bouguer hermite legendre bessel euler gabor haar daubechies morlet hilbert markov monte carlo poisson
  colsher defrise herman kaczmarz nelder mead powell newton raphson marquardt levenberg huber tikhonov bregman nesterov wasserstein kolmogorov pearson spearman dice jaccard hausdorff cohen
  mosteller dubois haycock boyd devine cockcroft gault fick bernoulli teichholz hodges lehmann gompertz carter tanner greulich pyle glasgow rankin alberta fazekas bosniak fleischner gustilo garden pauwels salter harris
  orange purple violet gold silver amber ruby ivory coral olive scarlet crimson magenta cyan brown hundred thousand seven eleven twelve
  king queen bishop fisher price summer winter autumn wood woods rose bell church cook miller hunter mason chase banks brooks forest snow frost rain storm moon star stars sun angel grace hope joy faith noble sterling love prompt
  master bolt singer walker tester wax bowtie wedge gates bridges bush castle cloud cross crown day drake eagle falcon fox hawk lamb lion wolf swan robin martin sparrow fields flint flower flowers golden marble pearl penny page piper porter potter
  sharp sharpe savage shields speed spring steel stern stone strong swift temple tower towers trace wells west wheeler wise worth wright yard york
  safire admire veo idose karl aidr osem psf awosem trapezoid kinetic crosstalk master polar prime pulse ranger rapid sierra sigma signa solar sonata spectra spectrum symphony tempo titan trio triton vantage vega verio vero vida viva vivid volume zenith
  aera achieva allegra allura altea altix ambition amira ansys aplio aquarius aquilion aquarion aria artis avanto biograph brilliance brightspeed centauri concerto confidence discovery eclipse elekta emotion epiq espree esprit essenta excite express extend force gemini genesis harmony horizon
  ingenia ingenuity innova inspiration intera lightspeed lumina luminos lunar magnetom magnolia mammomat mercury multix novalis novus optima orian panorama pioneer precision presto prisma revolution sapphire selenia sensation siena skyra sola somatom sonos sphere syngo symbia ysio
  siemens philips toshiba canon hitachi agfa fuji fujifilm kodak carestream hologic samsung esaote mindray healthineers healthcare varian elscint picker marconi shimadzu konica minolta barco neusoft united imaging accuray brainlab medtronic mevis terarecon vital osirix horos orthanc weasis dcmtk
  abdomenpelvis bodypart brainstem chestabdomen chestabdpelvis cspine cervicothoracic ctspine extremity headandneck headneck heartgreatvessels internaljugular lspine lumbosacral neckchest neckchestabdomen neckchestabdpelv lspine
  pelvislowextremt portalvein pulmonaryartery renalartery retroperitoneum sacroiliacjoint sijoint sternoclavicular thoracolumbar tlspine tmjoint tspine upperextremity lowerextremity urinarybladder wholebody wholebodyct zygoma
  conquest clearcanvas dicom pacs storescp storescu echoscu findscu anyscp anyscu modality archive server workstation station console gateway router`.split(
    /\s+/,
  ),
);

/** What stands in the place of a name or in every second description, in scripts without spaces. Folded: kana as katakana. */
export const RUNS_OF_NOBODY: ReadonlySet<string> = new Set(
  `テスト テスト患者 サンプル ダミー ファントム 検査 患者 匿名 氏名 不明 頭部 頸部 胸部 腹部 骨盤 上肢 下肢 造影 単純 撮影 画像 断層 全身 右側 左側 正面 側面 病院 大学 医院
  测试 测试患者 病人 匿名 姓名 未知 头部 颈部 胸部 腹部 增强 平扫 医院 測試 頭部
  테스트 환자 익명 이름 두부 흉부 복부 병원 검사`
    .split(/\s+/)
    .map((word) => word.normalize('NFC')),
);

/** Names in the meanings of published codes: of diseases, signs, fractures, structures, operations and scores. Folded. */
export const EPONYMS: ReadonlySet<string> = new Set(
  `achilles adamkiewicz addison albers albright alport alzheimer andersson apgar arnold arnoldchiari asherman baker bankart barlow barre barrett bart bartholin bartholomew barton basedow batson bauhin beckwith behcet bell bennett bentall berger bernard bertin bertolotti billroth bigelow binet blalock blount boerhaave borrmann botallo bouchard
  bowen bowman brenner breslow broca brodie brodmann brown brugada brunner budd buerger buford burkitt caldwell calve camper cantlie carney caroli castleman charcot chassaignac chiari child chopart churg clark cloquet coats codman colles connell cooper couinaud courvoisier cowden cowper crohn cruveilhier cushing cutler dandy
  denonvilliers denver dercum donovan down douglas drummond duchenne dupuytren duke durie ebstein ehlers eisenmenger ellestad epstein erb erdheim ewing fallopius fallot fanconi felty ferguson foley fontan foster fournier frankel freiberg galeazzi galen ganz gardner gaucher gerota gilbert glasgow gleason glenn glisson goodpasture graves
  grawitz guillain guyon hampton hangman hartmann hashimoto hasse heberden heister heller henle henoch heschl hesselbach hickman highmore hill hippel hirschsprung hodgkin hodgson hoffa hoffman horner horton huntington hurler jakob james jefferson johansson jones kaposi kawasaki kegel keller kerley kienbock killip kimura klatskin klinefelter
  klippel kocher kohler korsakoff krukenberg kupffer langer langerhans larsen laugier leriche legg leydig lindau lisfranc lister little looser louis ludwig luschka lynch mackenrodt madelung maisonneuve mallory marfan marie maximow mayo mcburney meckel meig meigs mendelson menetrier merkel meyer milch miller milroy mirizzi monro monteggia morgagni
  morison morrison morton moynihan mullerian munro murphy mustard naughton neer nissen norwood nuck oddi osgood osler paget pancoast parkinson passavant pauwels perthes petit peutz peyronie pfannenstiel pick pott pouteau poupart purkinje ranvier raynaud reed reidel reiter retzius reynolds riedel riley ringer rolando rosenmuller ross roth roux rutherford sachs salter
  santorini schatzki scheuermann schlatter schmorl schonlein schwann scarpa segond senning sertoli sever sharpey sheehan simmonds sinding singh sjogren skene smith spigel stafne stahl starling stensen sternberg still strauss struthers sturge sudeck swan sylvius takayasu taussig tay tenon thompson tietze tooth treitz treves trousseau turner valsalva vater
  virchow volkmann warthin warren waters weber wegener weiss wernicke westermark wharton whipple whitnall wilkins willebrand williams willis wilms wilson winslow wirsung wolff wolfe zenker zollinger`.split(
    /\s+/,
  ),
);
