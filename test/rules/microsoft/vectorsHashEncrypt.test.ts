import { createDecipheriv, createSecretKey } from 'node:crypto';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { decryptBytes, encryptBytes } from '../../../layers/engine/resolve/valueCipher.ts';
import { hashText } from '../../../layers/engine/resolve/valueHash.ts';
import { el, fragments, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { ct, refusalOf, rule, run } from './tool.ts';

/** The vectors of Microsoft's tool by their numbers: pinned by its own tests or expected files, or computed with the same formula. */

const KEY_123 = { cryptoHash: { cryptoHashKey: '123' } };
const hashOf = (tag: string) => ({ rules: [rule(tag, 'cryptoHash')], defaultSettings: KEY_123 });
const secret = (text: string) => createSecretKey(Buffer.from(text, 'utf8'));

describe('cryptoHash', () => {
  test('1: the HMAC of nothing is that of nothing, and an empty element stays empty', async () => {
    expect(hashText('', secret('123'), 'sha256', false)).toBe(
      '6d6cd63284be4a47ba7aec4a3458939a95dcbdd5cd0438f23d7457099b4b917c',
    );
    const output = await run(hashOf('PatientID'), [el(0x00100020, 'LO', '')]);
    expect(output.values(0x00100020)).toEqual([]);
  });

  test.each([
    [2, 'abc', '8f16771f9f8851b26f4d460fa17de93e2711c7e51337cb8a608a0f81e1c1b6ae'],
    [3, 'ÆŊŋßſ♫∅', '1a94823f0a0f00a4b1ca771c3446dc5e17958f4dae3588ace2bca8a843eb63d9'],
    [10, 'NOID', 'd3d42a8d7d07365aee67ec6dce098cbb9faa5bc23036200aa7c8cac8ba9ff21a'],
  ])('%i: of LO %s in UTF-8', async (_number, text, expected) => {
    const output = await run(hashOf('PatientID'), [el(0x00100020, 'LO', text)]);
    expect(output.values(0x00100020)).toEqual([expected]);
  });

  test('4: each value of a PN by itself', async () => {
    const expected = 'd61ffce34b0192c52d7a67215be73f1e2d640d01383dd8115170b9bd20779a91';
    const output = await run(hashOf('(0010,1001)'), [el(0x00101001, 'PN', 'Test\\Test')]);
    expect(output.values(0x00101001)).toEqual([expected, expected]);
  });

  test.each<[number, number, Vr, string, string]>([
    [5, 0x00189908, 'UC', 'TEST', '2e7acefff0307262cef6f503fa7019257f3f9d47fc987fb2c5a31ae4f4d3c022'],
    [6, 0x00102180, 'LO', 'TestTimer', '967df06624010af6b86a019e26aff938976a82e947e96331d8f1fdf387a88089'],
    [
      6,
      0x00102181,
      'UT',
      'TestInformation',
      '70267ad9b166401a6cd6939564dcb70264bb5a62809948e83eebc1a233f43617',
    ],
    [
      6,
      0x00102182,
      'ST',
      'TestDescription',
      '79a5ed3e37eba9bcd14cc30759916ad5df394047a2fed4ad69f1d8ec5edc5337',
    ],
    [6, 0x00081190, 'UR', 'http://test', '4983fd14ec2878e50c454764a0d02654ae76fe1001557847b031435100acc9a1'],
    [7, 0x00101010, 'AS', '100Y', '0329e399cd57ed8b21172ede4ae295f549c3d6ece0d292c01a707531d133936e'],
    [7, 0x00080060, 'CS', '0', '976feb2c9f52ff3c8114901e9913be50063f50b1683ea556f1fe47d449cc5583'],
    [7, 0x00101030, 'DS', '1234.5', '92b95e021c40596706b243f79fe0f45394de785be64866f6b46fcacd0839ac43'],
    [7, 0x00200013, 'IS', '1234', 'c1771ad95972ef1ab887140489863ede4faad7458441a3a8a4781454e368b52d'],
    [7, 0x00200052, 'UI', '12345', '81c7be73b3eaeca31695a744fbc6d3abb5a37ffc10498d0fcb4111c7944b28a0'],
  ])('%i: of (%i) %s %s', async (_number, tag, vr, text, expected) => {
    const config = hashOf(tag.toString(16).padStart(8, '0'));
    const output = await run(config, [el(tag, vr, text)]);
    expect(output.values(tag)).toEqual([expected]);
  });

  test.each<[number, Vr, string]>([
    [0x00101010, 'AS', '100Y'],
    [0x00080060, 'CS', '0'],
    [0x00101030, 'DS', '1234.5'],
    [0x00200013, 'IS', '1234'],
    [0x00200052, 'UI', '12345'],
  ])('7: 64 characters in the place of (%i) %s fail where the output is validated', async (tag, vr, text) => {
    const config = hashOf(tag.toString(16).padStart(8, '0'));
    const reason = await refusalOf(config, [el(tag, vr, text)], { validate: { input: false, output: true } });
    expect(reason.code).toBe('NOT_VALID_AFTER');
  });

  test('8: of OB as 32 bytes', async () => {
    const output = await run(hashOf('(0028,1221)'), [el(0x00281221, 'OB', Buffer.from('test'))]);
    expect(output.raw(0x00281221)?.toString('hex')).toBe(
      'a7f5c8c626f994482813230854f66700e626208f52d913b9bd6b4e039aab0f41',
    );
  });

  test('9: of each fragment as 32 bytes, behind an empty offset table', async () => {
    const expected = '1ad1011bc425028a63a257140287a08d38d0f203e4bdf063b077acf6eca651a9';
    const frame = new Uint8Array(Buffer.from('fragment', 'base64'));
    const object = ct([fragments([[frame], [frame]], { offsetTable: 'frames' })], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    const output = await run(hashOf('PixelData'), object);
    expect(output.fragments(0x7fe00010).map((bytes) => bytes.toString('hex'))).toEqual([
      '',
      expected,
      expected,
    ]);
  });

  test.each<[Vr, number]>([
    ['FD', 0x00189087],
    ['FL', 0x00181320],
    ['SL', 0x00186020],
    ['SS', 0x00189219],
    ['UL', 0x00186016],
    ['US', 0x00280010],
    ['SQ', 0x00081140],
  ])('11: on %s it is not supported, and says 1101', async (vr, tag) => {
    const node = vr === 'SQ' ? sq(tag, [[el(0x00080100, 'SH', 'A')]]) : el(tag, vr, [1]);
    const reason = await refusalOf(hashOf(tag.toString(16).padStart(8, '0')), [node]);
    expect(reason.code).toBe('ACTION_NOT_FOR_VR');
    expect(`${reason.message} ${reason.hint}`).toContain('1101');
  });
});

describe('encrypt', () => {
  test.each([
    ['abc', 'qpxGp6T9DP7wB0EYPQwOYVrScQ/pq3c0D+JQ+hjnfkY='],
    ['This is for test', 'GI99peR2SpPfcqEgzr7/z7gxYym6qyVPPzvmGc8o8SSwqMpCsW0CRj3v6ZsxFCef'],
    ['测试', 'zrFYnZ2cIwcfmjCVybP1ZC+LaD7gwGXBHR2bZjuutzA='],
  ])('12: %s, and back', (text, sealed) => {
    const key = secret('704ab12c8e3e46d4bea600ef62a6bec7');
    const bytes = Buffer.from(sealed, 'base64');
    expect(decryptBytes(bytes, key).toString('utf8')).toBe(text);
    expect(encryptBytes(Buffer.from(text, 'utf8'), key, bytes.subarray(0, 16)).toString('base64')).toBe(
      sealed,
    );
  });

  test.each(['YWJj', 'U29mdHdhcmUgdGVzdGluZyBpcyBhbiBp'])('13: %s was not encrypted so', (sealed) => {
    const key = secret('704ab12c8e3e46d4bea600ef62a6bec7');
    expect(() => decryptBytes(Buffer.from(sealed, 'base64'), key)).toThrow(RangeError);
  });

  test('14: AES-192 under a known IV', () => {
    const iv = Uint8Array.from({ length: 16 }, (_, index) => index);
    const sealed = encryptBytes(Buffer.from('Doe^John'), secret('123456781234567812345678'), iv);
    expect(sealed.toString('base64')).toBe('AAECAwQFBgcICQoLDA0OD5DPCE0YuO5PqHLtJ0aK4Lk=');
  });

  test('15: AES-128 under an IV of zeros', () => {
    const sealed = encryptBytes(Buffer.from('TEST'), secret('0000000000000000'), new Uint8Array(16));
    expect(sealed.toString('base64')).toBe('AAAAAAAAAAAAAAAAAAAAAPjpIdrYuXL6Dsm8wDfVM8A=');
  });

  test('14, 15: an element holds what its key gives back', async () => {
    const config = {
      rules: [rule('PN', 'encrypt'), { tag: 'LO', method: 'encrypt', setting: 'custom' }],
      defaultSettings: { encrypt: { encryptKey: '123456781234567812345678' } },
      customSettings: { custom: { encryptKey: '0000000000000000' } },
    };
    const output = await run(config, [el(0x00100010, 'PN', 'Doe^John'), el(0x00100020, 'LO', 'TEST')]);
    const opened = (tag: number, key: string, algorithm: string) => {
      const sealed = Buffer.from(output.values(tag)?.[0] ?? '', 'base64');
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, 16));
      return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString('utf8');
    };
    expect(opened(0x00100010, '123456781234567812345678', 'aes-192-cbc')).toBe('Doe^John');
    expect(opened(0x00100020, '0000000000000000', 'aes-128-cbc')).toBe('TEST');
  });
});
