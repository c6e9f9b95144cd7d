/** Phrases of reports, requests and protocols in Spanish that name nobody: all of each must stay. In view while lists are made. */
export const SPANISH_PHRASES: readonly string[] = `
Consolidación alveolar en lóbulo medio
Patrón intersticial reticular bibasal
Pinzamiento del seno costofrénico
Ensanchamiento mediastínico superior
Silueta cardíaca aumentada de tamaño
Vidrio deslustrado parcheado subpleural
Enfisema paraseptal en vértices
Granulomas calcificados residuales
Elongación aórtica, ateromatosis calcificada
Disección de aorta descendente, luz verdadera comprimida
Aneurisma infrarrenal con trombo mural
Tromboembolismo pulmonar bilateral, sobrecarga derecha
Trombosis venosa profunda femoropoplítea
Neumoperitoneo, perforación de víscera hueca
Obstrucción intestinal por bridas, asas dilatadas
Engrosamiento parietal del sigma con trabeculación de la grasa
Apéndice engrosado, apendicolito
Coledocolitiasis con dilatación de la vía biliar
Colecistitis aguda litiásica, barro biliar
Hígado de contornos lobulados, ascitis
Lesión hipervascular con lavado en fase venosa
Angiomas hepáticos de pequeño tamaño
Páncreas atrófico, calcificaciones groseras
Esplenomegalia homogénea
Hidronefrosis grado dos, cálculo en la unión
Quistes corticales simples en ambos riñones
Nódulo suprarrenal de baja densidad
Vejiga de paredes trabeculadas, residuo posmiccional
Próstata aumentada, impronta en el suelo vesical
Miomas uterinos intramurales
Endometrio engrosado, aconsejo histeroscopia
Feto único en presentación cefálica, líquido normal
Hematoma subdural crónico con efecto masa
Infarto agudo en territorio vertebrobasilar
Leucoaraiosis, enfermedad de pequeño vaso
Hidrocefalia, válvula de derivación ventricular
Meningioma de la convexidad
Realce anular con edema perilesional
Atrofia corticosubcortical acorde a la edad
Ocupación de senos maxilares, tabique desviado
Fractura del suelo de la órbita
Otomastoiditis, celdillas ocupadas
Espondiloartrosis, discopatías múltiples
Estenosis de canal, hipertrofia facetaria
Aplastamiento vertebral reciente, edema óseo
Anterolistesis con lisis ístmica
Hernia discal extruida que contacta con la raíz
Coxartrosis avanzada, pinzamiento articular
Necrosis avascular de la cabeza femoral
Fractura pertrocantérea, clavo endomedular
Gonartrosis tricompartimental
Rotura del cuerno posterior del menisco interno
Edema óseo en meseta tibial, contusión
Condropatía rotuliana, quiste poplíteo
Fractura bimaleolar, tornillos y placa
Espolón calcáneo, fascitis plantar
Rotura del manguito, retracción del tendón
Tendinosis calcificante del supraespinoso
Luxación anterior, lesión del rodete
Fractura de cabeza radial, derrame
Fractura de escafoides, seudoartrosis
Epifisiólisis en niño, cartílago abierto
Edad ósea, mano izquierda
Lesiones líticas en pala ilíaca
Callo de fractura, yeso
Mamas densas, microcalcificaciones agrupadas
Nódulo espiculado en cuadrante superoexterno
Ganglio axilar con engrosamiento cortical
Bocio multinodular, nódulo frío
Gammagrafía ósea, captación patológica
Tomografía por emisión de positrones, captación hipermetabólica
Simulación de radioterapia, máscara termoplástica
Adquisición helicoidal, cortes finos, reconstrucciones
Creatinina normal, sin alergias conocidas
Paciente agitado, artefactos de movimiento
Claustrofobia, estudio interrumpido
Consentimiento firmado, en ayunas
Marcapasos, clips quirúrgicos
Radiografía portátil en decúbito, mal inspirada
Proyecciones en carga y oblicuas
Ortopantomografía, terceros molares incluidos
Sonda nasogástrica en cámara gástrica
Catéter venoso central con extremo en cava
Drenaje retirado, enfisema subcutáneo
Punción guiada, muestra remitida
Infiltración foraminal, corticoide
Anticoagulado, caída desde su altura
Síndrome constitucional, estudio de extensión
Dolor abdominal, fiebre, leucocitosis
Sospecha de cólico renal, hematuria
Disnea, tos, expectoración
Focalidad neurológica de inicio brusco
Foco infeccioso, absceso profundo
Omeprazol, enalapril, metamizol
Urografía, cistografía retrógrada
Artrorresonancia, secuencias con supresión grasa
Hallazgos ya conocidos, sin cambios significativos
Se recomienda completar estudio
No se identifican lesiones sospechosas
`
  .trim()
  .split('\n');
