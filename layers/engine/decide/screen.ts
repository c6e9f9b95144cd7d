import type { RulePlan } from '../../../rules/plan.ts';
import { elementWith } from '../../dicom/element.ts';
import { withoutTrailingPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isAudioClass, isDirectoryClass, isEncapsulatedDocumentClass } from '../../dicom/standard/uid.ts';
import { asTag } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import { mayShowText } from '../look/kinds.ts';
import type { Reason } from '../reason.ts';

const SOP_CLASS_UID = asTag(0x00080016);
const SOP_INSTANCE_UID = asTag(0x00080018);
const MODALITY = asTag(0x00080060);
const BURNED_IN_ANNOTATION = asTag(0x00280301);
const ENCAPSULATED_DOCUMENT = asTag(0x00420011);
const DIRECTORY_RECORD_SEQUENCE = asTag(0x00041220);
const MEDIA_STORAGE_SOP_CLASS_UID = asTag(0x00020002);

/** Why an instance must not reach the rules; null: it may. */
export function screen(plan: RulePlan, instance: ParsedInstance): Reason | null {
  const { screening } = plan;
  const has = (tag: number) => elementWith(instance.dataSet, asTag(tag)) !== undefined;
  const sopClass = rootText(instance, SOP_CLASS_UID);
  const mediaClass = metaText(instance);

  const isDirectory =
    isDirectoryClass(mediaClass) || isDirectoryClass(sopClass) || has(DIRECTORY_RECORD_SEQUENCE);
  if (isDirectory && screening.dicomdir === 'quarantine')
    return reason(
      'DICOMDIR',
      'A media directory: it lists patients and refers to files by their old names',
      'Make a new directory of the released instances.',
    );

  const isDocument = isEncapsulatedDocumentClass(sopClass) || has(ENCAPSULATED_DOCUMENT);
  if (isDocument && screening.encapsulatedDocument === 'quarantine')
    return reason(
      'ENCAPSULATED_DOCUMENT',
      'An encapsulated document, whose pages may name the patient',
      'Look at the document; accept it in the rules only if all such documents are clean.',
      '(0042,0011)',
    );

  const isSound = isAudioClass(sopClass) || rootText(instance, MODALITY).toUpperCase() === 'AU';
  if (isSound && screening.audio === 'quarantine')
    return reason(
      'AUDIO_RECORDING',
      'A recording of sound: a voice tells who speaks, and may say who the patient is',
      'Listen to it; accept recordings in the rules ("audio" of "screening") only if none of them is of a voice.',
      '(5400,0100)',
    );

  const isUnidentified = rootText(instance, SOP_INSTANCE_UID) === '';
  if (isUnidentified && !isDirectory && screening.missingSopInstanceUid === 'quarantine')
    return reason(
      'NO_SOP_INSTANCE_UID',
      'No SOP Instance UID, so the instance cannot be told apart from others',
      'Give the instance its UID.',
      '(0008,0018)',
    );

  const isBurnedIn = rootText(instance, BURNED_IN_ANNOTATION).toUpperCase() === 'YES';
  if (isBurnedIn && screening.burnedInAnnotation === 'quarantine')
    return reason(
      'BURNED_IN_ANNOTATION',
      'Burned In Annotation is YES: the pixels may show who the patient is',
      'Clean the pixels first.',
      '(0028,0301)',
    );
  if (screening.pixels === 'quarantine' && plan.pixels === undefined && mayShowText(instance))
    return reason(
      'PIXELS_NOT_LOOKED_AT',
      'Instances of this kind often show text in their pixels, and no rule looks for it',
      'Look at the image; if such images are clean, accept them in the rules ("pixels" of "screening").',
      '(7FE0,0010)',
    );
  return null;
}

const PATIENT_IDENTITY_REMOVED = asTag(0x00120062);

/** Whether the rules want an instance passed through as it is because it says that it is de-identified already. */
export function passesThrough(plan: RulePlan, instance: ParsedInstance): boolean {
  return (
    plan.screening.alreadyDeidentified === 'pass-through' &&
    rootText(instance, PATIENT_IDENTITY_REMOVED).toUpperCase() === 'YES'
  );
}

function metaText(instance: ParsedInstance): string {
  const element = elementWith(instance.fileMeta, MEDIA_STORAGE_SOP_CLASS_UID);
  if (element === undefined) return '';
  return withoutTrailingPadding(
    Buffer.from(instance.metaBytes.view(element.valueStart, element.valueEnd)).toString('latin1'),
  );
}

function reason(code: string, message: string, hint: string, path?: string): Reason {
  return { code, message, hint, ...(path === undefined ? {} : { path }) };
}
