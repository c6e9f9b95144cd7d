import { type Screening, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, type InstanceOptions, instance, type Node, sq } from '../../../support/build.ts';
import { clean, refusal } from '../harness.ts';

const { digest: _digest, ...draft } = basicProfilePlan();
const SOP_CLASS = el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7');
const SOP_INSTANCE = el(0x00080018, 'UI', '2.25.1');
const of = (nodes: readonly Node[], options: Partial<InstanceOptions> = {}) =>
  instance({ ...options, elements: nodes });
const ofClass = (uid: string) => of([el(0x00080016, 'UI', uid), SOP_INSTANCE]);

describe('never reaches the rules, each by its own switch', () => {
  it.each<readonly [string, string, keyof Screening, Uint8Array]>([
    [
      'a directory by its media class',
      'DICOMDIR',
      'dicomdir',
      of([SOP_CLASS, SOP_INSTANCE], { meta: [el(0x00020002, 'UI', '1.2.840.10008.1.3.10')] }),
    ],
    ['a directory by its records', 'DICOMDIR', 'dicomdir', of([SOP_CLASS, SOP_INSTANCE, sq(0x00041220, [])])],
    ['a PDF', 'ENCAPSULATED_DOCUMENT', 'encapsulatedDocument', ofClass('1.2.840.10008.5.1.4.1.1.104.1')],
    [
      'a CDA document',
      'ENCAPSULATED_DOCUMENT',
      'encapsulatedDocument',
      ofClass('1.2.840.10008.5.1.4.1.1.104.2'),
    ],
    ['a 3D model', 'ENCAPSULATED_DOCUMENT', 'encapsulatedDocument', ofClass('1.2.840.10008.5.1.4.1.1.104.3')],
    [
      'a document of a class that is not registered yet',
      'ENCAPSULATED_DOCUMENT',
      'encapsulatedDocument',
      ofClass('1.2.840.10008.5.1.4.1.1.104.99'),
    ],
    [
      'a document in a class that has none',
      'ENCAPSULATED_DOCUMENT',
      'encapsulatedDocument',
      of([SOP_CLASS, SOP_INSTANCE, el(0x00420011, 'OB', 'x')]),
    ],
    ['a voice', 'AUDIO_RECORDING', 'audio', ofClass('1.2.840.10008.5.1.4.1.1.9.4.1')],
    ['any sound', 'AUDIO_RECORDING', 'audio', ofClass('1.2.840.10008.5.1.4.1.1.9.4.2')],
    [
      'sound by its modality',
      'AUDIO_RECORDING',
      'audio',
      of([SOP_CLASS, SOP_INSTANCE, el(0x00080060, 'CS', 'AU')]),
    ],
    ['no SOP Instance UID', 'NO_SOP_INSTANCE_UID', 'missingSopInstanceUid', of([SOP_CLASS])],
    [
      'an empty SOP Instance UID',
      'NO_SOP_INSTANCE_UID',
      'missingSopInstanceUid',
      of([SOP_CLASS, el(0x00080018, 'UI', '')]),
    ],
    [
      'burned in annotation',
      'BURNED_IN_ANNOTATION',
      'burnedInAnnotation',
      of([SOP_CLASS, SOP_INSTANCE, el(0x00280301, 'CS', 'YES')]),
    ],
    [
      'burned in annotation, badly written',
      'BURNED_IN_ANNOTATION',
      'burnedInAnnotation',
      of([SOP_CLASS, SOP_INSTANCE, el(0x00280301, 'CS', ' yes')]),
    ],
    ['no preamble', 'NO_PREAMBLE', 'noPreamble', of([SOP_CLASS, SOP_INSTANCE], { preamble: 'none' })],
  ])('%s', async (_name, code, key, bytes) => {
    expect(await refusal(bytes)).toBe(code);
    const plan = sealPlan({ ...draft, screening: { ...draft.screening, [key]: 'accept' } });
    expect(await refusal(bytes, { plan })).toBeNull();
  });

  it('but not what says NO, or nothing', async () => {
    for (const nodes of [[], [el(0x00280301, 'CS', 'NO')], [el(0x00280301, 'CS', '')]])
      expect(await refusal(of([SOP_CLASS, SOP_INSTANCE, ...nodes]))).toBeNull();
  });
});

describe('what says that it is de-identified already', () => {
  const bytes = of([SOP_CLASS, SOP_INSTANCE, el(0x00100010, 'PN', 'Doe^Jane'), el(0x00120062, 'CS', 'YES')]);

  it('is not believed', async () => {
    expect(await clean(bytes)).toMatchObject({ outcome: 'released' });
  });

  it('passes through as it is where the rules ask for that', async () => {
    const plan = sealPlan({
      ...draft,
      screening: { ...draft.screening, alreadyDeidentified: 'pass-through' },
    });
    expect(await clean(bytes, { plan })).toMatchObject({
      outcome: 'passed-through',
      segments: [{ kind: 'span', start: 0, end: bytes.length }],
      decisions: [],
    });
    const says = (text: string) => of([SOP_CLASS, SOP_INSTANCE, el(0x00120062, 'CS', text)]);
    expect(await clean(says('NO'), { plan })).toMatchObject({ outcome: 'released' });
  });
});
