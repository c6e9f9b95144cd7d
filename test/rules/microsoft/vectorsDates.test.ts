import { el, fragments, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { ct, refusalOf, rule, run } from './tool.ts';

/** The vectors of Microsoft's tool by their numbers: pinned by its own tests or expected files, or computed with the same formula. */

const SHIFT_50 = (scope: string) => ({
  dateShift: { dateShiftKey: '123', dateShiftScope: scope, dateShiftRange: '50' },
});

describe('dateShift', () => {
  const series = '1.3.6.1.4.1.5962.99.1.5128099.2103784727.1533308485539.5.0';

  test('16: a date of the expected files moves 23 days back', async () => {
    const config = { rules: [rule('DA', 'dateshift')], defaultSettings: SHIFT_50('SeriesInstance') };
    const output = await run(config, [el(0x0020000e, 'UI', series), el(0x00080023, 'DA', '20000101')]);
    expect(output.values(0x00080023)).toEqual(['19991209']);
  });

  test.each([
    ['filename', '123', 50, 4],
    ['789', '123', 50, 30],
    ['456', '123', 50, -27],
    ['123', '123', 50, 17],
    ['1.2.3.4', '123', 50, -39],
    ['1.2.3.4', '123', 365, 126],
    ['1.2.840.113619.2.1', 'abc', 50, -30],
    ['', '', 50, -50],
    ['', '123', 50, 50],
    ['', 'é', 50, 10],
    ['1.2.3', '123', 0, 0],
  ])('17: scope %s, key %s, range %i: %i days', async (uid, key, range, days) => {
    const config = {
      rules: [rule('(0008,0023)', 'dateShift', { dateShiftKey: key, dateShiftRange: range })],
    };
    const output = await run(config, [el(0x0020000e, 'UI', uid), el(0x00080023, 'DA', '20200615')]);
    const expected = new Date(Date.UTC(2020, 5, 15 + days)).toISOString().slice(0, 10).replaceAll('-', '');
    expect(output.values(0x00080023)).toEqual([expected]);
  });

  test('18: a DT with a zone becomes midnight in it', async () => {
    const config = { rules: [rule('DT', 'dateshift')], defaultSettings: SHIFT_50('StudyInstance') };
    const output = await run(config, [el(0x0008002a, 'DT', '20150207132817-0500')]);
    const [value = ''] = output.values(0x0008002a) ?? [];
    expect(value).toMatch(/^\d{8}000000\.000000-0500$/);
    const days =
      (Date.UTC(+value.slice(0, 4), +value.slice(4, 6) - 1, +value.slice(6, 8)) - Date.UTC(2015, 1, 7)) /
      86_400_000;
    expect(Math.abs(days)).toBeLessThanOrEqual(50);
  });

  test('19: a DT without a zone becomes midnight, or noon as the tool has it', async () => {
    const config = { rules: [rule('DT', 'dateshift')], defaultSettings: SHIFT_50('SOPInstance') };
    const elements = [el(0x00080018, 'UI', '456'), el(0x0008002a, 'DT', '20150207132817')];
    const midnight = await run(config, elements);
    expect(midnight.values(0x0008002a)).toEqual(['20150111000000.000000']);
    const noon = await run({ ...config, compat: ['noonDateTimes'] }, elements);
    expect(noon.values(0x0008002a)).toEqual(['20150111120000.000000']);
  });
});

describe('redact', () => {
  const partial = {
    redact: { enablePartialDatesForRedact: true, enablePartialAgesForRedact: 'true' },
  };

  test('20: of a DT the year stays, of those older than 89 years nothing', async () => {
    const config = { rules: [rule('DT', 'redact')], defaultSettings: partial, compat: ['noonDateTimes'] };
    const text = '20210320202020.20+0800\\20210320202020.00654\\20210320202020+1400\\19000320202020+1400';
    const output = await run(config, [el(0x0040a13a, 'DT', text)]);
    expect(output.values(0x0040a13a)).toEqual([
      '20210101000000.000000+0800',
      '20210101120000.000000',
      '20210101000000.000000+1400',
    ]);
    const plain = await run({ ...config, compat: [] }, [el(0x0040a13a, 'DT', text)]);
    expect(plain.values(0x0040a13a)?.[1]).toBe('20210101000000.000000');
  });

  test('21: of a DA the year stays', async () => {
    const config = { rules: [rule('DA', 'redact')], defaultSettings: partial };
    const output = await run(config, [el(0x00080022, 'DA', '20210320\\19110101\\20200101')]);
    expect(output.values(0x00080022)).toEqual(['20210101', '20200101']);
  });

  test('22: ages to 89 years stay', async () => {
    const config = { rules: [rule('AS', 'redact')], defaultSettings: partial };
    const some = await run(config, [el(0x00101010, 'AS', '010D\\010W\\100M\\010Y\\090Y')]);
    expect(some.values(0x00101010)).toEqual(['010D', '010W', '100M', '010Y']);
    const none = await run(config, [el(0x00101010, 'AS', '090Y')]);
    expect(none.values(0x00101010)).toEqual([]);
  });

  test.each(['2021', '199001', '20000000', '2000-01-01', '200001011212'])(
    '24: %s is not a date, and fails',
    async (text) => {
      const elements = [el(0x00080022, 'DA', text)];
      const reason = await refusalOf({ rules: [rule('DA', 'redact')] }, elements);
      expect(reason).toMatchObject({ code: 'VALUE_INVALID', path: '(0008,0022)' });
      const shifted = await refusalOf({ rules: [rule('DA', 'dateShift')] }, elements);
      expect(shifted.code).toBe('VALUE_INVALID');
    },
  );

  test.each(['202111100101', '20211111010101.', '20211111010101.1234567', '20211111010101+08:00'])(
    '24: %s is not a date and time, and fails',
    async (text) => {
      const elements = [el(0x0008002a, 'DT', text)];
      const reason = await refusalOf({ rules: [rule('DT', 'redact')] }, elements);
      expect(reason).toMatchObject({ code: 'VALUE_INVALID', path: '(0008,002A)' });
      const shifted = await refusalOf({ rules: [rule('DT', 'dateShift')] }, elements);
      expect(shifted.code).toBe('VALUE_INVALID');
    },
  );

  test('25: fragments become an empty value, a sequence has no items', async () => {
    const object = ct([sq(0x00081140, [[el(0x00081155, 'UI', '1.2')]]), fragments([[Uint8Array.of(1, 2)]])], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    const config = { rules: [rule('PixelData', 'redact'), rule('SQ', 'redact')] };
    const output = await run(config, object);
    expect(output.raw(0x7fe00010)).toHaveLength(0);
    expect(output.fragments(0x7fe00010)).toEqual([]);
    expect(output.raw(0x00081140)).toHaveLength(0);
  });
});
