/** Words of reports in Italian: folded, feminine and plural where the rules of stems do not find them. */
export const ITALIAN_WORDS = `
abbassamento abbondante ablazione aborti aborto accenno accentuata accertamenti accertamento accesso accessorio accorciamento accrescimento accumulo acetabolare acetabolo
acromiale acromion acufeni acuzie adenocarcinoma adenoma adenomegalie adenopatia aderenza aderenze adiacente adiacenti adipe adiposa adiposo aerato aerea aereo affastellamento
afferente affezione affilato affiora affiorante agenesia aggressione agitata agitato ago agoaspirato agoaspirazione agobiopsia ala alare alcolista alcune alcuni algia algie
alimentare alitiasica allargamento allargata allergica allergico allergie allineamento alluce allungamento allungata alta alte alterata alterato alterazione alterazioni altezza
alto alveolare alveolari alveolo ambedue ambito ambulatoriale amenorrea amigdala amlodipina amniotico amoxicillina ampia ampiezza ampio ampolla amputazione analisi anastomosi
anatomia anatomica anatomico anca anche anchilosi ancora anello anemia anestesia aneurisma aneurismatica aneurismi angioma angiomi angolazione angolo annegamento annessi
annessiale annessiali anomalia anomalie anoressia ansa ansia anteriori anteroposteriore anteversa antiaggregante antibiotico anticoagulato antrale antro anulare aorta aortici
apertura apicale apice apici apofisaria apofisi aponevrosi appaiono apparato appare apparecchio apparente appendicite appendicolare appiattimento appoggio apposizione apprezza
apprezzabile apprezzabili apprezzano approfondimento aracnoidea arcata arcate arco area aree areola areolare arie aritmia arma artefatto arteria arteriopatia articolare
articolari articolazione articolazioni arto artralgie artrite artritico artrodesi artropatia artroprotesi artroscopia artrosica artrosiche artrosici artrosico ascella ascellare
ascelle ascendenti ascessi ascesso ascite asmatico aspecifica aspecifiche aspecifici aspetti aspetto aspirazione aspirinetta asse assente assenti assenza assi assiale assiali
associa associano assorbimento astenia astragalo atelettasia atelettasica atelettasie ateroma ateromasia ateromasica ateromasico ateromi atipia atlante atorvastatina atresia
atriale atrio atrofica atrofico atteggiamento attenuata attivita attivo attorno attuale attuali aumentati aumento auricolare autologo avambraccio avanzata avascolare avulsione
bacinetto bacino banda bande bandelletta bario basale basali base basilare battiti battito ben bendaggio benigna benigne benigno bicipitale bicipite biforcazione bilaterale
bilateralmente bile biliare bilobato bioptica bioptico bioptizzare bisegmentectomia blocchi blocco bocca bolla bolle bollosa bolo bordi bordo borsa borsite bozza bozze bozzuti
bozzuto braccio breve brevi briglia briglie brividi bronchi bronchiale bronchiali bronchiectasia bronchiectasie bronchiolite bronchite bronco broncogramma broncopatia
broncopneumonia bulbare bulbo bulging buon buona caduta cadute calcagno calcaneare calcaneo calcifica calcificata calcificate calcificazione calcificazioni calcifiche calcifico
calcio calibro calice caliceale calici caliciale caliciali callo calo calotta calvarium cambiamento camera camere canalare canale canali cancro cannula capitello capo capogiri
capogiro capsula capsulare capsulari caput carattere caratteri caratteristiche cardiaca cardiache cardiaco cardiomegalia cardiopatia cardiopatico cardiovascolare carena
caricamento carico carie carotide carotidea carotidei carotideo carpale carpo cartilagine cartilaginea cartilagineo casella cassa catarro categoria catena catene catetere
cateterismo cateterizzato cauda caudale caudato causa caverna cavernosa cavernoso cavi cavita cavitaria cavitazione cavo cecale ceco cefalica cefalico ceftriaxone cella cellulare
cellule cellulite cementata centimetri centraggio centrale centrali centratura centro cercine cerebellare cerebrale cerebrali cerebrovascolare cerniera cervicale cervicalgia
cervicalgie cervicali cervice cervicoartrosi cesareo chemio chemioterapico chiasma chiodi chiodo chirurgia chirurgica chirurgici chirurgico chiusa chiuso chiusura cicatrice
cicatrici cicatriziale cicatriziali cifosi cifotico ciliare cingolo circa circolare circolo circondata circonferenza circonferenziale circoscritta circoscritto cirrosi cirrotico
cisterna cisterne cistica cistiche cistico cistifellea cistite citologia citologico classe clavicola clavicolare clinica clinici clinico clip clips clopidogrel coaguli coagulo
coane coccige cocleare coda colangio colangite colata colecistectomia colecistite coledocico coledoco colica coliche colico colite collaborante collaborazione collassato collasso
collaterale collaterali collezione collezioni collo collocata colon colonna colonscopia coloscopia colpo commissura compagine comparsa compartimento compatibili compenso
complessa complessivo complesso completamento complicanza complicanze componente componenti composta compressione compressiva compressivo comprimente comune comunicante
comunicazione conca concamerazione concentrico conche conclusione concomita concomitante condensazione condili condilo condrale condrali condrocalcinosi condropatia conferma
confermano conflitto confluente confluenti confluenza confrontata confrontato confronto confusa confuso congenita congenito congestione congestizia congrui congruo connettivale
conservata conservate conservati conservato consiglia consigliano consolidamento consolidativo consolidazione consultazione contatto contenente contenuto contesto contestuale
contigua contiguita continuita continuo contorni contorno contrapposizione contrasto contrastografica contrastografico contratta contrattura contrazione controlaterale controlli
controllo contusione contusioni contusiva contusivo convergenza convessita convesso convulsioni copertura coprolito coprostasi coracoide corde cordone coroide coronale coronarica
coronarici coronarico corpi corpo correlabile correlazione corretta corretto corrispondenza corso corteccia corticale cortisone corto cosciente costa costale costali coste
costocondrale costola costole cotile cotiloide coxa coxofemorale coxofemorali cranica craniche cranio craniotomia crasi crescita cresta creste crisi cristallino crociati croniche
cronici cruenta crurale cubitale cuboide cuffia culdoscopia cumadin cuneiforme cuneizzazione cuore cupola cupole curvatura cutanea cutaneo cute data debolezza decadimento
decalcificazione decompressione decorre decorso decubito deflusso deformato deformazione deformita degenerativa degenerative degenerativi degenerativo degenerazione deglutizione
delimitata della demenza demielinizzante densita densitometria densitometrico dentale dentaria dentarie dente denti dentro deposito deposizione depressione derivazioni
dermatologica desquamazione destre destri deterioramento determina determinante deviata deviato deviazioni diabete diabetica diabetico diafisaria diafisi diaframma diaframmatica
diaframmatico diagnosi diagnostica diagnostico dializzato diametri diametro diarrea diarree diastasi diastolica difetti difetto differenziazione difficile difficolta diffuse
diffusi diffusione diffuso digestiva digitale dilatata dilatate dilatati dilatato dimagrimento dimensionale dimensione dimensioni diminuita diminuzione diminuzioni dinamica
dinamico diplopia direzione disallineamento disartria discale discali discendente dischi disco discontinuita discopatia discreta discreto disfagia disfonia disfunzione
disgiunzione disidratazione dislipidemia dislocata dislocato dislocazione dismetria dismorfismo disomogenei disomogeneo disorientato dispnea dispositivo disposizione dissecante
dissecato dissecazione dissezione distale distali distanza distensione distorsione distretto distribuzione distrofia disturbi diversa diverticolare diverticoli diverticolo
diverticolosi doccia documenta documentabile documentano documentata dolente dolenzia dolico dolore dolori dolorosa dominante doppia doppio dorsale dorsali dorso dosaggio dose
dottale dotti dotto drenaggi drenata drenato dubbia dubbie dubbio duodenale duodeno dura durata duraturo ecchimosi ecocardiogramma ecogena ecogenicita ecogeno ecograficamente
ecografici ecografico ecopriva ecostruttura ectasica ectasico ectasie ectopica edema edematosa edematose edemi edemigeno effetto effettuare effettuata effettuato efficace
effusione elastosonografia elementi elettivo elevata elevato elevazione emboli embolia embolico embolizzazione embolo embrione emergenza emiazygos emicolectomia emicrania
emidiaframma emiparesi emisferi emisferica emisferico emisfero emisoma emitorace emodinamica emodinamico emopericardio emoperitoneo emorragica emorragici emorragico emorragie
emorroidi emosiderinica emottisi empiema encefalica encefalo encefalopatia endoaddominale endoarticolare endocanalare endocranica endocranici endoluminale endometrio endometriosi
endometriosica endoprotesi endoscopia endoscopica endotracheale endovascolare endovena endovenose endovenoso enfisematosa enfisematoso enostosi ente entesopatia entita entrambe
entrambi entro eparina epatica epatici epatico epatite epatocarcinoma epatomegalia epatopatia epicondilite epicondilo epididimite epididimo epidurale epifaringe epifisarie
epifisi epigastralgia epigastrio epiglottide epilessia epilettiche epiplon epistassi epitelio epitroclea eritema erniaria erniazione ernie ernioplastica erosioni erosiva erosivo
esacerbazione esame esami escavata escavazione escludere escludono escrezione escursione esegue eseguire eseguita esofagea esofageo esofagite esofago esordio esostosi espansione
espansivo espettorato espettorazione esplorabile esplorabili esplorazione espressione espulso estende estensione estensore estensori esterna esterni esterno estesa estese esteso
estremi estremita estremo estrofia estrusa estrusione eta etmoidale etmoidali etmoide evento eventuale eventuali evidente evidenti evidenzia evidenziabili evidenziano evidenziata
evolutiva evolutivi evoluto evoluzione exfumatore extraassiale extradurale extraepatica extraepatiche faccetta faccette faccia facciale falange falangea falangi falce falciforme
falsa faringe faringeo fascia fascio fase fasi febbri febbricola fecale fecaloma feci femorale femorali femore femoroacetabolare femoropatellare fenomeni fenomeno ferita ferite
fessura fetale feto fianco fibra fibre fibroadenoma fibroadenomi fibrocartilagine fibroma fibromi fibrosa fibrosclerosi fibrosi fibroso fibrotica fibrotiche fibrotico figura fili
filiforme filo filtrato filum fine finestra fini fisiologica fisiologiche fisiologico fissa fissazione fistola fistoloso flebite flebolita fleboliti flemmone flessione flessore
flessori flessura flogistica flogistiche flogistici flogistico flogosi flussimetria flussimetrico flusso foam focalita foci foglietti foglietto follicolare follicoli follicolo
fondale fondo forame forami foraminale forma formazione formazioni forme fornice forte fossa fosse fovea frammentazione frammenti frammento frammista frattura fratturata
fratturativa fratturativo frenico frequenza frontale frontali fugacita fumatore fumatrice fumo funicolo funzionale funzionalita funzione fusiforme fusione gabbia gadolinio
galattografia gangli ganglio gangrena gas gassosa gassoso gastrica gastrite gastroenterica gastroesofageo gastrointestinale gastrostomia generale generalizzata genesi genitale
genitali geode geodi gessata gestazionale ghiandola ghiandolare ghiandole gia giallo ginecologico ginocchia giro giugno giugulare giunzionale giunzione glandola glena glenoide
glenoidea glenoideo gliale glioma gliotica gliotico globale globalmente globi globo globoso glomerulare glottide gluteo gonade gonalgia gonfiore gotta gozzigeno gozzo gradi
gradiente grado grande grandi granuloma granulomatosa grassi grasso grassosa grassoso grave gravi gravida gravidica grigia grossa grossi grossolana grossolane grossolani
grossolano gruppo guarigione guida guidata iatale ibuprofene ictus idatidea identifica identificano idrica idrico idroaerei idroaereo idrocefalia idrocele idronefrosi
idronefrotico idropico idrosalpinge idroureteronefrosi ilare ilari ileale ileite ileo ileocecale ili iliache iliaci iliaco ilifughi iliopsoas ilo imbibita imbibito imbibizione
immagine immobilizzato immodificata immodificate immodificati immodificato immunodepresso immunoterapia impegnata impegno impianti impianto importante importanti impregnazione
impronta improntante incarcerata incidentale incidentaloma incidente incidenza incipiente incisivo incisura incompleta incompleto incontinenza incosciente incrementata incremento
incuneamento indagine indagini indenne indenni indentazione indicazione indiretti indiretto individuabile individuano individuata indovato infarto infartuale inferiori infetta
infettiva infettivo infezione infezioni infiammatoria infiammatorie infiammatorio infiammazione infiltrante infiltrati infiltrativo infiltrato infossamento infratentoriale
ingessatura inginale ingombro ingrandimento inguinale inguinali iniezione iniziale iniziali innesto insellamento inserzionale inserzione inserzioni insorgenza insorta insorto
instabile insufficienza insulare insulina integra integri integrita intensa intensita intenso interapofisarie intercostale interessa interessamento interessante interfaccia
interlobulare intermedia intermetatarsale interna interne interni interno interosseo interruzione interscissurale intersomatici intersomatico interspinoso interstizio
interstiziopatia intervallo interventistica intervento intervertebrale intervertebrali intestinali intestino intima intossicazione intraassiale intracanalare intracranica
intracranico intradurale intraepatica intraepatiche intraepatico intralesionale intramidollare intramurale intramurali intraoperatorio intraparenchimale intraspongioso
intrauterino intraventricolare introduzione intubata intubato invadente invaginazione invasione invasivo investimento involutiva involutivo involuzione iodato iodio ipercaptante
ipercinetico iperdensa iperdensita iperdenso iperecogena iperecogeno iperemia iperestensione iperintensa iperintensita iperintenso ipermetabolica ipermetabolico iperplasia
iperplastico ipertensione ipertesa iperteso ipertrasparenza ipertrofia ipertrofica ipertrofico ipoacusia ipocaptante ipocondrio ipodensa ipodensita ipodenso ipoecogena ipoecogeno
ipofaringe ipofisario ipofisi ipogastrio ipoglosso ipointensa ipointenso ipoplasia ipoplasico ipotalamo ipotesi ipotonico ipotrofia ipovascolare irradiata irradiato irradiazione
irraggiamento irregolare irregolari irregolarita irrigidimento ischemia ischemica ischemiche ischemici ischiatico ischio isodensa isodenso isoecogeno isointensa isointenso isola
isolata isolato ispessite isterectomia istero istmo istologia istologico ittero ketoprofene labbro labiale labirinto labrum lacerazione lacrimale lacuna lacunare lacunari lama
lamina laminare laparocele laparoscopia laparotomia larga larghezza largo laringe laringeo laterali lateralmente laterocervicale laterocervicali laterodeviazione lavaggi
lenticolare lento lesa lesionale leucoaraiosi leucocitosi leucoencefalopatia leucorrea leva levigata levotiroxina libera libere liberi libero lieve lievemente lievi limitata
limitato limitazione limite limiti linea lineare lineari linee linfa linfangite linfatica linfatico linfedema linfoghiandolare linfoma linfonodale linfonodali linfonodi lingua
linguale lingula lipoma lipomatosa lipomatosi liquida liquido liquor liquorale liquorali lisca lisi litiasi litiasica litiasico litica litico livello lobare lobato lobectomia
lobi lobo lobulata lobuli lobulo locale locali localizzata localizzazione localizzazioni logge loggia lombalgia lombalgie lombari lombosacrale lombosciatalgia longitudinale
lordosi lotto lume lunga lunghezza lungo luogo lussata lussate lussato macchia macchie macroadenoma macroangiopatia macroscopico maggio maggior maggiore maggiori mai malattia
malattie maligna maligne maligno malleolare malleoli malleolo malposizione mammaria mammarie mammario mandibola mandibolare manicotto maniera mano manubrio marcata marcatamente
marcate marcato marginali margine margini marzo mascella mascellare mascellari massa masse massiccio massima massimo massiva mastectomia mastoide mastoidea mastoidee matassa
materasso materiale matrice meccanica medesima medi media mediana mediano mediastinica mediastinici mediastinico mediastino medio medullare melena membrana membrane meninge
meningea meningeo meningi meningioma meningiomi meniscale meniscali menisco meniscosi menopausa mensile mentoniera mesencefalo mesentere mesenteriale mesenterica mesenterico meso
mesotelio mesotelioma mestruazione metacarpale metacarpo metafisaria metafisi metallica metalliche metallici metallico metaplasia metastatica metastatiche metastatico metatarsale
metatarso meteorica meteorico meteorismo metformina metodica metro metrorragia mialgia micotica micro microangiopatia microcalcificazione microcistica microlitiasi micronodulare
micronoduli micronodulia midollare midollari midollo mielografia mieloma mielopatia miglioramento migrato miliare milimetrica millimetri millimetrica millimetriche millimetrici
millimetrico minima minime minimi minimo minore minori minzionale minzione miocardico miocardio mioma miometrio miomi mirata mista misti misto misura misurabile misure mitralica
mobile mobilita mobilizzata mobilizzazione moderata moderato modesta modeste modesti modesto modica modiche modico modificata modificazione modificazioni molare molari molle
moncone monitoraggio mono monolaterale morfina morfologia morfologica morfologico morfometria morfovolumetrico morso mostra mostrano motilita motorio movimenti movimento mucocele
mucosa mucose mucoso multifocale multifocali multiloculare multinodulare multiplanare multiple multipli multiplo multistratificata murale murali muro muscolare muscolari
muscolatura muscoli musculo narice nasale nasali naso nausea navicolare necrosi necrotica necrotiche necrotico nefrectomia nefrolitiasi nefropatia nefrostomia negativa negativo
nella nelle neoformato neoformazione neoformazioni neonato neoplasia neoplasie neoplastica neoplastici neoplastico nervi nervo nervosa nervoso netta netti netto neurinoma
neurochirurgico neuroforame neurologica neurologico neuropatia neurovascolare neutropenico nevralgia nicchia nidi nodosita nodulare nodulari nodulia norma normale normali
normalita norme normo normoconformata normoconformato normofunzionante normoposizionato normorappresentati nota note notevole notevoli noti noto notturno nuca nuclei nucleo nulla
numero numerose numerosi nuova nuovi obesa obesita obeso obliqua oblique obliquo occasionale occhio occipitale occipitali occlusa occlusione occlusivo occulta occupa occupante
occupato oculare oddi odinofagia odontoide oftalmica olecrano ombelicale ombelico ombra omentale omento omeprazolo omerale omero omogenea omogenee omogenei omogeneo omolaterale
omolaterali oncologica oncologico opacamento opacizzato opacizzazione operata operati operato operatoria operatorio orale orbita orbitaria orbite orecchio organi organo
orientamento orifizio origine orizzontale orlo ormone ormonoterapia orofaringe orticaria ortopedica ortostasi ortostatica ortostatismo ospedaliero ossa ossee ossei osseo osserva
osservano osservazione ossicino ossificazione ossificazioni osteo osteoaddensante osteoaddensanti osteoarticolare osteoartrosi osteocondrale osteocondrosi osteofita osteofitaria
osteofitario osteofiti osteofitosica osteofitosico osteolisi osteolitica osteolitico osteomielite osteonecrosi osteopenia osteoporotica osteoporotico osteosintesi
osteostrutturale osteostrutturali osteotomia ostio ostruente ostruttiva ostruttivo ostruzione otite otomastoidite ottica ottico otturatore ovalare ovalari ovarico ovario ovoidale
pacchetto padiglione palato palmare palpabile palpazione pancreasectomia pancreatica pancreatico pancreatite pantoprazolo papilla papillare papilloma para paraaortica paraaortici
paracetamolo paracolica paralisi paramediana parametri parametrio paranasale parassettale parasternale paratiroide paravertebrale parenchima parenchimali parenchimatosa parete
parietali parotide parotidea parotidi parte parti parto parziale parziali parzialmente passaggio patella patellare patologia patologica patologiche patologici patologico pattern
pediatrico peduncoli peduncolo peggioramento pelvi pelvica pelvico pene penetrante perdita perforante perforato perfusione perianale periaortico periarticolare peribronchiale
pericardica pericardio pericardite pericolecistico periepatico periferia periferica periferiche periferici periferico perilesionali perineale perinefrico perineo perineurale
periostale periostea periostio periportale periprostatico periprotesica peritoneale peritoneo peritonite perivascolare periventricolare periventricolari permane permanenza perone
peroneale peroneo persiste persistente persistenza persistono pervi pervia pervie pervieta pervio peso petrosa piana piani piano piastra piatto piccola piccole piccoli piccolo
piede piedi piega pieghe pielica pielo pielonefrite pieloureterale pilastro pilorica piloro pinealoma pinna pinza piogenico piramide pituitaria placche placenta placentare
planare plantari plasma plastica platisma plesso pleura pleurica pleuriche pleurici pleurico plurale plurifocale plurifocali pluriframmentaria plurime plurimi pneumatizzazione
pneumatosi pneumomediastino pneumonectomia pneumopatia pochi poco podalico polare poli policistica policistico policistosi polipi polipo polipoide poliposi politrauma
politraumatizzato pollice polmone polmoni polmoniti polo polpaccio pompa ponderale ponte poplitea popliteo porta portale porto porzione porzioni posizionamento posizionata
posizionati posizione possibile possibili postchirurgico posteriori postero posterolaterale postoperatoria postoperatorio posttraumatica posttraumatico postumi postura potenziale
potus precedente precedentemente precedenti precoce prednisone prelevato prelievi prematuro premedicazione premolare preoperatorio preparazione presacrale presenta presentano
presenti presenza pressione pressoche prevalente prevalentemente prevalenza prevertebrale prevescicale primaria primario primitiva primitivo primo principale probabile
probabilmente procedura processi processo produttiva profili profilo profondi profondita profondo progredito progressione progressiva prolassato prolasso proliferativa
proliferazione prolungamento prominente prominenza prona pronazione prono propria proprio prossimale prossimali prossimita prostatica prostatici prostatico prostatite protesi
protesica protesico protesizzato protocollo protrusione protrusioni protude prova proveniente provenienza prudenza prurito pseudoaneurisma pseudocisti pseudonodulare psoas pube
pubica pubiche pubico puerpera pulpite punta puntale punti puntiforme puntiformi punto purulenta quadrante quadranti quadri quadricipitale quadro qualche quaranta quarta quesito
quinto quota quote racchide rachialgia rachicentesi rachide raddrizzamento radiale radice radici radicolare radicolari radio radiografia radiografico radioiodio radiologia
radiologica radiologico radioterapico radiotrasparente radiotrattato rafe raggi raggio raggiunge rami ramipril ramo rapida rapido rappresentate rappresentato rara rarefazione
rari ravvicinato reale reattiva reattive reattivi reattivo reazione recente recenti recessi recesso recidiva recidivante recupero referito refertazione referti referto reflusso
regionale regione regioni regolare regolari regolarita relativa relativo remissione renale renali renella resecato resettiva resezionale resezione residua residuale residuali
respiratori respiratoria respiratorio restante restanti restringimento restrizione rete reticolare reticolazione reticolonodulare retina retraente retrazione retroaortica
retroareolare retrocardiaco retroperitoneale retroperitoneali retroperitoneo retrosternale retroversa retroverso rettale rettilinea rettilineizzazione retto rettorragia
rettosigma reumatoide revisione riabilitazione riassorbimento ricanalizzato riconoscibile riconoscibili ricostruzione ridotta ridotte ridotti ridotto ridurre riduzione riduzioni
riempimento rientro rifare riferita riferito riflesso rigetto rigida rigidita rigonfiamento rileva rilevabile rilevabili rilevano rilevanti rilievi rilievo rima rimaneggiamento
rime rimodellamento rimossa rimossi rimozione rinforzo rinite rinofaringe ripetere ripetizione riposizionamento ripresa risalita riscontro risentimento risoluzione risonanza
risparmio rispetto risposta ristagno ristretto risulta risultano risultato ritardo ritenzionale ritenzione ritmo rivalutare rivalutazione rivascolarizzazione rivestimento
rizoartrosi rotatore rotatori rotatoria rotazione rotonda rotondeggiante rotoscoliosi rottura rotula rotule ruolo ruotato sacca sacchetto sacciforme sacco sacrale sacro
sacrococcigea sacroileite sacroiliaca sacroiliache sagittale sagittali saliva salivare salivari salpinge sana sanguigna sanguinamento sanguinante sani sano sasso saturazione
scala scansione scapola scapolare scarico scarsa scarsamente scarso scatola scheletrica scheletrico scheletro schiacciamento schisi sciatalgia sciatica scintigrafico scissura
scissurale scissurali scissure sclerosa sclerosi scleroso sclerotica sclerotico scoagulata scoagulato scolio scoliosi scoliotica scomparsa scomposizione scorrimento scrosci
scrotale scroto secondamento secondari secondaria secondarie secondario secreto secrezione sedata sedato sedazione sede sedi sedimento seduto segmentale segmentari segmentaria
segmentarie segmentectomia segmenti segmento segnala segnalano segnalazione segnale segnali segno seguito sella sellare semiluna seminale seminali seni seno sensibilita sensitivo
sentinella sepimentata sepimenti sepsi sequela sequestro serica seriche serie seroma serrata serrate serrati serrato sessile sesta sesto settale setti settico settimana settimane
setto severa severo sezione sfenoidale sfenoide sferica sferico sfiancamento sfintere sfumata sfumate sfumati sfumato shunt sicura sicuri significativa significative
significativi significativo significato silice silviana silviani silviano simile simili simmetria simmetrica simmetriche simmetrico simulazione sincope sincopi sindesmofiti
sindesmosi sindrome singola singolo singulto sinistre sinistri sinostosi sinoviale sinoviali sintesi sintomatica sintomatologia sintomi sintomo sinuosa sinusale sinusite sistema
sistemica sistolica situata situato situazione slargamento slargato smerigliato smorfia soffio soffusione soggetto solchi solco solida solide solidi solido solitario soluzione
sonda sondaggio sopraaortici sopraclaveare sopraclavicolare soprannumeraria soprarotulea sopraspinoso sopratentoriale sordita sospensione sospetta sospette sospetti sostanza
sostanziale sostanzialmente sostitutiva sostituzione sottile sottili sottocapsulare sottocarenale sottocondrale sottocorticale sottocutanea sottodiaframmatica sottodurale
sottoependimale sottoglottide sottomandibolare sottomascellare sottomucoso sottopleurica sottopleuriche sottopleurici sottopleurico sottorenale sottoscapolare sottosieroso
sottostante sovraccarico sovradistensione sovraepatiche sovrainfezione sovrapponibile sovrapponibili sovrapposizione sovrapubica sovrarenalico sovraspinosa sovratentoriale spalle
spazi spaziale spazio speciale specifica specifico spermatico sperone spessa spessore spiccata spiccatamente spiculata spiculato spina spinale spinali spinosa spinose splancnico
splenectomia splenico splenomegalia spondilite spondilo spondilodiscite spondilolisi spondilolistesi spondilosi spondilosica spongioso spontanea spontaneo spostamento spostata
sproporzione squama squilibrio stabili stabilita stabilizzazione stadio staminale stasi stato stazionari stazionaria stazionario stazione stazioni steatosi steccato stella
stenosante stenosanti stenotica stenotico stent stento sterilita sternale sterno sternotomia stessa stesso stillicidio stimolatore stimolazione stipsi stiramento stomaco stomia
storia stradale strati strato stretta stretto stria striatura strie stroma struttura strutturale strutturali strutture studiata studio subacuta subacuto subaracnoidea
subaracnoidei subatelettasico subcentimetrica subcentimetrici subcentimetrico subcondrale subcontinua subcorticale subdurale subepatico subfrenico subittero sublinguale
sublussazione submassiva subtotale succenturiata successiva successivi succlavia sudorazione suggerisce suggestiva suggestivo superfici superficiale superficie superiori supina
supino supplementare suppurazione sural surrenali surrenalico surreni sutura suture sviluppo svuotamento tabacco tachicardia taglia tallone tamponamento tappeto tardiva tarsale
tarso tasca tecnica tecnico tegumentaria telangectasie tempi tempo temporale temporali temporomandibolare tendine tendinea tendinee tendineo tendini tendinite tendinopatia
tendinosi tendinosica tenosinovite tensione tentorio terapeutica terapeutico terapie teratoma terminale termine termini territorio terza terzo tessutale tessuti tessuto testata
testicolare testicoli testicolo timica timo timpanica timpano tiroidea tiroidectomia tiroidee tiroideo tiroidite tomografico tonsilla tonsille topografia toracico toracotomia
torcicollo torsione tortuosa tortuosita tortuoso tosse totale totali totalmente toxoplasmosi tra trabecola trabecolare trabecole traccia tracciante trachea tracheale tracheo
tracheostomia traente tragitto tramadolo tramite transiliaca transito transitorio transizionale transizione translucenza trapiantato trapianto trasparenza trasparietale
trasuretrale trasversa trasversale trasverso trattamenti trattamento trattata trattato tratti tratto traumatica traumatico traumatismo triangolare triangolo tricipite tricuspide
trigemino trigono trimalleolare trimestre triplice trocantere trocanterica trocanterico troclea trocleare tromba trombi trombizzata trombo tromboembolia tromboflebite trombosata
trombosato trombotica trombotico troncale tronchi tronco tubarica tube tubercolare tubercolo tubercolosi tubero tuberosita tubo tubolare tubolari tumefatta tumefatto tumefazione
tumorale tumorali tunnel turgida turgore tutore tutta tutte tutti tutto ubicata ulcera ulcerata ulcerazione ulnare ulteriore ulteriori ultima ultimo una uncartrosi uncinato
unghia unica unico uniforme unilaterale unita ureterale ureterali uretere ureteri uretra uretrale urgente urgenza urina urinaria urinarie urinario urografia urologia urologica
urologico urotac uroteliale ustione usura uterina uterini uterino utile vacuolo vagina vaginale valgismo valgo valida valido valore valori valutabile valutabili valutare valutata
valvola valvolare valvole valvulopatia variante varianti variazione variazioni varice varici varicocele varicosa varismo varo vasale vasali vascolari vascolarizzata
vascolarizzato vascolarizzazione vasculite vasculopatia vasi vaso vasogenico vecchia vecchio velamentosa velato velatura vena vene venosa venose venosi venoso venti ventilato
ventilazione ventrale ventricolari ventricoli ventricolo verde verme verosimile verosimilmente versamenti versante vertebra vertebrale vertebrali vertebroplastica verticale
vertice vertigine vescica vescicola vescicole vestibolare vestibolo vetro viscerale visceri visibile visibili visiva visualizza visualizzabile visualizzabili visualizzano
visualizzati visualizzazione visus vite vitellino viti vitrea vitreale vitreo vocale vocali volta volume volumetria volumetrica volumetrico volumi voluminosa voluminoso volvolo
vomiti vomito vulvare xifoide zigomatica zigomo zona zone zoppia
allettato antico aria arrossamento arti assottigliata carenza commotivo coscia cuneo danno debole destra destro falda flesso focolai focolaio gamba inferiore mento molli nuovo
osso pareti pelle rene reni spalla taglio testa trofismo vaglio ventre via vie vista
`;
