/** Names of the months from January to December in seventeen languages, and their abbreviations, folded. */
const NAMES: readonly (readonly string[])[] = [
  'january february march april may june july august september october november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'januar februar marts april maj juni juli august september oktober november december',
  'tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu',
  'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar mars april mai juni juli august september oktober november desember',
  'ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince',
  'ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik',
  'ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου',
  'januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december',
  'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
].map((line) => line.split(' '));

const SHORT_NAMES: readonly (readonly string[])[] = [
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'jan feb mrz apr mai jun jul aug sept okt nov dez',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  'ene feb mar abr may jun jul ago sept oct nov dic',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'jan feb mrt apr mei jun jul aug sep okt nov dec',
].map((line) => line.split(' '));

const ALL = [...NAMES, ...SHORT_NAMES];

/** Month of the year, 1 to 12, by its folded name or abbreviation. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  ALL.flatMap((names) => names.map((name, index) => [name, index + 1] as const)),
);

/** What else reports mean by such a word: optical coherence tomography, metal artefact reduction, septum, an order, a generator, out. */
const OTHER_MEANINGS: ReadonlySet<string> = new Set(
  'mar mars may mai mei set sep sept oct out dec dez dic ago gen mag marzo march marts marca maja lutego august mart nisan ekim kasim subat eylul ocak aralik julius zari'.split(
    ' ',
  ),
);

/** Names that mean a month even without a year. */
export const UNAMBIGUOUS_MONTHS: ReadonlySet<string> = new Set(
  [...MONTHS.keys()].filter((name) => !OTHER_MEANINGS.has(name)),
);
