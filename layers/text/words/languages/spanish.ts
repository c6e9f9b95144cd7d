/** Words of reports in Spanish: folded, feminine and plural where the rules of stems do not find them. */
export const SPANISH_WORDS = `
abombamiento aborto abril abscesificado absceso abscesos abultamiento acabalgamiento accidente aceleracion acenocumarol acentuacion acentuada achatamiento acido acinar aciones
acodamiento acompana acompanado acompanante aconseja aconsejable aconsejado acortamiento actual actuales acufenos acumulacion acumulo acunado acunamiento acusada acustico
adelgazado adelgazamiento adenoma adenomegalias adenomiosis adenopatico adherencia adherencias adhesivo adinamico adiposo adyacente adyacentes afecta afectacion afectada afectado
afilado afinamiento aflojada aflojamiento agangliosis agenesia agitada agosto agresion agrupado agrupados agrupamiento agudizacion agudos aguja agujas agujero agujeros
ahogamiento ahusamiento aireacion aireado aislada aislado ajuste ala alargado alargamiento alas alcoholico alergia alergias alergico aleteo alineacion alineamiento alla
almohadilla alojada alopecia alta altas alteracion alteraciones alteradas altura alveolo alveolos ambas ambos ambulatorio amigdala amigdalas amigdalino amlodipino amoxicilina
amplia ampliacion amplio ampolla ampollas anatomia anatomico anclaje anejo anejos anemia anestesia aneurismatico anexial anexiales angor angulacion angulo angulos anillo ano
anomalia anomalias anorexia anormal anquilosis ansiedad antebrazo antecedente antecedentes anterior anteriores anterogrado antiagregada antiagregado anticoagulada anticoagulantes
anticuerpos antigua antiguo antro anular aparato aparente apariencia apendices apendicular apicales aplanamiento aplasia aplastado apofisis aponeurosis apoyo aprecia aprecian
aproximada aproximadamente aracnoideo arbol arco arcos area areas arenilla areola arma arritmia artefacto artefactos arteria arteriopatia articulacion articulaciones articulares
artritis artrodesis artropatia artroplastia artroscopia artrosico asa asas ascendente ascitis asimetria asimetrico asintomatico asmatico asociada asociado aspecificos aspecto
aspiracion astenia astragalo ateroma ateromatosa ateromatoso atipia atorvastatina atrapamiento atrapamientos atresia atrofia atrofico atropello auditiva aumentados aumento
auricula auricular ausencia avanzado avulsion axilas axonal ayunas ayuno bacteriano baja bajo balon banda bandas bario barrido basal basales base benignidad benignos biapical
bicipital bicornis bifido bifurcacion bilateral bilaterales biliares bilis bilobulado biopsiado biopsiar biopsias bipartita blandas blandos blanqueamiento bloque bloqueo bloqueos
bola bolsa borde bordes borramiento borrosidad borrosos bovino brazos brecha brida bronconeumonia bronquial bronquiales bronquiectasia bronquiectasias bronquiectasico bronquio
bronquiolitis bronquios bronquitis brote brusca brusco bucal bulbo bulla bullas bursitis cabalgamiento cabezal cabezas cadena cadenas caida caidas calcaneos calcica calcicas
calcificado calcificados calcificante calculo calibre calices caliz calloso calota calvario camara camaras cambio cambios canal canales cancelado cancer candidiasis canula
caotico capa capacidad capas capilar capsula capsular captacion captante captantes cara caracteres caracteristicas cardiaca cardiaco cardiomegalia cardiopata cardiopatia
cardiovascular carga carina carotida carotideo carotideos carpiano carpo cartilaginoso casquete catarro categoria cateterismo caudado caudal causa cava caverna cavernoso cavidad
cavidades cavitacion cavitada cavitado cavum cefalea cefalico cefalohematoma ceftriaxona celdilla celula celular celulas celulitis cemento central centrales centro cerebelo
cerebeloso cerebral cerebrales cerebrovascular cervical cervicales cervicalgia cervicalgias cervicoartrosis cervix cesarea chasquidos ciatica ciatico cicatrices cicatricial
cicatriz ciego cifoescoliosis cifosis ciliar cimera cintura circulacion circular circunferencial circunvolucion cirrosis cirugia cirujano cisterna cisternas cistico cistitis
cistoscopia cisura cisuras citologia citologica claro claudicacion clavicula clavo clavos clinica clinico clinicos clip clips cobertura coccigeo coccix cocleas coil cojera
colaboracion colaborador colaboradora colapso colaterales coleccion colecciones colecistectomia colecisto coledoco colesteatoma colico colitis collar colocacion colocado colon
colonico colonoscopia colostomia colostomizado columnar coluria comisura compacta comparacion comparado comparando comparativo compartimento compatible compatibles complejo
completar complicacion complicaciones componente compresion compresivo comprimido compromete compromiso comun comunicacion concavidad concentrico concha conclusion condensacion
condilo condilos condral condrocalcinosis condromalacia conducto conductos conexion confluente confluentes confuso congenito congestion congestivo conglomerado conjunto cono
conocida conocido consciente consecutivo conservada conservadas conservado conservados consolidaciones consolidativo constitucion contenido contiguo continuidad continuo contorno
contornos contraccion contractura contralateral contrastado contraste controles contusiones contusivo convergencia convexo convulsion coraco coraje corazon cordal cordon cordones
corioides cornete cornetes coronal coronaria coronarias coronario correcta correctamente correcto corregido correlacion correlacionar corte cortes corteza cortical corticales
corticoides corto costado costal costales costilla costillas costocondral coxal coxofemoral coxofemorales craneales craneo craneofacial craneotomia creatinina crecimiento
crepitantes cresta crestas crisis cronicas cronicos croup cruce crural cruz cruzados cuadrado cuadriceps cuadricipital cuadro cuartos cubital cubito cuello cuerdas cuerpo cuerpos
cumulo cuneiforme cupula cupulas curso curvatura cutanea cutaneo dacriocistografia debilidad debito decidual decubito dedo dedos defecacion defecto defectos deficit definido
deformado deformidad deformidades degeneracion degenerativo degenerativos deglucion delimitado demencia demora demuestra demuestran densidades densitometria denso dental dentario
dentarios dentro depresion derecha derechos derivacion dermatologico derrames desaparicion desbridamiento descalcificacion descarga descartar descenso descompensada descompresion
desembocadura desestructuracion desfibrilador desgarro desgarros deshidratacion deslustrado desmielinizante desorientado desplazada desplazado desplazamiento desprendimiento
desproporcion destruccion destructivo desvia desviacion detalle detecta detectan deterioro determinar detras dia diabetes diabetico diafisis diafragma diafragmas diafragmatico
diagnostica diagnostico dialisis diametro diametros diarrea diarreas diastasis diastolico diente dientes diferenciacion diferente dificil dificulta dificultad difusa difusion
difuso digestivo digital dilata dilatacion dilatadas dilatado dilatador dinamica dinamico diplopia disartria discal discales disco discontinuidad discopatia discos discreta
discreto discretos disfagia disfonia disfuncion dislipemia dislocacion dismetria disminucion disminuida disminuido disnea disneico displasia disponible disposicion dispositivo
disrupcion distal distales distancia distendida distendido distension distribucion disuria diverticular diverticulo diverticulos diverticulosis doble dolor dolorosa doloroso domo
dorsal dorsales dorsolumbar dosis drenado drenaje drenajes ductal ductus duda dudosa dudosas dudoso duodeno dura duracion dural ecocardiograma ecoestructura ecogenicidad
ecogenico ecografica ecografico ecos ectasia ectopica ectopico edema edemas edematizada edematizado edematoso efecto efusion eje ejercicio ejes elastografia elevacion elevada
elevado eliminacion ella elongado embarazada embarazo embolia embolismo embolo embolos embrion eminencia empedrado empeoramiento empiema enalaprilo encefalo encefalomalacia
encefalopatia encia enclavado endocavitario endocraneal endocraneo endoluminal endometrial endometriosis endoprotesis endoscopia endotelio endotraqueal endovaginal endovenoso
enema energia enfermedades enfermo enfisemas enfisematoso enfoque engrosadas engrosados enlentecimiento enquistado ensanchado entesitis entesopatia entrada entumecimiento
epicondilitis epicondilo epididimitis epididimo epidural epifisiolisis epifisis epigastrico epigastrio epiglotis epilepsia epileptica epiplon episodio epistaxis epitelio erosion
erosiones erosiva erosivo esbozo escafocefalia escala escalofrios escapula escapular escasa escaso escayola esclerosa esclerosis escleroso escoliosis escrotal escroto esfenoidal
esfenoides esferico esfinter esguinces esmerilado esofagico esofagitis esofago espacial espacio espacios espasmo especifico especificos espesado espesor espesores espicula
espiculada espina espinal espinosa espinosas espira espiracion espiral espirometria esplenectomia esplenico espondilolisis espondilolistesis espondilosis espongiosa esponjosa
esqueletico esqueleto esta estabilidad estabilizado estables estadiaje estadio estado estasis esteatosico estenosante estenotico esternal esternon esternotomia estoma estomago
estomas estrechamiento estrechez estrecho estrella estrenimiento estria estriacion estriado estructura estructural estructuras estudio estudios etapa etilismo etiologia etmoidal
etmoides evacuacion evaluacion evaluar evento eventracion eversion evidencia evidente evidentes evolucion evolutivo evolutivos examen excavado excentrico excrecion excreta
exeresis exfumador exofitico exostosis expansion expansivas expansivo expectoracion explicar exploracion exploraciones expuesto extensa extension extenso externa externo
extirpacion extraaxial extracapsular extradural extrahepatica extraido extremidad extremidades extremo extrinseca extrinseco extruido extruidos extrusion exudado faceta facetas
facial factura falange falanges falciforme falla fallo falsa falso falta faringe faringeo fascia fascitis fase fases febricula fecal fecaloma feculento femoral femorales femur
fenomeno ferula fetal feto fiable fibra fibras fibrilacion fibroadenoma fibroma fibrosa fibrosado fibrosis fibroso fibrotico fiebres figura fijacion filiforme filtrado fina final
fino finos fisiologico fistula fisura fisural fisuras flanco fleboestasis flebolito flebolitos flemon flemonoso flexion flexura flotante flujo flujos focal focales focalidad foco
focos folicular foliculo foliculos fondo foramen foraminal foraminales forma formacion formado formas fosa fosas fovea fractura fracturado fracturario fragmentado fragmento
fragmentos frecuencia frecuente frenico frontal frontales fuera fuga fumador funcion funcional fusiforme fusion gadolinio ganglionar ganglionares gangrena garganta gas gaseosa
gases gastrica gastrico gastritis gastroesofagico gastrointestinal gastrostomia geminado generales generalizada generalizado genitales geoda geodas gestacion gestacional gigante
ginecologico giro glandula glandular glandulas glenohumeral glenoideo glenoides globalmente globo globos globulo globuloso glomerular glomerulo glosa gluteo gonadal gonalgia gota
gradiente grado grados graduacion grano granular granuloma granulomas granulomatoso grasa grasas graso gravedad gris grosero grosor gruesa grueso grupo guia guiado haces haz
hematico hematoma hematomas hematuria hemicuerpo hemidiafragma hemiparesia hemisferico hemisferio hemisferios hemitorax hemodialisis hemodinamico hemoperitoneo hemoptisis
hemoptoico hemorragia hemorragica hemorragico hemotorax hendidura hepaticas hepatico hepaticos hepatobiliar hepatocarcinoma hepatocelular hepatomegalia hepatopatia herida hernia
herniacion herniario hernias hernioplastia heterogenea heterogeneidad heterogeneo hialina hialino hiatal hiato hidatidico hidrico hidroaereo hidroaereos hidrocele hidronefrotico
hidrosalpinx hidroureter hifas higroma hiliar hiliares hilio hilios himen hioides hipercaptacion hiperdensa hiperdenso hiperecogenico hiperemia hiperextension hiperinsuflacion
hiperintensa hiperintensidad hiperintensidades hiperintenso hiperostosis hiperplasia hipersenal hipertensa hipertension hipertenso hipertrofia hipertrofico hipoacusia hipocampo
hipocaptante hipocondrio hipodensa hipodensidad hipodenso hipoecogenico hipoecoico hipogastrio hipointensa hipointenso hipoplasia hipoplasico hipoxico histerectomia histologia
histologico historia hoja hombros homogenea homogeneo hongo hora horizontal hormonoterapia hospitalizado hoz hueco huesos humeral humero humor ibuprofeno ictericia identifica
identifican idiopatico ileal ileitis ileo ileon iliacas iliaco iliacos iliopsoas imagenes impactacion impactado implantacion implante implica importante importantes impotencia
impresiona impronta improntan improntando incarcerada incidencia incidental incidentaloma incipiente incipientes incisional incisivo inclinacion inclusion incluye incompleta
incompleto inconsciente incontinencia incremento indefinida indemne indemnes indentacion indeterminado indicacion indirecto indirectos individualiza inducida inespecificas
inestable infartada infartos inferior inferiores infiltracion infiltrado infiltrados infiltrante infiltrativo inflamacion inflamatoria inflamatorias inflamatorio inflamatorios
infraclavicular inframilimetrico infratentorial infundibulo inguinal inguinales ingurgitacion inicial inicio injerto inmovilizacion inmovilizado inmunodeprimido inmunoterapia
insercion inserciones inspiracion inspirada inspirado inspiratorio instrumentacion insuficiencia insuficiencias insuficiente insular insulina insulinodependiente intacto
integridad integro intensa intensidad intenso intercostal interfase interlobular interlobulillar intermedio interna interno internos interosea interoseo interpretacion
interrumpida intersticiales intersticio intervalo intervencion intervencionista intervenido intervertebral intervertebrales intestinales intestino intoxicado intraabdominal
intraarticular intracapsular intracraneal intradural intrahepatica intraluminal intraparenquimatoso intrauterino intravenosa intraventricular intubada invaginacion invasion
invasivo invasor inversion involucion irradia irradiacion irradiado irreductible irregular irregulares irregularidad irregularidades islotes isodenso isointenso isquemia
isquemica isquemico isquemicos isquion istmo izquierda izquierdos julio laberinto labio labrum laceracion lacerado lacunar lacunares lagrimal lamina laminar laminas laminectomia
lapso larga largo laringe laringeo lateral laterales lateralizado lecho lechoso lesionado lesional lesiones leucemia leve levemente leves levotiroxina libre libres ligamentario
ligamentos ligamentosa ligera ligeramente ligero limitacion limitado limite limites linea lineal lineales lineas linfa linfadenopatia linfangitis linfatico linfocele linfoma
linfonodo lingual lingula lipoma lipomatosis lipomatoso liquida liquidas liquido lisis litiasico litiasis litico lobar lobectomia lobulacion lobulada lobulado lobulillar
lobulillo lobulos localizacion localizada localizado localizados loculado logra longitud longitudinal lordosis losartan lugar lumbago lumbalgia lumbalgias lumbares lumbociatalgia
lumbociatica lumbosacra luxada luxado luz macroadenoma macroscopico maduracion magnitud malar maleolar maleolo malformacion maligna malignidad maligno malignos malla mama mamaria
mamario mamografico mancha mandibular mango manguitos manubrio marcada marcado marcador marcapaso marcapasos mareo mareos margen margenes marginal marzo masas masivo mastectomia
mastoideas mastoides material maxilar maximo mayor mayores mecanica media medial mediano mediastinales mediastino medida medidas medio medula medular megacolon mejoria melanoma
melenas membrana membranas meninge meningea meninges meniscal menor menores menos menton mesenterica mesenterico mesenterio meseta mesetas mesial mesotelioma meta metacarpiano
metacarpo metafisis metalica metalico metamizol metaplasia metastasicas metastasico metastatico metatarsiano metatarsianos metatarso meteorismo metformina metodo metrorragia
mialgia miccion miccional microadenoma microangiopatia microangiopatico microcalcificacion microhemorragias micronodular micronodulos mieloma mielopatia miembro miembros migrado
milimetrico milimetricos milimetros minima minimo minimos mioma miomatoso miometrio mitad mitral mixta mixto moco moderada moderado moderados modico molar molares monitorizacion
morfina morfologia morfologico mortalidad motor movil movilidad movilizacion movimientos mucocele mucosa mucoso muesca muestra muestran multifocal multifocales multilobulado
multinodular multiplanar multiple multiples multisegmentario mural muscular musculares musculatura musculo musculos nada nasal nasales nasofaringe nasoyeyunal nativo nausea
nauseas navicular necrosis necrotico nefrectomia nefrografico nefrolitiasis nefropatia nefrostomia negativo neoformacion neonato neoplasia neoplasias neoplasico nervio nervios
nervioso neumatizacion neumatizado neumologia neumomediastino neumonico neumonitis neural neurinoma neuroforaminal neurologica neurologico neurovascular neutropenia nivel niveles
nocturna nodal nodular nodulares nodulo norma normales normalidad normofuncionante normoposicionado notable nuca nucleo nucleos numero numerosas numerosos nutricion obesa
obesidad oblicua oblicuo obliteracion observa observan obstructiva obstructivo obstruye occipital occipitales oclusion oclusivo octavos ocular oculta ocupa ocupacion ocupante
odinofagia odontoides oido oidos olecranon oligohidramnios ombligo omento omeprazol omoplato oncologico opacidades opacificacion operada operado operatorios optico oral orbitario
orbitas oreja organo organomegalia organos orientacion orificio origen ortesis ortopedico osculo osea oseas oseo oseos osteoarticular osteoblastico osteocondral osteocondritis
osteocondroma osteofitario osteofito osteofitos osteofitosis osteolisis osteolitico osteomielitis osteonecrosis osteopenia osteoporotico osteosintesis osteosintetizada osteotomia
ostium ostomia otitis otomastoiditis oval ovalado ovarico ovillo oxigeno pabellon pala paladar palatino palmar palpable palpebral panal panalizacion pancreatico pancreatitis
paniculo papila papilar papiloma paquete paquetes paquimeninge paraaortico paracentesis paracetamol paracolico paralisis parametrio paranasal paraseptal paratiroides
paravertebral parcheada parcheados parches parcial parcialmente pared paredes parenquima parenquimatosa parenquimatoso paresia parestesias parietal parietales parotida parotidas
parotideo parte partes particular partida partir pasiva paso patela patelar patologias patologica patologico patologicos patron patrones pectoral pediatrico pedicular pediculo
pediculos pelviano pelvica pelvico pena pene penetrante pequena pequenas pequenos percutaneo perdida perforado perforante perfusion periapical periarticular peribronquial
pericardico pericardio pericarditis periferia perifericas periferico perifericos perihepatico perihiliar perilesionales perineo perineural periodo periostica periostio
peripancreatica periportal perirrenal peritoneal peritoneo peritonitis perivascular periventriculares perla permeable permeables perone peroneo persiste persisten persistencia
persistente pertrocanterea pertrocantereo petroso pezon pie piel pielico pielocalicial pielonefritis pierna piernas pilar pilorico piloro piramidal pirofosfato pituitaria placa
placas placenta plana plano planos plantar plantea plantean plaquetario plastia plastron pleura pleurales pleuritico plexo plicatura pliegue pliegues poca poco polar
poliartralgias poliartritis polihidramnios polimialgia polipo polipoide polipos poliposis poliquistico poliquistosis politrauma politraumatismo polo polos poplitea porcion porta
portador portahepatis portales portosistemico posible posicion posicionamiento positiva positivo posmiccional posquirurgica posquirurgico posquirurgicos posterior posteriores
posterolateral postinfeccioso postoperatorio postraumatica postraumatico postural preciso precordial precoz prednisona predominante predominantemente predominio preferencia
pregunta prematuro premaxilar premedicacion preoperatorio prequirurgico presacro presencia presenta presentan preservada preservadas preservado preservados presion prevertebral
previa previas previo previos primaria primario primera primero principal probable probablemente procedimiento proceso procesos productiva profunda profundas profundidad profundo
profundos progresado progresion progresivo prolapso proliferacion prolongado prominencia prominente prominentes pronacion pronunciado propio proporcion prostatica prostatico
prostatitis protesicas protesico protesis protrusion protrusiones protruye proximal proximales proximidad prueba prurito psoas pubica pubis pulgar pulmon pulmonares pulmones
pulso puncion punta puntiforme puntiformes punto puntos punzante purulento quemadura quieta quilotorax quimio quimioterapia quintos quirurgica quirurgico quistica quistico radial
radicular radiculares radiculopatia radio radiografico radiologica radiologico radiopaco radioterapia radioyodo rafe raices rama ramas rapida rara rasgo raya reabsorcion reaccion
reactivas reactivo realce realces realiza realizada realizado recaida recaidas recambiada recambio recanalizacion receso recesos rechazo recidiva recidivante reciente recientes
recomendable recomendacion recomendado recomendar recomienda recomiendan reconstruccion recorrido rectal recto rectorragias rectosigma recuento recurrente redondeada redondeado
reduccion reducida reducido referido reflujo refuerzo region regional regiones regresion regular regulares regularidad relacion relacionado relativamente relativo rellena relleno
remanente remision remodelacion renales repleta reposicion resalto resecado reseccion reservorio residual residuales resolucion respecta respecto respiratoria respiratorio
respuesta restantes resto restos restriccion restringe resultado retardada retencion reticulacion reticular reticulonodular retiniano retirada retirado retorno retraccion
retractil retroareolar retrocecal retroesternal retroperitoneal retroperitoneo retroversion reumatoide reumatologia revascularizacion reverso revision riesgos rigidez rima rodea
rodeado rodete rodillas rojo romo rotacion rotado rotadores rotoescoliosis rotulas rotuliana rotuliano ruptura sacabocados saco sacra sacro sacroileitis sacroiliaca sacroiliacas
sagital salida saliva salivales salpingitis sangrado sangre sanguineo sarcoidosis sarcoma secrecion secuela secuelas secuencial secuestro secundaria secundario secundarios sedada
sedado segmentaria segmentario segmentarios segmento segmentos seguimiento segundo segura sellar semilunar seminal seminales semiologia senal senala senales senos sensibilidad
sensitivo sentido septacion septado septal septico septimos septo septos seria serica seroma seroso seudoaneurisma seudoquiste severa severidad severo sextos sialoadenitis
sibilancias sigmoide sigmoideo significacion significativa significativas significativo signo silla silviana simetria simetrica simetrico simetricos similar simple simples
sincondrosis sincope sincopes sindesmofitos sindesmosis sinovial sinovitis sintomas sintomatico sinuosidad sistema sistemico sistolica situa situacion situada situado sobrecarga
sobreelevacion sobreinfeccion sobrepeso solapamiento solidas solidos solitario sombra sombras sonda sondaje soplo sospechosa sospechosos subacromial subaguda subagudo
subaracnoidea subaracnoideo subcapital subcentimetricas subcentimetrico subclavia subcondral subcortical subcutanea subcutaneo subdiafragmatico subdural subependimario
subescapular subescapularis subglotico subhepatico sublingual subluxacion submandibular submaxilar submucoso subpleural subpleurales subsegmentaria subsegmentarias subseroso
subtotal sudoracion sugerente sugestiva sugestivo sugestivos sugiere sugieren sulcus superficial superficie superficies superior superiores superposicion supraaortico
supraaorticos supraclavicular supraespinoso suprapubica suprarrenales suprasillar supratentorial supuracion surco surcos suspendida suspendido suspension sustancia sustituye
sutil sutura suturas tabaquico tabaquismo tabicado tabique tabiques talco talla tallo talon taponamiento tapones taquicardia taquipnea tarsiano tarso tecnica tecnicas tecnico
tegumento tejido tejidos telangiectasia temporal temporales temporomandibular tendinea tendinopatia tendinosa tendinosis tendinoso tenosinovitis tension tentorio terapeutico
terapia teratoma tercera terceros tercio tercios terminal territorios testicular testiculo testiculos tiempo tienda timica timo timpanica timpano tiroidea tiroideas tiroiditis
tobillos tomografico tono toracica toracico toracicos toraco toracocentesis toracotomia torcedura torcido torcion tornillo torre torsion tortuosidad tortuoso tos total totalidad
totalmente trabecula trabeculado trabecular traccion traducir trafico tramadol tramo transcisural transfondo transicion transito transmural transplante transtrocanterea
transversa transversal transverso trapecio traquea traqueal traqueostomia trasplantado trasplante trasplantes trasudado tratada tratado tratamiento trauma traumatica traumatico
traumatismo trayecto trayectos triangular triangulo triceps trigono trimaleolar trimalleolar trimestre trocanter trocantereas trocantereo trocantereos troclea troclear
trombectomia tromboembolismo tromboflebitis trombosado trompa trompas tronco troncos tubarico tuberculo tuberculosis tuberosidad tubo tubular tumefaccion tumor tumoracion tumoral
tumorales turbinas turgencia ulcera ulceracion ulcerada ulnar ultima ultimo ultrasonido umbilical umbral una uncal unciforme unguis unica unico unificado uniforme unilateral
unilocular union unos ureter ureteral ureterales ureteres urgencia urgencias urinaria urinario urografico urologia urologica urologico urotelial urticaria uterina uterino uteros
utiliza uvula vaciado vaciamiento vacio vacuna vagina vaginal vaina valgo valor valorable valorables valoraciones valorar valores valva valvas valvula valvular valvulopatia
variacion variante variantes varice varices varicocele varicosas varicoso varo vasculares vascularizacion vascularizado vasculitis vaso vasogenico vasos vecindad vegetacion
vejiga vello vena venas venosas venoso venosos ventana ventilacion ventilado ventral ventricular ventriculares ventriculo ventriculomegalia ventriculos verdadera verde vermis
vertebra vertebral vertebrales vertebras vertebroplastia vertical vertiente vertiginoso vertigo vesical vesicular vestibular vestibulo via vias vicioso vida vidrio viral virus
viscera visceral visceras visible visibles vision visualiza visualizacion visualizan vitreo vocales volumen volumenes volumetrico voluminosa voluminoso volvulo vomito vomitos
vulva xifoides yeyunal yeyuno yodado yodo yugular yuxta yuxtaarticular zona zonas
aguda agudo alineado alto atragantamiento baso bien codo codos cribado cronicidad cuna dano dcha dcho delgado der dolores golpe hueso ingresado intercurrente izda izdo izq lado
llenado marcha masa nueva nuevo parrilla pequeno pinzamientos sano seco sedestacion suero tamano
`;
