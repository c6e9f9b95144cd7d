import { sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { type EncodeText, el, instance, type Node, sq } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { effortMs } from '../../../support/effort.ts';
import { clean, refusal } from '../harness.ts';

const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];

/** What becomes of an instance in which one attribute that goes and one that stays have these values. */
function outcome(
  gone: Node,
  stays: Node,
  options: { text?: EncodeText; set?: string } = {},
): Promise<string | null> {
  const set = options.set === undefined ? [] : [el(0x00080005, 'CS', options.set)];
  return refusal(
    instance({
      elements: [...set, ...SOP, gone, stays],
      ...(options.text === undefined ? {} : { text: options.text }),
    }),
  );
}
const name = (value: string) => el(0x00100010, 'PN', value);
const id = (value: string) => el(0x00100020, 'LO', value);
/** Texts without a row in Table E.1-1: Convolution Kernel, and Strain Additional Information. */
const kept = (value: string) => el(0x00181210, 'SH', value);
const keptLong = (value: string) => el(0x00100218, 'UT', value);

describe('what names a patient is not left in text that rules keep', () => {
  it.each([
    ['a part of a name', name('Zwieback^Oriane'), kept('left knee of Oriane')],
    ['in other case', name('Zwieback^Oriane'), kept('ZWIEBACK')],
    ['between other characters', name('Zwieback^Oriane'), kept('knee/zwieback_left')],
    [
      'in long text',
      name('Zwieback^Oriane'),
      keptLong(`${'word '.repeat(5_000)}Zwieback${' word'.repeat(5_000)}`),
    ],
    ['nested', name('Zwieback^Oriane'), sq(0x00081115, [[sq(0x00081199, [[kept('Zwieback')]])]])],
    ['of a physician', el(0x00080090, 'PN', 'Halvorsen^Tormod'), kept('for Halvorsen')],
    [
      'of somebody in a removed sequence',
      sq(0x00081062, [[name('Halvorsen^Tormod')]]),
      kept('for Halvorsen'),
    ],
    ['an ID', id('KH-1234567'), kept('file KH-1234567, left')],
    ['an ID of digits', id('1234567'), kept('file 1234567')],
    ['an accession number', el(0x00080050, 'SH', 'ACC998877'), kept('ACC998877')],
    ['an ID of several words', id('Ward 12 34'), kept('patient of Ward 12 34.')],
    ['a UID in text', el(0x0020000d, 'UI', '2.25.777777'), kept('study 2.25.777777')],
    ['a UID in a UID', el(0x0020000d, 'UI', '2.25.777777'), el(0x00080016, 'UI', '2.25.777777')],
  ])('%s', async (_name, gone, stays) => {
    expect(await outcome(gone, stays)).toBe('RESIDUE_FOUND');
  });

  it('with or without diacritics, in any set', async () => {
    const latin = { text: encoderOf(['ISO_IR 100']), set: 'ISO_IR 100' };
    expect(await outcome(name('Müller^Zoë'), kept('Knie MULLER'), latin)).toBe('RESIDUE_FOUND');
    expect(await outcome(name('Muller'), kept('Knie Müller'), latin)).toBe('RESIDUE_FOUND');
    const cyrillic = { text: encoderOf(['ISO_IR 144']), set: 'ISO_IR 144' };
    expect(
      await outcome(name('Люкceмбypг^Pозa'.replace(/[a-zA-Z]/g, 'а')), kept('Люкаамбаааг'), cyrillic),
    ).toBeNull();
    expect(await outcome(name('Борисов'), kept('для БОРИСОВ'), cyrillic)).toBe('RESIDUE_FOUND');
  });

  it('names the element and not the value', async () => {
    const result = await clean(instance({ elements: [...SOP, name('Zwieback'), kept('Zwieback')] }));
    expect(result).toMatchObject({ reason: { code: 'RESIDUE_FOUND', path: '(0018,1210)' } });
    expect(JSON.stringify(result)).not.toMatch(/zwieback/i);
  });
});

describe('what only looks like it', () => {
  it.each([
    ['a Defined Term: a patient called Foot', name('Foot^Anna'), el(0x00180015, 'CS', 'FOOT')],
    ['a maker: a patient called Philips', name('Philips^Anna'), el(0x00080070, 'LO', 'Philips')],
    ['a model', name('Ingenia^Anna'), el(0x00081090, 'LO', 'Ingenia')],
    [
      'a code and its meaning',
      name('Foot^Anna'),
      sq(0x00082218, [[el(0x00080100, 'SH', 'FOOT'), el(0x00080104, 'LO', 'Foot')]]),
    ],
    ['three letters', name('Lee^Jo'), kept('Lee side, jo')],
    ['a part of a word', name('Arm^Hand'), kept('Handle of the device')],
    ['a part of a number', id('1234'), kept('lot 991234, 12345')],
    ['an ID with other delimiters', id('12-34-56'), kept('12 34 56')],
    ['the end of a UID', el(0x0020000d, 'UI', '2.25.77'), kept('1.2.25.77')],
    [
      'a UID that the standard registers',
      el(0x0020000d, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      kept('1.2.840.10008.5.1.4.1.1.7'),
    ],
    ['an empty name', name(''), kept('anything')],
    ['only delimiters', id('----'), kept('---- ----')],
    ['an ID of zeros alone', id('00000000'), kept('lot 00000000')],
    ['what it became: the pseudonym has no letters of it', name('Zwieback'), kept('PATIENT')],
    ['a text that goes by its own rule', name('Zwieback'), el(0x00081030, 'LO', 'Zwieback')],
  ])('%s', async (_name, gone, stays) => {
    expect(await outcome(gone, stays)).toBeNull();
  });
});

it('a plan can do without', async () => {
  const { digest: _digest, ...draft } = basicProfilePlan();
  const plan = sealPlan({ ...draft, searchResidue: false });
  const object = instance({ elements: [...SOP, name('Zwieback'), kept('Zwieback')] });
  expect([await refusal(object), await refusal(object, { plan })]).toEqual(['RESIDUE_FOUND', null]);
});

it('costs time that grows with the instance, not with its square', async () => {
  const count = 4_000;
  const object = instance({
    elements: [
      ...SOP,
      sq(
        0x00101002,
        Array.from({ length: count }, (_, index) => [id(`AB-${index}-XY`)]),
      ),
      sq(
        0x00081115,
        Array.from({ length: count }, (_, index) => [kept(`Some other text AB-${index}`)]),
      ),
      keptLong('1'.repeat(300_000)),
      el(0x0008030e, 'UT', '1.'.repeat(100_000)),
    ],
  });
  const started = effortMs();
  expect(await refusal(object)).toBeNull();
  expect(effortMs() - started).toBeLessThan(5_000);
});
