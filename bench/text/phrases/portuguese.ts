/** Phrases of reports, requests and protocols in Portuguese that name nobody: all of each must stay. In view while lists are made. */
export const PORTUGUESE_PHRASES: readonly string[] = `
Consolidação alveolar no lobo médio
Padrão reticular bibasal, espessamento septal
Apagamento do seio costofrênico
Alargamento do mediastino superior
Área cardíaca aumentada
Atenuação em vidro fosco subpleural
Enfisema centrolobular nos ápices
Granulomas calcificados residuais
Linfonodomegalias mediastinais e axilares
Dissecção da aorta descendente
Aneurisma infrarrenal com trombo mural
Tromboembolia pulmonar, sobrecarga das câmaras direitas
Trombose venosa profunda poplítea
Pneumoperitônio, perfuração de víscera oca
Obstrução intestinal, alças distendidas
Espessamento parietal do sigmoide, densificação da gordura
Apêndice espessado com fecalito
Colecistite aguda, cálculos móveis
Dilatação das vias biliares, coledocolitíase
Fígado de contornos lobulados, esteatose acentuada
Nódulo hipervascular com lavagem tardia
Cistos hepáticos simples
Pâncreas edemaciado, coleções líquidas
Baço aumentado, esplenomegalia homogênea
Hidronefrose moderada, cálculo no terço distal do ureter
Cistos corticais renais bilaterais
Nódulo na adrenal esquerda
Bexiga de paredes espessadas, resíduo pós-miccional
Próstata aumentada, heterogênea
Miomas intramurais, útero em anteversão
Cisto ovariano de conteúdo espesso
Gestação tópica, batimentos presentes
Hematoma subdural crônico com desvio da linha média
Infarto agudo em território da cerebral média
Microangiopatia, gliose periventricular
Hidrocefalia, válvula de derivação
Lesão expansiva com edema perilesional
Redução volumétrica encefálica compatível com a faixa etária
Espessamento mucoso dos seios maxilares, desvio septal
Fratura do assoalho da órbita
Otomastoidite crônica, erosão ossicular
Espondiloartrose, discopatia degenerativa
Estenose do canal, hipertrofia facetária
Achatamento vertebral recente, edema ósseo
Hérnia discal extrusa, compressão radicular
Coxartrose, redução do espaço articular
Osteonecrose da cabeça femoral
Fratura transtrocanteriana, haste intramedular
Gonartrose tricompartimental
Rotura do corno posterior do menisco medial
Edema no platô tibial, contusão óssea
Condropatia patelar, cisto de Baker
Fratura bimaleolar, placa e parafusos
Esporão calcâneo, fasciíte plantar
Rotura do manguito rotador
Tendinopatia calcária do supraespinhal
Luxação anterior, lesão do lábio
Fratura da cabeça do rádio
Fratura do escafoide, pseudoartrose
Idade óssea, mão esquerda
Lesões líticas no osso ilíaco
Calo ósseo, gesso
Mamas densas, calcificações agrupadas
Nódulo espiculado no quadrante superolateral
Linfonodo sentinela, punção aspirativa
Bócio multinodular, nódulo frio
Cintilografia óssea, captação anômala
Tomografia por emissão de pósitrons, hipermetabolismo
Simulação para radioterapia, máscara termoplástica
Aquisição helicoidal, reconstruções multiplanares
Creatinina normal, nega alergias
Paciente agitado, artefatos de movimento
Claustrofobia, exame interrompido
Termo de consentimento assinado, jejum
Portador de marcapasso
Radiografia no leito, pouco inspirada
Incidências com carga e oblíquas
Radiografia panorâmica, dentes inclusos
Sonda nasoenteral em posição pós-pilórica
Cateter venoso central na veia cava
Dreno retirado, enfisema subcutâneo
Biópsia guiada, material enviado
Infiltração, corticoide
Anticoagulado, queda da própria altura
Estadiamento, reavaliação após quimioterapia
Dor abdominal, febre, leucocitose
Suspeita de cólica renal, hematúria
Dispneia, tosse, expectoração
Déficit neurológico súbito
Abscesso profundo, coleção
Losartana, dipirona, amoxicilina
Urotomografia, cistografia retrógrada
Sequências com supressão de gordura
Achados inalterados em relação ao exame anterior
Convém correlacionar com dados clínicos
Não há evidência de lesões suspeitas
`
  .trim()
  .split('\n');
