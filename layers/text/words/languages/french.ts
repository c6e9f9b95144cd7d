/** Words of reports in French: folded, feminine and plural where the rules of stems do not find them. */
export const FRENCH_WORDS = `
abaissement abcede abces ablation ablations abondance abondant aboutissant absence acces accessoire accident accidente accroissement acetabulaire acetate achilleen acouphenes
acquis acromiale acromion actuel actuelle acuite adapte adducteurs adenocarcinome adenome adenomegalie adenopathique adherence adherences adjacent adjacente aere aeree aerien
aerique affaissement affection affinement age agenesie agitee agrafe agrafes agrandi agrandissement aigue aiguille aile ailleurs aine aires aisselle ajeun ajustement alcool
alcoolique alcoolisation algique alimentaire alimentation alleguee allergie allergies allergique allongement alteration alterations alterne alveole alveoles amaigrissement amas
ambulatoire amelioration amenorrhee aminci amincie amincis amincissement amiodarone amont amoxicilline ampoule ampullaire amputation amygdale amygdales anapathologie anastomose
anastomotique anatomique ancien ancienne anciennes anciens anemie anesthesie aneurysmal anevrismal anevrysme angine angiographie angle angulation anicterique anneau annexe
annexes annexiel annexielle annuel annule annulee anorexie anse anses antebrachial anteflechi anterieures anterograde anterolisthesis anteversion antiagregant antibiotherapie
anticoagulation anticoagulee antral anurie anxieuse anxieux apex aphasique apical apicale aplasie appareil appareille apparent apparition apparu apparue appendicite
appendiculaire apport appreciable appui apyretique aqueduc aqueux arachnoide arachnoidien arborescence arc arcade arceau aretes arme arret arriere arrondi arrondie arterielles
arteriopathie arterite arthrite arthritique arthrodese arthrographie arthroplastie arthrosique articulaire articulaires articulation articulations aspecifique aspect aspects
aspiration aspire aspirine assez associe associee associes asthenie asthme astrocytome asymetrie asymetrique atelectasie atelectasies atheromateuse atheromateux atheromatose
atherome atrophique attache atteinte atteintes attelle attenuation atypie atypique auriculaire auscultation autour autre autres aval avalement avaleur avance avancee avoisinant
avulsion axe axiaux axillaires axillo bacteriologique baisse balance balayage balistique ballon ballonnement ballonnet banal banale bande bandelette bandelettes barorotraumatisme
barre barriere baryte baryum bas basal basale base bases basilaire basithoracique basse bassinet battement battements beant benigne benin benins bequilles berge biconvexe
bicuspide bien bifocal bifurcation bilan bilateral bilaterale bilaterales biliaires bilobe biometrie biopsie biopsies bipolaire blanc blanche blanches blessure bloc blocage blocs
boiterie bombement bord borde bords bordure bosse bosselee bosselure bouche bouquet bourgeon bourse bourses boutonniere boyau brachial brachiocephalique brancard branche branches
bras breche brevite bride brides brillance brochage broche broches bronche bronchectasie bronchectasies bronches bronchiolaire bronchiolite bronchique bronchiques bronchogramme
bronchopneumopathie bruit brulee brulure brun brune bulbe bulle bulles bulleux bursite butee cadre caecal caecale caecum cage caillot caillots calcanea calcanee calcaneen
calcaneum calcanien calcification calcifications calcifie calcifiee calcifies calcique calciques calculs calibre calibres calice calices caliciel calicielle calleux calme calotte
calvaria camptocormie canalaire canaux cancer cancereux canine canulation capacite capitellum capsulaire capsule caracterisant caracterisation caracterise caracteristique
carcinomateuse carcinome carcinose cardiaque cardiaques cardiomegalie cardiopathie cardiovasculaire carenciel carene carie cariee carotides carotidien carotidienne carpe carpien
carpienne carrefour cartilage cartilages cartilagineux cas casque catheter catheters caudal caudale cause cave caverne caverneux cavernome caves cavitaire cavite cavites cavum
ceftriaxone ceinture cellulaire cellule cellules cellulite cellulo centimetre centimetres centrage central centrale centre centromedullaire cephalee cephalees cephalique cerclage
cerebelleuse cerebelleux cerebral cerebraux cervelet cervicarthrose cervico cesarienne chaine chainon chaleur chambres champ champs charge chariot charniere charpie chaud chaude
cheval chevauchement chiasma chimiotherapie chimiotherapies chirurgical chirurgicale chirurgicaux chlamydia cholangite cholecystectomie cholecystite choledoque cholestase
cholesteatome chondral chondrale chondrocalcinose chondropathie chondrosarcome choroide choroidien choroidiens chronicite chute cicatrice cicatriciel cicatricielle cicatrisation
cicatrise ciliaire circonference circonferentiel circonferentielle circonflexe circonscrit circulaire circulante circulation cirrhose cirrhotique ciseau citerne citernes civiere
clair clairance classification classique claustrophobe claviculaire clavicules clinique cliniquement clip clips clivage cloison cloisonne cloisons clou clous coagulation
coalescence coccygien coccyx codeine coelioscopie coelique coeur coiffe coiffes coin col colectomie colique coliques colite collaboration collapse collateral collaterale
collaterales collateralite colle collecte collection collections collet colloide colloides colo colon colonne colonoscopie colposcopie cols columelle coma comateux comitiale
comitialite comminutive commissure commun communicante communication compact compacte comparable comparables comparaison comparatif compartiment compartiments compatible
compensatrice complement complementaire complet complete completement complexe complication complications comportement composante compressible compressif compression comprimant
comprime concave concentrique concernant concluant conclusion concomitante concordants condensation condensations conduit conduits condyle condyles condylien condylienne cone
confirmation conflictuel conflit confluence confluente conforme confus confusion congenital congenitale congestif congestion congestive conjonctif connu connue conscient
consecutif consentements consentir consequence conservation conserve conservee conserves consolidation consolide consommation constatation constipation constitue constitution
consultation contact contention contenu contigu contigue contiguite continence continuite contour contours contraction contracture contrainte contralaterale contraste contrastee
contrastes controle controler controles contusif contusion convergence convexe convexite convulsion cooperant cooperante coprostase coque coracoide corde cordes cordon cordonal
corne cornee cornes cornet cornets coronaire coronaires coronal coronale coronarien coronarienne coronarographie corporeal corporeale corps corpus correct correcte correctement
correlation correspondant corrige corset cortex cortical corticale corticales corticaux corticoides corticotherapie cortisone cortivazol costal costale costales cote cotes cotyle
cotyloide couche couches coude couloir coup coupe coupole coupoles courbe courbure court courte couteau couverture coxal coxofemoral coxofemorale crane cranienne cranio
crapaudine craquement creatinine creatininemie crete creux crise cristallin cristalline critere criteres crochet croise croisement croissance cruciforme crural cubital cubitale
cuboide cuillere cuisse cul culdesac culot cuneiforme cure curetage cutane cutanee cutanes cylindrique cyphose cyphotique cystique cystite cysto cytologie cytologique
cytoponction deambulation debit debord debordement debords debris debut debutant debutante decalage decalcification decalcifie decelable deceler dechire dechirure dechirures
declive declives decollement decompensation decompense decompression deconvolution decoupage decours decouverte decubitus defaut defavorable defect defects deficit deficits
defile deformation deformations degat degeneratif degeneratifs degenerative degeneratives degenerescence deglutition degrade degre delabrement delimitation demineralisation
demineralise demineralisee demontre demyelinisation dense denses densification densite densites densitometrie dent dentaires deperdition depistage depister deplace deplacee
deplacement depoli depolis depot depots depression depuis derivation dermabrasion dermatologique dernier derniere derriere desaturation descellement descendant descendante
descente description deshydratation desobstruction desorientation dessechement desserrement desuni desunion detresse deux deuxieme developpe developpement deversement deviation
devie devitalisee diabete diabetique diabetiques diagnostic diagnostique dialyse dialysee diametre diametres diaphragmatiques diaphragme diaphysaire diaphyse diarrhee diarrhees
diastasis diastolique diffus diffuse diffuses diffusion digestif digestive digestives digital dilatations dilate dilatee dilatees dilates diminue diminuee diminution diploique
diplopie direct directe discal discales discarthroses discectomie discopathie discopathies discordance discordante discret discrete discretement dislocation disparition disparu
disponible dispositif disque disques dissection dissemine disseminee dissociation distal distale distales distance distendu distendue distendues distension distribution
diverticulaire diverticule diverticules diverticulite diverticulose doigts dolicho dome dominant donnee donnees dorsal dorsale dorsolombaire dosage dose dossier douleurs
douloureuse douloureux doute douteuse douteux drain drainage drainee drainees drains droits ductal duodenal duodenum dural durale durant dure duree durete durs dynamique
dysarthrie dyschondrosteose dysfonction dysfonctionnement dyslipidemie dysmorphie dysphagie dysphonie dysplasie dysplasique dyspnee dystrophie dysurie eau ebauche ecart ecchymose
echec echelle echodense echogene echogenicite echographie echographique echographiquement echoguidee echostructure eclatement ecoulement ecrasement ectasie ectasies ectasique
ectopie ectopique efface effacee effacement effectue effectuee effet efficace effondrement effort egalement ejection elargi elargie elargissement electif elective elements
elevation eleve elevee elimine eliminer elongation emaciation embole emboles embolie embolies emboligene embolique embolisation embryon emergence emetteur eminence emission
emphysemateuse emphysemateux emporte empreinte empyeme encastre encephale encephalopathie encoche encombrement endocanalaire endocrinienne endogene endoluminal endometre
endometrial endometriome endometriose endometriosique endoprothese endormi endoscopie endovaginal endovaginale endovasculaire endovesical enfoncement engagement engrene engrenee
enraidissement enroulement ensellure ensemble entesopathie entheses enthesopathie entier entiere entite entorses entourant entre entree enveloppe environ epais epaisse epaisseur
epaissi epaissis epaississement epaississements epanchements eparses epaule ependymaire ependyme eperon epicardique epicondyle epicondylite epidermoide epididymaire epididyme
epidural epigastralgie epigastrique epiglotte epilepsie epileptique epine epineuse epineuses epiphysaires epiphyse epiphyses epiploique epiploon episode epistaxis epithelial
equilibre equivalent equivoque erosif erosion erosions erosive eruption erythrocytaire esquille esquilles essentiellement estimation estime estimee estomac etage etages etalement
etat etendu etendue ethmoidal ethmoidale ethmoide ethmoidien etiologie etiologique etirement etoile etranglee etrier etroite etroitesse etude evacuation evacuee evaluable
evaluation eventration evidence evident evidente evocateur evocatrice evolutif evolution evolutivite evoquant evoque exacerbation examens excavation excavee excentre excentree
excentrique exceptionnel excision exclure exclusion excretion excretoire executee exerese exogene exophytique exostose expansif expansion expansive expectative expertise
expiration expiratoire explorable exploration explore exploree explores expose exsudatif extensif extension externe externes extra extraaxiale extradural extradurale
extrahepatique extremites extrude extrusion face facettaire facettes facial faciale facteur facteurs faible faiblement faisceau faisceaux falciforme falx familial familiale
famille fascia fasciite fauteuil faux febricule fecal fecalome femoral femorale femoro femur fenestration fenetre fente fermee fermeture fesse fessier fessiere feuillet feuillets
fiabilite fibre fibres fibreuse fibreux fibrinolyse fibroadenome fibrocartilage fibromateux fibromes fibroscopie fibrose fibrosique fievre figure fil filiere filiforme fils
filtre fin fine fines fini fissuraire fissures fistule fistules fistuleux fistulise fixateur fixation fixe flaque flexion flottant flou floue flux foetal foetale foetaux foetus
foliculaire folliculaire follicule follicules fonction fonctionnel fonctionnelle fond fondus forage foramen foraminal foraminale forceps formation formations forme formes formule
fort forte fortuit fortuite fortuitement fosse fosses fovea foyers fracturaire fracturaires fracture fracturee fragment fragmentation fragments franc franche franchement frange
frein frequence frissons frontal frontale frontales frottis fuite fundique funiculite fusiforme fusion gadolinee gadolinium gage gain gaine gamma ganglionnaire ganglionnaires
gastrectomie gastrite gastrostomie gauches gaz gazeuse gazeux geant geante genant gencive gene generale generalise generalisee genetique genetiques genital genitale genitaux
geode geodes gestationnel gestationnelle glande glandes glandulaire glene gleno glenoide glenoidien glenoidienne glial gliome gliose glissement global globale globalement globe
globes globulaire globuleux glomerulaire glosso glotte glottique gluteal gonade gonflement gorge goutte gouttiere grade gradient graisses graisseuse graisseuses graisseux grand
grande granulie granulomateuse granulomatose granulome granulomes gravidique gravite greffe greffes greffon grele greles grille gros grosse grosses grossesses groupe guerison
guidage gynecologique gynecomastie habituel habituelle hache halo hanches haut haute hauteur hemangiome hemangiomes hematique hematocolpos hematologique hematomes hematometrie
hematopoietique hematurie hemianopsie hemicorps hemidiaphragme hemiparesie hemiplegie hemiplegique hemisphere hemispheres hemispherique hemithorax hemochromatose hemodialyse
hemodynamique hemopericarde hemoperitoine hemoptysie hemorragies hemorragique hemorragiques hemorroides hemosiderine hemothorax heparine hepatique hepatiques hepato
hepatocarcinome hepatocellulaire hepatocytaire hepatomegalie hepatopathie heredite herniaire hernie hernies heterogene heterogeneite heterogenes hiatal hiatale hilaires hile
hiles histologie histologique hodgkinien homogeneite homolateral homolaterale horizontal horizontale hormonotherapie hospitalisation huileux humerus hyalin hydarthrose hydatique
hydrique hydroaerique hydroaeriques hydrocalice hydrocele hydrocephalie hydronephrose hydropneumothorax hydrosalpinx hygroma hyoide hyperactif hypercaptation hyperdense
hyperdenses hyperdensite hyperechogene hyperechogenes hyperemie hyperfixations hyperflexion hyperhemie hyperinflation hyperintense hypermetabolique hypermetabolisme hyperplasie
hyperpression hypersignal hypersignaux hypertendu hypertendus hypertensif hypertension hyperthermie hypertrophie hypertrophique hypervasculaires hypervascularisation
hypervascularisee hypoacousie hypoattenuation hypochondre hypocondre hypodense hypodenses hypodensite hypodensites hypoechogene hypoechogenes hypogastrique hypoglycemie
hypometabolisme hypophysaire hypophyse hypoplasie hypoplasique hyposignal hypothalamus hypothermie hypothese hypotrophie hypovasculaire hypovascularisation hysterectomie hystero
hysterographie ictere icterique identifiable identifie identifiee identique idiopathique ileal ileale ileite ileo ileon ileus iliaque iliaques ilion image imagerie immature
immediat immobilisation immunodeprime immunotherapie impacte impactee impaction imperforation implant implantation implants important importante importantes impossible impotence
imprecis imprecision imprime inapparent incarcere incarceree inchangee inchangees inchanges incidence incident incidentalome incisive inclinaison inclus inclusion incomplet
incomplete incompletement incontinence incurvation incurve indemne indemnes indentation indetermine indication indirect indirecte individualisable individualise individualisee
indolore induration indurative inegale infarci infarcissement infarctus infecte infectee infectieuse infectieuses infection inferieures infertilite infiltrant infiltrante
infiltrat infiltratif infiltrative infiltrats infiltre infiltree inflammation inflammatoire inflammatoires inguinal inguinale inguinales inguinoscrotale inhomogene initial
initiale injecte injectee inquietant insertion insertions inspiratoire instabilite instable installation insuffisance insuffisant insuffisante insulaire intact intacte
integralite integrite intense intensite intercostal intercostale interet interface interieur interieure interlobaire interlobulaire intermediaire intermittente interne internes
interosseuse interosseux interpretable interpretation interruption interspineux interstitielle interstitielles intervalle intervention intervertebral intervertebrale intestin
intestinal intestinale intestinaux intoxication intraabdominal intraarticulaire intracanalaire intracardiaque intracavitaire intracerebral intracerebrale intracranien
intracranienne intraductal intradurale intrahepatiques intralesionnel intraluminal intramammaire intramurale intramurales intraosseux intraparenchymateux intraperitoneal
intrapulmonaire intrarachidien intrasellaire intraspongieux intrathoracique intrauterine intraveineuse intraveineux intraventriculaire intravesicale intubation intube
invagination invasif invasion invasive inverse inversion involution iode iodes irradiant irradiante irradiation irradie irregularite irregularites irregulier irreguliere
irregulierement irreguliers irritation ischemie ischemies ischemiques ischio ischion isodense isointense isole isolee isoles isosignal isotopique isthme isthmocele jambes jejunal
jejunum jeter jeune joint jonction jonctionnel jonctionnelle jour jours jugal jugulaire jumeau jumeaux juste juxta juxtaarticulaire juxtavesical kystectomie kystes kystique
kystiques kystisation labial labral labrum lacis lacrymal lacrymale lacrymaux lacunaire lacunaires lacune lambeau lame lamellaire lames laminaire laminectomie lampe langue
laparoscopie laparotomie large largement largeur larynge laryngectomie larynx lateral laterale laterales lateralisation lateralise lateraux laterocervical lateroversion lavage
lavement legere legerement legers lepto leptomeningee leptomeningite lesion lesionnel lesionnelle lesions leucoaraiose leucocytes leucoencephalopathie leucose levothyroxine levre
liberation libere libre libres ligament ligamentaire ligaments ligature ligne lignes limitation limite limitee limites lineaire lineaires lingual linguale lingula linite
lipodystrophie lipomatose lipome lipomes liquide liquides liquidien liquidienne liquidiennes lisse lisses lithiases lithiasique lithotritie lobaire lobaires lobe lobectomie lobes
lobulaire lobulaires lobule lobulee localement localisation localisations localise localisee localises loge loges lombaires lombalgies lombo lomboaortique lombosacre lombosacree
long longitudinal longitudinale longue longueur lordose lucarne lumbago lumiere luminal lunaire lunette luxation luxe luxee lymphangite lymphatique lymphocele lymphomateuse
lymphome lyse lyses lytiques macroadenome macrobiopsie macrocalcification macrocalcifications macrolobule macronodule macroscopique mai maintenu majeur majeure majoration majoree
majores mal maladies malaise malformatif malformation malformations maligne malignite malin malleolaire malleole malleoles malposition mammaires mammectomie mammographie
mammographique manchon mandibulaire manie manifeste manubrium marche marges marginal marginale markers marque marquee marqueurs mars masque masques masses massif massifs massive
mastectomie mastoide mastoidien mastoidiennes mastopathie materiau materiels matinale matrice matricielle maxillaire maximal maximale meat mecanique mecaniques meche meckel
median mediane mediastin mediastinal mediastinale mediastinales mediastinaux mediastinite medicale medicament medio mediotarsienne medullaire medullaires megacolon megauretere
melaena mele membrane membranes membre membres meninge meningee meningees meninges meningite meniscectomie meniscopathie menisques menopause menopausee menton mesentere
mesenterique mesenterite meso mesothelial mesotheliome mesurable mesurant mesure mesuree mesures metabolisable metabolisme metacarpe metacarpien metacarpienne metacarpiens metal
metallique metalliques metaphysaire metaphyse metaplasie metastase metastases metastatique metastatiques metatarse metatarsien metatarsiens meteorisme metformine methode
metrorragies microangiopathie microbiopsie microbulles microcalcification microfracture microkystes microkystique microlithiase microlobulee micronodulaire micronodule miction
mictionnel mictionnelle milieu millimetre millimetres millimetrique mince minces minime minimes mitral mitrale mixte mobile mobiles mobilisation mobilite moche moderee moderees
moderement moderes modification modifications modifie moins mois moitie molaire molaires mole mollets mono monoarticulaire monofocal monophasique montee morbidite morcele
morphine morphologie morphologique mortaise moteur motif mou moyen moyenne moyens mucocele mucoide mucosite multi multicompartimental multicystique multifenetre multifocal
multifocale multifragmentaire multikystique multiloculaire multinodulaire multiple multiples muqueuse muqueuses muqueux mural murale muraux muscle muscles musculaire musculaires
musculature musculo mutation mycetome mycose myelinique myelographie myelomateuse myelopathie myocarde myocardique myocardite myofasciite myome myomes myometre myopathie myosite
myxoide naevus nasal nasale nasales nasopharynx naturel nausee nausees neant necrose necrotico necrotique neerlandais negatif negative neoformation neonatal neonatale neoplasie
neoplasique nephrectomie nephritique nephrocalcinose nephrologie nephropathie nephrostomie nerfs nerveuse nerveux nette nettement neuf neurinome neurochirurgie neurofibrome
neurogene neurologique neurologiques neuropathie neurovasculaire neutropenique niveau niveaux nocturne nodal nodosite nodulaire nodulaires nodules nombre nombreuses nombreux
normalement normales normaux norme nosologie nouveau nouvelle noyade noyau noyaux nucal nucale nucleus nuque obesite obesites objective objectivee oblique obliques obliquite
obliteration obstacle obstructif obstruction obstructive obstrue occipital occipitale occluse occlusif occlusion occlusive occulte oculaire oculomoteur odontoide odynophagie
oedemateuse oedemateux oedematie oedeme oedemes oesophagien oesophagienne oesophagite olecrane olecranien olfactif oligoamnios oligurie ombilic ombilical ombilicale ombre omental
omoplate oncologie oncologique onde ondulee opacifiants opacification opacifie opacifiee opacites operatoire opere operee ophtalmique ophtalmologique opposition optique optiques
oral orale oraux orbitaire orbitaires orbites orchite oreillette oreillettes organe organes organique organise orientation orifice origine oropharynx orthese orthogonale
orthopedique orthostatisme ose osselets ossiculaires ossification ossifications ossifie osteite osteoarthrite osteoblastique osteochondral osteochondrale osteochondrite
osteochondrome osteochondrose osteocondensante osteocondensation osteogenese osteolyse osteolytique osteomalacie osteome osteomyelite osteonecroses osteopathie osteopenie
osteophyte osteophytique osteophytose osteoporose osteoporotique osteosarcome osteosynthese osteotomie ostial ostiale ostium otalgie otomastoidite otorrhee ouvert ouverte
ouverture ovaires ovalaire ovale ovarien ovarienne oxygenotherapie pachymeninge pachypleurite palais palatin palliatif palmaire palpable palpation pancreatectomie pancreatique
pancreatiques pancreatite panniculite papillaire papille papillome paquet paraaortique paracentese paracetamol paracolique paralysie paramedian paramedullaire parametre
parametres paranasal paraombilicale parapharynge parapneumonique paraseptal parasternal parathyroide parathyroidien paravertebral paravertebrale pare parenchymateuse
parenchymateux parenchyme paresie parietal parietale parietaux paroi parois parotide parotidien parotidienne parotidite particularite particulier particuliere partie partiel
partielle partiellement parties passage passe patella patellaire patellaires pathologie pathologique pathologiques patients paume pecs pectoral pectorale pectoraux pectus
pediculaire pedicule pedicules pedieuse pelvien pelvienne pelvis pendaison penetrant penien perceptible percutane percutanee perdu perdue pere perforante perforation perforee
perfusion perianal perianevrismal periappendiculaire periarticulaire peribronchique pericarde pericardique pericardite perichondral perifocal perigastrique perihepatique
perihilaire perilesionnelle perimedullaire perinatal perineal perineale perinee perinephretique perineural perineurale periode perioste periostee peripherie peripherique
peripheriques periphlebite periprothetique peritendineux peritoine peritoneal peritoneale peritonite peritumoral perivasculaire perivesiculaire permanent permeabilite permeable
permeables perpendiculaire persistance persistant persistante persistants perte perturbation petit petite petites petits petreuse petreux peu phalange phalanges phalangien
pharynge pharynx phase phenomene phlebite phlebographie phlebolithe phlebolithes phlegmon phlegmoneuse photon phrenique phyllode physiologique pie piece pieces pieds piemere
pierre pigmentation pilon pilonidal pincements pituitaire placentaire plage plages plaie plaine plan planche plans plantaires plante planum plaques plasma plasmocytome plat
plateau plateaux platre plein pleine pleurales pleuresie pleurite plevre plexus pli plicature plis plomb plus plusieurs pneumatique pneumatisation pneumatocele pneumectomie
pneumologique pneumomediastin pneumonie pneumothorax poche poches poids poignets point pointe points polaire pole poles polyadenopathie polyarthrite polygone polykystique
polykystose polylobe polype polypes polypoide polypose polytraumatise polytraumatisee polytraumatisme polyvisceral pommette ponctiforme ponctiformes ponctuel ponctuelle pont
pontage populaire portale porte porteur porteuse portion porto portosystemique positif position positionnelle positionnement positive possible postcritique posterieurs postero
posterolateral posterolaterale postoperatoire postoperatoires postpartum posttraumatique postural potentiel poumons pourtour poussee prealable precardiaque precaution precedent
precedente precise preciser precoce precritique prednisone predominance predominant predominante preference premature premedication premier premiere premolaire preoperatoire
preoperatoires prepatellaire preponderant presacre presence present presentation presente preservation preserve pressent pression prevention prevertebral prevertebrale primaire
primitif primitive principal principale prise prises probable probablement procedure processus proche procidence procubitus prodromes produit produits profil profond profondes
profondeur profondeurs progres progressif progression progressive projection prolapsus proliferatif proliferation prolongation prolongee prolongement prominence prominente
pronation pronostic prophylaxie proportion propre propres prostatectomie prostatique prostatiques prostatite proteinurie prothese protheses prothetique protocole protrusif
protrusion protuberance proximal proximale prurit pseudo pseudoanevrisme pseudokyste pseudomasse psoas pubalgie pubien pubienne pubis publique puerperal pulmonaires pulpaire
pulsatile pulsion punctiforme purulente pus pyelique pyelon pyelonephrite pylore pylorique pyonephrose pyramide quadrant quadrants quadriceps qualite quantite quart quatre queue
quincke quotidien quotidienne raccourci raccourcissement rachialgie rachidien rachidienne rachidiens racine racines radiale radiculaire radiculaires radiculalgie radio
radiochirurgie radiographie radiographies radiologie radiologique radionecrose radiopaque radiotherapies radioulnaire radius raideur raideurs rameau ramification ramollissement
rapide rapport rare rarefaction rares rassurant rassurante ratee rayon rayons reaction reactionnel reactionnelle reactionnelles reactive realisable realisation realise realisee
realises rebelle rebord recent recente receptrice recessif recessus recherche recidivant recidivante recidive recidives recommandation recommande reconstitution reconstruction
reconstructions recouvrement recrudescence rectal rectale rectiligne rectite rectitude recto rectocele rectorragie rectum recul redon reductible reduction reduit reduite
reeducation refere reflechi reflux refoule refoulee refoulement refus refuse regime region regional regionale regionales regions regresse regressee regressif regression regulier
regulieres reguliers rehaussant rehausse rehaussement rehaussements reins relachement relais relation relativement releve relief reliquat reliquats remanie remaniement
remaniements remarquable remodelage remontant remplacement remplissage renal renale renales renaux rendu renflement renforcement renseignements repartition reperage repere
reperes repetition repletion repli replis reponse reporte reportee repos reposition representation reprise reprises reseau reseaux resecable resection resequee reserve residu
residuel residuelle residuelles resistance resolutif resolution resolutive resorption respect respecte respectee respectes respectivement respiration respiratoire respiratoires
ressaut restauration reste restes restreint restrictif restriction resultat retard retention reticulaire reticulaires reticulation reticulations reticulo retine retinien retour
retractile retraction retrait retrecie retrecissement retroaortique retrocaecal retrocardiaque retrocave retrofoveolaire retrolisthesis retropatellaire retroperitoine
retroperitoneal retroperitoneaux retropharynge retrosternal retroverse retroversion revascularisation reveal reveil reveille revele reversible revetement revision revisions
rhabdomyolyse rhinite rhinopharynx rhizarthrose rhumatisme rhumatoide rhumatologie rhumatologique rigide risque risques roche rocher rompu rompue rond ronde rotateur rotateurs
rotation rotoscoliose rotule rotules rotulien rotulienne rougeur rupture ruptures rythme sacculaire saccule sacree sacro sacroiliaque sacroiliaques sacroiliite sagittal sagittale
saignement saillant saillie saillies sain saine salivaire salivaires salpingite salpinx sanguin sanguine saphene sarcoide sarcoidose sarcomateux sarcome satisfaisant
satisfaisante saturation saturee scalene scalp scanner scanographique scaphoidien scapula scapulaires scapulo schwannome sciatiques scintigraphique scissural scissurale scissure
scissures sclereuse sclereux scleroatrophique sclerosante sclerose scoliotique scrotal scrotale seance second secondaire secondaires secretant secretion secretions section
sedatif sedation sedimentaire segment segmentaire segmentaires segmentectomie segments sein sellaire selle sels semaine semaines semestriel semi seminal seminale seminales
seminome semio senescence senestre sensibilite sensitif sepsis septal septale septaux septicemie septique septum sequellaire sequellaires sequelle sequelles sequence sequences
sequestre sereuse sereux sesamoide seuil seul seule severe severes sevrage sexe shunt sialadenite siege sigmoidien sigmoidienne sigmoidite signal signaux signe signee signees
significatif significatifs significative silencieuse sillon sillons similaire simple simples sinueux sinusal sinusienne sinusiennes sinusopathie situation situe situee situes
solide solides solitaire solution sommet sondage sonde soufflante souffle soulevee soulevement sous sousclavier sousclaviere souscutane souscutanee soushepatique soutien spasme
spasticite spatial specifique specifiques specimen sphenoidal sphenoidale sphenoidaux sphenoide spherique sphincter sphincterien spiculee spicules spina spinal spinale spiral
spiroide splenectomie splenique spleniques splenomegalie spondylarthrite spondylarthropathie spondylite spondylodiscite spondylolyse spondylose spongieuse spongieux spontane
spontanee spontanement squelette squelettique stabilisation stable stables stade stase statine stationnaire steatose steatosique stenosant stenosante stenoses stenotique stent
stercoral stercorale stereotaxique sterilet sternal sternale sternotomie stigmates stimulateur stomie strangulation stratification stratifie strie stries stroma structural
structure structures studieux stylohyoidien styloide styloidien subaigu subaigue subintrant subjectif subluxation subnormal substance substances substitution subtil subtile
sueurs suintement suivi sulcus superficiel superficielle superficielles superieure superieures superieurs superposable superposables superposition supination suppuration suppuree
supra supraacetabulaire supracondylienne supraspinatus supratentoriel supratentorielle surcharge surcroit surdistension surdite surelevation surelevee surexpose surface surfaces
surinfecte surinfection surprojection surrenalien surrenalienne surveillances survenue suspectee suspectes suspendue suspicion suture sutures sylvienne sylviens symetrie
symetrique symetriques sympathique symphysaire symphyse symptomatique symptome symptomes syncope syndesmophyte syndesmophytes syndesmose synostose synovial synoviale synoviaux
synovite syringomyelie systematisation systematise systematisee systeme systemique systolique tabac tabagique tabagisme tache taches taille talalgie talus tamponnade tangage
tardif tardive tardives tarse tarsien tarsienne tassements taux technique techniques tegument temporal temporale temporaux temporo temps tendance tendeur tendineuse tendineux
tendinite tendinites tendinopathies tenosynovite tente tenue teratome terminal terminale territoire territoires testiculaire testicule testicules tete tetes thalamique thalamus
therapeutique therapeutiques thermique thermoforme thoracentese thoracotomie thrombectomie thrombi thrombolyse thrombopenie thrombophlebite thrombose thrombosee thromboses
thrombotique thrombus thymique thymus thyroidectomie thyroidien thyroidienne thyroidiens thyroidite tibiale tibias tibiaux tibio tige timing tissu tissulaire tissulaires tissus
tole tolerance toleree tomodensitometrique tonsille topographie topographique torsade torsion tortueuse tortueux tortuosite tot total totale totalement totalite toxine toxique
trabeculaire trabeculations trace traces tracheal tracheale trachee tracheotomie traction trait traite traitee traitement traitements traits trajet trajets tramadol tranche
transbronchique transcondylienne transfixiant transfixiante transfixiantes transfusion transit transition transitionnel transitionnelle transitoire translation transmission
transmural transparence transparietal transplant transplantation transplante transseptal transversaire transverse transverses trapeze trapezien trapezo traumatique traumatiques
traumatise traumatisme travee travees travers traversant tremblement trepan triangle triangulaire triceps tricompartimentaire tricuspide trifocal trigone trijumeau trimestre
trimestriel triphasique trochanter trochanterien trochiter trochlee trochleen trochleenne troisieme trompe trompes tronc troncs tronculaire trou trouble troubles tubaire tubaires
tubercule tubercules tuberculeuse tuberculose tuberosite tubulaire tubulee tumefaction tumefie tumefiee tumoral tumorale tumorales tumoraux turbulences tympan tympanique type
typique typiques ulceration ulcere ulceree ulnaire ultime ultrasonore uncarthrose unciforme unco unguinale unilateral unilaterale unilobe uniloculaire unique ureteral ureterale
uretere ureteres ureteroscopie uretral uretre urgence urinaire urinaires urine urines urinome urodynamique urogenital urographie urologie urologique uropathie urothelial
urotheliale urticaire usure uterin uterine uterines uterins utero uteroannexielle utilisation vacuite vacuolaire vagin vaginal vaginale vaisseau vaisseaux valeur valeurs valgum
valgus valve valves valvulaire valvulopathie variable variante variantes variation varices varicocele variqueuse variqueuses varum varus vasculaires vascularisation vascularise
vascularisee vascularite vasculopathie vegetant vegetante vegetation veine veines veineuses veineux veinule ventilation ventilatoire ventouse ventral ventrale ventre
ventriculaire ventriculaires ventricule ventricules vermis verre verrouille verrue versant versus verte vertebrales vertebraux vertebres vertebro vertical verticale vertige
vertiges vesical vesicale vesicaux vesiculaire vesiculaires vesicules veste vestibulaire vestibule vestige viable vidange vide vieilli vif vigilance villeux viral virale virus
visceral viscerale viscere visceres visibles vissee vissees visualisable visualisation visualise visualisee vitesse vitesses vitre voie voies voile voisinage volet volume volumes
volumetrique volumineuse volumineuses volumineux volvulus vomissement vomissements voute vraie vue vulvaire xanthogranulomateuse xiphoide zone zones zygomatique
assis beance bombant cliche dermique desaxation detroit drte dte dtes echancrure embarrure foyer gauche gche gonometrie marge masse meilleur mise mur nappe net place rotatoire
trame traverse union
`;
