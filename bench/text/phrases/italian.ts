/** Phrases of reports, requests and protocols in Italian that name nobody: all of each must stay. In view while lists are made. */
export const ITALIAN_PHRASES: readonly string[] = `
Addensamento parenchimale lobare medio
Accentuazione del disegno interstiziale alle basi
Obliterazione del seno costofrenico
Ombra cardiaca ingrandita, ili congesti
Opacità a vetro smerigliato bilaterali
Enfisema centrolobulare ai lobi superiori
Granulomi calcifici, esiti fibrotici apicali
Linfoadenomegalie mediastiniche e ascellari
Dissecazione aortica, falso lume trombizzato
Ectasia dell'aorta ascendente
Stenosi serrata della carotide interna
Trombosi venosa profonda poplitea
Pneumoperitoneo, perforazione di viscere cavo
Occlusione intestinale, anse distese con livelli
Ispessimento parietale del sigma, imbibizione del grasso
Appendice ingrandita, coprolita
Calcolosi della colecisti, pareti ispessite
Dilatazione delle vie biliari, calcolo del coledoco
Fegato steatosico a margini bozzuti
Nodulo ipervascolare con lavaggio tardivo
Cisti epatiche semplici
Pancreas edematoso, raccolte liquide
Milza ingrandita, vena splenica pervia
Idronefrosi di secondo grado, calcolo ureterale
Cisti corticali renali bilaterali
Surrene sinistro ingrossato, adenoma
Vescica distesa, residuo postminzionale
Prostata aumentata di volume, disomogenea
Utero fibromatoso, endometrio sottile
Cisti ovarica a contenuto corpuscolato
Gravidanza in atto, battito presente
Ematoma sottodurale cronico con effetto massa
Ischemia recente in territorio silviano
Gliosi sottocorticale su base vascolare
Idrocefalo, derivazione ventricolare
Lesione espansiva con edema perilesionale
Atrofia corticale compatibile con l'età
Ipertrofia dei turbinati, deviazione del setto
Frattura del pavimento orbitario
Otite cronica, erosione degli ossicini
Spondiloartrosi diffusa, discopatie multiple
Stenosi del canale, ipertrofia dei legamenti gialli
Crollo vertebrale recente, edema della spongiosa
Ernia discale espulsa, impronta sul sacco durale
Coxartrosi, riduzione della rima articolare
Necrosi asettica della testa femorale
Frattura pertrocanterica, chiodo endomidollare
Gonartrosi, osteofitosi marginale
Lesione del corno posteriore del menisco mediale
Edema osseo del piatto tibiale
Condropatia rotulea, cisti poplitea
Frattura bimalleolare, sintesi con placca
Spina calcaneare, fascite plantare
Rottura della cuffia dei rotatori
Tendinopatia calcifica del sovraspinato
Lussazione anteriore, lesione del cercine
Frattura del capitello radiale
Frattura dello scafoide, pseudoartrosi
Distacco epifisario, nuclei di accrescimento
Età ossea, mano sinistra
Aree osteolitiche dell'ala iliaca
Callo osseo, apparecchio gessato
Mammelle dense, opacità stellata
Linfonodo sentinella, ago aspirato
Gozzo, nodulo freddo
Scintigrafia ossea, ipercaptazione
Tomografia a emissione di positroni, captazione patologica
Centratura per radioterapia, maschera
Scansioni volumetriche, ricostruzioni multiplanari
Creatinina nella norma, nessuna allergia
Paziente non collaborante, artefatti da movimento
Esame interrotto per claustrofobia
Consenso firmato, digiuno
Portatore di pacemaker
Esame eseguito a letto, supino
Proiezioni sotto carico
Ortopantomografia, denti inclusi
Sondino naso-gastrico correttamente posizionato
Catetere venoso centrale con apice in cava
Drenaggio rimosso, enfisema sottocutaneo
Biopsia ecoguidata, prelievo inviato
Infiltrazione, cortisonico
Terapia anticoagulante, caduta accidentale
Stadiazione, rivalutazione dopo chemioterapia
Dolore addominale, febbre, leucocitosi
Sospetta colica renale, ematuria
Dispnea, tosse, espettorato
Deficit neurologico a insorgenza acuta
Raccolta ascessuale profonda
Furosemide, ramipril, amoxicillina
Urotac, cistografia retrograda
Artrorisonanza, sequenze con soppressione del grasso
Reperti invariati rispetto al precedente
Utile controllo a distanza
Non si apprezzano lesioni sospette
`
  .trim()
  .split('\n');
