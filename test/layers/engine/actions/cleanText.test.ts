import fc from 'fast-check';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import type { Vr } from '../../../../layers/dicom/vr.ts';
import { cleanText } from '../../../../layers/engine/actions/cleanText.ts';
import { Questions, Resolutions } from '../../../../layers/engine/resolve/requests.ts';
import { identifiersOf } from '../../../../layers/text/identifiers.ts';
import { el, instance, type Node, sq } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { holds } from '../../../support/properties.ts';
import { CLINICAL_WORDS, PEOPLE } from '../../text/samples.ts';
import { clean, cleanBytes, parsed, refusal } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const CLEAN = { kind: 'clean-text' } as const;
const DESCRIPTION = 0x0008103e;
const plan = planOf([DESCRIPTION, CLEAN]);

/** What becomes of a series description in an instance of this patient. */
async function described(text: string, ...others: readonly Node[]): Promise<string | undefined> {
  const object = instanceOf([
    el(0x00100010, 'PN', 'Thistlewood^Oswin'),
    el(0x00100020, 'LO', 'AB-4711'),
    el(DESCRIPTION, 'LO', text),
    ...others,
  ]);
  return (await texts(await cleanBytes(object, { plan })))['(0008,103E)'];
}

describe('what an instance says of itself goes from its texts, whatever its rule', () => {
  test.each<readonly [string, Node, string, string]>([
    ['its patient', el(0x00081030, 'LO', ''), 'Thistlewood, O. chest', '[removed]. chest'],
    ['its patient ID', el(0x00081030, 'LO', ''), 'chest ab4711', 'chest [removed]'],
    ['a physician', el(0x00080090, 'PN', 'Quiroga^Ana'), 'for ana quiroga', 'for [removed]'],
    ['an operator of many', el(0x00081070, 'PN', 'A^B\\Oyelaran^Adunni'), 'by Oyelaran', 'by [removed]'],
    ['a nested person', sq(0x00321064, [[el(0x00321032, 'PN', 'Quiroga^Ana')]]), 'Quiroga', '[removed]'],
    ['the accession number', el(0x00080050, 'SH', '77-12'), 'acq 7712', 'acq [removed]'],
    ['the institution', el(0x00080080, 'LO', 'Mayo Clinic'), 'Mayo protocol', '[removed] protocol'],
    ['its initials', el(0x00080080, 'LO', 'Massachusetts General Hospital'), 'MGH head', '[removed] head'],
    ['its address', el(0x00080081, 'ST', '3 Quiet Row\r\nSpringfield'), 'in Springfield', 'in [removed]'],
    ['the station', el(0x00081010, 'SH', 'XRAY-7731'), 'on XRAY 7731', 'on [removed]'],
    ['the serial number', el(0x00181000, 'LO', 'SN 88-31'), 'sn8831 coil', '[removed] coil'],
    ['a date', el(0x00100030, 'DA', '19570307'), 'born 07.03. here', 'born [removed]. here'],
    ['an old date', el(0x00080020, 'DA', '1999.03.07'), 'on 03/07', 'on [removed]'],
    ['a date and time', el(0x0008002a, 'DT', '19990307143000'), 'at 14:30', 'at [removed]'],
  ])('%s', async (_what, node, before, after) => {
    expect(await described(before, node)).toBe(after);
  });

  test('identifiers in content items by their concepts', async () => {
    const item = (code: string, text: string): readonly Node[] => [
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [[el(0x00080100, 'SH', code), el(0x00080102, 'SH', 'DCM'), el(0x00080104, 'LO', 'x')]]),
      el(0x0040a160, 'UT', text),
    ];
    const content = sq(0x0040a730, [
      item('121030', 'SUBJ-88-1'),
      item('121009', 'Mayo Clinic'),
      item('121106', 'flow'),
    ]);
    expect(await described('subj881 Mayo flow', content)).toBe('[removed] flow');
  });

  test('are collected once', async () => {
    const object = await parsed(instanceOf([el(0x00100010, 'PN', 'Thistlewood^Oswin')]));
    expect(identifiersOf(object)).toBe(identifiersOf(object));
  });
});

describe('each VR', () => {
  test.each<readonly [Vr, string, string]>([
    ['LO', 'CT 2024-01-31\\chest', 'CT [removed]\\chest'],
    ['SH', 'T1\\Thistlewood T2', 'T1\\[removed] T2'],
    ['LT', 'lung\r\nThistlewood\r\nliver', 'lung\r\n[removed]\r\nliver'],
    ['ST', 'C:\\Thistlewood', '[removed]'],
    ['UT', 'Thistlewood', '[removed]'],
    ['UC', 'lung\\Thistlewood', 'lung\\[removed]'],
    ['PN', 'Anybody^At All\\\\X', '[removed]\\\\[removed]'],
    ['AE', 'THISTLEWOOD', '[removed]'],
    ['CS', 'HEAD\\THISTLEWOOD', 'HEAD\\REMOVED'],
  ])('%s', async (vr, before, after) => {
    const object = instanceOf([el(0x00100010, 'PN', 'Thistlewood^Oswin'), el(0x00081030, vr, before)]);
    const out = await cleanBytes(object, { plan: planOf([0x00081030, CLEAN]) });
    expect((await texts(out))['(0008,1030)']).toBe(after);
  });

  test('a note that cannot be read as text goes', async () => {
    const notes = planOf([0x0016002b, CLEAN]);
    const object = instanceOf([el(0x0016002b, 'OB', Uint8Array.of(1, 2))]);
    expect(Object.keys(await texts(await cleanBytes(object, { plan: notes })))).not.toContain('(0016,002B)');
  });

  test.each<readonly [Vr, string]>([
    ['DS', '1.5'],
    ['DA', '20240131'],
    ['UI', '1.2.3'],
    ['UR', 'http://a'],
  ])('%s is refused, and an empty one is not', async (vr, value) => {
    const on = planOf([0x00081030, CLEAN]);
    expect(await refusal(instanceOf([el(0x00081030, vr, value)]), { plan: on })).toBe('ACTION_NOT_FOR_VR');
    expect(await refusal(instanceOf([el(0x00081030, vr, '')]), { plan: on })).toBe(null);
  });

  test('a value is cut to what its VR holds, a replacement never in two', async () => {
    const object = instanceOf([el(0x00100010, 'PN', 'Li^Xu'), el(0x00081030, 'SH', 'thorax Li ap')]);
    const out = await texts(await cleanBytes(object, { plan: planOf([0x00081030, CLEAN]) }));
    expect(out['(0008,1030)']).toBe('thorax [removed]');
    const longer = instanceOf([el(0x00100010, 'PN', 'Li^Xu'), el(0x00081030, 'SH', 'abdomen Li ap')]);
    expect(
      (await texts(await cleanBytes(longer, { plan: planOf([0x00081030, CLEAN]) })))['(0008,1030)'],
    ).toBe('abdomen');
  });
});

describe('sequences', () => {
  const REQUEST = 0x00400275;
  const requests = planOf([0x0020000d, { kind: 'keep' }], [0x00081150, { kind: 'remove' }], [REQUEST, CLEAN]);
  const object = instanceOf([
    el(0x00100010, 'PN', 'Thistlewood^Oswin'),
    sq(REQUEST, [
      [
        el(0x00081150, 'UI', '1.2.3'),
        el(0x00400007, 'LO', 'chest for Thistlewood'),
        sq(0x00400008, [
          [
            el(0x00080100, 'SH', '12345678'),
            el(0x00080102, 'SH', '99X'),
            el(0x00080104, 'LO', 'Dr. Quiroga protocol'),
          ],
        ]),
        el(0x00200013, 'IS', '7'),
        el(0x00321032, 'PN', 'Quiroga^Ana'),
        el(0x00401400, 'LT', 'lung'),
      ],
    ]),
  ]);

  test('stay; text in their items is cleaned at any depth, codes stay, own rules hold', async () => {
    const out = await texts(await cleanBytes(object, { plan: requests }));
    const inside = Object.fromEntries(
      Object.entries(out).flatMap(([path, text]) =>
        path.startsWith('(0040,0275)') ? [[path.slice(14), text]] : [],
      ),
    );
    expect(inside).toEqual({
      '(0040,0007)': 'chest for [removed]',
      '(0040,0008)[0](0008,0100)': '12345678',
      '(0040,0008)[0](0008,0102)': '99X',
      '(0040,0008)[0](0008,0104)': 'Dr. [removed] protocol',
      '(0020,0013)': '7',
      '(0032,1032)': '[removed]',
      '(0040,1400)': 'lung',
    });
  });
});

describe('bytes', () => {
  const NATIONAL: readonly (readonly [
    terms: readonly string[],
    name: string,
    before: string,
    after: string,
  ])[] = [
    [['ISO_IR 100'], 'Müller^Jörg', 'Schädel für Müller', 'Schädel für [removed]'],
    [['ISO_IR 144'], 'Иванова^Мария', 'для Ивановой грудь', 'для [removed] грудь'],
    [['ISO_IR 192'], '홍^길동', '홍길동의 흉부', '[removed]의 흉부'],
    [['', 'ISO 2022 IR 87'], '山田^太郎', '山田様の胸部', '[removed]様の胸部'],
    [['GB18030'], '王^小东', '王小东 胸部', '[removed] 胸部'],
  ];
  test.each(NATIONAL)(
    'text is read and written in the own set of the instance: %j',
    async (terms, name, before, after) => {
      const object = instance({
        text: encoderOf(terms),
        elements: [
          el(0x00080005, 'CS', terms.join('\\')),
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
          el(0x00080018, 'UI', '1.2.3.4'),
          el(DESCRIPTION, 'LO', before),
          el(0x00100010, 'PN', name),
        ],
      });
      expect((await texts(await cleanBytes(object, { plan })))['(0008,103E)']).toBe(after);
    },
  );

  test('of text that has nothing to remove stay as they came, spaces and wrong bytes too', async () => {
    for (const value of [' CT  chest ', 'lung\\ \\liver', Uint8Array.of(0x43, 0xff, 0x54, 0x00)]) {
      const object = instanceOf([el(DESCRIPTION, 'LO', value)]);
      expect(Buffer.compare(await cleanBytes(object, { plan }), object)).toBe(0);
    }
  });

  test('of what comes out come out again', async () => {
    const object = instanceOf([
      el(0x00100010, 'PN', 'Thistlewood^Oswin'),
      el(DESCRIPTION, 'LO', 'Thistlewood CT'),
    ]);
    const once = await cleanBytes(object, { plan });
    expect(Buffer.compare(await cleanBytes(once, { plan }), once)).toBe(0);
  });
});

describe('findings', () => {
  test('are doubts by path and code, each once, and never hold a value', async () => {
    const object = instanceOf([el(DESCRIPTION, 'LO', 'brzexmkt Knee\\zzkwort\\from 79106')]);
    const result = await clean(object, { plan });
    if ('reason' in result) throw new Error(result.reason.code);
    expect(result.findings.map(({ severity, path, code }) => [severity, path, code])).toEqual([
      ['doubt', '(0008,103E)', 'TEXT_UNKNOWN_WORD'],
      ['doubt', '(0008,103E)', 'TEXT_DOUBTFUL_NUMBER'],
    ]);
    expect(JSON.stringify(result.findings)).not.toMatch(/brzexmkt|zzkwort|79106/i);
  });

  test('hold the instance where the rules say so, and nothing does that is not doubtful', async () => {
    const holding = { ...planOf([DESCRIPTION, CLEAN]), doubtfulText: 'hold' } as const;
    const outcome = async (text: string) => {
      const result = await clean(instanceOf([el(DESCRIPTION, 'LO', text)]), { plan: holding });
      return 'reason' in result ? result.reason.code : result.outcome;
    };
    expect(await outcome('brzexmkt chest')).toBe('held');
    expect(await outcome('Oyelaran Adunni chest')).toBe('released');
    expect(await outcome('Ax T2 FLAIR post GAD')).toBe('released');
  });

  test('are taken out where only known words stay', async () => {
    const known = { ...planOf([DESCRIPTION, CLEAN]), doubtfulText: 'remove' } as const;
    const described = async (text: string) =>
      (await texts(await cleanBytes(instanceOf([el(DESCRIPTION, 'LO', text)]), { plan: known })))[
        '(0008,103E)'
      ];
    expect(await described('brzexmkt chest')).toBe('[removed] chest');
    expect(await described('chest from 79106')).toBe('chest from [removed]');
    expect(await described('t2_tse_sag_p2 B60F P4^P101^S108 MPR_cor_3.0')).toBe(
      't2_tse_sag_p2 B60F P4^P101^S108 MPR_cor_3.0',
    );
  });

  test('are none of what codes mean', async () => {
    const meaning = planOf([0x00080104, CLEAN]);
    const object = instanceOf([sq(0x00081032, [[el(0x00080104, 'LO', 'Oyelaran Adunni')]])]);
    expect(await clean(object, { plan: meaning })).toMatchObject({ outcome: 'released', findings: [] });
  });
});

test('certify goes by what the source said, not by what the output says', async () => {
  const source = await parsed(instanceOf([el(0x00100010, 'PN', 'Thistlewood^Oswin')]));
  const holds = async (description: string, patient: string) => {
    const output = await parsed(
      instanceOf([el(0x00100010, 'PN', patient), el(DESCRIPTION, 'LO', description)]),
    );
    const element = elementWith(output.dataSet, asTag(DESCRIPTION));
    if (element === undefined) throw new Error('no description');
    return cleanText.holds(
      CLEAN,
      { instance: output, element, plan, now: 0, source },
      new Resolutions(new Questions()),
    );
  };
  expect(await holds('chest', 'PATIENT^QUETZAL')).toBe(true);
  expect(await holds('Quetzal protocol', 'PATIENT^QUETZAL')).toBe(true);
  expect(await holds('Thistlewood chest', 'PATIENT^QUETZAL')).toBe(false);
});

test('an instance with any name and description comes out without the one and with the words of the other', async () => {
  const words = fc.array(fc.constantFrom(...CLINICAL_WORDS.filter((word) => /^[\x20-\x7e]+$/.test(word))), {
    minLength: 1,
    maxLength: 4,
  });
  const people = PEOPLE.filter(({ family, given }) => /^[A-Za-z]{3,}$/.test(family + given));
  await holds(
    fc.asyncProperty(words, fc.constantFrom(...people), async (parts, { family, given }) => {
      const object = instanceOf([
        el(0x00100010, 'PN', `${family}^${given}`),
        el(DESCRIPTION, 'LO', `${parts.join(' ')} ${given} ${family}`),
      ]);
      const out = (await texts(await cleanBytes(object, { plan })))['(0008,103E)'];
      expect(out).toBe(`${parts.join(' ')} [removed]`.slice(0, 64).trimEnd());
    }),
    { runs: 60 },
  );
});
