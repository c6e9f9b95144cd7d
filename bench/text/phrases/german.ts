/** Phrases of reports, requests and protocols in German that name nobody: all of each must stay. In view while lists are made. */
export const GERMAN_PHRASES: readonly string[] = `
Infiltrat im rechten Unterlappen, am ehesten pneumonisch
Zwerchfellhochstand links mit Plattenatelektasen
Herz grenzwertig groß, keine Stauung
Pleurakuppenschwielen beidseits
Interstitielle Zeichnungsvermehrung basal betont
Trachealverlagerung durch Struma
Zentraler Venenkatheter, Spitze in der oberen Hohlvene
Endotrachealtubus zu tief, bitte zurückziehen
Thoraxdrainage rechts, kein Pneumothorax abgrenzbar
Weichteilemphysem der Thoraxwand
Mantelpneu apikal
Rundherd im Oberlappen, Verlaufskontrolle in drei Monaten empfohlen
Pathologisch vergrößerte Lymphknoten mediastinal und axillär
Ausgeprägte Koronarsklerose, Klappenersatz
Aortendissektion Typ Stanford B
Bauchaortenaneurysma mit wandständigem Thrombus
Verschluss der Arteria femoralis superficialis
Tiefe Beinvenenthrombose bis in die Vena poplitea
Freie Luft unter dem Zwerchfell, Hohlorganperforation
Mechanischer Dünndarmileus mit Kalibersprung
Wandverdickung des Sigmas, entzündlich imbibiertes Fettgewebe
Appendix verdickt, mit Kotstein
Cholezystolithiasis ohne Zeichen einer Entzündung
Intrahepatische Gallengänge erweitert, Papillenstein vermutet
Fettleber, Aussparung am Gallenblasenbett
Leberzirrhose mit Umgehungskreisläufen und Milzvergrößerung
Hämangiom in Segment VI, irisblendenartig
Pankreaskopfprozess mit Gefäßummauerung
Harnstauung Grad II links, Konkrement prävesikal
Parapelvine Nierenzysten
Nierenbeckenausgusstein
Harnblase gut gefüllt, Restharn 80 ml
Prostatahyperplasie mit Blasenwandhypertrophie
Myom im Fundus uteri, gestielt
Ovarialzyste mit Einblutung
Lymphozele nach Prostatektomie
Bauchdeckenabszess, Punktion erbeten
Narbenbruch mit Netzanteilen
Altersentsprechende Hirnvolumenminderung
Mikroangiopathische Marklagerveränderungen
Frischer Mediainfarkt mit Einblutung
Epidurales Hämatom temporal, Kalottenfraktur
Erweiterung der inneren Liquorräume
Kontrastmittelaufnehmende Läsion im Kleinhirnbrückenwinkel
Verkalkungen der Basalganglien
Hypophysenadenom ohne Kompression des Chiasmas
Schleimhautschwellung der Kieferhöhlen, Septumdeviation
Mastoid beidseits regelrecht pneumatisiert
Jochbeinfraktur, Orbitabodenfraktur mit Hernierung
Degenerative Veränderungen der Halswirbelsäule, Unkovertebralarthrose
Streckfehlhaltung, Osteochondrose in Höhe HWK 5/6
Spondylophyten, Bandscheibenprotrusion
Deckplatteneinbruch, Keilwirbel
Osteoporotische Sinterungsfraktur BWK 12
Wirbelgleiten Grad I nach Meyerding
Iliosakralgelenke mit Sklerosierung und Erosionen
Schenkelhalsfraktur, eingestaucht
Pertrochantäre Fraktur, Versorgung mit Nagel
Hüftdysplasie, Pfannenerker abgeflacht
Einliegende Totalendoprothese ohne Lockerungszeichen
Gelenkspaltverschmälerung medial betont
Hinterhornriss des Innenmeniskus
Knochenmarködem im Tibiakopf
Vordere Kreuzbandplastik intakt
Chondropathie retropatellar, viertgradig
Poplitealzyste, Gelenkerguss
Sprunggelenksfraktur mit Beteiligung der Syndesmose
Fersensporn, Plantarfasziitis
Hallux valgus, Krallenzehen
Rotatorenmanschettenruptur mit Retraktion
Schultereckgelenksprengung, Hakenplatte
Tuberculum majus abgesprengt
Radiusköpfchenfraktur, Fettpolsterzeichen
Kahnbeinpseudarthrose
Handwurzel, Mondbeinnekrose
Grünholzfraktur beim Kind
Wachstumsfugen noch offen
Osteolysen, metastasenverdächtig
Gipskontrolle, achsengerechte Stellung
Materialentfernung geplant
Oberflächliches Lipom subkutan
Mammographie beidseits in zwei Ebenen, Drüsenkörper dicht
Gruppierter Mikrokalk, histologische Abklärung
Brustimplantat intakt
Schilddrüsenszintigraphie, kalter Knoten
Skelettszintigraphie, Mehrspeicherungen
Nierenfunktionsszintigraphie, seitengetrennt
Strahlentherapie geplant, Lagerung mit Maske
Bestrahlungsplanung, Prostataloge
Nüchtern seit gestern Abend, Kreatinin im Normbereich
Patient unruhig, Bewegungsartefakte
Untersuchung wegen Platzangst abgebrochen
Kontrastmittelunverträglichkeit bekannt
Aufklärung erfolgt, Einwilligung liegt vor
Metallfreiheit geprüft, Herzschrittmacher nicht vorhanden
Im Stehen, tief eingeatmet
Bettlunge, Liegendaufnahme
Voraufnahmen zum Vergleich liegen nicht vor
Marcumar pausiert, Quick ausreichend
Ramipril, Torasemid und Metamizol
Sturz auf die Hüfte, nicht belastbar
Verdacht auf Nierenkolik, Hämaturie
Unklarer Gewichtsverlust, Nachtschweiß
Zustand nach Hemikolektomie, Portimplantation
Ausschluss intrakranielle Blutung unter Antikoagulation
Tumorsuche bei unbekanntem Primärtumor
Schädel CCT nativ, Felsenbein hochauflösend
Becken a.p. und Lauenstein
HWS in drei Ebenen, Densaufnahme
MRT Oberbauch mit MRCP, leberspezifisch
Gefäßdarstellung der Becken-Bein-Arterien
`
  .trim()
  .split('\n');
