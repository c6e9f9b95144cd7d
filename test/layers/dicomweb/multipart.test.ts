import fc from 'fast-check';
import { parseMediaType } from '../../../layers/dicomweb/mediaType.ts';
import { isBoundary, MultipartError, partsOf } from '../../../layers/dicomweb/multipart.ts';
import { holds } from '../../support/properties.ts';

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] as number;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

/** Headers and bytes of every part, as text of one byte each. */
async function read(
  body: string,
  sizes: readonly number[] = [1e9],
  boundary = 'b',
): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const { headers, bytes } of partsOf(inChunks(Buffer.from(body, 'latin1'), sizes), boundary)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(Uint8Array.from(piece));
    const fields = [...headers].map(([name, value]) => `${name}=${value}`).join(',');
    parts.push(`${fields}|${Buffer.concat(pieces).toString('latin1')}`);
  }
  return parts;
}

/** However a body is cut on its way, it is read as one. */
const CUTS = [[1e9], [1], [2], [3, 1, 7], [5]];

describe('the parts of a body', () => {
  it.each<[string, string, readonly string[]]>([
    ['two', '--b\r\nA: 1\r\n\r\nxy\r\n--b\r\nB: 2\r\n\r\nz\r\n--b--\r\n', ['a=1|xy', 'b=2|z']],
    ['lines that end with LF alone', '--b\nA: 1\n\nx\r\ny\n--b\n\nz\n--b--\n', ['a=1|x\r\ny', '|z']],
    ['LF before what looks like a boundary', '--b\r\n\r\nx\n--b\r\n\r\n--b--', ['|x\n--b\r\n']],
    ['a preamble and an epilogue', 'hello\r\n--b\r\n\r\nx\r\n--b--\r\nbye\r\n--b\r\n\r\ny', ['|x']],
    ['a preamble that begins like a boundary', 'x--b\r\n--bb\r\n--b\r\n\r\nx\r\n--b--', ['|x']],
    ['a body that is empty', '--b\r\nA: 1\r\n\r\n\r\n--b--', ['a=1|']],
    ['no body at all', '--b\r\nA: 1\r\n\r\n--b--', ['a=1|']],
    ['no header', '--b\r\n\r\nx\r\n--b--', ['|x']],
    ['a line that goes on', '--b\r\nA: 1;\r\n\t2\r\n\r\nx\r\n--b--', ['a=1; 2|x']],
    ['white space behind a boundary', '--b \t\r\n\r\nx\r\n--b  \r\n\r\ny\r\n--b--', ['|x', '|y']],
    [
      'what begins like a boundary',
      '--b\r\n\r\n\r\n--bc\r\n--b-\r\n-- b\r\n--b--',
      ['|\r\n--bc\r\n--b-\r\n-- b'],
    ],
    ['a boundary right behind the header that is none', '--b\r\nA: 1\r\n\r\n--bc\r\n--b--', ['a=1|--bc']],
    ['line ends before a boundary', '--b\r\n\r\nx\r\n\r\r\n--b--', ['|x\r\n\r']],
    ['nothing', '--b--', []],
  ])('%s', async (_name, body, expected) => {
    for (const sizes of CUTS) expect(await read(body, sizes)).toEqual(expected);
  });

  it.each([
    ['no boundary', 'A: 1\r\n\r\nx', 'MULTIPART_CUT'],
    ['nothing', '', 'MULTIPART_CUT'],
    ['an end within a header', '--b\r\nA: 1', 'MULTIPART_CUT'],
    ['an end within a part', '--b\r\n\r\nx', 'MULTIPART_CUT'],
    ['an end within a boundary', '--b\r\n\r\nx\r\n--', 'MULTIPART_CUT'],
    ['an end behind the letters of a boundary', '--b\r\n\r\nx\r\n--b', 'MULTIPART_CUT'],
    ['a header that is not one', '--b\r\nno colon\r\n\r\nx\r\n--b--', 'MULTIPART_MALFORMED'],
    ['a field twice', '--b\r\nA: 1\r\na: 2\r\n\r\nx\r\n--b--', 'MULTIPART_MALFORMED'],
    ['a preamble without end', 'x'.repeat(200_000), 'MULTIPART_MALFORMED'],
    ['a line without end', `--b\r\n${'A'.repeat(200_000)}`, 'MULTIPART_MALFORMED'],
    [
      'fields without end',
      `--b\r\n${Array.from({ length: 5000 }, (_, n) => `A${n}: 1`).join('\r\n')}\r\n`,
      'MULTIPART_MALFORMED',
    ],
  ])('%s is refused', async (_name, body, code) => {
    for (const sizes of [[1e9], [977], [1e4, 3]]) {
      const error = await read(body, sizes).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MultipartError);
      expect((error as MultipartError).code).toBe(code);
    }
  });

  it('that are not read are passed over', async () => {
    const body = '--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b\r\n\r\nthird\r\n--b--';
    for (const sizes of CUTS) {
      const seen: string[] = [];
      for await (const { bytes } of partsOf(inChunks(Buffer.from(body), sizes), 'b')) {
        for await (const piece of bytes) {
          seen.push(String.fromCharCode(piece[0] ?? 0));
          break;
        }
      }
      expect(seen).toEqual(['f', 's', 't']);
    }
  });

  it('come as they were written, whatever their bytes and wherever they are cut', async () => {
    const bytes = fc
      .array(fc.constantFrom('\r', '\n', '-', 'b', '\r\n--b', '--b--', '\r\n--', ' ', 'x', '\0'), {
        maxLength: 30,
      })
      .map((each) => each.join(''));
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    // The boundary is not in them: it is of letters that they do not have.
    await holds(
      fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), sizes, async (parts, cuts) => {
        const body = `${parts.map((part) => `--bQ\r\n\r\n${part}\r\n`).join('')}--bQ--`;
        expect(await read(body, cuts, 'bQ')).toEqual(parts.map((part) => `|${part}`));
      }),
    );
  });

  it('of a body that was damaged are read, or refused with a code', async () => {
    const body = '--bQ\r\nA: 1\r\n\r\nx\r\n--bQ \r\n\r\n\r\n--b\r\n--bQ--\r\n';
    const damage = fc.array(
      fc.tuple(
        fc.nat(body.length),
        fc.nat(4),
        fc.constantFrom('', '\r', '\n', '-', '\r\n', '--bQ', ':', '\t', '\0'),
      ),
      { minLength: 1, maxLength: 5 },
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
    await holds(
      fc.asyncProperty(damage, sizes, async (places, cuts) => {
        let damaged = body;
        for (const [at, length, text] of places)
          damaged = damaged.slice(0, at) + text + damaged.slice(at + length);
        const results = await Promise.all(
          [cuts, [1e9]].map((each) => read(damaged, each, 'bQ').catch((error: MultipartError) => error.code)),
        );
        // Cut or not, it is the same body.
        expect(results[0]).toEqual(results[1]);
        expect(typeof results[0] === 'string' ? results[0] : 'read').toMatch(/^(?:read|MULTIPART_[A-Z]+)$/);
      }),
      { runs: 500 },
    );
  });

  it('are never more in memory than what has come', async () => {
    let asked = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--b\r\n\r\n');
      for (; asked < 1000; asked += 1) yield Buffer.alloc(1000);
      yield Buffer.from('\r\n--b--');
    }
    let total = 0;
    for await (const { bytes } of partsOf(source(), 'b'))
      for await (const piece of bytes) {
        total += piece.length;
        expect(asked * 1000 - total).toBeLessThan(3000);
      }
    expect(total).toBe(1_000_000);
  });
});

describe('boundaries', () => {
  it.each(['b', 'a b', "0'()+_,-./:=?", 'x'.repeat(70)])('%j may be one', (text) => {
    expect(isBoundary(text)).toBe(true);
  });
  it.each(['', 'x ', 'x'.repeat(71), 'a\r', 'ä', 'a"b'])('%j may not', (text) => {
    expect(isBoundary(text)).toBe(false);
  });
});

describe('media types', () => {
  it.each<[string, string, Record<string, string>]>([
    ['application/dicom', 'application/dicom', {}],
    ['Application/DICOM ; Transfer-Syntax=1.2', 'application/dicom', { 'transfer-syntax': '1.2' }],
    [
      'multipart/related; type="application/dicom"; boundary="a b"',
      'multipart/related',
      { type: 'application/dicom', boundary: 'a b' },
    ],
    ['a/b;c="\\"d\\\\"', 'a/b', { c: '"d\\' }],
    ['a/b;', 'a/b', {}],
    ['a/b; type=c/d; boundary=x=:?y', 'a/b', { type: 'c/d', boundary: 'x=:?y' }],
    ['a/b;c=""', 'a/b', { c: '' }],
  ])('%s', (text, type, parameters) => {
    const parsed = parseMediaType(text);
    expect([parsed?.type, Object.fromEntries(parsed?.parameters ?? [])]).toEqual([type, parameters]);
  });

  it.each([
    '',
    'a',
    'a/',
    '/b',
    'a/b c',
    'a/b;c',
    'a/b;c=',
    'a/b;c=d,e/f',
    'a/b;c=d e',
    'a/b;c="d',
    'a/b;c="d\\',
    'a/b;c=1;C=2',
    'a/b,c/d',
  ])('%j is not one', (text) => {
    expect(parseMediaType(text)).toBeNull();
  });
});
