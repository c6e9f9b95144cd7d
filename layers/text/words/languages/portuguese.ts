/** Words of reports in Portuguese: folded, feminine and plural where the rules of stems do not find them. */
export const PORTUGUESE_WORDS = `
abaixamento abaulamento abaulamentos abcesso abdominais ablacao abordagem abortamento aborto abscessos absorcao acentuacao acentuado acesso acessorio acessos acetabular acetabulo
achado achatada achatado achatamentos acidente acinzentada acomete acometendo acometimento acompanha acompanhado acromial acromio acuminado acumulo adelgacamento adenocarcinoma
adenoma adenomegalia adenomegalias adenomiose adenopatias aderencia aderencias adesao adiposa adiposidade adiposo adjacencia adjacencias adjacente adjacentes adulto aeracao
aerada aereas aereo afastado afastar afeccao afilado afilamento afogamento afrouxamento agenesia agitada agressao agressivo agrupado agrupados agrupamento agua agudizacao agudos
agulha alargada alargado alca alcance alcas alcoolico alcoolista alergia alergica alergico alimentar alinhamento aloenxerto alongada alongado alongamento alta altera alteracao
alteracoes alterada alterado altura alveolar alveolares alveolo ambulatorial amenorreia amigdala amigdalas amigdaliano amniotico amostra amoxicilina ampla amplitude amplo ampola
amputacao anastomose anatomia anatomica anatomico ancoragem ancoras andar anel anemia anestesia anestesico aneurisma aneurismas aneurismatica anexiais anexos angulacao angulo
angulos anlodipino anomalia anomalias anorexia anormal anormalidade anormalidades anquilose ansa antebraco antecedente antecedentes anteparo anterior anteriores anterolistese
antibiotico anticoagulada antral antro anular aorta aorticas apagamento aparelho aparente apendice apendicolito apendicular apicais apical apice apofisarias apofise apoio
aponeurose apresenta apresentam apresentando aracnoide arcada arco arcos area areas areola areolar aritmia arma arquitetura arquitetural arredondada arredondado artefato arteria
arteriais arterias arteriovenosa articulacao articulacoes articulares artralgias artrite artrodese artropatia artroplastia artroscopia artrosica artrosicas ascendente ascite
asmatico aspecto aspectos aspiracao aspirado aspirativa aspirina assimetria assimetrica assimetrico assintomatica assintomatico assoalho associada associadas associado associados
astenia atelectasia atelectasias atelectasica atenuacao ateroma ateromas ateromatosa ateromatosas ateromatose ateromatoso atipia atipico atividade ativo atorvastatina atresia
atriais atrial atrio atrofia atrofica atrofico atropelamento atual aumentada aumentadas aumentados aumento auricular ausculta ausencia ausente ausentes automobilistico avaliacao
avaliada avaliados avaliar avancada avancado avascular avulsao axiais axial axila axilas azigos bacia bacinete baixa baixas baixo balao banda bandas bario barra basais basal base
basilar benigna benignas benigno bexiga biceps bicipital bifurcacao bilateral bilateralmente biliar biliares bilobado biologica biopsiado biopsiar bloqueio boca bolha bolhas
bolsa borda bordas borramento braco braquial braquiocefalica breve brida bridas broncograma broncogramas broncopneumonia broncovascular bronquial bronquica bronquicas
bronquiectasia bronquiectasias bronquio bronquiolar bronquiolite bronquios bronquite bula bulbo bursite cadeia cadeias caixa calafrios calcaneo calcanhar calcica calcicas
calcificacao calcificada calcificadas calcificado calcificados calcificante calcinose calcio calculo calculos calibre calibres calice calices caliciais calicial caliciano calos
calosidade caloso calota camada camadas camara camaras campo campos canais canal cancer canino cansaco canula capa capacidade capilar capsula capsular captacoes captante caquexia
cara caracteristica caracteristicas caracteriza caracterizada caracterizado caracterizam carcinoma cardiaca cardiacas cardiaco cardiomegalia cardiopata cardiopatia cardiovascular
carga carina carotida carotidas carotidea carotideo carpal carpiano carpo cartilagem cartilaginosa cartilaginoso casca catarata catarro categoria cateterismo caudado caudal causa
causando cava caverna cavernoso cavidade cavidades cavitacao cavitada cavitado cavitario cavum ceco cefalica cefalico ceftriaxona celula celular celulares celulas celulite
centimetros centrais central centro centrolobulares cerclagem cerebelar cerebelo cerebrais cerebro cerebrovascular certo cervicais cervical cervicalgia cesarea cesariana ciatica
ciatico cicatriciais cicatricial cicatriz cicatrizes ciclo cifose cifotica ciliar cimentada cimento cintura circulacao circular circundada circunferencia circunferencial
circunscrita circunscrito cirrose cirurgia cirurgiao cirurgica cirurgico cirurgicos cisterna cisternas cistica cisticas cistico cisticos cistite cisto cistos cistoscopia
citologia citologica citologico claudicacao clavicula clavicular clinica clinico clipes cloaca clopidogrel coagulacao coagulo coagulos coana coccigeo coccix coclea colabada
colabado colaboracao colaborativa colaborativo colapso colar colaterais colateral colecao colecistectomia colecoes coledociano coleta colica colicas colite colo colon colonico
colonoscopia colostomia coluna colunar coluria comissura comparado comparando comparativo compartimento compatibilidade compativeis complacencia complementacao complementar
completa completo complexa complexo complicacao complicacoes componente componentes comportamento compressao compressiva compressivo comprimento comprimindo comprometendo
comprometimento comum comunicacao comunicante concavidade concentrico concha conchas conclusao concomitante condensacao condilo condilos condrais condral condroma condromalacia
condropatia conducao conduto conectivo confluencia confluente confluentes confuso congenita congenito congestao congestivo conglomerado conjunto consciente conservada conservadas
conservado consolidacoes consolidativa constipacao consulta contato conteudo contigua contiguidade continuidade continuo contorno contornos contracao contralateral contrastacao
contrastada contrastadas contrastado contraste contratura controles contundente contusao contuso contusoes convem convencional convergencia convexidade convexo convulsao coracao
coracoide corda cordao cordas corneto cornetos coroide coronais coronal coronaria coronariana coronariano coronarias corpo corpos corpuscular correlacao correlacionar corresponde
correspondendo correspondente correta correto cortes corticais cortical corticalizada cortico corticosteroide costais costal costas costela costocondral costofrenico
costofrenicos cotovelos coxa coxas coxofemorais coxofemoral cranial craniana craniano cranio craniocaudal craniotomia creatinina crescente crescimento crise crista cristas
criterio criterios cronicas cronicos cruzado cruzados cubital cuboide cuneiforme cupula cupulas curso curta curto curvatura curvilinea cutanea cutaneo dada dados debilidade
debito decorrente decubito dedo dedos defeito defeitos deficiencia deficit definicao definida definido definidos deformacao deformado deformidade deformidades degeneracao
degenerativa degenerativas degenerativo degenerativos degluticao deglutir delimitacao demarcada demencia demonstra demonstram demonstrando densa densidades densificada
densificado densitometria denso densos dental dentaria dentario dente dentro deplecao deposicao deposito depositos depressao derivacao dermatologia derrame derrames
descalcificacao descartado descendente descolamento descompensacao descompressao descontinuidade desfibrilador deslizamento deslocada deslocado deslocamento desmielinizante
desordem desorientado desproporcional destacando destruicao desviada desviado desvio desvios detalhe detectado detectados detectaveis detritos detrusor dia diabetica diabetico
diafisario diafise diafragma diafragmatica diafragmatico diagnostica diagnosticos dialitico diametro diametros diarreia dias diastase diastolica diferenca diferenciacao
diferencial dificuldade dificultando difusa difusamente difusao difusas difuso digestiva digital dilatacoes dilatada dilatadas dilatado dilatados dimensao dimensoes diminuicao
diminuida diminuido dinamica dipirona diplopia direcao direita direitos disartria discais discal disco discopatias discos discreta discretamente discretas discreto discretos
disfagia disfonia disfuncao dislipidemia displasia displasico dispneia disponivel disposicao dispositivo dissecada dissecante disseminada distais distal distancia distendida
distendido distensao distorcao distribuicao disturbio diverticular diverticulite diverticulo diverticulos diverticulose doenca doencas doente dolicocolon dolorosa doloroso
dominante dominio doppler dor dores dorsais dorsal dorso dose drenada drenado drenagem ductais ductal ducto ductos duodenal duodeno duodenopancreatectomia duplicacao duplicidade
duplo duracao dural durante duro duvida duvidosa duvidosas duvidoso ecocardiograma ecodopplercardiograma ecogenica ecogenicidade ecogenico ecografica ecografico ecotextura
ectasia ectasiada ectasias ectopica ectopico edemaciada edemaciado edemas edematosa edematoso efeito efusao eixo eixos ela elastica elementos eletiva elevacao elevada elevado
eliminacao elipsoide emagrecimento embolia embolizacao embolo embolos embriao embrionaria emergencia eminencia empiema enalapril encarcerada encarceramento encefalico encefalo
encefalomalacia encefalopatia encondroma encontra encontrada encontrado encurtamento endocardio endocavitario endocrino endometrial endometrio endometrioma endometriose
endoscopia endoscopico endotraqueal endovaginal endovascular endovenosa energia enfermaria enfisematosa enfisematosas enfraquecimento enostose entesofito entesofitos entesopatia
entesopatica entorse entorses entrada envolvendo envolvimento enxerto enxertos epicardica epicentro epicondilite epicondilo epidermoide epididimite epididimo epidural epifisario
epifise epigastrica epigastrio epiglote epilepsia epileptica epiploica epiploon episodio epistaxe epitelial equilibrio equimose erosao erosiva erosivo erosoes esbranquicada
escapula escapular escarro esclera esclerosa esclerose esclerotica esclerotico escoliose escoliotica escorrimento escrotal escroto esfenoidal esfenoide esferica esfincter
esfincteriano esforco esmagamento esmerilhado esofagica esofagico esofagite esofago espacial espaco espacos espasmo especifica especifico especificos espessada espessado
espessamentos espessura espicula espiculada espinha espinhais espinhal espinhosa espinhosas espinhoso espiral esplenectomia esplenica esplenico esplenorrenal espondilite
espondilo espondilodiscite espondilolise espondilolistese espondilose espondilotica esponjosa espontanea espontaneo esporao esporoes esqueletica esqueletico esqueleto esquerdos
esta estabilidade estabilizacao estadio estado estagio estalidos estase estavel esteato esteatose estenosante estenoses estenotica esternal esterno esternotomia estomago estomia
estrato estreitamento estreito estria estriada estrias estroma estrutura estruturais estrutural estruturas estudada estudo estudos etilista etiologia etmoidais etmoidal etmoide
evento eventual evidencia evidenciada evidenciado evidenciam evidente evidentes evolucao evolutiva evolutivo evolutivos exacerbacao exames excavacao excentrica excentrico excisao
exclusao excrecao excretora exerese exfumante exofitica exofitico exostose expansao expansivas expansivo expiracao expiratoria exploracao exposta exsudato extensa extensao
extensas extenso extensor extensores externa externo extraaxial extracao extracapsular extraconal extradural extrahepatica extremidade extremidades extrinseca extrinseco extrusao
exuberante face faces facetarias facial facies faixa falange falanges falciforme falha falhas falsa falso faringe faringea faringeo fascia fasciite fase fases fator fatores
febril fecal fecaloma fechada fechamento feixe feixes femorais femoral femoroacetabular femoropatelar femur fenda fenomeno feridas ferimento fetal feto fibra fibras fibrilacao
fibroadenoma fibroadenomas fibrocartilagem fibroglandular fibroglandulares fibroma fibrosa fibrose fibroso fibrotica fibrotico fibrotorax fibula fibular figado figura filiforme
filme filtracao filum fimbria fina finas fino finos fio fios fisiologica fisiologico fissura fissural fissuras fistula fistulas fixacao fixado flacido flanco flebite flebolito
flebolitos fleimao flexao flexor flexores flexura flogistico flutuante fluxo fluxometria focais focal foice folha folhas folhetos foliar folicular foliculo foliculos fonte forame
forames foraminais foraminal forma formacao formacoes formas formato fortemente foscas fosco fosfato fossa fossas fovea fragmentada fragmentado fragmento fragmentos fraqueza
fratura fraturada fraturado frenico frequencia frequente frontais frontal fuga fumador fumante funcao funcional fundica fundo funil fusao fusiforme gadolinio gangliao ganglio
ganglios gangrena garganta gas gases gasosa gasosas gasoso gastrica gastrico gastrite gastroenterica gastroesofagico gastrostomia gemelar generalizada generalizado genitais
genital geodo geodos gestacao gestacional gestante gigante ginecologica ginecologico ginecomastia giro giros glande glandula glandular glandulares glandulas gleno glenoidal
glenoide glenoumeral glial globo globos globosa globoso glomerular glomus glote gluteo gluteos gonada gordura gordurosa gordurosas gorduroso gota gradativa gradiente grampo
grampos grande grandes granular granuloma granulomatosa granulomatoso grau graus grave gravida gravidade gravidez grosseira grosseiras grosseiro grosseiros grosso grupo guia
habito habituais habitual halo haste hastes hemangioma hemangiomas hematico hematoma hematomas hematoquezia hematuria hemiabdome hemicolectomia hemicorpo hemicupula hemidiafragma
hemiface hemiparesia hemisferica hemisferio hemisferios hemitorax hemodialise hemodinamica hemodinamico hemopericardio hemoperitonio hemoptise hemorragia hemorragica hemorragico
hemorroida hemossiderina hemotorax heparina hepatica hepaticas hepatico hepaticos hepatite hepatocarcinoma hepatocelular hepatoesplenomegalia hepatomegalia hepatopatia hernia
herniacao herniaria hernias hernioplastia heterogenea heterogeneidade heterogeneo hialina hialino hiatal hiato hidatica hidrico hidroaereo hidroaereos hidrocele hidronefrotico
hidrossalpinge hidroureter higroma hilar hilares hilo hilos hioide hiperatenuante hiperatenuantes hipercaptante hiperconcentracao hiperdensa hiperdenso hiperecogenica
hiperecogenico hiperemia hiperestensao hiperextensao hiperinsuflacao hiperinsuflado hiperintensa hiperintenso hiperplasia hiperplasica hipersinal hipertensa hipertensao
hipertenso hipertransparencia hipertrofia hipertrofica hipertrofico hipoacusia hipoatenuante hipoatenuantes hipocampo hipocaptante hipocondrio hipodensa hipodensidade hipodenso
hipoecogenica hipoecogenico hipofaringe hipofisario hipofise hipogastrio hipointenso hipoplasia hipoplasico hipossinal hipotalamo hipotese hipotransparencia hipotrofia
histerectomia histologia histologico historia homogenea homogeneo homogeneos homolateral hora horizontal horizontalizacao hormonioterapia hospitalar humeral ibuprofeno ictericia
identifica identificam idiopatica idiopatico ileal ileite ileo ilhota iliaca iliacas iliaco iliacos ilioinguinal iliopsoas imagem imobilizacao imobilizado impactacao impactado
impacto implantacao implante implantes importante importantes impregnacao impressao imunossuprimido imunoterapia incarceramento incidencia incidental incidentaloma incipiente
incipientes incisao incisional incisivo inclinacao incluindo inclusao incompetencia incompleta incompleto inconsciente incontinencia incremento indentacao indeterminada
indeterminado indicacao indicativo indiferenciada indireta indireto individualizacao individualizado indolor inespecifica inespecificas inespecifico inespecificos infantil
infarto infartos infeccao infecciosa infeccioso infeccoes inferior inferiores inferolateral infertilidade infiltracoes infiltrado infiltrados infiltrativa infiltrativo inflamacao
inflamatoria inflamatorias inflamatorio inflamatorios infraclavicular infracoracoide infrapatelar infratentorial infundibulo inguinais inguinal ingurgitamento iniciais inicial
injecao injetada injetado insercao insercional insercoes inspiracao inspiratorio instabilidade instavel instrumentacao insuficiencia insuficiente insuflado insulina integra
integras integridade integro intensa intensidade intenso interacao intercostal interface interlobular intermediaria intermediario intermedio intermitente interna internas interno
internos interossea interosseo interposicao interpretacao interrogado interrupcao interseccao intersomatico interspinoso intersticial intersticio intervalo intervencao
intervertebrais intervertebral intestinais intestinal intestino intima intoxicacao intra intracanal intracapsular intracraniana intracraniano intradural intrahepatica
intrahepaticas intraluminal intramural intraosseo intraparenquimatosa intraperitoneal intrauterino intravenosa intravenoso intraventricular introito intubacao intubada invadindo
invaginacao invasao invasivo inversao involucao involutiva iodado iodo ipsilateral irradiacao irradiada irregular irregulares irregularidade irregularidades irritativo ischemia
isodenso isointenso isolada isolado isquemia isquemica isquemico isquemicos isquiatico isquio istmo janela jato jejunal jejuno joelhos jugular jugulares juncao juncional junho
justa justaposto labial labio labirinto labrum laceracao lacrimal lacunar lacunares lago lamina laminar laminas laminectomia laparotomia larga largo largura laringe laringea
laringeo laterais lateral lateralmente lavado leito lenta lenticular lento lesados lesional leucemia leucoencefalopatia leucorreia levantamento leve levemente leves levotiroxina
ligadura ligamentar ligamentares ligamento ligamentos ligeira ligeiramente limitacao limitada limitado limite limites linear lineares linfa linfatica linfatico linfedema
linfocele linfoide linfoma linfonodais linfonodal linfonodomegalia lingua lingual lingula linha linhas lipoma lipomas lipomatose lipomatoso lipossubstituicao liquida liquidas
liquido liquor liquorica liquorico lise litiase litiasica litica litico livre livres lobar lobares lobectomia lobo lobos lobulacao lobulacoes lobulada lobulado lobular lobulo
lobulos locais local localizacao localizada localizado loculada loculado loja lojas lombalgia lombar lombares lombociatalgia lombossacra lombossacro longa longitudinais
longitudinal longo lordose losartana lugar lumen luminal lunar luxacao luxada luxado luxados luz macia maco macroadenoma macrocistica macroscopica macula madura maio maior
maiores malar maleolar maleolo maleolos malformacao malformacoes maligna malignas malignidade maligno mama mamaria mamarias mamario mamilar mamilo mamografia mamografica
mamografico mancha manchas manda mandibular manguitos manubrio mao marca marcada marcado marcadores marcapassos margem margens marginais marginal massa massas massivo mastectomia
mastoide mastoidea mastoideas materia material matriz maxila maxilar maxima maximo mecanica media mediais medial mediana mediano mediastinal mediastino medida medidas medindo
medio mediu medula medular medulares megacolon megaesofago melena melhora membrana membranas membro membros meninge meningea meninges meniscais menisco meniscos menopausa menor
menores menos menstruacao mentoniana mes mesencefalo mesenteriais mesenterica mesenterico mesenterio meseta mesotelioma meta metabolica metabolico metacarpiano metacarpo
metafisaria metafise metalica metalicas metalico metalicos metaplasia metastase metastases metastatica metastaticas metastatico metatarsal metatarsiano metatarso meteorismo
metformina metodo metrorragia miccao micccao microcalcificacao microcalcificacoes microcistico microcisto microlitiase micronodular micronodulos mielite mieloma mielopatia
migracao milimetrica milimetricas milimetrico milimetro milimetros minima minimas minimo miocardica miocardico miocardio mioma miomatosa miomatoso miometrial miometrio miopatia
mista misto mitral mobilidade mobilizacao moderada moderadas moderado moderados modico modificacao modificacoes mola molar molares moleira moles monitorizacao mono morfina
morfoestrutural morfologia morfologica morfologico mostra mostram motilidade motor motora movel movimentacao movimento mucocele mucosa mucosas mudancas multifocais multifocal
multilobulado multiloculado multinodular multiplas multiplos mural muscular musculares musculatura musculo musculos musculotendinea nada nadega narina nariz nasais nasal
nasofaringe natureza nausea nauseas navicular necrose necrotica necrotico nefrectomia nefrografica nefrolitiase nefropatia nefrostomia negativa negativo neoformacao neonato
neoplasia neoplasica neoplasicas neoplasico nervo nervos nervosa nervoso neurais neural neurocirurgia neuroforames neuroforaminal neurologica neurologico neurovascular
neutropenico nitida nitido niveis nivel nodal nodosidade nodulacao nodular nodulares normais normal normalidade normocaptante normodistendida normoposicionada normotransparencia
nota notam notar noturna nuca nucal nucleo nucleos numero numerosas numerosos nutritivo obesa obesidade obeso obliquas obliquo obliteracao obliterado observa observada observado
observam obstrucao obstruindo obstrutiva obstrutivo ocas occipitais occipital oclusao oclusivo oco ocular oculta ocupa ocupacao ocupando odinofagia odontoide oftalmica olecrano
olho olhos ombros omental omento omeprazol oncologica oncologico opacidades opacificacao operada operado operados operatorio optico opticos oral orbita orbitaria orbitas orelha
organo orgao orgaos orientacao orificio origem orofaringe ortopedica ortopedico ortostase osseas osseo osseos ossiculos ossificacao ossificacoes ossos osteo osteoartrite
osteoartrose osteoblastica osteoblasticas osteocondral osteocondrite osteocondroma osteodegenerativas osteofitarias osteofitario osteofitico osteofito osteofitos osteofitose
osteolise osteolitica osteolitico osteomeatal osteometabolica osteomielite osteopenia osteoporose osteoporotica osteossintese osteossintetizada osteotomia ostial ostio otite
ouvido ouvidos ovalada ovalado ovariana ovarianos ovario ovarios oxigenio paciente padrao padroes palatina palatinas palato palmar palpavel pancreatica pancreatico pancreatite
pantoprazol paraaortica paraaorticos paracentese paracetamol paraespinhal parafuso paralisia param paramediana parametrio parametrios paranasais paranasal paraseptal paratireoide
paratraqueal paravertebrais paravertebral parciais parcial parcialmente parede parenquima parenquimatosa parenquimatosas parenquimatoso paresia parestesia parietais parietal
parotida parotidas parotideo parte partes particular partida parto passagem patela patelar patelofemoral patencia patente patologia patologica patologicas patologico pedicular
pediculo pediculos pedra peitoral pele pelve pelvica pelvicas pelvico pelvicos pene penetrante penis pequena pequenas pequeno pequenos perda perfil perfuracao perfurante perfusao
perianal periarticular peribronquica peribronquico pericardica pericardico pericardio pericardite periferia periferica perifericas periferico perihepatica perihilar periimplantar
perilesionais perineal perinefrica perineo perineural periodontal periostal periosteal periosteo peripancreatica periportal peritoneais peritoneal peritoneo peritonio peritonite
perivascular periventricular periventriculares perivesical permanece permeabilidade permeaveis permeavel permite perna pernas peroneo persiste persistem persistencia persistente
perspectiva pes pescoco petrosa pielica pielocaliciais pielocalicial pielocalicinal pielonefrite pieloureteral pigmentada pilar pilorica piloro piora piramidal placa placas
placenta placentaria planas plano planos plantar plantares platismo pleura pleurais pleural pleuropulmonar plexo pneumatizacao pneumatizadas pneumatizado pneumatose pneumologia
pneumomediastino pneumonectomia pneumonia pneumonico pneumopatia pobre polar polegar policistica policistico polipo polipoide polipos poliposa politrauma polo polos polpa ponta
pontas ponte pontiforme ponto pontos poplitea popliteo porcao porcoes porta portadora portal pos posicao posicionada posicionado posicionamento possibilidade possiveis possivel
posterior posteriores posteroinferior posterolateral postura pouca pouco precoce precordial prednisona predominando predominante predominantemente predominio preenchida
preenchido preenchimento prega pregas pregressa prejudicada prematuro preparo presacral presenca presente presentes preservada preservadas preservado preservados pressao
prevalece prevertebrais prevertebral previa previo prevista prima primaria primario principal principalmente procedimento processo processos produtiva proeminencia proeminente
proeminentes profundas profundidade profundo progredido progressao progressiva prolapso proliferacao prolongamento pronacao propedeutica propria proprio prostatectomia prostatica
prostatico prostatite protese proteses protetica protetico protocolo protrusao protruso protrusoes provaveis provavel provavelmente proximais proximal proximidade prurido
pseudoaneurisma pseudocisto psoas puberdade pubiana pubiano pubica pubis puerpera pulmao pulmoes pulmonar pulmonares pulso puncionado puncoes pungida puntiforme puntiformes
purulenta quadrantes quadriceps quadricipital quadril quadris quadro qualidade quantidade quarta quarto queda quedas queimadura queixa queixas queixo quiasma quimio
quimioterapico quinto radial radiculares radiculite radiculopatia radio radiografias radiografica radiografico radioiodo radiologica radiologico radiopaco radioterapia rafe ramo
rampa rapida rara raras rarefacao rarefeito reabsorcao reacao reacionais reacional realce realces realizada realizadas realizado reativa reativo reativos reavaliacao recaida
recente recentes recesso recessos recidiva recidivante recomenda recomendam recomendavel reconstrucao recorrencia recorrente reducao reduzida reduzidas reduzido referencia
referida referido reflexo refluxo reforco regiao regioes regionais regional registro regressao regular regulares rejeicao relacao relacionada relacionado relata relativa relativo
relevante remanescente remanescentes remissao remodelacao remodelamento renais repleta repleto representa representado residuais residual resolucao respeitando respiracao
respiratoria respiratorio resposta resquicio ressecada ressecado resseccao resseccoes restante restantes restricao restritiva restrito resultado resultante retal retencao
reticulado reticular reticulares reticulonodular retidao retificacao retificada retilineo retina retirada retirado reto retossigmoide retracao retraido retrareolar retroareolar
retrobulbar retrocardiaca retrocavo retroesternal retroperitoneais retroperitoneal retroperitonio retroversao retrovertido reumatoide reumatologico revascularizacao revestimento
revisao rica rigidez rinossinusite rins risco rodilha rombo rompimento rotacao rotadores rotatoria rotina rotulo rotura roturas ruim saco sacra sacral sacro sacrococcigea
sacroileite sacroiliaca sacroiliacas safena sagitais sagital saida saliencia salivar salivares salpinge sangramento sangue sanguinea sanguineo saturacao scan seccao secrecao
secrecoes secundaria secundarias secundario secundarios sedada sedado segmentar segmentares segmentectomia segmento segmentos seguimento segundo sela selar selecionado semelhante
semelhantes semicirculares semilunar seminais seminal sensibilidade sensitivo sepse septacao septacoes septada septado septais septica septo septos sequela sequelar sequelares
sequelas sequestro seriada serie seroma seromucoso serosa seroso sesamoide sessil setor severa severo sexo shunt sialoadenite sialolitiase sifao sigmoideo significado
significantes significativa significativas significativo silviana silvianas simetria simetrica simetricas simetrico simetricos simples sinal sincope sincopes sindesmofitos
sindesmose sindrome sinoviais sinovial sinovite sintomas sintomatica sintomatico sintomatologia sinusal sinusite sinusopatia sistema sistemica sistemico sistolica situacao
situada situadas situado sobrecarga sobreposicao sobreposto solida solidas solido solidos solitario solta solucao sombra sombreamento sonda sondado sondagem suave subacromial
subaguda subagudo subaracnoidea subaracnoideo subcapital subcapsular subcarinal subcentimetrico subcentimetricos subclavia subcondrais subcondral subcoracoide subcorticais
subcortical subcutanea subcutaneo subdural subependimario subescapular subfrenico sublingual subluxacao submandibular submandibulares submucoso subperitoneal subpleurais
subpleural subsegmentar subsegmentares subseroso substancia substituicao subtalar subtotal sudorese sugere sugerem sugerindo sugestao sugestiva sugestivas sugestivo sulco sulcos
superficiais superficial superficie superior superiores superomedial supra supraclavicular supracondiliana supraespinal supraespinhoso suprapatelar suprapubica suprarrenais
suprarrenal suprasselar supratentorial supraumbilical surdez suspeita suspeitas suspeito suspenso sutil sutis sutura suturas tabagismo tabagista tala talar talo tamanho
tamponamento taquicardia tarda tardia tardio tarsal tarso tecido tecidos tecnica tecnicas tecnico tegmental telangiectasia tempo temporais temporal temporomandibular tendao
tendinea tendineo tendinite tendinopatia tendinosa tendinose tendoes tenossinovite tensao tentorio tenue terapeutica terapia teratoma terceiro terco tercos terminal territorio
territorios testa testicular testiculares testiculo testiculos timica timo timpanica timpano tireoidea tireoideana tireoideanos tireoidiana tireoidite tomografica tomografico
tonsila tonsilas tontura tonturas topica topico topografia topografica toracoabdominal toracolombar toracotomia torcao tornozelos tortuosa tortuosidade tortuoso tosse totais
total totalmente trabecula trabeculacao trabeculado trabecular tracado tracao trajeto trajetos tramadol transbronquica transcondiliana transformacao transicao transicional
transito transitoria translacao translucencia transmural transparencia transplantado transplante transplantes transversa transversal transverso traqueal traqueia traqueostomia
tratada tratado tratamento trato trauma traumatica traumatico traumatismo triangular triangulo triceps tricuspide trigono trimestre tripode troca trocanter trocanterica
trocanterico troclea troclear tromba trombo tromboembolismo trombos trombosada trombosado tronco troncos tuba tubaria tubas tuber tuberculo tuberculose tuberosidade tubo tubular
tubulares tumefacao tumor tumorais tumoral tumores tunel turbido turgor turvacao ulcera ulceracao ulcerada ulna ulnar ultima ultimo ultrassonografica ultrassonografico umbigo
umbilical umeral umero uncal uncartrose unco unha unica unico uniforme unilateral uniloculado urachal ureterais ureteral ureteres ureterolitiase uretra uretral urgencia urinaria
urinarias urinario urografia urologia urologico urotelial urticaria usada uterina uterino utero vacuo vagina vaginais vaginal vaivem valgo valor valores valva valvar valvas
valvular vantagem varfarina variacao variante variantes varicocele varicosas varicosidade varizes varo vascular vasculares vascularizacao vascularizado vasculite vaso vasogenico
vasos vazamento vazia vegetante veia veias velada velamento venosas venoso ventilacao ventilado ventilatoria ventral ventricular ventriculares ventriculo ventriculos verdadeira
verde vermis vertebra vertebrais vertebral vertebras vertebroplastia vertente vertical vertigem vesicais vesical vesicula vesiculas vestibular vestibulo vestigial vias vida visao
visceral visceras visibilizacao visibilizada visibilizado visibilizados visiveis visivel visualiza visualizacao visualizada visualizado visualizados visualizam vitelinica vitrea
vitreo vocais volume volumes volumetria volumetrica volumosa volumoso volvulo vomito vomitos vulvar xifoide zigoma zigomatico zona zonas zumbido
aguda agudo alto antiga baco dano data edema engasgo escanometria esfregaco fadiga febre filho forte golpe intercorrencia intercorrencias lado laudo lisa mal marcha mole nova
novo osso paredes raiz rim sem velado velados via vista
`;
