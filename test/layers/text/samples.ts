import {
  addCode,
  addInitials,
  addPlace,
  emptyDraft,
  type IdentifierDraft,
} from '../../../layers/text/identifierDraft.ts';
import { addName } from '../../../layers/text/nameForms.ts';

/** Words of reports and protocols that name nobody: none of them may be lost from a text, whatever stands beside it. */
export const CLINICAL_WORDS: readonly string[] = `
abdomen acute adrenal anterior aorta appendicitis artery ascites atelectasis atrial axial benign bilateral bladder bone bowel brain breast bronchus calcification cardiac carotid
cerebral cervical chest cirrhosis colon contrast coronal coronary cortical cyst degenerative delayed diffuse diffusion distal edema effusion embolism emphysema enhancement esophagus
femur fibrosis fracture frontal gadolinium gallbladder glioma head heart hematoma hemorrhage hepatic hernia hip hydrocephalus infarct inferior intracranial ischemia kidney knee lateral left lesion ligament
liver lobe localizer lumbar lung lymphadenopathy malignant mass mediastinum meningioma meniscus metastases mild nodule normal oblique obstruction occipital occlusion opacity ovarian pancreas parietal patella pelvis
perfusion pericardial pleural pneumonia pneumothorax posterior post prostate proximal pulmonary renal resolution right routine sacral sagittal scan sclerosis screening severe shoulder sinus spine spleen stenosis stroke superior
supine temporal tendon thoracic thorax thrombosis thyroid tibia trauma tumor ultrasound unremarkable upper ureter uterus vein ventricle vertebral wrist
without with of the and in no for
FLAIR STIR MPRAGE DWI ADC T1 T2 T2W T1-weighted 3D 2D FSE TSE EPI SWI MIP MPR CTA MRA PET FDG HRCT ROI AP PA LAT RAO LAO
3.0T 1.5T 512x512 256x192 C7-T1 L4/5 L5-S1 b1000 TR TE FOV 120kVp 5mm 0.625mm 2.5mm 10ml 70% 99mTc 18F-FDG EF55% BI-RADS TNM T2N1M0
Schädel Leber Lunge Knie links rechts Fraktur ohne Kontrastmittel poumon foie gauche droite hígado pulmón derecha izquierda
`
  .trim()
  .split(/\s+/);

export interface Somebody {
  readonly family: string;
  readonly given: string;
}

/** People who are not words of a report. */
export const PEOPLE: readonly Somebody[] = (
  [
    ['Thistlewood', 'Oswin'],
    ['Brzęczyszczykiewicz', 'Grzegorz'],
    ['Oyelaran', 'Adunni'],
    ['Quiroga', 'Íñigo'],
    ['Vandersloot', 'Maarten'],
    ['Nakagawara', 'Chiyoko'],
    ['Müllerschön', 'Jörgfried'],
    ['Ó Súilleabháin', 'Caoimhe'],
    ['Strömqvist', 'Åsa'],
    ['Li', 'Xu'],
    ['Ng', 'Bo'],
    ['Dell’Acquarone', 'Ginevra'],
    ["O'Shaughnessy", 'Fintan'],
    ['Abernathy-Whitlock', 'Marguerite'],
    ['Weißgerber', 'Käthe'],
    ['Đorđević', 'Željka'],
    ['Иванова', 'Людмила'],
    ['Παπαδόπουλος', 'Κωνσταντίνος'],
    ['Yıldırım', 'Çağla'],
    ['Kristjánsdóttir', 'Þórunn'],
  ] as const
).map(([family, given]) => ({ family, given }));

/** What an instance says of people, identifiers, places and dates. */
export function identifiers(of: {
  readonly names?: readonly string[];
  readonly codes?: readonly string[];
  readonly places?: readonly string[];
  readonly days?: readonly string[];
  readonly times?: readonly string[];
}): IdentifierDraft {
  const draft = emptyDraft();
  for (const name of of.names ?? []) addName(name, draft);
  for (const code of of.codes ?? []) addCode(code, draft);
  for (const place of of.places ?? []) {
    addPlace(place, draft);
    addInitials(place, draft);
  }
  for (const day of of.days ?? []) draft.days.add(day);
  for (const time of of.times ?? []) draft.times.add(time);
  return draft;
}
