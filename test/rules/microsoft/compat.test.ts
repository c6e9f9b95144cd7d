import { createSecretKey } from 'node:crypto';
import { decryptBytes } from '../../../layers/engine/resolve/valueCipher.ts';
import { KNOWN_BUGS, type KnownBug } from '../../../rules/microsoft/compat.ts';
import { el, sq } from '../../support/build.ts';
import { codesOf, compile, planOf, rule, run } from './tool.ts';

/** What each known bug does, against what the documentation says. A bug without a test here fails the last one. */
const TESTED: Partial<Record<KnownBug, () => Promise<void>>> = {
  paramsLeak: async () => {
    const config = {
      rules: [
        rule('(300A,0002)', 'substitute', { replaceWith: 'ANONY' }),
        rule('(0040,A027)', 'substitute'),
        { tag: '(0008,0080)', method: 'substitute', setting: 'mine' },
      ],
      defaultSettings: { substitute: { replaceWith: 'ANONYMOUS' } },
      customSettings: { mine: { replaceWith: 'OTHER' } },
    };
    const elements = [el(0x300a0002, 'SH', 'A'), el(0x0040a027, 'LO', 'B'), el(0x00080080, 'LO', 'C')];
    const output = await run(config, elements, { compat: ['paramsLeak'] });
    expect(output.values(0x0040a027)).toEqual(['ANONY']);
    expect(output.values(0x00080080)).toEqual(['OTHER']);
  },

  noonDateTimes: async () => {
    const config = {
      rules: [
        rule('(0008,002A)', 'dateShift'),
        rule('(0040,A13A)', 'redact', { enablePartialDatesForRedact: true }),
      ],
      defaultSettings: { dateShift: { dateShiftKey: '123', dateShiftRange: 0 } },
    };
    const elements = [el(0x0008002a, 'DT', '20150207132817'), el(0x0040a13a, 'DT', '20210320202020')];
    const noon = await run(config, elements, { compat: ['noonDateTimes'] });
    expect(noon.values(0x0008002a)).toEqual(['20150207120000.000000']);
    expect(noon.values(0x0040a13a)).toEqual(['20210101120000.000000']);
    const midnight = await run(config, elements);
    expect(midnight.values(0x0008002a)).toEqual(['20150207000000.000000']);
    expect(midnight.values(0x0040a13a)).toEqual(['20210101000000.000000']);
  },

  asciiEncrypt: async () => {
    const key = '0123456789abcdef';
    const config = { rules: [rule('PN', 'encrypt', { encryptKey: key })] };
    const open = async (compat: KnownBug[]) => {
      const output = await run(config, [el(0x00100010, 'PN', 'Müller^𝒜')], { compat });
      const sealed = Buffer.from(output.values(0x00100010)?.[0] ?? '', 'base64');
      return decryptBytes(sealed, createSecretKey(Buffer.from(key))).toString('utf8');
    };
    expect(await open(['asciiEncrypt'])).toBe('M?ller^?');
    expect(await open([])).toBe('Müller^𝒜');
  },

  rootOnly: async () => {
    const config = {
      rules: [rule('PatientName', 'remove'), rule('xxx9,xxxx', 'remove'), rule('LO', 'remove')],
    };
    const elements = [
      el(0x00100010, 'PN', 'Doe^John'),
      sq(0x00081140, [[el(0x00080080, 'LO', 'CLINIC'), el(0x00100010, 'PN', 'Doe^Jane')]]),
    ];
    const root = await run(config, elements, { compat: ['rootOnly'] });
    expect(root.values(0x00100010)).toBeUndefined();
    expect(Buffer.from(root.bytes).includes('Doe^Jane')).toBe(true);
    expect(Buffer.from(root.bytes).includes('CLINIC')).toBe(true);
    const everywhere = Buffer.from((await run(config, elements)).bytes);
    expect(everywhere.includes('Doe^') || everywhere.includes('CLINIC')).toBe(false);
  },

  spacedTag: async () => {
    const config = { rules: [rule('(0010, 0010)', 'remove')] };
    const elements = [el(0x00100010, 'PN', 'Doe^John')];
    expect((await run(config, elements, { compat: ['spacedTag'] })).values(0x00100010)).toEqual(['Doe^John']);
    expect((await run(config, elements)).values(0x00100010)).toBeUndefined();
  },

  oneUidForMany: async () => {
    const config = { rules: [rule('(0008,1155)', 'refreshUID')] };
    const elements = [el(0x00081155, 'UI', '1.2.3\\1.2.4')];
    const one = await run(config, elements, { compat: ['oneUidForMany'] });
    expect(one.values(0x00081155)).toEqual([expect.stringMatching(/^2\.25\.\d+$/)]);
    const two = (await run(config, elements)).values(0x00081155) ?? [];
    expect(new Set(two).size).toBe(2);
  },

  staleFileMeta: async () => {
    const config = { rules: [rule('(0008,0018)', 'refreshUID')] };
    const mediaUidOf = async (compat: KnownBug[]) => {
      const { instance, bytes } = await run(config, [el(0x00080018, 'UI', '1.2.3.4')], { compat });
      const element = instance.fileMeta.elements.find(({ tag }) => tag === 0x00020003);
      return Buffer.from(bytes.subarray(element?.valueStart, element?.valueEnd)).toString('latin1');
    };
    expect(await mediaUidOf(['staleFileMeta'])).toMatch(/^1\.2\.3\.4\0?$/);
    expect(await mediaUidOf([])).toMatch(/^2\.25\.\d+\0?$/);
  },

  instanceScope: async () => {
    const config = { rules: [rule('DA', 'dateShift')] };
    expect(planOf(config, { compat: ['instanceScope'] }).rules[0]?.action).toMatchObject({
      by: { scope: 'instance' },
    });
    expect(planOf(config).rules[0]?.action).toMatchObject({ by: { scope: 'series' } });
  },

  emptyShiftKey: async () => {
    const config = { rules: [rule('DA', 'dateShift')] };
    const elements = [el(0x0020000e, 'UI', ''), el(0x00080023, 'DA', '20200615')];
    // Vector 17: no prefix and no key move 50 days back.
    const output = await run(config, elements, { compat: ['emptyShiftKey'] });
    expect(output.values(0x00080023)).toEqual(['20200426']);
    expect(planOf(config).rules[0]?.action).toMatchObject({ by: { key: { from: 'ring' } } });
  },

  placeholderDates: async () => {
    const config = {
      rules: [rule('DA', 'dateShift'), rule('DT', 'dateShift')],
      defaultSettings: { dateShift: { dateShiftKey: '123', dateShiftRange: 50 } },
    };
    const elements = [
      el(0x00080023, 'DA', '19800106'),
      el(0x0008002a, 'DT', '19800101000000+0000'),
      el(0x0020000e, 'UI', '456'),
    ];
    // Vector 17: 27 days back.
    const output = await run(config, elements, { compat: ['placeholderDates'] });
    expect(output.values(0x00080023)).toEqual(['19791210']);
    expect(output.values(0x0008002a)).toEqual(['19791205000000.000000+0000']);
    const held = await run(config, elements);
    expect([held.values(0x00080023), held.values(0x0008002a)]).toEqual([[], []]);
  },

  anonymousDefault: async () => {
    const config = { rules: [rule('LO', 'substitute')] };
    const elements = [el(0x00080080, 'LO', 'CLINIC')];
    const output = await run(config, elements, { compat: ['anonymousDefault'] });
    expect(output.values(0x00080080)).toEqual(['Anonymous']);
    expect((await run(config, elements)).values(0x00080080)).toEqual(['ANONYMOUS']);
  },
};

describe('known bugs, by name', () => {
  test.each(Object.entries(TESTED))('%s', (_name, check) => check());

  test('each has a test', () => {
    expect(Object.keys(TESTED).sort()).toEqual(Object.keys(KNOWN_BUGS).sort());
  });
});

describe('compat in the file', () => {
  const rules = [rule('PN', 'encrypt')];

  test('is a list of names, or an object of names and booleans', () => {
    const named = planOf({ rules, compat: ['asciiEncrypt'] }).digest;
    const object = JSON.stringify({ rules, compat: { asciiEncrypt: true, rootOnly: false } });
    expect(planOf(object).digest).toBe(named);
    expect(planOf({ rules }, { compat: ['asciiEncrypt'] }).digest).toBe(named);
    expect(planOf({ rules }).digest).not.toBe(named);
  });

  test.each(['["asciiencrypt"]', '{"everything": true}', '"asciiEncrypt"'])('%s is an error', (compat) => {
    const { plan, problems } = compile(`{"rules": [], "compat": ${compat}}`);
    expect(plan).toBeNull();
    expect(codesOf(problems)).toEqual(['MS_UNKNOWN_COMPAT']);
    expect(problems[0]?.hint).toContain('asciiEncrypt');
  });
});
