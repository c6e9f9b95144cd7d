/** Made-up people, places and institutions, by what lists know of them. Nobody is meant. */
export interface Somebody {
  readonly given: string;
  readonly family: string;
}

const of = (names: string): readonly Somebody[] =>
  names
    .trim()
    .split(/\s*\n\s*/)
    .map((line) => {
      const [given = '', family = ''] = line.split(' ');
      return { given, family };
    });

/** Names that many people have, of many cultures, in Latin letters. */
export const LISTED: readonly Somebody[] = of(`
Jennifer Kowalski
Marcus Henderson
Katharina Schneider
Thorsten Hoffmann
Guillaume Lefebvre
Amandine Rousseau
Alejandro Gutierrez
Lucia Hernandez
Giovanni Esposito
Chiara Ricci
Joao Pereira
Mariana Oliveira
Willem Jansen
Sanne Visser
Mehmet Yilmaz
Ayse Demir
Rajesh Patel
Priya Sharma
Hiroshi Tanaka
Yuki Nakamura
Nguyen Tran
Omar Hassan
Fatima Khalil
Ivan Petrov
Olga Smirnova
Bjorn Andersson
Ingrid Johansson
Zoltan Nagy
Pavel Novak
Siobhan Murphy
Patrick Gallagher
Deborah Washington
Tyrone Jefferson
Keisha Robinson
Leticia Ramirez
Stanislaw Wojcik
`);

/** Names that texts use as words as well: place decides. */
export const AMBIGUOUS: readonly Somebody[] = of(`
Grace Brown
Rose Long
Paris White
Mark Young
Faith Bone
Frank Cross
Will Small
Dawn Short
Hope Hand
Max Stone
`);

/** Names that are on no list: made of syllables that names of no language are made of. A run says if one is on a list after all. */
export const UNLISTED: readonly Somebody[] = of(`
Velmarik Tordanquist
Ostrella Brunfelder
Jandrusz Kwiethorny
Mirabexa Thornveldt
Quorvan Dastleby
Ilyandra Vosskemper
Baruntesh Gholvadkar
Teshunike Adobarele
Yelkovan Mutsaridze
Harukeno Shimotsuba
Corvantes Ildegarra
Fiorendo Baltruscani
Wylfram Ascoughby
Nadezhka Prokolyev
Sindrewald Holmqvest
Abdulhaqar Benyoumsi
Rosheldine Papadimou
Gwenllyth Penhaltry
`);

export const CITIES: readonly string[] =
  'Springfield Rotterdam Heidelberg Toulouse Valencia Bergamo Coimbra Cleveland Manchester Krakow'.split(' ');

export const HOSPITALS: readonly string[] = [
  'Northgate Imaging',
  'Lakeshore Medical Center',
  'Riverside Clinic',
  'Mercy General Hospital',
  'Klinikum Heidelberg',
  'Universitätsklinikum Köln',
  'Hôpital Saint-Antoine',
  'Hospital Clínico San Carlos',
  'Ospedale San Raffaele',
  'Westbrook Radiology Associates',
  'Eastwood Diagnostics',
  'Ziekenhuis Amstelland',
];
