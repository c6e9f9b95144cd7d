/** Words of reports in German, French, Spanish, Italian, Portuguese and Dutch that lists of common words do not have, and eponyms of all. Folded. */
export const MEDICAL_WORDS_ELSEWHERE: ReadonlySet<string> = new Set(
  `distal distale distalen distaler proximale proximalen verdacht befund befunde hufte huftgelenk schadel wirbel wirbelsaule bandscheibe lunge lungen embolie gelenk gelenke ersatz leber milz niere nieren gallenblase bauch becken knochen nativ kontrast kontrastmittel fraktur bruch
  unauffallig unauffallige verlauf verlaufskontrolle aufnahme aufnahmen rontgen sprunggelenk schulter ellenbogen handgelenk herz hirn blutung erguss entzundung schwellung stenose ausschluss
  poignet cheville genou hanche epaule coude rachis cervical lombaire thorax thoracique poumon foie rate rein reins vessie cerveau crane sinus tete cou bras jambe pied main injection sans avec douleur controle bilan scanner irm echographie radiographie recherche suspicion lesion fracture
  hallazgos hallazgo torax rodilla cadera hombro codo muneca tobillo columna lumbar cuello higado bazo rinon rinones vejiga cabeza cerebro corazon ecografia radiografia resonancia magnetica contraste sin con dolor lumbalgia estudio derecha izquierda derecho izquierdo
  addome completo completa ginocchio anca spalla gomito polso caviglia colonna lombare collo fegato milza rene reni vescica testa cervello cuore ecografia radiografia risonanza magnetica contrasto dolore controllo destro sinistro
  ressonancia magnetica joelho quadril ombro cotovelo punho tornozelo coluna pescoco figado baco rim rins bexiga cabeca cerebro coracao ecografia tomografia contraste dor direito esquerdo abdome abdomen sem
  knie heup schouder elleboog pols enkel wervelkolom lever milt nier nieren blaas hoofd hersenen hart buik bekken zonder contrast pijn echo rechts links
  crohn hodgkin kellgren lawrence schatzker foley wilms sylvian salter harris baker achilles meckel swan ganz hounsfield chiari gleason fleischner bosniak bochdalek morgagni virchow schmorl schwannoma ewing kaposi paget
  grawitz klatskin barrett zenker hirschsprung kienbock perthes scheuermann lisfranc weber garden neer gartland monteggia galeazzi colles bennett hangman chance bankart sachs segond hoffa alzheimer parkinson huntington
  willis monro galen rolandic heschl sylvius luschka magendie dandy walker arnold budd cushing graves hashimoto addison conn marfan ehlers danlos takayasu kawasaki wegener behcet sjogren pancoast kerley hampton westermark tc tl dixon hanning seldinger billroth whipple hartmann
  levothyroxine metformin doxorubicin iohexol omnipaque gastrografin visipaque ultravist isovue magnevist gadovist dotarem prohance primovist lexiscan regadenoson lasix buscopan glucagon heparin aspirin insulin restaging technetium`
    .trim()
    .split(/\s+/),
);
