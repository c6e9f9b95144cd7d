/** Words that stand before a person's name and mean nothing else. Folded. */
export const TITLES: ReadonlySet<string> = new Set(
  `doctor doktor docteur doctora doctores prof professor professeur profesor profesora professore mrs miss messrs herr herrn frau mme mlle madame mademoiselle monsieur
  senor senora senorita srta dra dott dottore dottoressa dottssa signor signora mevrouw mijnheer dhr mevr lic priv pd`.split(
    /\s+/,
  ),
);

/** Words that mean a title as well as something else (magnetic resonance, digital radiography, French gauge, sequence): how they are written decides. */
export const SHORT_TITLES: ReadonlySet<string> = new Set(
  'dr mr ms mx sr sra fr hr sig don dona sir lady rev hon m'.split(' '),
);

/** What may stand between a title and the name. */
export const BETWEEN_TITLES: ReadonlySet<string> = new Set(
  'dr prof med dent habil univ phil rer nat hc ing dipl doz oa ob ass priv doctor professor vet'.split(' '),
);

/** Degrees behind a name. */
export const DEGREES: ReadonlySet<string> = new Set('md phd frcr frcs frcp mbbs facr rn bsn crnp'.split(' '));

/** What is written before `:` and a person's name. */
export const NAME_LABELS: ReadonlySet<string> = new Set(
  `name names patientname patname lastname firstname surname forename givenname familyname alias nom prenom nombre nombres apellido apellidos nome cognome sobrenome naam voornaam achternaam vorname nachname familienname patientenname namn navn
  patient pat pt physician phys doctor dr md ref refphys radiologist radiographer technologist technician tech operator nurse referrer referring referral requester requesting attending resident fellow consultant surgeon anesthetist anaesthetist gp provider reader reporter author transcriptionist
  signed signature contact kin nok mother father wife husband spouse son daughter sister brother guardian
  arzt arztin hausarzt uberweiser zuweiser einweiser untersucher befunder mtra mta mtr medecin radiologue manipulateur prescripteur medico medica radiologo tecnico operador arts laborant verwijzer`.split(
    /\s+/,
  ),
);

/** Those after which every word is a name, also one that texts use. */
export const CERTAIN_NAME_LABELS: ReadonlySet<string> = new Set(
  `name names patientname patname lastname firstname surname forename givenname familyname nom prenom nombre apellido apellidos nome cognome sobrenome naam voornaam achternaam vorname nachname familienname patientenname`.split(
    /\s+/,
  ),
);

/** Words before `by` and a person's name. */
export const DONE_BY: ReadonlySet<string> = new Set(
  `read reported dictated performed signed requested ref referred reviewed approved verified interpreted transcribed ordered examined scanned done acquired entered authenticated prepared checked seen operated written supervised`.split(
    ' ',
  ),
);

/** `by`, after them. */
export const BY: ReadonlySet<string> = new Set(['by', 'von', 'par', 'por', 'da', 'door', 'af']);

/** What is written before an identifier. */
export const CODE_LABELS: ReadonlySet<string> = new Set(
  `mrn pid ssn nhs nhsnumber accession acc accno mpi patid patientid patientennummer patnr fallnummer fallnr aufnahmenummer ipp nip nhc dni cpf bsn cpr svnr kvnr hin hn chi emrn umrn uhid ehr emr encounter rut sin medrec hosp`.split(
    /\s+/,
  ),
);

/** Words that say so together with `ID`, `no`, `number`, `#`. */
export const NUMBERED: ReadonlySet<string> = new Set(
  `patient pat pt case fall visit order file record chart hospital study exam account policy insurance subject admission request requisition requisitions dossier expediente historia registration medical unit national passport licence license versicherten auftrags auftrag`.split(
    /\s+/,
  ),
);
/** Words that say so with a sign or a point behind them, before four digits and more: `MR# 48-39-21`, `Pol. K123.456.78`. */
export const SIGNED_LABELS: ReadonlySet<string> = new Set(
  'mr lic license licence policy pol poliza polizza apolice acct claim member group grp ins insurance cert certificate dea npi gmc lanr bsnr rpps adeli'.split(
    ' ',
  ),
);
export const NUMBER_WORDS: ReadonlySet<string> = new Set('id no nr nro num number numero nummer'.split(' '));

/** What is written before a telephone number. */
export const PHONE_LABELS: ReadonlySet<string> = new Set(
  'tel telephone telefon telefono telefone tlf phone phones fax mobile mob cell handy pager bleep beeper ext extension ph hotline'.split(
    ' ',
  ),
);

/** What is written before a date or a year of birth. */
export const BIRTH_LABELS: ReadonlySet<string> = new Set(
  'dob yob born birth birthdate birthday birthyear geb geboren gebdat geburtsdatum geburtsjahr nacido nacida nacimiento nato nata nascita nascimento naissance geboortedatum geboortejaar jahrgang fodt fodselsdato'.split(
    ' ',
  ),
);

/** What stands before an age. */
export const AGE_LABELS: ReadonlySet<string> = new Set(
  'age aged alter edad eta idade leeftijd alder'.split(' '),
);
/** What stands behind an age. */
export const AGE_UNITS: ReadonlySet<string> = new Set(
  `y yo yr yrs year years yearold yom yof j jahre jahr jahrig jahrige jahriger jahriges jahrigen jaehrig jaehrige jaehriger ans an anos ano anni anno jaar jarige jarig ar aar`.split(
    /\s+/,
  ),
);
