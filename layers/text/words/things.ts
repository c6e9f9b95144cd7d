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
