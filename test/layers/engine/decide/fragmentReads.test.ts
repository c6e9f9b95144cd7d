import { ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mixedPlan } from '../../../../layers/aws/partPlan.ts';
import {
  type ByteSource,
  memorySource,
  type Segment,
  segmentsLength,
} from '../../../../layers/dicom/byteSource.ts';
import { FileSource } from '../../../../layers/local/fileSource.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { concat, el, fragments, instance, type Node, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { effortMs } from '../../../support/effort.ts';
import { planWith, type RuleList } from '../actions/valuePlan.ts';
import { bytesOfSegments, clean } from '../harness.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const HEADER: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Needle^Jane'),
  el(0x0020000d, 'UI', '2.25.2'),
  el(0x0020000e, 'UI', '2.25.3'),
];
const BEHIND: readonly Node[] = [el(0x7fe10010, 'LO', 'ACME'), el(0x7fe11001, 'LO', 'Needle^Jane')];
const rle = { transferSyntax: TRANSFER_SYNTAX.rleLossless };

/** The object over a network, and what was read of it. */
function remote(bytes: Uint8Array) {
  const source = memorySource(bytes);
  const reads: number[] = [];
  const read: ByteSource['read'] = (start, end) => {
    reads.push(end - start);
    return source.read(start, end);
  };
  return { ...source, readCostBytes: 64 * KIB, read, reads };
}

describe('an encapsulated object over a network', () => {
  const count = 60;
  const length = 40 * KIB;
  const frames = Array.from({ length: count }, (_, index) => [new Uint8Array(length).fill(index)]);
  const words = (values: readonly number[]) => new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer);
  const tables = [
    el(0x7fe00001, 'OV', words(frames.map((_, index) => index * (length + 8)))),
    el(0x7fe00002, 'OV', words(frames.map(() => length))),
  ];
  const objects: readonly (readonly [string, Uint8Array])[] = [
    [
      'Basic Offset Table',
      instance({ elements: [...HEADER, fragments(frames, { offsetTable: 'frames' }), ...BEHIND], ...rle }),
    ],
    [
      'Extended Offset Table',
      instance({ elements: [...HEADER, ...tables, fragments(frames), ...BEHIND], ...rle }),
    ],
    ['no table', instance({ elements: [...HEADER, fragments(frames), ...BEHIND], ...rle })],
  ];
  const hash: RuleList = [
    [0x7fe00010, { kind: 'hash', key: { from: 'ring' }, algorithm: 'sha256', matchLength: false }],
  ];
  const plans = [
    ['the Basic Profile', basicProfilePlan()],
    ['nothing', planWith([])],
    ['Pixel Data removed', planWith([[0x7fe00010, { kind: 'remove' }]])],
    [
      'the Extended Offset Table removed',
      planWith([
        [0x7fe00001, { kind: 'remove' }],
        [0x7fe00002, { kind: 'remove' }],
      ]),
    ],
    ['Pixel Data emptied', planWith([[0x7fe00010, { kind: 'empty' }]])],
    ['fragments hashed', planWith(hash)],
  ] as const;

  it.each(
    objects.flatMap(([name, bytes]) => plans.map(([rules, plan]) => [name, rules, bytes, plan] as const)),
  )('with %s, %s: comes out as it does at a desk', async (_name, _rules, bytes, plan) => {
    const [there, here] = [await clean(remote(bytes), { plan }), await clean(bytes, { plan })];
    if ('reason' in here || 'reason' in there) throw new Error(JSON.stringify([here, there]));
    const outputs = [here, there].map(({ segments }) => bytesOfSegments(bytes, segments));
    expect(Buffer.compare(outputs[0] as Uint8Array, outputs[1] as Uint8Array)).toBe(0);
  });

  it.each(objects.slice(0, 2))('with a %s is read at its two ends only', async (_name, bytes) => {
    const source = remote(bytes);
    await clean(source);
    expect(source.reads.length).toBeLessThanOrEqual(5);
    expect(source.reads.reduce((sum, read) => sum + read, 0)).toBeLessThan(250 * KIB);
  });
});

describe('50 GB at a desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-sparse-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('of holes are indexed by 13 headers, and would be copied in parts that S3 takes', async () => {
    const path = join(folder, 'sparse.dcm');
    const file = openSync(path, 'w');
    const whole = instance({ elements: [...HEADER, fragments([])], ...rle });
    const head = whole.subarray(0, whole.length - 8);
    const [delimiter, behind] = [
      whole.subarray(-8),
      instance({ elements: BEHIND, meta: 'none', preamble: 'none' }),
    ];
    const fragmentBytes = 4 * GIB - 2;
    writeSync(file, head);
    let at = head.length;
    for (let index = 0; index < 13; index += 1, at += 8 + fragmentBytes) {
      const header = Buffer.from([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0]);
      header.writeUInt32LE(fragmentBytes, 4);
      writeSync(file, header, 0, 8, at);
    }
    writeSync(file, concat([delimiter, behind]), 0, delimiter.length + behind.length, at);
    ftruncateSync(file, at + delimiter.length + behind.length);

    const source = FileSource.open(path);
    const started = effortMs();
    const result = await clean(source);
    expect(effortMs() - started).toBeLessThan(1000);
    if ('reason' in result) throw new Error(result.reason.code);
    const pixels = (part: Segment) => part.kind === 'span' && part.end - part.start > GIB;
    expect(result.segments.filter(pixels)).toHaveLength(1);
    expect(segmentsLength(result.segments)).toBeGreaterThan(51 * GIB);
    const parts = mixedPlan(result.segments, {
      partBytes: 16 * MIB,
      copyPartBytes: 128 * MIB,
      copyBytes: 16 * MIB,
    });
    const uploaded = parts.flatMap((part) => (part.kind === 'body' ? [part.length] : []));
    expect(parts.length).toBeLessThan(430);
    expect(uploaded[0]).toBe(5 * MIB);
    expect(uploaded.length).toBeLessThanOrEqual(2);
    await source.close();
  });
});
