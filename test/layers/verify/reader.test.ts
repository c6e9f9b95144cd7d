import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { dcmjsReader } from '../../../cli/verify/secondReader.ts';
import { type ByteFile, memoryFile, piecesOf, windowed } from '../../../layers/verify/reader/byteFile.ts';
import { placedElements, ReadError } from '../../../layers/verify/reader/model.ts';
import { readInstance } from '../../../layers/verify/reader/read.ts';
import { valuesOf } from '../../../layers/verify/reader/values.ts';
import { corpusFolder, readCorpus } from '../../corpus/files.ts';
import { mutate, random, type Seed } from '../../fuzz/mutate.ts';
import { seedOf } from '../../fuzz/seed.ts';
import { el, fragments, instance, pixels, privateBlock, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { CHARACTER_SETS, encoderOf, nationalLetters } from '../../support/characterSets.ts';
import { holds } from '../../support/properties.ts';
import { syntheticStudy } from '../../support/study.ts';
import { verified } from './harness.ts';

/** The reader of `lethe verify`, against files that were written apart from it, and against what others read. */

function textsAt(bytes: Uint8Array, kind: string): readonly string[] {
  return [...placedElements(readInstance(memoryFile(bytes)))]
    .filter((placed) => placed.kind === kind)
    .flatMap(({ element, dataSet }) => valuesOf(element, dataSet));
}

const kindsOf = (file: ByteFile) => new Set([...placedElements(readInstance(file))].map(({ kind }) => kind));
const STUDY = syntheticStudy(4).files.filter(({ expected }) => expected === 'released');

describe('text', () => {
  it.each(CHARACTER_SETS.map((terms) => [terms.join('\\') || 'none', terms] as const))(
    'in %s',
    (_name, terms) => {
      const text = encoderOf(terms);
      const letters = nationalLetters(terms).join('');
      const name = `Doe${letters === '' ? '' : `^${letters}`}^J`;
      const bytes = instance({
        text,
        elements: [
          ...(terms.length === 0 ? [] : [el(0x00080005, 'CS', terms.join('\\'))]),
          sq(0x00081115, [[el(0x00100010, 'PN', text(name, 'PN'))]]),
          el(0x00104000, 'LT', text(`a\\b${letters}`, 'LT')),
        ],
      });
      expect(textsAt(bytes, '(0008,1115)/(0010,0010)')).toEqual([name]);
      // A backslash of LT is a character like any other, and what follows it is still the set's.
      expect(textsAt(bytes, '(0010,4000)')).toEqual([`a\\b${letters}`]);
    },
  );

  it('of an item is in its own character set', () => {
    const utf8 = Buffer.from('Müller', 'utf8');
    const bytes = instance({
      elements: [
        el(0x00080005, 'CS', 'ISO_IR 100'),
        sq(0x00081115, [[el(0x00080005, 'CS', 'ISO_IR 192'), el(0x00100010, 'PN', utf8)]]),
        el(0x00100010, 'PN', Buffer.from('Müller', 'latin1')),
      ],
    });
    expect(textsAt(bytes, '(0008,1115)/(0010,0010)')).toEqual(['Müller']);
    expect(textsAt(bytes, '(0010,0010)')).toEqual(['Müller']);
  });
});

describe('elements', () => {
  const inner = [el(0x00100010, 'PN', 'Doe'), ...privateBlock(0x0029, 0x10, 'ACME', [[1, 'LO', 'x']])];
  it.each(Object.entries(TRANSFER_SYNTAX).filter(([name]) => /Endian|deflated/.test(name)))(
    'in %s',
    (_name, transferSyntax) => {
      for (const open of [{}, { undefinedLength: true, undefinedItems: true }]) {
        const bytes = instance({
          transferSyntax,
          elements: [sq(0x00081115, [inner, inner], open), pixels([1, 2])],
        });
        const read = readInstance(memoryFile(bytes));
        expect(read.rest).toBeNull();
        expect([...placedElements(read)].filter(({ isMeta }) => !isMeta).map(({ path }) => path)).toEqual([
          '(0008,1115)',
          '(0008,1115)[1]/(0010,0010)',
          '(0008,1115)[1]/(0029,0010)',
          '(0008,1115)[1]/(0029,1001)',
          '(0008,1115)[2]/(0010,0010)',
          '(0008,1115)[2]/(0029,0010)',
          '(0008,1115)[2]/(0029,1001)',
          '(7FE0,0010)',
        ]);
        expect(read.dataSet.elements[0]?.items?.[0]?.elements[2]?.creator).toBe('ACME');
      }
    },
  );

  it.each([false, true])('in a sequence that says UN, its length not said: %s', (undefinedLength) => {
    const nested = privateBlock(0x0029, 0x10, 'ACME', [[0x40, 'SQ', [inner], { as: 'UN', undefinedLength }]]);
    const bytes = instance({ elements: nested });
    expect(textsAt(bytes, '(0029,1040)/(0010,0010)')).toEqual(['Doe']);
  });

  it('in fragments, with their offset table', () => {
    const bytes = instance({
      transferSyntax: TRANSFER_SYNTAX.rleLossless,
      elements: [fragments([[new Uint8Array(66)], [new Uint8Array(64)]])],
    });
    const [element] = readInstance(memoryFile(bytes)).dataSet.elements;
    expect(element?.fragments?.slice(1).map(({ start, end }) => end - start)).toEqual([66, 64]);
  });

  it('that stand behind a deflated data set are told of', () => {
    const bytes = instance({
      transferSyntax: TRANSFER_SYNTAX.deflated,
      elements: [el(0x00100010, 'PN', 'Doe')],
      trailing: Buffer.from('Tangerine'),
    });
    const { rest } = readInstance(memoryFile(bytes));
    expect(Buffer.from(rest?.in.read(rest.start, rest.end) ?? []).toString()).toContain('Tangerine');
  });
});

describe('what cannot be read', () => {
  const whole = STUDY[0]?.bytes as Uint8Array;
  it.each([
    ['VERIFY_NOT_DICOM', Buffer.from('a letter '.repeat(40))],
    ['VERIFY_NOT_DICOM', new Uint8Array()],
    ['VERIFY_NOT_READ', whole.slice(0, whole.length - 100)],
    ['VERIFY_NOT_READ', instance({ transferSyntax: '1.2.3.4', elements: [] })],
    [
      'VERIFY_NOT_READ',
      instance({
        transferSyntax: TRANSFER_SYNTAX.deflated,
        elements: [el(0x00104000, 'LT', 'text '.repeat(40))],
      }).fill(0xff, -30, -8),
    ],
  ])('is told by a code and a place: %s', (code, bytes) => {
    expect(() => readInstance(memoryFile(bytes))).toThrow(
      expect.objectContaining({ code, offset: expect.any(Number) }),
    );
  });

  it('ends in a code and in no value, whatever the bytes are', async () => {
    const seeds = await Promise.all(STUDY.map(({ bytes }) => seedOf(bytes)));
    holds(
      fc.property(fc.nat(), (seed) => {
        const dice = random(seed);
        const pick = () => seeds[dice.below(seeds.length)] as Seed;
        const { bytes } = mutate(pick(), pick(), dice);
        try {
          for (const { element, dataSet } of placedElements(readInstance(memoryFile(bytes))))
            valuesOf(element, dataSet);
        } catch (error) {
          if (!(error instanceof ReadError)) throw error;
          expect(error.message).toMatch(/^[A-Z][A-Za-z ]+ at byte \d+$/);
        }
      }),
      { runs: 400 },
    );
  });

  it('ends in findings, whatever an output or its source is', async () => {
    const seeds = await Promise.all(STUDY.map(({ bytes }) => seedOf(bytes)));
    await holds(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const dice = random(seed);
        const whole = seeds[dice.below(seeds.length)] as Seed;
        const { bytes } = mutate(whole, seeds[dice.below(seeds.length)] as Seed, dice);
        const pair = [
          { name: '1.dcm', bytes },
          { name: '1.dcm', bytes: whole.bytes },
        ] as const;
        const [output, source] = dice.below(2) === 0 ? pair : [pair[1], pair[0]];
        const { alarms } = await verified([output], [source]);
        expect(alarms.length).toBeGreaterThan(0);
      }),
      { runs: 60 },
    );
  });

  it('ends in time where sequences within UN are nested and broken', () => {
    let value = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0x00, 0x00, 0x00]);
    for (let depth = 0; depth < 60; depth++) {
      const head = Buffer.from([
        0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0, 0x29, 0x00, 0x01, 0x10, 0x55, 0x4e, 0, 0, 0, 0, 0, 0,
      ]);
      head.writeUInt32LE(value.length, 16);
      head.writeUInt32LE(value.length + 12, 4);
      value = Buffer.concat([head, value]);
    }
    const bytes = instance({ elements: [el(0x00290010, 'LO', 'ACME'), el(0x00291001, 'UN', value)] });
    expect(kindsOf(memoryFile(bytes))).toContain('(0029,1001)');
  });
});

describe('what another reader sees', () => {
  it('this one has seen', async () => {
    const second = (await dcmjsReader()) as NonNullable<Awaited<ReturnType<typeof dcmjsReader>>>;
    let compared = 0;
    for (const { bytes } of STUDY) {
      const seen = second(memoryFile(bytes));
      if (seen === null) continue;
      compared++;
      const own = kindsOf(memoryFile(bytes));
      expect([...seen].filter((kind) => !own.has(kind))).toEqual([]);
    }
    expect(compared).toBeGreaterThan(8);
  });

  it('and what it has missed is a finding', async () => {
    // dcmjs is asked of another file here, as if this reader had overlooked what that one has.
    const { findings } = await verified(
      [{ name: '1.dcm', bytes: STUDY[0]?.bytes as Uint8Array }],
      null,
      null,
      () => new Set(['(0010,0010)', '(4321,0010)']),
    );
    expect(findings.all.filter(({ code }) => code === 'READERS_DISAGREE').map(({ path }) => path)).toEqual([
      '(4321,0010)',
    ]);
  });

  it('of real files is what this one reads, value by value', () => {
    const folder = corpusFolder();
    const corpus = folder === null ? null : readCorpus(folder);
    const wrong: string[] = [];
    let compared = 0;
    for (const [name, elements] of corpus?.expected ?? []) {
      const bytes = new Uint8Array(readFileSync(join(folder as string, name)));
      let own: ReadonlyMap<string, readonly string[]>;
      try {
        own = new Map(
          [...placedElements(readInstance(memoryFile(bytes)))].map(({ path, element, dataSet }) => [
            path,
            valuesOf(element, dataSet),
          ]),
        );
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        continue;
      }
      for (const { path, value } of elements) {
        const place = path
          .split('/')
          .map((part, at) =>
            at % 2 === 0 ? `(${part.slice(0, 4)},${part.slice(4)})` : `[${Number(part) + 1}]/`,
          )
          .join('')
          .toUpperCase();
        const values = own.get(place);
        if (values === undefined) wrong.push(`${name} ${place}`);
        // Of several values the other reader gives a list as it prints it.
        else if (value !== undefined && values.length > 0 && /^(?!\[)[\x20-\x7e]{4,100}$/.test(value)) {
          compared++;
          if (values.join('\\').trim() !== value.trim() && !/^[-+\d.\\ e]*$/i.test(value))
            wrong.push(`${name} ${place}: another value`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(corpus === null || compared > 300).toBe(true);
  });
});

describe('bytes', () => {
  it('are the same through a window, and a piece at a time', () => {
    const bytes = Uint8Array.from({ length: 400_000 }, (_, at) => (at * 31) & 255);
    const file = windowed(memoryFile(bytes));
    for (const [start, end] of [
      [0, 8],
      [131_000, 131_100],
      [262_143, 262_145],
      [5, 399_999],
      [0, 4],
    ] as const)
      expect(Buffer.compare(file.read(start, end), bytes.subarray(start, end))).toBe(0);
    const pieces = [...piecesOf(memoryFile(new Uint8Array(3_000_000).fill(1)), 10, 2_999_990)];
    expect(pieces.map(({ length }) => length)).toEqual([1_048_576, 1_048_576, 902_828]);
  });
});
