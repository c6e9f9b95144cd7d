/** What hospitals and their groups are called for short, in capitals: none is a technique, a diagnosis or a place of a body. Folded. */
export const HOSPITALS_IN_CAPITALS: ReadonlySet<string> = new Set(
  `aiims aphp bidmc brigham bwh chrd chuv cumc dfci dhmc ghsl hupp jhh jhmi kbc khdl lmu lumc mdacc mgb mghih mhh mmc msk mskcc mssm msmc nhnn nuh nyph nyulmc ohsu oucru pnuh sbuh sgh snubh snuh
  tgh twh ucdmc uch ucla uclh ucsd ucsf uhn uihc ukbonn ukd uke ukf ukgm ukhd ukj ukk ukl ukm ukmd ukr uksh ukt ukw umass umcg umcn umcu umm unch unmc upenn upmc utsw uwmc uza uzb uzbrussel uzgent uzl uzleuven vamc vumc
  wakehealth`.split(/\s+/),
);

/** Their names that no list has, or that languages use as a word. Folded. */
export const HOSPITALS: ReadonlySet<string> = new Set(
  `addenbrookes agaplesion ameos asklepios barts beaumont charite cochin geisinger gemelli helios inselspital intermountain isala johanniter karolinska lariboisiere niguarda paracelsus rigshospitalet rikshospitalet sahlgrenska
  salpetriere schon sentara sirio sunnybrook sutter teleradiology vivantes`.split(/\s+/),
);

/** Whom hospitals are called after, as German and Dutch write it in one word with theirs: `Marienhospital`. Folded. */
export const PATRONS: ReadonlySet<string> = new Set(
  `agaplesions agnes albertinen alexianer amalien anna annen antonius augusta augustinus barbara bethanien bethesda bonifatius brigida carolus catharina christophorus clemens diakonie diakonissen dominikus elisabeth elisabethen
  evangelisches florence franziskus friederiken georgs gertrauden hedwigs heinrich helenen hildegardis ignatius immanuel jakobus johanna johannes johanniter josefs joseph josephs juliana katharinen konrad laurentius leopoldina
  liudger loreto ludwigs luisen lukas maas malteser margareten maria marien marienstift marius markus martin martini martinus mathilden matthias mauritius michaelis monika nikolaus olga paulus petrus philippus radboud raphaels
  robert rochus sophia sophien stephanus theresien thomas ursula victoria viktoria vincentius vincenz vinzenz walburga wilhelm wilhelmina willibrord`.split(
    /\s+/,
  ),
);
