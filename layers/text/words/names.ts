/**
 * Given and family names that are common in many countries and are not words of a report: one that is left in a text is doubtful. A list to help
 * a reader's eye, not to find names by: those of an instance are known from its own attributes.
 */
export const COMMON_NAMES: ReadonlySet<string> = new Set(
  `aaron abigail abdul abdullah adam adrian adriana agnes ahmad ahmed aisha alan albert alberto alejandra alejandro aleksandr alessandro alessia alex alexander alexandra alfonso alfred ali alice alicia alison allison amanda amelia amina amy ana anastasia
  andre andrea andreas andrei andrew angela angelo anita anja ann anna anne annette anthony antoine anton antonio antonia arthur ashley astrid barbara beatrice beatriz benjamin bernard bernd birgit bjorn bjarne boris brandon brenda brian bridget bruno bryan camila camille
  carla carlos carmen carol carolina caroline catherine cecilia charles charlotte chloe chris christa christian christina christine christoph christopher claire clara claudia claudio colin craig cynthia dagmar daniel daniela daniele danielle david deborah denis dennis diana diego
  dieter dimitri dmitri dominik dominique donald dorothy douglas eduardo edward elena eleanor elias elif elisa elisabeth elizabeth ella ellen emily emma emmanuel enrique eric erica erik erika ernst esther ethan eugen eva evelyn fabian fabio fatima felipe felix fernanda fernando
  filip florence francesca francesco francis francisco francois frank franz frederic friedrich fritz gabriel gabriela gabriele gary gemma george georges gerald gerard gerd gerhard gertrud giorgio giovanni gisela giulia giuseppe gloria gonzalo gordon gregory guido guillaume gunter gustav
  hannah hans harald harold harry hassan heather heidi heike heinrich heinz helen helena helene helga helmut henri henrik henry herbert hermann hiroshi horst hugo hussein ian ibrahim ines ingrid irene irina isabel isabella isabelle ivan jack jacob jacqueline jacques jakob james jan jana jane janet
  janice jason javier jean jeff jeffrey jennifer jens jeremy jessica jesus joachim joan joanna joao jochen johan johann johannes john johnny jonas jonathan jorg jorge jose josef josefa joseph joshua juan juanita judith judy julia julian juliana julie julien jurgen justin jutta kai karen karin karl karla
  katarina kate katharina katherine kathleen kathryn katja keith kelly ken kenji kenneth kevin khalid kim klaus konrad kristen kristin kristina kurt kyle lars laura lauren laurent lea leila lena leo leonardo leonie leslie liam lilian linda lisa lorenzo louis louise luca lucas lucia luciano lucy ludwig luis luisa lukas lydia
  magdalena mahmoud manfred manuel manuela marc marcel marcela marco marcos margaret margarita maria mariam mariana marie marina mario marion marta martha martin martina mary mateo mathias mathilde matteo matthew matthias maurice maximilian megan mehmet melanie melissa mercedes michael michaela michel michele michelle miguel mikael
  mikhail milan milena miriam mohamed mohammad mohammed monica monika monique muhammad mustafa nadia nadine nancy natalia natalie natasha nathalie nathan nelson nicholas nicola nicolas nicole nikolai nils nina noah nora norbert norma oleg olga oliver olivia olivier omar oscar oskar otto pablo pamela paola paolo
  pascal patricia patrick paul paula pauline pavel pedro peggy peter petra philip philippe pierre pilar rachel rafael rainer ralf ralph ramon raul rebecca regina reinhard renate rene ricardo richard rita robert roberta roberto rodrigo roger roland rolf roman ronald rosa rosemary rosa rudolf russell ruth ryan sabine salvatore
  samantha samuel sandra sara sarah sascha sebastian sergei sergio sharon sheila shirley silke silvia simon simone sofia sonia sonja sophia sophie stacey stefan stefania stefano steffen stephan stephanie stephen steve steven stuart susan susanne suzanne sven sylvia sylvie takashi tamara tanja tatiana teresa theresa thierry thomas
  thorsten tiffany tim timothy tobias tom torsten tracy udo ulrich ulrike ursula uwe valentina valerie vanessa vera veronica veronika victor victoria vincent virginia vivian vladimir walter wendy werner wilhelm william wolfgang xavier yolanda yosef yuki yusuf yvonne
  adams ahlers allen alvarez anderson andersson bauer becker bernard bianchi brown campbell carter castro clark collins conti costa cruz davis diaz dubois edwards esposito evans fernandez ferrari fischer flores fontaine fournier garcia gomez gonzales gonzalez gutierrez hansen harris hernandez herrmann hoffmann hofmann huber hughes jackson jansen jensen jimenez
  johansson johnson jones keller khan kim klein kowalski krause kruger kumar larsen laurent lefebvre lehmann leroy lewis lopez maier martinez mayer meier mendoza meyer miller mitchell moller moore morales moreau morgan morris muller murphy neumann nguyen nielsen nilsson novak olsen ortiz parker patel perez peters petersen phillips popescu ramirez reyes
  richter rivera roberts robinson rodriguez romano rossi ruiz russo sanchez santos schafer schmid schmidt schmitt schmitz schneider schroder schulz schulze schwarz scott silva singh smirnov smith suarez suzuki svensson takahashi tanaka taylor thompson torres turner wagner watanabe weber weiss werner williams wilson wolf yamada yamamoto yilmaz zimmermann`.split(
    /\s+/,
  ),
);

/** Given names that are words of a report as well: doubtful where a capitalized word stands beside them. */
export const NAMES_AND_WORDS: ReadonlySet<string> = new Set(
  `amber april clay crystal dale dean drew faith frank gene glen grace grant heather hope hunter iris jade joy june lance lily mark mason miles
  olive pearl rose ruby rusty sage summer sue victor victoria violet wade ward warren will`.split(/\s+/),
);
