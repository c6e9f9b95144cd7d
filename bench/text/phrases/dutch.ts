/** Phrases of reports, requests and protocols in Dutch that name nobody: all of each must stay. In view while lists are made. */
export const DUTCH_PHRASES: readonly string[] = `
Consolidatie in de middenkwab, passend bij pneumonie
Interstitiële tekening basaal toegenomen
Sinus pleurae rechts afgevuld
Hartgrootte bovengrens normaal, geen decompensatie
Matglasafwijkingen verspreid over beide longen
Emfyseem in de bovenkwabben
Verkalkte granulomen, littekens
Vergrote mediastinale klieren
Dissectie van de aorta, vals lumen
Aneurysma van de buikaorta met wandstandige trombus
Ernstige stenose van de arteria carotis interna
Diepe veneuze trombose van het onderbeen
Vrij lucht onder het diafragma, perforatie
Dunnedarmileus, gedilateerde lissen
Wandverdikking van het sigmoïd, vetinfiltratie
Verdikte appendix met fecoliet
Acute cholecystitis, verdikte galblaaswand
Verwijde galwegen, concrement in de choledochus
Leversteatose, gladde contour
Hypervasculaire laesie met washout
Eenvoudige levercyste
Pancreas oedemateus, vochtcollecties
Vergrote milt
Hydronefrose graad twee, steen in de ureter
Corticale niercysten
Bijnier links verdikt, adenoom
Blaas goed gevuld, residu na mictie
Vergrote prostaat, inhomogeen
Uterus myomatosus
Ovariumcyste met bloeding
Intacte zwangerschap, hartactie positief
Chronisch subduraal hematoom met massawerking
Recent infarct in het stroomgebied van de media
Witte stof afwijkingen, periventriculair
Hydrocefalus, drain in situ
Ruimte-innemend proces met oedeem
Atrofie passend bij de leeftijd
Slijmvlieszwelling van de kaakholten, septumdeviatie
Fractuur van de orbitabodem
Mastoïd gesluierd, otitis
Spondylose en discopathie cervicaal
Kanaalstenose, facetartrose
Inzakking van de wervel, beenmergoedeem
Hernia met compressie van de wortel
Coxartrose met gewrichtsspleetversmalling
Avasculaire necrose van de heupkop
Pertrochantere fractuur, gammanagel
Gonartrose mediaal
Scheur van de achterhoorn van de mediale meniscus
Botoedeem in het tibiaplateau
Chondropathie patellair, bakerse cyste
Enkelfractuur, plaat en schroeven
Hielspoor, fasciitis plantaris
Ruptuur van de supraspinatuspees
Verkalking in de schouderpees
Voorste luxatie, labrumletsel
Radiuskopfractuur, vetkussenteken
Scaphoïdfractuur, pseudartrose
Epifysiolyse bij een kind, groeischijven open
Skeletleeftijd, linkerhand
Lytische haarden in het bekken
Callusvorming, gips
Dens klierweefsel, gegroepeerde microcalcificaties
Stervormige verdichting, biopt
Schildwachtklier, oksel
Multinodulair struma, koude nodus
Botscintigrafie, verhoogde opname
Simulatie voor bestraling, masker
Spiraal, dunne coupes, reconstructies
Kreatinine normaal, geen allergie bekend
Patiënt onrustig, bewegingsartefacten
Onderzoek afgebroken wegens claustrofobie
Toestemming getekend, nuchter
Pacemaker aanwezig
Liggende opname, matige inspiratie
Belaste opnamen, staand
Orthopantomogram, verstandskiezen
Maagsonde goed gelegen
Centraal veneuze lijn met tip in de vena cava
Drain verwijderd, subcutaan emfyseem
Punctie onder echogeleide, materiaal verzonden
Infiltratie, corticosteroïd
Antistolling, val van de trap
Stadiëring, evaluatie na chemotherapie
Buikpijn, koorts, leukocytose
Verdenking niersteenkoliek, hematurie
Kortademig, hoest, sputum
Plotselinge uitval, afasie
Diep abces, collectie
Metoprolol, amoxicilline, paracetamol
Retrograde cystografie
Vetonderdrukte opnamen in drie richtingen
Ongewijzigd ten opzichte van eerder
Advies controle over drie maanden
Geen verdachte laesies zichtbaar
`
  .trim()
  .split('\n');
