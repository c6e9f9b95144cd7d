/** Words of reports in Dutch: folded. */
export const DUTCH_WORDS = `
aanbeveling aanbevolen aandoening aandoeningen aangeboren aangedaan aangelegd aangepast aangetast aangetoond aangezicht aangrenzend aangrenzende aanhangend aanhechting aankleuren
aankleurend aankleurende aankleuring aanleg aanlegvariant aanpassing aanslag aansluitend aansluitende aansluiting aantal aantasting aantoonbaar aantoonbare aanval aanvraag
aanvullend aanvullende aanwezig aanwezige aanwezigheid aanwijsbaar aanwijsbare aanwijzing aanwijzingen aanzicht aard abces abcessen abdomen abdominaal abdominale acetabulair
achillespees achter achteraf achtergrond achterhoofd achterhoorn achterkant achterste achterwand actief actieve acute acuut adem ademhaling ademweg adenocarcinoom adenoom ader
adnexen advies adviseer afdeling afdruk afgeplat afgesloten afgevlakt afgevuld afgifte afgrensbaar afgrensbare afgrenzing afhankelijk afloop afname afnemend afscheiding
afsluiting afstand afstoting aftakking afvloed afwezig afwezigheid afwijkend afwijkende afwijking afzetting algemeen alleen alveolair alvlees amandel amandelen anale anamnese
anders aneurysma aneurysmata angstig angulatie anker antebrachium anterieur anterieure antibiotica antrum anus aorta aortaboog aortaklep aortastenose aortawand apicaal apicale
apparaat appendicitis april arm armen artefact artefacten arterieel arteriele arterien articulair artritis artrose artrotisch artrotische ascites aspecifiek aspecifieke aspect
asymmetrie asymmetrisch asymptomatisch atelectase atelectasen atelectatisch atherosclerose atherosclerotisch atrofie atrofisch augustus avasculair axiaal axiale axillair
axillaire baan baarmoeder baarmoederhals baarmoederwand bakerse bal balk ballon band bandletsel bank basaal basale basis beademd beeld been beenmerg begeleidend begeleidende
begin beginnend beginnende begrenzing behandeld behandeling behoudens beiderzijds beiderzijdse bekeken bekend bekende bekken bekkenbodem bekkenkam bekkenring beklemming belasting
belastingsafhankelijk beleid belicht beloop beluchting bemoeilijkt ben benauwd benen benig benige benigne benoemd beoordeelbaar beoordeelbare beoordeling beperking beperkt
beperkte bereik berg beroerte beschadiging bescheiden beschreven bespreking bestaande bestraald bestraling bestralingsplan betrokken betrokkenheid beugel beurt bevestigd
bevestiging bevinding bevindingen beweging bewegingen bewegingsartefact bewegingsbeperking bewustzijn bezetting bezinking bifurcatie bijholten bijnierincidentaloom bijnierknobbel
bijschild bijschildklier bijwerking bijzonder bijzonderheden bil bilateraal bilaterale bind bindweefsel bindweefsels binnen binnenband binnenste binnenzijde biopsie biopt biopten
blaar blaas blaascarcinoom blaascatheter blaasdivertikel blaaswand blad bleek blijken blijkt blijvend blik bloed bloeddruk bloedig bloeding bloedingen bloedstelping
bloeduitstorting bloedvat bloedvaten bloedverdunners bloedverlies bloedvoorziening bloei bloem bochtig bodem boog boor boord borst borstel borstimplantaat borstkanker borstklier
borstsparend borstvlies borstwand borstwervel borstwervels bot botafwijkingen botbreuk botcyste botdefect botfragment botfragmenten botje botmetastase botmetastasen
botnieuwvorming botontkalking botpijn botten bottumor botverlies botvorming boven bovenbeen bovenbenen bovenbuik bovenbuiken bovenbuikspijn bovengrens bovenkaak bovenkwab
bovenlip bovenpool bovenrand bovenst bovenste bovenveld bovenvelden braken brand brandwond brede breed breedte breuk breuken breuklijn breukspleet breukzak bron bronchiaal
bronchiale bronchiectasieen bronchien bronchus bronchuscarcinoom bronchuswand brug brughoektumor bruikbaar bruikbare bruin buik buikaorta buikholte buikklachten buikorganen
buikoverzichtsfoto buikvlies buikwand buikwandbreuk buis buisjes buiten buitenband buitenste buitenzijde bult bundel bursa bursitis buste calcaneus calcificatie calcificaties
callus capsulair capsule carcinomen carcinoom cardiaal cardiale cardiomegalie cardiovasculair carotiden cartilagineus caudaal caudale cavitair caviteit cel celbeeld cellen
cellulitis centraal centrale cerebellair cerebraal cerebrale cervicaal cervicale cervix chirurg chirurgie chirurgisch cholecystectomie cholecystitis choledochus chondraal
chondropathie chronisch chronische circulair circulaire circulatie circumferent cirrose cirrotisch claudicatio clavicula claviculafractuur coeliakie colitis collaps collateraal
collateralen collectie collecties collum collumfractuur colon coloncarcinoom coloninloop colonoscopie columna compatibel compleet complete complicatie complicaties compressie
compressief concaaf concentrisch conclusie concrement concrementen condyl configuratie confluerend conform congenitaal congestie congruent consolidatie consolidaties contact
continuiteit contour contouren contra contractie contralateraal contrastallergie contrastmiddel contrastopname contrasttoediening contrastuitsparing contrastvloeistof controle
controlefoto controles contusie contusiehaard convex convexiteit cooperatief coronair coronaire coronairen coronairlijden corpora corpus correctie correlatie cortex corticaal
corticale costa costaal craniaal craniale crista cuff curvatuur cyste cysten cysteus cysteuze cystisch cystische dag dagen dak dan darm darmen darmgas darmlis darmlissen darmlus
darmpassage darmperforatie darmwand darmwandverdikking decompensatie deel deels defect defecten deformatie deformiteit degeneratie degeneratief degeneratieve dek dekking dekplaat
dekplaten dementie demping dens densiteit densiteiten detail deviatie devierend diafragma diafragmahoogstand diafragmakoepel diafysair diafyse diagnose diagnostiek diameter
diarree dichtheid dichting diep diepe diepte differentiaaldiagnose differentiaaldiagnostisch diffuse diffusie diffusierestrictie diffuus dij dikke dikkedarm dikte dilatatie
directe disc discaal discopathie discopathieen discreet discrete discus dislocatie dissectie disseminatie distaal distale distensie distorsie diverticulitis diverticulose
divertikel divertikels dochter doek doel dood doorbouw doorbouwd doorbraak doorgang doorgankelijk doorgankelijke doorgroei doorheen doorlichting doorlopend doorsnede doorstroming
doos dop dorsaal dorsale dorsolateraal dosering draad draai dracht drager drainage drains drang drempel driehoek drogen druk drukpijn drukpijnlijk druppel duidelijk duidelijke
duim duizelig duizeligheid dun dunne dunnedarm duodenaal duodenum duur duw dwars dwarse dwarslaesie dynamisch dysplasie dyspneu echo echoarm echoarme echogeen echogeleid
echogeleide echogeniciteit echografisch echografische echorijk echorijke echovrij ectasie ectopisch eenkamerig eenzijdig eenzijdige eerder eerdere eerst effect effusie eierstok
eigen eileider eileiders eind einde eindplaat eindplaten ejectiefractie element elke elleboog ellepijp embolie embolieen embolisatie emboliseren emfyseem emfysemateus endeldarm
endometrium endoprothese endoscopie endotracheaal energetisch eng enkel enkele enkelgewricht enkelvoudig enkelvoudige ent epicondyl epiduraal epidurale epifysair epifysairschijf
epifyse epigastrisch epilepsie erg ernstig ernstige erosie erosief erosies etagere exacerbatie exofytisch exostose expansie expansief expansieve expiratoir extensie extra
extracapsulair extrauterien extremiteit facet facetarthrose facetgewricht facetgewrichten facialis falanx familie fascie fase fecoliet femur femurfractuur femurhals femurkop
femurschacht fibreus fibrose fibroses fibrotisch fibrotische fibula fibulair fietsongeval filmpje filter fissuur fistel fistels fixatie flank flankpijn flap flauwvallen flebitis
flebografie flow focaal focale focus foetus folie follikel follikels foramen foramina foraminaal foraminale formatie foto fout fractie fractuurfragment fractuurlijn fragment
fragmentatie fragmenten frontaal frontale functie functioneel functionele fundus fusie fysiologisch fysiologische gaarne gaasje gal galblaas galblaashydrops galblaaspoliep
galblaaspoliepen galblazen galbult galgang galgangcarcinoom galgangen galwegdilatatie galwegstenose gammanagel gang ganglion gangliontje ganzenvoet gas gastritis gastro gat gave
gebied gebieden gebit gebogen gebrek gebroken gebruik gecalcificeerd gecalcificeerde gecoiled gecollabeerd gecompliceerd gecomprimeerd gecontroleerd gedaald gedeelte gedeeltelijk
gedeeltelijke gedilateerd gedisloceerd gedisloceerde gedraineerd geen geexploreerd gefixeerd gefragmenteerd gefragmenteerde gegeneraliseerd gegroepeerd gegroepeerde geheel gehele
gehemelte geheugen gehoor gehoorbeentjes gehoorgang geimpacteerd geimplanteerd geinfiltreerd geintubeerd geisoleerd geisoleerde gekalibreerd gekapseld geknikt gel gele gelegen
geleide geleider geleiding gelid gelijk gelijkend gelijkmatig gelobd gelobde gelokaliseerd gelokaliseerde gemaakt gemarkeerd gemetastaseerd gemeten gemiddeld gemiddelde genezen
genezing genezings geopereerd geplaatst geplaatste geprononceerd gering geringe gerotateerd geroteerd geruptureerd geschikt gesedeerd gesloten gesluierd gesluierde gespiculeerd
gespiculeerde gespleten gesteeld gestegen gestoord gestrekt gestuwd gesuperponeerd getekend getekende getordeerd gevallen gevoelig gevolg gevorderd gevorderde gevuld gevulde
geweld gewenst gewicht gewichtsverlies gewone gewrichten gewrichtje gewrichts gewrichtskapsel gewrichtskop gewrichtsmuis gewrichtsoppervlak gewrichtsspleet
gewrichtsspleetversmalling gewrichtsspleten gewrichtsvlakken gewrichtsvocht gezicht gezien gif gipsspalk glad gladbegrensd gladde glas glasvocht glenoid glijden glioom globaal
gluteus goed goedaardig goedaardige goede goot gordel graad graag graden graft granulatie granulomateus granuloom grens grensvlak grenswaarde griep grijs grillig grillige groef
groei groeikern groeiplaat groeischijf groep groot grootte grote grotendeels haak haar haard haarden haardje hadden hak halo hals halsklier halsklieren halsspier halsvat
halsvaten halswervel halswervels halte halve hand handen handwortel hang hart hartcontour hartfalen hartfrequentie hartinfarct hartkatheterisatie hartklep hartritme hartruis
hartschaduw hartslag hartspier hartspierziekte harttonen harttransplantatie hartvergroting hartzakje haven hechting heden heel heelkunde hefboom heldere hele helft hemangiomen
hemangioom hematomen hematoom hematurie hemiparese hemisfeer hemisferen hemodynamisch hemorragie hemorragisch hemorragische hepatisch hepatomegalie hernia herniatie hersen
hersenbloeding hersenen hersenhelft herseninfarct herseninfarcten hersenmetastase hersenmetastasen hersenparenchym hersens hersenschors hersenschudding hersenstam hersentumor
hersenvliezen hersenvolume hersenzenuw heterogeen heterogene heterotoop heupkop hiatus hiel hilair hilus hilusklieren hinderlijk hoek hoeken hoest hoge hogere holte holten
homogeen homogene hoofd hoofdbronchus hoofdpijn hoofdzakelijk hoogresolutie hoogstand hoogte hoogteafname hoogtereductie hoogteverlies hoogwaardig hoorn hoornvlies houding huid
huidig huidige huidlaesie huidverdikking huig hulp hulpstuk humerusfractuur humeruskop humerusschacht hydrokele hydronefrotisch hydrothorax hyperdens hyperdense hyperintens
hyperintense hyperintensiteit hyperintensiteiten hyperplasie hypertensie hypertrofie hypertrofisch hypertrofische hypodens hypodense hypofyse hypofyseadenoom hypointens
hypointense hypoplasie hypoplastisch iets ileus impingement implantaat impressie inbreng incidenteel incompleet incomplete incontinentie indeuking indicatie indien individueel
indruk infarcering infarct infarcten infectie infecties infectieus inferieur infiltraat infiltraten infiltratief ingebracht ingeklemd ingekort ingezakt ingezakte ingreep
inguinaal inhoud inkeping inklemming inname innerlijk inspiratie inspiratoir instabiel instabiliteit instroom insufficientie intact intense interstitieel interstitium interventie
intervertebraal intracranieel intracraniele intrahepatische intramurale intraossaal intrapulmonale intraveneus intraveneuze invasie invasief invloed involutie inwendig inzak
inzakking inzakkingsfractuur ischemie ischemisch ischemische isodens isthmus jarig jeuk jicht juk jukbeen juli kaak kaakfractuur kaakgewricht kaakhoek kaakholte kaakkop
kalkafzetting kalkafzettingen kalkhoudend kalkschaduw kam kamer kanaal kanalen kanker kant kap kapsel karakter karakteristiek kast katheter keel kelk kenmerk kenmerken kern
kernen keten kies kiezen kijkoperatie kin kind kindje klachten klaplong klassiek klauwtenen kleed kleine kleiner kleinste klem klep klepinsufficientie kleppen klier klieren
klierpakket kliertje kliniek klinisch klinische knie kniegewricht knieholte knieprothese knieschijf knik knip knobbel knobbeltje knoop koek koker koliek koliekpijn kolom kom
koord koorts kop koper koppeling korrel korst kort korte korticaal kraag kraak kraakbeen kraakbeendefect kraakbeenlaesie kraakbeenverlies kracht kramp krans kransslagaders kring
kristal kristallen krom kromming kronkel kruin kruis kruisbanden kruisbandreconstructie kruisbandruptuur kuil kuip kuit kuitbeen kunst kuur kwaal kwab kwabben kwadrant kwaliteit
kyfose laag laagst laars labrum lading laesie laesies lage lager lamp lang langdurig lange langgerekt langwerpig langwerpige lap last leeftijd leeg leer lege lende lendenwervel
lendenwervels lengte lengteas letsel leven lever leverabces leverfunctie leverhaard leverhaarden leverkwab levermetastase levermetastasen leverparenchym leverrand leversegment
leverstuwing levertransplantatie levervena leververgroting leververvetting lichaam lichaams licht ligament ligamentair ligamenten lijder lijf lijken lijkt lijn lijnvormig lijst
lineair lineaire linkerkamer linkerlong linkerventrikel links linkskamer linkszijdig linkszijdige lip lipomateus lipoom liquor liquorcirculatie liquorlekkage liquorruimte lis
lissen lisstand litteken littekenbreuk littekenweefsel lobair lobaire lobje lobulair lokaal lokale lokalisatie long longafwijking longafwijkingen longarterie longarterien
longcarcinoom longcontusie longen longfibrose longhaard longhaarden longhilus longkwab longmetastasen longnodus longoedeem longparenchym longstuwing longtekening longtop
longtoppen longtumor longvaten longveld longvelden longvene longvolume longziekte longziekten loodrecht loop loopafstand losgelaten loslating lossen lozing lucht luchtbel
luchtbronchogram luchthoudend luchthoudende luchtlekkage luchtpijp luchtweg luchtwegen luik lumbaal lumbale lumen lunatum lus luxatiefractuur lymfadenopathie lymfatisch lymfe
lymfeklierstation lymfeoedeem lymfestation lymfklier lymfklieren lymfoom lytisch lytische maag maagband maagcarcinoom maagontlediging maagwand maagzuur maand maanden maat maligne
maligniteit maligniteiten mamma mammacarcinoom manchet mand mandibulair mantel marginaal markeer markering masker massa massaal massas mastoid mate materiaal matglas
matglasverdichting matglasverdichtingen matig maximaal maximale maximum mediastinaal mediastinum medicatie medulla mee meerdere meet meewerkend mei melk menging meniscusletsels
meniscusscheur merg mergoedeem merkbaar mes mesenterium metaal metafyse metalen metastase metastasering metastatisch metastatische metatarsaal meting metingen mictie middel
middellijn middelste middenhand middenkwab middenoor middenrif middenvoet middenvoetsbeentje midschacht mij mild milt miltinfarct miltruptuur minder minimaal minimale misselijk
mogelijk mogelijke mond mondbodem mondholte monster monstername morfologie motor muis multifocaal multipel multipele muur myelopathie myelum myelumcompressie myocard
myocardinfarct myomen myoom naad naald nabij nabijgelegen nacht nader nadruk narcose nasaal nasopharynx nat navel navelbreuk necrose necrotisch necrotische neef nefrostomie nek
neoplasie neoplasma nerf nest net neurologisch neurologische neus neusbijholten neusholte neusseptum neustussenschot nier nierarterie nierarteriestenose nierbekken
niercelcarcinoom nierfunctie nierfunctiestoornis nierinfarct nierinsufficientie nierkelk nierkelken nierkoliek nierpool nierschors nierstuwing niertransplantaat niertumor niveau
nodulair nodulaire nood noodzakelijk norm normaal nuchter nuchtere nucleus obstructie obstructief obstructieve occipitaal occlusie oedeem oedemateus oefentherapie oesofagus oever
okselklier okselklieren omgevend omgevende omlegging omloop omschreven omtrek omvang omvangrijk onbekend onder onderbeen onderbenen onderbroken onderbuikspijn onderdruk
ondergrens onderhuids onderkaak onderkwab onderkwabben onderpool onderrand onderst onderste onderveld ondervelden onderzijde onduidelijk onduidelijke ongecompliceerd ongeval
ongewijzigde onregelmatig onregelmatige onregelmatigheid onrustig onscherp onscherpe onstabiel ontlasting ontlastingsproblemen ontspanning ontsteking ontstekingen
ontstekingsinfiltraat ontstoken ontwikkeling onveranderd onveranderde onvolledig onvolledige onwaarschijnlijk oog oogbol oogkas oogleden oogzenuw oor oorschelp oorspeekselklier
oorzaak opblazen opbouw open opening operatie operatief opgeheven opgezet opheldering opklaring oplossing opname oppervlak oppervlakkig oppervlakkige oppervlakte opslag opvallend
opvallende opvang opvolging opvul opzichte oraal orale orbita orgaan organen ossaal ossale osteochondrose osteofyt osteofyten osteolyse osteolytisch osteopenie osteoporose
osteosynthese osteosynthesemateriaal ostium oude ouder ouderdom ovaal ovale ovarium ovariumcysten over overgang overgangswervel overgeven overig overige overlap overloop overmaat
overprojectie overrekking overzicht paar pad pal palpabel palpabele pan pancreaskop pancreasstaart pancreatisch papil paracolisch parenchym parenchymateus parietaal partieel
partiele passage passen passend past patellafractuur patellair patellaire patellapees patent patroon pees peesaanhechting peesplaat peesruptuur peesschede pen penis perforatie
perfusie pericard pericardeffusie pericardvocht perifeer perifere periodiek periost periostreactie peritoneaal pezen pijl pijler pijn pijnklacht pijnklachten pijnlijk pijp pil
pin plaat plaats plaatsing plak plan plaque plaques plas plassen plateau platen plattenatelectase plek pleura pleuraal pleurale pleuraverdikking pleuravochtpunctie
pleuropneumonie plooi plug pneumonie pneumonisch pneumothorax poep poliep poliepen pols polsfractuur pomp poort poortader pop popliteaal positie positief positieve posterieur
posterieure postmenopauzaal postoperatief postoperatieve posttraumatisch pot potentieel preexistent preexistente presentatie prik primair primaire pro proces proef proefpunctie
profiel progressie progressief progressieve prolaps prominent prominente prop prostaat prostaatcarcinoom prostaatvergroting prothese prothesen protrusie proximaal proximale
pseudocyste psoas pulmonaal pulmonale punctie punt puntvormig pus put pyelum quadrant raam radiaal radiair radiculair radiologisch radiotherapie radius radiusfractuur rand randen
randsclerose rang rat reactie reactief reactieve recent recente recessus rechte rechterkamer rechterlong rechts rechtszijdig rechtszijdige recidief recidiverend recidiverende
reconstructie rectaal rectosigmoid rectum rectumcarcinoom reductie reeks reflux regelmatig regio regionaal rek relatief remming renale resectie resectievlak residu residuaal
residuele resorptie rest restafwijking restafwijkingen restant resterend restletsel resttumor retentie retentiecyste retrocardiaal retrograad retroperitoneaal revisie ribbe
ribben ribfracturen ribfractuur richting riet rij ring ritme rits rizartrose rol rond ronde rondom rood rotatie rotatorenmanchet rug ruggenmerg ruggenwervel rugpijn ruim ruime
ruimte ruis ruit ruptuur rust rustig rustpijn ruwe sacraal sacrale sagittaal sagittale salie samen samenhang scan scans scapula schaal schaambeen schaar schaats schacht schade
schaduw schakel schede schedel schedelbasis schedeldak schedelfractuur scheef scheefstand scheen scheenbeen scheiding scherm scherp scherpe scheur schijf schil schild
schildklierkwab schildkliernodulus schildkliernodus schildwacht schim schimmel schimmelinfectie schip schoen schok schom schors schot schotwond schouderblad schoudergewricht
schouderkop schouderluxatie schouderprothese schouw schroef schroefpositie schub schudding schuif schuim sclerose sclerotisch sclerotische scoliose scoliotisch secretie sedatie
segment segmentaal segmentale septaal september septum septumdefect sereus serie sigmoid signaal signaalafwijking signaalafwijkingen signaalintensiteit signaalverandering
signaalverlies significant significante sinus situatie situs skelet slaap slag slagader slagaders slang slank slanke slap slecht slechte slijm slijmbeurs slijmvlies
slijmvliesverdikking slik slikacte slikfoto slikklachten slip slokdarm slokdarmcarcinoom slot sluis sluiting smaak smal smalle snede sneden snelle snij snijtand snoer solide
solitair solitaire sonde spaak spaan spalk span spat spataderen specifiek speek speekselklier speekselklieren speekselsteen spiculae spier spieratrofie spierdystrofie spieren
spierscheur spiervervetting spigeli spil spinaal spinale spit spleet splijt spoed spoel sponde spongieus spons spoor sporen spraak spreid sprong spuit staaf staal staart staat
stabiele stabilisatie stabiliteit stadium stagering stam stand standsafwijking standsverandering stang stap steek steekwond steel steen stelsel stem stempel stenen stenose
stenoses stenotisch stent stenting stents ster sterk sterke stervormig stervormige steun steunweefsel stift stijf stijl stoelgang stof stol stollingsstoornis stolsel stoma stomp
stompe stoom stoornis stoornissen stoot storing straal strak strand streek streep streng strengen strengvormig strengvormige streptokok stroke stroming strook stroom stroomgebied
stroomgebieden strot structuren structuur struma stuit stuitje stuk stut stuw stuwing stuwingsbeeld subacromiaal subacute subacuut subcapitaal subchondraal subchondrale subcutaan
subcutane subduraal subdurale subluxatie subpleuraal subpleurale subtiel subtiele suiker superieur superieure suspect suspecte symfyse symmetrisch symmetrische symptomen
synoviaal synovitis systeem taak tablet tak talrijk talrijke tand tanden tandheelkundig tandwortel tape tarsaal technisch technische teen teken tekenen tekening tel temperatuur
temporaal temporale tendinitis tendinopathie tendinose tenen terminaal test testis thoracaal thoracale thorax thoraxdrain thoraxfoto thoraxpijn thoraxwand thrombose thrombus
tibia tibiaal tibiakop tibiaplateaufractuur tibiaschacht tien tiet tocht toe toegediend toegevoegd toekomst toename toenemend toenemende toestand toevallig toevalsbevinding
toevoer tonen tong tongbasis toon toont top torsie totaal totale touw trabeculair trachea tracheacanule traject transplantaat transversaal transversale trap trauma traumakamer
traumatisch traumatische trechter tred trek trekker trilling trochantair trochanter troebel troebeling trom trombose trombotisch trombus trommelvlies tuba tube tuberculum
tubulair tuit tumor tumoren tumoreus tumoreuze tumorgroei tumorweefsel tunnel tussen tussenschijf tussenschot tussenwervel tussenwervelruimte tweede twijfel typisch typische
uitbochting uitbolling uitbreiding uitdroging uitgangspositie uitgebreid uitgebreide uitgerijpt uitgesproken uitgezaaid uitgezet uitloper uitlopers uitpuiling uitrijping uitslag
uitsparing uitsteek uitsteeksel uitstekend uitstoot uitstroom uitval uitvalsverschijnselen uitwendig uitwendige uitzetting uitzuigen ulceratie ulcus urachus ureter ureteren
ureterorenoscopie ureterstenen urethra urine urineleider urineretentie urinewegen urinewegobstructie urologie uterus vaat vaatafwijking vaatletsel vaatlijden vaatprothese
vaatstructuren vaattekening vaatverkalking vaatverkalkingen vaatwand vacuum vaginaal vak val valgus valgusstand valies vang variant varices varusstand vast vaste vat vaten veer
vel veld vena venen veneus veneuze venster ventraal ventrale ventriculair ventrikel ventrikels ventrikelsysteem verandering veranderingen verband verbinding verbindweefseling
verbrand verbrede verbreding verbreed verdachte verdeling verdenkingen verder verdere verdicht verdichtingen verdikking verdikte verdraaiing verdringend verdringing verdrongen
verdunning verdwenen verettering vergeleken vergelijkbaar vergelijkbare vergelijking vergroeid vergroeiing vergroeiingen vergrote vergroting verharding verhardingsproces verheven
verhoging verhoogd verhouding verkalkingen verkalkt verkalkte verkeersongeval verkleind verkleuring verkort verkorting verkromming verlaagd verlaagde verlamming verlengd verlies
verloop vermagerd vermagering vermeerderd vermeld verminderd verminderde vermoedelijk vermoeden vernauw vernauwde verplaatsing verplaatst verplaatste verschil versie verslag
versleten versluiering versmald versmalde versmalling versmallingen versnel verspreid verspreide versterkt verstoord verstopping verstreken verstrooid vertakking vertebraal
vertebrobasilair verticaal verval vervetting vervolgd vervolgde vervolgen vervorming verwacht verwachten verwachting verweking verwijd verwijderd verwijderde verwijding
verwonding verzoek vesikel vet vetdegeneratie vetgehalte vetkussen vetkussenteken vetlaag vetlever vetplan vetplannen vetrijk vetrijke vetsuppressie vettig vettige vetweefsel
vetzucht vezel vin vinger vingers viscerale vitaal vlak vlakke vlakkig vlees vlek vlekkig vlekkige vleugel vlies vloed vlok vlucht vocht vochtcollectie vochthoudend vochtophoping
vochtspiegel vochtspiegels voeding voedingssonde voet voetboog voetwortel vog volle volledig volledige volume volumeverlies volwassen voor voorafgaand voorafgaande voorbeeld
voorgaand voorgaande voorgeschiedenis voorhoofd voorkamer voorkamerfibrilleren voornamelijk voorste voorvoet voorwand vorige vorm vorming vraag vraagstelling vrij vrije vroeg
vroege vrouw vrucht vul waarde waarneembaar waarschijnlijk waarschijnlijke wal wand wandafwijking wanddikte wanden wandonregelmatigheden wandstandig wang warmte wasser water
weefsel weefselproef weer weg weke wekedelen wekedelenzwelling weken werking wervel wervelboog wervelfracturen wervelinzakking wervelkanaal wervelkanaalstenose wervellichaam
wervellichamen wervelmetastasen wervels wervelverschuiving wieg wiel wijd wijde wijziging wijzigingen wimper wind wissel wisselend wit witte wittestofafwijking wittestoflaesies
wol wolk wond worden worm wortel wortelcompressie wortelkanaal wortelprikkeling worteltje wrijf zaad zaadbal zaadstreng zaag zak zalf zand zeef zeer zenuw zetel zicht zichtbaar
zichtbare ziek ziekte ziektebeeld ziekteproces zien zij zijde zijdig zijwaarts zintuig zit zitbeen zone zool zorg zout zucht zuigeling zuiger zuil zuiver zuur zwaai zwaar zwak
zwakte zwanger zwangere zwangerschap zwangerschapsduur zweer zwel zwelling zwellingen zweten zygoma
aangekleurd aanhoudende aanvang aders afgebeelde afvlakking botmerg bril dik dooraderd drain ernst fors forse geel hartfiguur hondenbeet hoog kalkneerslag kalkspatten
kathetertip kiem klein krampen lichte lies liesbreuk linker losse loszittend nabehandeling nekpijn ontkalking opvlamming pink recht rechter reeds reponeren rib roker romp
roodheid rusten scheuren sijpelen spoedeisend steunzolen urineweginfectie vaatwandverkalking verergering week wig wigvormig
`;
