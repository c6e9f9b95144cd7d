/**
 * What a number before it counts or measures in a description of a scan: views, layers, phases, weeks. A house has no such number. Folded; the
 * languages that reports are most written in, with the abbreviations of radiography.
 */
export const COUNTED: ReadonlySet<string> = new Set(
  `view views vw vws film films image images img imgs slice slices scan scans series sequence sequences seq seqs phase phases echo echoes frame frames exposure exposures projection projections plane planes stack stacks
  channel channels row rows detector detectors lead leads level levels part parts segment segments bed beds position positions step steps shot shots spot spots fraction fractions
  week weeks wk wks month months mo mos mth mths day days year years yr yrs hour hours hr hrs min mins minute minutes sec secs second seconds times time fold dim dimensional nd rd th st
  lesion lesions nodule nodules node nodules mass masses cyst cysts fx fxs fu res chamber chambers vessel vessels coil coils dose doses tesla
  ebene ebenen eb aufnahme aufnahmen bild bilder schicht schichten serien phasen sequenz sequenzen projektion projektionen richtung richtungen woche wochen monat monate tage stunde stunden jahre herd herde
  incidence incidences cliche cliches vue vues coupe coupes plans semaine semaines mois jour jours heure heures annee annees
  proyeccion proyecciones vistas imagen imagenes fase fases placa placas planos semana semanas mes meses dia hora horas ano anos
  proiezione proiezioni immagine immagini strato strati piani settimana settimane mese mesi giorno giorni ora ore anno anni
  incidencia incidencias imagem imagens projecao projecoes
  opname opnames opnamen richtingen beelden coupes vlak vlakken weken maanden dagen uur jaar
  billede billeder snit projektioner uger ugor veckor vecka manader uker bilde bilder
  projekcja projekcje projekcji zdjecie zdjecia tygodnie`.split(/\s+/),
);

/** Abbreviations of radiography that are no family's name: in capitals they name nobody. */
export const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'ap pa ll lao rao lpo rpo cc mlo vw vws img imgs seq seqs wk wks mth mths yr yrs hr hrs'.split(' '),
);
