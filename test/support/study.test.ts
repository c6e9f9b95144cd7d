import type { DcmjsDataSet } from 'dcmjs';
import { describeHits, findNeedles, needle } from './search.ts';
import { readWithDcmjs } from './secondReader.ts';
import { syntheticStudy } from './study.ts';

describe('the synthetic study', () => {
  const { files, planted } = syntheticStudy();
  const hits = files.flatMap(({ bytes }) => findNeedles(bytes, planted));

  test('has the same bytes for the same seed, and other identifiers for another', () => {
    expect(syntheticStudy().files).toEqual(files);
    const others = syntheticStudy(2);
    const common = others.planted.filter(({ text }) => planted.some((one) => one.text === text));
    expect(common.map(({ text }) => text)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^2\.25\./)]),
    );
    expect(others.files[0]?.bytes).not.toEqual(files[0]?.bytes);
  });

  test('says where every identifier is: none is listed that is not in the files', () => {
    const found = new Set(hits.map((hit) => hit.needle));
    expect(planted.filter((one) => !found.has(one)).map(({ where }) => where)).toEqual([]);
  });

  test.each(files.filter(({ expected }) => expected === 'released' || expected === 'BURNED_IN_ANNOTATION'))(
    '$name: dcmjs reads it, with identifiers in it',
    ({ name, bytes }) => {
      if (name.includes('japanese')) {
        // dcmjs knows no code extensions.
        expect(() => readWithDcmjs(bytes)).toThrow('character set');
      } else {
        expect(readWithDcmjs(bytes).dict['00100020']?.Value).toEqual([expect.stringMatching(/^KH-\d{7}$/)]);
      }
      expect(findNeedles(bytes, planted).length).toBeGreaterThan(20);
    },
  );

  test('has identifiers in every text VR, down to four items deep', () => {
    const texts = planted.map(({ text }) => text);
    const seen = new Map<string, number>();
    const look = (dataSet: DcmjsDataSet, depth: number) => {
      for (const { vr, Value = [] } of Object.values(dataSet)) {
        if (vr === 'SQ') for (const item of Value) look(item as DcmjsDataSet, depth + 1);
        else if (texts.some((text) => JSON.stringify(Value).includes(text)))
          seen.set(vr, Math.max(depth, seen.get(vr) ?? 0));
      }
    };
    for (const { name, bytes, expected } of files)
      if (expected === 'released' && !name.includes('japanese')) look(readWithDcmjs(bytes).dict, 0);
    const textVrs = [
      'AE',
      'AS',
      'CS',
      'DA',
      'DS',
      'DT',
      'IS',
      'LO',
      'LT',
      'PN',
      'SH',
      'ST',
      'TM',
      'UC',
      'UI',
      'UT',
    ];
    expect(textVrs.filter((vr) => !seen.has(vr))).toEqual([]);
    expect(Math.max(...seen.values())).toBeGreaterThanOrEqual(4);
  });
});

describe('the search', () => {
  const letters = 'Müller-Ärzte';
  const one = needle('here', [letters], ['ISO_IR 100']);

  test.each([
    ['as planted', Buffer.from(letters, 'latin1')],
    ['UTF-8', Buffer.from(letters, 'utf8')],
    ['UTF-16LE', Buffer.from(letters, 'utf16le')],
    ['UTF-16BE', Buffer.from(letters, 'utf16le').swap16()],
    ['base64', Buffer.from(Buffer.from(`x${letters}yz`, 'utf8').toString('base64'))],
    ['base64', Buffer.from(Buffer.from(`xy${letters}`, 'latin1').toString('base64'))],
    ['base64', Buffer.from(Buffer.from(`xyz${letters}.`, 'latin1').toString('base64'))],
    ['hexadecimal', Buffer.from(Buffer.from(letters, 'latin1').toString('hex'))],
  ])('finds it %s', (form, bytes) => {
    const hits = findNeedles(Buffer.concat([Buffer.from('..'), bytes, Buffer.from('..')]), [one]);
    expect(describeHits(hits)).toEqual([expect.stringContaining(form)]);
  });

  test('a date counts wherever it stands but among the digits of a UID', () => {
    const date = needle('date', ['19610914']);
    expect(findNeedles(Buffer.from('x196109148\0'), [date])).toHaveLength(1);
    expect(findNeedles(Buffer.from('UI 2.25.319610914'), [date])).toHaveLength(1);
    expect(findNeedles(Buffer.from('UI 2.25.11931961091478212604412213'), [date])).toHaveLength(0);
  });
});
