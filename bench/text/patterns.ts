/** How names, places and institutions stand in free text. `{f}` family name, `{g}` given name, `{c}` city, `{h}` institution; small letters and capitals follow what is written: `{F}` in capitals, `{l}` family name in small letters. */
export interface Pattern {
  readonly text: string;
  /** Whether something beside it says what it is: a title, a label. */
  readonly cued: boolean;
  readonly kind: 'name' | 'place' | 'institution';
}

const all = (kind: Pattern['kind'], cued: boolean, texts: string): readonly Pattern[] =>
  texts
    .trim()
    .split(/\s*\n\s*/)
    .map((text) => ({ text, cued, kind }));

export const PATTERNS: readonly Pattern[] = [
  ...all(
    'name',
    true,
    `CT chest, Dr. {f}
MRI brain for Dr {g} {f}
Mr. {f} has pain in the left knee
Mrs {g} {f}, follow up
Patient: {g} {f}
Patient name: {f}, {g}
Radiologist: {f}
read by {f}
Dictated by {g} {f}
referred by {f}
{g} {f}, MD
Prof. Dr. med. {g} {f}
Frau {f}, Schmerzen links
Herr {g} {f}: CT Abdomen
Madame {f} douleur thoracique
Sra. {f}, dolor lumbar
Physician: {F}^{G}`,
  ),
  ...all(
    'name',
    false,
    `CT chest by {f}
discussed with {f} on the phone
wife {g} {f} present
per {f}, no contrast
{F}
{f}
{l}
{f} {g}
{G} {F}
{F}^{G}
{f}, {g}
{g} {f} knee left
knee left {f}
CT abdomen {F}
MR lumbar spine {l}
seen with {g} {f}
consent from {f}
daughter {g} called
c/o {f}
for {f} follow up chest xray
scan repeated, see {f}
T2 axial {f} repeat
{f}_head
call {f} with results
mother {g} {f} informed
CT Thorax von {f}
IRM genou pour {f}
RX torace {f}
RM rodilla de {g} {f}
report to {f}
{g} {f}
Abdomen {G} {F} portal venous
{g} {f} fracture left wrist
{f} stent in place`,
  ),
  ...all(
    'place',
    false,
    `transferred from {c}
lives in {c}
CT chest {c}
patient travels to {c}
prior study in {c}
{c} abdomen`,
  ),
  ...all(
    'institution',
    false,
    `prior CT at {h}
transferred from {h}
{h}
outside films {h}
MRI done at {h} last week
copy to {h}
Dr {f} / {h}`,
  ),
];
