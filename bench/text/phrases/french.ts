/** Phrases of reports, requests and protocols in French that name nobody: all of each must stay. In view while lists are made. */
export const FRENCH_PHRASES: readonly string[] = `
Foyer de condensation alvéolaire lobaire moyen
Syndrome interstitiel bilatéral prédominant aux bases
Comblement du cul-de-sac costo-diaphragmatique
Élargissement du médiastin supérieur
Silhouette cardiaque augmentée de volume
Verre dépoli et épaississements septaux
Emphysème centrolobulaire des sommets
Micronodules calcifiés séquellaires
Adénomégalies médiastinales nécrotiques
Dissection de l'aorte thoracique, porte d'entrée isthmique
Anévrisme de l'aorte abdominale sous-rénale, thrombus mural
Sténose serrée de la carotide interne droite
Thrombose veineuse profonde poplitée
Pneumopéritoine, perforation d'ulcère
Occlusion du grêle sur bride
Épaississement pariétal du sigmoïde, infiltration de la graisse
Appendice augmenté de taille avec stercolithe
Dilatation des voies biliaires, calcul enclavé
Foie dysmorphique, hypertrophie du segment un
Lésion hypervasculaire avec lavage au temps tardif
Kyste biliaire simple du dôme hépatique
Coulée de nécrose péripancréatique
Rate homogène, splénomégalie modérée
Urétéro-hydronéphrose en amont d'un calcul du méat
Kystes corticaux rénaux, parenchyme aminci
Surrénale gauche épaissie, nodule de vingt millimètres
Vessie en semi-réplétion, paroi régulière
Prostate hétérogène, zone périphérique en hyposignal
Fibrome utérin sous-séreux
Endométriose profonde des ligaments utéro-sacrés
Grossesse évolutive, clarté nucale normale
Placenta bas inséré, biométrie au dixième percentile
Hématome sous-dural chronique avec effet de masse
Ischémie récente dans le territoire sylvien
Leucopathie vasculaire périventriculaire
Hydrocéphalie, résorption transépendymaire
Méningiome de la faux, oedème périlésionnel
Prise de contraste annulaire du lobe temporal
Atrophie cortico-sous-corticale en rapport avec l'âge
Comblement des sinus maxillaires, déviation de la cloison
Fracture du plancher de l'orbite, incarcération
Otite chronique, lyse de la chaîne ossiculaire
Discarthrose étagée, pincement intersomatique
Rétrécissement canalaire d'origine mixte
Tassement vertébral récent, recul du mur postérieur
Spondylolisthésis de grade un par lyse isthmique
Arthrose interapophysaire, kyste synovial
Coxarthrose évoluée, géodes et ostéophytes
Ostéonécrose de la tête fémorale
Fracture du col fémoral, engrenée
Gonarthrose fémoro-tibiale interne
Fissure du ménisque, kyste poplité
Entorse du ligament collatéral, contusion osseuse
Chondropathie rotulienne
Fracture bimalléolaire ostéosynthésée
Épine calcanéenne, aponévrosite plantaire
Rupture de la coiffe, rétraction du moignon
Calcification de l'insertion du sous-scapulaire
Luxation antérieure, encoche humérale
Fracture de la tête radiale, signe de la graisse
Fracture du scaphoïde, pseudarthrose
Décollement épiphysaire chez l'enfant
Âge osseux, main gauche de face
Lésion lytique de l'aile iliaque
Myélome, lacunes à l'emporte-pièce
Cal osseux en formation, plâtre en place
Vis en place, sans signe de descellement
Seins denses, foyer de microcalcifications
Opacité stellaire du quadrant supéro-externe
Ganglion axillaire suspect, cytoponction
Goitre plongeant, nodule hypofixant
Scintigraphie osseuse, hyperfixation vertébrale
Tomographie par émission de positons, réponse métabolique complète
Centrage de radiothérapie, contention thermoformée
Acquisition hélicoïdale sans puis avec injection
Coupes millimétriques, reconstructions multiplanaires
Créatinine normale, pas d'allergie connue
Patient agité, examen artéfacté
Claustrophobie, examen interrompu
Consentement signé, à jeun depuis minuit
Pacemaker compatible, surveillance assurée
Cliché au lit, inspiration insuffisante
Incidences de face et de profil en charge
Défilé fémoro-patellaire
Grand axe des membres inférieurs
Panoramique dentaire, dents de sagesse incluses
Sonde gastrique en place, drain retiré
Chambre implantable, extrémité dans la veine cave
Ponction sous scanner, prélèvement adressé
Infiltration épidurale, cortivazol
Embolisation, microcathéter, particules
Sous anticoagulant, chute de sa hauteur
Altération de l'état général, bilan d'extension
Douleur de la fosse iliaque droite fébrile
Suspicion de colique néphrétique
Contrôle à distance d'une chirurgie
Dyspnée, toux productive, fièvre
Déficit moteur brutal, aphasie
Recherche de foyer infectieux profond
Paracétamol, amoxicilline, ramipril
Uroscanner, cystographie rétrograde
Arthro-IRM, séquences sagittales en saturation de graisse
Bas-fond vésical, jets urétéraux présents
`
  .trim()
  .split('\n');
