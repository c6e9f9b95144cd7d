import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RekognitionClient, TextDetection } from '@aws-sdk/client-rekognition';
import { decode } from 'fast-png';
import { RekognitionDetector } from '../../../layers/aws/rekognition.ts';
import type { Display } from '../../../layers/pixels/reader.ts';
import type { Raster } from '../../../layers/pixels/shape.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { brokenConnection } from '../../contracts/faultyClient.ts';

/** In the shape of the API reference (DetectText, "Response Syntax"); every text is invented. */
const ANSWER = JSON.parse(readFileSync(new URL('./recorded/detectText.json', import.meta.url), 'utf8'));

const DISPLAY: Display = {
  ...{ photometric: 'MONOCHROME2', bitsStored: 8, highBit: 7, isSigned: false },
  ...{ slope: 1, intercept: 0, windows: [], palette: null },
};

/** A ramp from black to white, which a rendering leaves as it is. */
function ramp(width: number, height: number): Raster {
  const bytes = Uint8Array.from({ length: width * height }, (_, at) => (at % width) % 256);
  return { width, height, samplesPerPixel: 1, bytesPerSample: 1, bytes };
}

interface Sent {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** Answers each picture that it is sent by `answer`. */
function serviceOf(answer: (sent: Sent, nth: number) => object) {
  const sent: Sent[] = [];
  const inputs: { readonly Filters: unknown }[] = [];
  const client = {
    send: async ({ input }: { readonly input: { Image: { Bytes: Uint8Array }; Filters: unknown } }) => {
      const { width, height, data } = decode(input.Image.Bytes);
      sent.push({ bytes: input.Image.Bytes, width, height, data });
      inputs.push(input);
      return answer(sent.at(-1) as Sent, sent.length);
    },
  } as unknown as RekognitionClient;
  return { client, sent, inputs };
}

const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });

const word = (index: number, more: Partial<TextDetection> = {}): TextDetection => ({
  ...{ DetectedText: `W${index}`, Type: 'WORD', Id: index, ParentId: 999, Confidence: 90 },
  Geometry: { BoundingBox: { Left: 0.5, Top: 0.5, Width: 0.1, Height: 0.1 } },
  ...more,
});

describe('Rekognition as a detector', () => {
  it('gives lines with all that their geometry spans and a margin, and words that belong to none', async () => {
    const { client } = serviceOf(() => ANSWER);
    const found = await new RekognitionDetector(client).findText(ramp(200, 100), DISPLAY);
    expect(found).toEqual([
      // 20 to 120 by 10 to 20, and a quarter of its height more.
      { box: box(17, 7, 123, 23), text: 'MARLOWE ADA 1961', confidence: expect.closeTo(0.987, 6) },
      // The polygon reaches beyond the box.
      { box: box(158, 87, 194, 97), text: '5 cm', confidence: 0.425 },
      // Cut at the edge of the picture.
      { box: box(0, 47, 23, 63), text: 'ZITA', confidence: 0.61 },
    ]);
  });

  it('is shown the picture that the built-in detector is shown, under each of its windows, and asked for everything', async () => {
    const { client, sent, inputs } = serviceOf(() => ({ TextDetections: [] }));
    const raster = ramp(256, 90);
    const windows = [
      { center: 64, width: 128 },
      { center: 192, width: 128 },
    ];
    await new RekognitionDetector(client).findText(raster, DISPLAY);
    expect(sent).toMatchObject([{ width: 256, height: 90 }]);
    expect(Array.from(sent[0]?.data ?? [])).toEqual([...raster.bytes]);
    // Both lose a half of what there is, so all of it is shown once more.
    await new RekognitionDetector(client).findText(raster, { ...DISPLAY, windows });
    expect(sent).toHaveLength(4);
    for (const { Filters } of inputs) expect(Filters).toEqual({ WordFilter: { MinConfidence: 0 } });
  });

  it('is sent no picture below 80 pixels, and none that is flat', async () => {
    const { client, sent } = serviceOf(() => ({
      TextDetections: [word(1, { Geometry: { BoundingBox: { Left: 0, Top: 0, Width: 1, Height: 1 } } })],
    }));
    const detector = new RekognitionDetector(client);
    const [found] = await detector.findText(ramp(60, 20), DISPLAY);
    expect(sent).toMatchObject([{ width: 80, height: 80 }]);
    expect(found?.box).toEqual(box(0, 0, 60, 20));
    const flat = { ...ramp(300, 300), bytes: new Uint8Array(90_000).fill(7) };
    expect(await detector.findText(flat, DISPLAY)).toEqual([]);
    expect(sent).toHaveLength(1);
    // As a window of 8 bits shows it: letters of 12 more than their ground are sent.
    const faint = {
      ...flat,
      bytes: Uint8Array.from(flat.bytes, (grey, at) => (at % 9 === 0 ? grey + 12 : grey)),
    };
    await detector.findText(faint, { ...DISPLAY, windows: [{ center: 128, width: 256 }] });
    expect(sent.length).toBeGreaterThan(1);
  });

  it('is sent large pictures in pieces that share 64 pixels', async () => {
    const { client, sent } = serviceOf(() => ({
      TextDetections: [
        word(1, { Geometry: { BoundingBox: { Left: 0, Top: 0, Width: 0.01, Height: 0.01 } } }),
      ],
    }));
    const found = await new RekognitionDetector(client).findText(ramp(4000, 100), DISPLAY);
    expect(sent.map(({ width, height }) => [width, height])).toEqual([
      [2032, 100],
      [2032, 100],
    ]);
    expect(found.map(({ box: { left } }) => left)).toEqual([0, 1968]);
  });

  it('is sent less than 5 MB, also where nothing can be packed', async () => {
    const { client, sent } = serviceOf(() => ({}));
    // What a cipher makes of nothing is as good as chance.
    const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
    const bytes = new Uint8Array(cipher.update(Buffer.alloc(2048 * 2048)));
    await new RekognitionDetector(client).findText(
      { ...ramp(1, 1), width: 2048, height: 2048, bytes },
      DISPLAY,
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]?.bytes.length).toBeGreaterThan(2048 * 2048);
    expect(sent[0]?.bytes.length).toBeLessThan(5 * 1024 * 1024);
  });

  it('looks again in halves where it finds as many words as it ever does', async () => {
    const many = Array.from({ length: 100 }, (_, at) => word(at));
    const { client, sent } = serviceOf((_sent, nth) => ({
      TextDetections: nth === 1 ? many : [word(1, { DetectedText: `half ${nth}` })],
    }));
    const found = await new RekognitionDetector(client).findText(ramp(400, 200), DISPLAY);
    expect(sent.map(({ width, height }) => [width, height])).toEqual([
      [400, 200],
      [225, 200],
      [225, 200],
    ]);
    expect(found).toHaveLength(102);
    expect(found.slice(100).map(({ text }) => text)).toEqual(['half 2', 'half 3']);
    // The second half begins at 175.
    expect(found[101]?.box.left).toBe(175 + 112 - 5);
  });

  it('and ends, if it never finds fewer', async () => {
    const many = Array.from({ length: 100 }, (_, at) => word(at));
    const { client, sent } = serviceOf(() => ({ TextDetections: many }));
    await new RekognitionDetector(client).findText(ramp(500, 400), DISPLAY);
    expect(sent.length).toBeLessThan(40);
    expect(Math.min(...sent.map(({ width, height }) => Math.min(width, height)))).toBeGreaterThanOrEqual(80);
  });

  it('tells whoever asks round it how large each picture is', async () => {
    const { client } = serviceOf(() => ANSWER);
    const asked: number[] = [];
    const detector = new RekognitionDetector(client, (pixels, ask) => {
      asked.push(pixels);
      return ask();
    });
    await detector.findText(ramp(200, 100), DISPLAY);
    expect(asked).toEqual([20_000]);
  });
});

describe('a fault of Rekognition', () => {
  const refusal = (name: string, status: number) =>
    Object.assign(new Error(`${name}: ${IDENTIFIER}`), { name, $metadata: { httpStatusCode: status } });
  const faultBy = (error: Error) => {
    const { client } = serviceOf(() => {
      throw error;
    });
    return faultOf(new RekognitionDetector(client).findText(ramp(100, 100), DISPLAY));
  };

  it.each([
    ['throttling', refusal('ThrottlingException', 500)],
    ['too much asked for', refusal('ProvisionedThroughputExceededException', 400)],
    ['a failure of its own', refusal('InternalServerError', 500)],
    ['a connection that breaks', brokenConnection()],
  ])('passes: %s', async (_name, error) => {
    expect(await faultBy(error)).toEqual({ code: 'DETECTOR_UNAVAILABLE', transient: true });
  });

  it.each([
    ['InvalidImageFormatException', 'DETECTOR_UNAVAILABLE'],
    ['ImageTooLargeException', 'DETECTOR_UNAVAILABLE'],
    ['AccessDeniedException', 'DETECTOR_FORBIDDEN'],
  ])('does not pass by itself: %s', async (name, code) => {
    expect(await faultBy(refusal(name, 400))).toEqual({ code, transient: false });
  });

  it('is a text without a place: nothing is taken for seen that cannot be blanked', async () => {
    const { Geometry: _absent, ...placeless } = word(1);
    const { client } = serviceOf(() => ({ TextDetections: [placeless] }));
    expect(await faultOf(new RekognitionDetector(client).findText(ramp(100, 100), DISPLAY))).toEqual({
      code: 'DETECTOR_UNAVAILABLE',
      transient: true,
    });
  });
});
