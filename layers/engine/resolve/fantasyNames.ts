/**
 * Names of people who do not exist, made up for this engine: 64 of each, so that six bits choose one. What a hash chooses stays the same for
 * ever, so no name may be changed, moved or added.
 */

/** The first half of a family name. */
export const FAMILY_BEGINNINGS: readonly string[] =
  'Alder Amber Ash Aspen Birch Black Bram Briar Brook Cedar Clay Cliff Cold Copper Crow Dale Dusk Elder Elm Fallow Fen Fern Flint Frost Glen Gold Grey Hart Hawk Hazel Heath Holly Iron Ivy Kestrel Lark Lime Linden Marsh Maple Mist Moor Moss Night Oak Otter Pine Quill Raven Reed Rowan Rush Sage Silver Snow Sorrel Stone Thorn Tide Vale Willow Wind Winter Wren'.split(
    ' ',
  );

/** The second half. */
export const FAMILY_ENDINGS: readonly string[] =
  'acre bank barrow beck borne bourne bridge brook burn bury by combe cote croft dale dell den down edge fall fell field ford garth gate grove hall ham hill holm holt hurst keep land leigh ley low lynn mead mere mill more moor mouth nook pool reach ridge rigg shaw side slade stead stoke thorpe toft ton vale wald water well wick wood worth'.split(
    ' ',
  );

/** Given names where Patient's Sex is F. */
export const GIVEN_NAMES_F: readonly string[] =
  'Adelin Aelis Amarel Anwen Arieth Avelyn Belisa Brenna Brisel Calien Carys Celandin Corisa Dalena Delwyn Edlyn Eilora Elaris Elowen Emeria Enid Faelyn Fiora Galina Gwenor Halia Hestia Idris Ilsabet Isaura Jessamy Jorinde Kaelis Kerensa Lanora Liriel Loveday Lunet Maelis Marisel Melior Merewyn Mirabel Morwenna Nerys Nimue Odelin Orlaith Perenna Quenby Rhosyn Rosamel Sabeth Selwyna Seren Sidony Sunniva Tamsyn Thessaly Undine Vespera Wenna Ysolde Zinnia'.split(
    ' ',
  );

/** Where it is M. */
export const GIVEN_NAMES_M: readonly string[] =
  'Adwin Aldric Alun Ambros Anselm Arden Aubrin Baldric Bastien Berin Bevis Borin Brannoc Cador Caedmon Cerdic Corwin Daric Derwin Drystan Eadric Edmer Elric Emrys Erwan Evander Faramon Fenwick Florin Gareth Gavriel Gerwin Godric Hadrin Halward Hereward Isembard Ivor Jarek Jorund Kelvan Kenric Lambert Leofric Lorcan Lucan Madoc Marrec Merrin Niall Odran Orrin Osric Perran Piran Quillan Radulf Rhodri Sander Sigurd Tadeo Theron Ulric Wystan'.split(
    ' ',
  );
