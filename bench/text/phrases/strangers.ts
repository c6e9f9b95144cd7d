/** Phrases in seven languages, written without a look at the rules or the lists, and in view since: what they lost was mended. */
export const PHRASES_OF_STRANGERS: readonly string[] = `
No acute intracranial abnormality.
Mild degenerative changes at C5-C6 with foraminal narrowing.
Trace right pleural effusion, slightly smaller than before.
Interval removal of the endotracheal tube.
NG tube tip projects over the stomach.
Comminuted intra-articular fracture of the distal radius
R/O PE, tachycardic, D-dimer 2.4
hx of breast ca s/p lumpectomy and XRT
Patient could not tolerate the scan, motion degraded.
Claustrophobic, gave 1 mg lorazepam IV
Power injected 100 cc Omnipaque 350 at 4 mL/s via 20G R AC
eGFR > 60, no allergies
Bosniak IIF cyst in the upper pole
LI-RADS 4 observation segment VIII
BI-RADS 4B, suspicious calcifications
Hounsfield units 15-25, adrenal adenoma
Modic type 2 endplate changes
Fazekas 2 white matter disease
ACL tear, bucket handle medial meniscus
Baker's cyst, moderate effusion
Lisfranc injury suspected
Jones fracture vs os vesalianum
Salter-Harris II distal tibia
Kienböck disease, lunate sclerosis
Hashimoto thyroiditis, heterogeneous echotexture
Crohn's flare, terminal ileitis
Chiari I malformation, syrinx
Dandy-Walker variant
Whipple 2 years ago, rule out recurrence
Sepsis, fever of unknown origin
fall from height, GCS 14, c-collar in place
MVC, restrained driver, seat belt sign
assault with blunt object, jaw pain
lap chole POD 2, bile leak?
Gadavist 7.5 mL
s/p TAVR, Edwards Sapien 26
IVC filter in situ, Port-a-cath tip in SVC
Hemovac drain, JP drain x2
Foley balloon in the bladder
worsening dyspnea on exertion, bibasilar crackles
Please compare with previous exam
Tech repeated lateral due to rotation
Pt uncooperative, best images possible
limited by body habitus
Study read as normal
follow-up in 6 months recommended
Unable to raise arms
Patient fasted since midnight
Left breast marker at 10 o'clock, 4 cm FN
Fetal heart rate 152 bpm, vertex, placenta posterior
Amyand hernia, appendix in the sac
Weill-Marchesani, ectopia lentis
Takotsubo pattern, apical ballooning
Segond fracture with pivot shift bruising
Gamekeeper's thumb
Monteggia fracture-dislocation
Hangman fracture C2
Osgood Schlatter, tender tubercle
Warthin tumor of the parotid
Zenker diverticulum on barium swallow
Kein Nachweis einer frischen intrakraniellen Blutung.
Altersentsprechende Weite der Liquorräume
Zustand nach Hüft-TEP links, regelrechte Lage
V.a. Lungenembolie, Z.n. TVT
Ausschluss Pneumonie, CRP 145
Rückenschmerzen seit drei Wochen, Ausstrahlung ins rechte Bein
Bandscheibenvorfall L4/5 mit Kompression der Nervenwurzel
Mehrfragmentäre Humeruskopffraktur, wenig disloziert
Sturz auf die linke Hand, Druckschmerz Tabatiere
Leberzirrhose Child B, Aszites
Gallenblasensteine, keine Cholezystitis
Infiltrat im rechten Unterlappen, Pleuraerguss beidseits
Herz nicht vergrößert, keine Stauung
Verlaufskontrolle nach Chemotherapie, Staging
Kontrastmittel gut vertragen, keine Nebenwirkungen
Aufnahme im Liegen, eingeschränkt beurteilbar
Patientin kann nicht stehen, Untersuchung abgebrochen
Innenmeniskushinterhornriss, Gelenkerguss
Kahnbeinfraktur nicht sicher auszuschließen
Bewegungsartefakte, Atemanhalten nicht möglich
Mammographie beidseits, ACR b, BI-RADS 2
Karotisstenose rechts 70 % nach NASCET
Trachealkanüle, ZVK über V. jugularis interna rechts
Schrittmacher, daher kein MRT
Sulcus-ulnaris-Syndrom, Zustand nach Dekompression
Pas d'anomalie parenchymateuse décelable.
Douleur de la fosse iliaque droite, recherche d'appendicite
Chute de sa hauteur, impotence fonctionnelle totale
Bilan d'extension d'un cancer du côlon
Épanchement pleural gauche de moyenne abondance
Arthrose fémoro-tibiale interne avec pincement
Lésion du ligament croisé antérieur
Suspicion d'embolie pulmonaire, D-dimères élevés
Injection de 80 ml d'Iomeron 400
Patient agité, examen de qualité limitée
Contrôle après ablation du drain
Nodule thyroïdien EU-TIRADS 3
Stéatose hépatique, vésicule alithiasique
Pas de lésion osseuse traumatique récente
Canal lombaire étroit, protrusion discale L4-L5
Surveillance d'un anévrisme de l'aorte abdominale
Sinusite maxillaire droite, niveau hydro-aérique
Céphalées brutales, raideur de nuque
Enfant de 4 ans, boiterie fébrile
Coupes axiales sans puis avec injection
Sin hallazgos patológicos significativos.
Dolor abdominal de tres días de evolución
Derrame articular leve, rotura del menisco interno
Control postquirúrgico, prótesis de cadera bien posicionada
Se administra contraste yodado intravenoso sin incidencias
Caída desde propia altura, deformidad en muñeca
Nódulo pulmonar en lóbulo superior derecho de 8 mm
Cólico renal, descartar litiasis ureteral
Cefalea súbita con vómitos, descartar hemorragia
Hernia discal L5-S1 con compromiso radicular
Paciente no colaboradora, estudio incompleto
Ecografía de partes blandas, lipoma subcutáneo
Hígado de tamaño normal, vía biliar no dilatada
Embarazo de 20 semanas, feto único en cefálica
Mamografía de cribado, densidad tipo C
Cambios espondilóticos en columna dorsal
Neumonía adquirida en la comunidad
Antecedente de carcinoma de mama izquierda
Non evidenti lesioni ossee traumatiche.
Dolore al ginocchio da due mesi, blocco articolare
Versamento pleurico destro con atelettasia
Controllo dopo intervento chirurgico
Esame eseguito senza e con mezzo di contrasto
Caduta accidentale, trauma cranico non commotivo
Fegato steatosico, colecisti con calcoli
Ernia discale espulsa L5-S1
Ispessimento pleurico apicale bilaterale
Sospetta frattura dello scafoide
Paziente non collaborante
Noduli tiroidei, gozzo multinodulare
Follow up per neoplasia del colon
Febbre e tosse produttiva da una settimana
Protesi totale d'anca, regolare
Linfonodi di aspetto reattivo
Sem alterações agudas.
Dor lombar há duas semanas, irradiação para a perna esquerda
Fratura do colo do fêmur à direita
Derrame pleural bilateral, maior à esquerda
Queda da própria altura, dor no punho
Controle pós-operatório de artroplastia
Nódulo hepático hipervascular no segmento VI
Contraste endovenoso sem intercorrências
Suspeita de tromboembolismo pulmonar
Gestante de 32 semanas, feto cefálico
Rotura do tendão supraespinhal
Cálculo ureteral obstrutivo com hidronefrose
Exame prejudicado por movimentos
Mamas densas, cisto simples
Seios da face velados
Geen aanwijzingen voor fractuur.
Pijn rechter heup na val
Verdenking longembolie, dyspnoe
Hart niet vergroot, geen pleuravocht
Controle na totale knieprothese
Degeneratieve afwijkingen lumbaal
Appendicitis? koorts en braken
Meniscusletsel mediaal, hydrops
Contrast i.v. goed verdragen
Opname liggend, matige inspiratie
Galstenen zonder tekenen van ontsteking
Status na borstsparende operatie links
Verplaatste enkelbreuk, gips aangelegd
Bloeding uitgesloten, oud infarct
Kind van 6 jaar, bewegingsonrust
Ill-defined ground-glass opacity in the lingula, likely infectious
Retained bullet fragments near the left iliac crest
Thinning of the rotator cuff with retraction to the glenoid rim
Fatty infiltration of the pancreas
Known AAA, surveillance, 4.2 cm last year
Widening of the mediastinum, portable technique
Kid swallowed a coin two hours ago
Twisted ankle while jogging, cannot bear weight
Hit by a hockey puck in the face
Cat bite, evaluate for osteomyelitis
Sickle cell crisis with chest pain
Gunshot wound to the thigh, entry marked with BB
Corrected QT prolonged, on amiodarone, check lung fibrosis
Bilateral hand films for rheumatoid arthritis
Missing tooth, rule out aspiration
Bleeding after colonoscopy, tagged red cell scan
Thyroid uptake 38 percent at 24 hours
Delayed images show persistent blood pool activity
Ring-enhancing lesion in the left thalamus
Patient wearing a halo vest
Unable to remove ring from finger
Lead apron used, last menses two weeks ago
Marker placed over palpable lump
Spot compression view, focal asymmetry resolves
Schatzker II tibial plateau fracture
Weber C ankle fracture, syndesmosis widened
Ranson score 4, necrotizing pancreatitis
Kerley B lines, cephalization
Ghon complex, healed granulomatous disease
Pott disease of the thoracic spine
Bennett fracture of the thumb base
Buford complex, sublabral foramen
Hutch diverticulum at the UVJ
Sampson artery preserved
Tomographic images reveal erosion of the scutum
Keine umschriebene Raumforderung, keine Mittellinienverlagerung
Aufnahme bei Rollator, eingeschränkte Mobilität
Zustand nach Mamma-Ca rechts, brusterhaltend operiert, Nachsorge
Leitungsunfähiger Patient, Übersetzung durch Angehörige
Bekannte COPD, jetzt zunehmende Luftnot und gelblicher Auswurf
Hundebiss am Unterarm, Fremdkörper?
Sprunggelenk nach Supinationstrauma, Schwellung lateral
Koxarthrose beidseits, rechts stärker als links
Ausgedehntes Weichteilemphysem nach Drainageanlage
Port rechts thorakal, Katheterspitze in der oberen Hohlvene
Auffälliges Muttermal, Sentinel-Szintigraphie
Kribbeln in beiden Händen, nachts betont
Spritzenabszess gluteal, Ausdehnung?
Wandverdickung des Sigmas, umgebende Fettimbibierung
Kalkschulter, ausgeprägte Schmerzen beim Anheben des Arms
Rippenserienfraktur, kein Pneumothorax abgrenzbar
Schilddrüse vergrößert mit echoarmem Knoten
Nierenstauung Grad II, Stein prävesikal
Untersuchung auf Wunsch der Patientin beendet
Druck im Oberbauch, Völlegefühl, Gewichtsabnahme
Toux grasse depuis une semaine, fièvre à 39
Entorse de cheville, appui impossible
Bilan de gonalgie droite, notion de blocage
Fracture non déplacée de la tête radiale
Lithiase vésiculaire sans signe de cholécystite
Patient porteur d'un pacemaker compatible
Masse surrénalienne de découverte fortuite
Morsure de chien à la main
Épaule douloureuse, rupture de la coiffe
Aorte de calibre normal, athérome calcifié
Refus de l'injection par la patiente
Enfant en pleurs, clichés flous
Suspicion de maltraitance, squelette complet
Kyste poplité, épanchement intra-articulaire
Tos con expectoración y fiebre de una semana
Esguince de tobillo, no puede apoyar
Mordedura de perro en la mano derecha
Placas de ateroma calcificadas en la aorta
Dolor en hipocondrio derecho, ecografía con litiasis
Se repite la proyección por movimiento
Niño llorando, imagen borrosa
Masa suprarrenal hallada de forma incidental
Fractura de la cabeza del radio sin desplazar
Mujer de 45 años con bocio palpable
Ganglios axilares aumentados de tamaño
Hombro doloroso, posible rotura del manguito
Tosse grassa e febbre da una settimana
Distorsione di caviglia, carico impossibile
Morso di cane alla mano destra
Placche calcifiche dell'aorta addominale
Dolore in ipocondrio destro, litiasi nota
Radiogramma ripetuto per movimento
Bambino piangente, immagine mossa
Massa surrenalica di riscontro occasionale
Frattura composta del capitello radiale
Spalla dolorosa, sospetta lesione della cuffia
Linfonodi ascellari ingranditi
Tosse produtiva e febre há uma semana
Entorse do tornozelo, não consegue apoiar
Mordida de cão na mão direita
Placas ateromatosas na aorta abdominal
Dor no hipocôndrio direito, vesícula com cálculos
Imagem repetida por movimento
Criança chorando, imagem tremida
Massa suprarrenal achada por acaso
Fratura da cabeça do rádio sem desvio
Ombro doloroso, provável lesão do manguito
Hoest en koorts sinds een week
Enkel verzwikt, kan niet steunen
Hondenbeet rechterhand, corpus alienum?
Verkalkte aorta, normaal kaliber
Pijn in de rechter bovenbuik, stenen bekend
Opname herhaald door beweging
Huilend kind, onscherp beeld
Toevallig gevonden bijniermassa
Niet verplaatste breuk van het radiuskopje
Pijnlijke schouder, mogelijk cuffscheur
`
  .trim()
  .split('\n');
