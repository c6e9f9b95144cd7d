import { METRICS } from '../../functions/environment.ts';
import { frameLines, metricLines } from '../../functions/metrics.ts';
import { pixelsReading } from '../../functions/pixels/reading.ts';
import type { Asking } from '../../layers/aws/rekognition.ts';
import type { Display, PixelReader } from '../../layers/pixels/reader.ts';
import type { FrameShape, Raster } from '../../layers/pixels/shape.ts';

const RASTER: Raster = {
  width: 500,
  height: 400,
  samplesPerPixel: 1,
  bytesPerSample: 1,
  bytes: new Uint8Array(1),
};
const SHAPE = { rows: 400, columns: 500 } as FrameShape;
const FORMAT = { syntax: '1.2.840.10008.1.2.4.80', shape: SHAPE };
const display = (photometric: string) => ({ photometric }) as Display;
const SECRET = 'Zwölfkirchner';

/** Finds a name in every frame; each call takes a second. */
function fakeReader() {
  let now = 0;
  const tick = () => {
    now += 1000;
  };
  const reader: PixelReader = {
    decode: async () => {
      tick();
      return { raster: RASTER, photometric: 'MONOCHROME2' };
    },
    encode: async () => {
      tick();
      return new Uint8Array(1);
    },
    findText: async () => {
      tick();
      return [{ box: { left: 0, top: 0, right: 1, bottom: 1 }, text: SECRET, confidence: 1 }];
    },
    close: async () => {},
  };
  return { reader, elapsed: () => now, tick };
}
/** Each look of it is two calls of a second. */
const rekognitionOf = (tick: () => void) => ({
  detector: (asking: Asking = (_pixels, ask) => ask()) => ({
    findText: async () => {
      for (const pixels of [4_000_000, 1_000_000]) await asking(pixels, async () => tick());
      return [];
    },
  }),
});
const NONE = rekognitionOf(() => {});
const FIGURES = { records: [], returned: [], postponed: 0, handedOver: 0, sentMs: [0] };

describe('the pixels function', () => {
  it('counts what was read by kind, with sizes and times, once, and nothing of what was found', async () => {
    const { reader, elapsed } = fakeReader();
    const reading = pixelsReading(async () => reader, NONE, elapsed);
    const within = (await reading.reader())(undefined);
    within.begin?.('us');
    await within.encode(await within.decode(new Uint8Array(1), FORMAT), FORMAT);
    await within.findText(RASTER, display('MONOCHROME1'));
    await within.findText(RASTER, display('MONOCHROME2'));
    await within.findText(RASTER, display('YBR_FULL_422'));
    const lines = reading.measure(FIGURES, 'prod', 5000);
    const frames = lines.filter((line) => line.Kind !== undefined);
    const of = (metric: string) =>
      Object.fromEntries(frames.flatMap((line) => (metric in line ? [[line.Kind, line[metric]]] : [])));
    expect(of(METRICS.frames)).toEqual({
      ...{ decoded: 1, encoded: 1, 'looked-grey': 2, 'looked-colour': 1 },
    });
    expect(of(METRICS.megapixels)).toEqual({
      ...{ decoded: 0.2, encoded: 0.2, 'looked-grey': 0.4, 'looked-colour': 0.2 },
    });
    expect(of(METRICS.frameTime)).toEqual({
      ...{ decoded: [1000], encoded: [1000], 'looked-grey': [1000, 1000], 'looked-colour': [1000] },
    });
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    const byModality = lines.filter((line) => line.Modality !== undefined);
    expect(byModality.map((line) => line.Modality)).toEqual(['US', 'US']);
    expect(Object.assign({}, ...byModality)).toMatchObject({
      [METRICS.frames]: 5,
      [METRICS.megapixels]: expect.closeTo(1, 9),
      [METRICS.frameTime]: [1000, 1000, 1000, 1000, 1000],
    });
    expect(reading.measure(FIGURES, 'prod', 5000).some((line) => line.Kind !== undefined)).toBe(false);
  });

  it('names no modality that the standard does not have', async () => {
    const { reader, elapsed } = fakeReader();
    const reading = pixelsReading(async () => reader, NONE, elapsed);
    const within = (await reading.reader())(undefined);
    for (const modality of [SECRET, '', 'US\\CT', 'CT']) {
      within.begin?.(modality);
      await within.findText(RASTER, display('RGB'));
    }
    const lines = reading.measure(FIGURES, 'prod', 5000);
    const named = lines.flatMap(({ Modality }) => (Modality === undefined ? [] : [Modality]));
    expect([...new Set(named)].sort()).toEqual(['CT', 'OTHER']);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  it('counts what Rekognition is asked, picture by picture, and asks no more once the time is over', async () => {
    const { reader, elapsed, tick } = fakeReader();
    const reading = pixelsReading(async () => reader, rekognitionOf(tick), elapsed);
    await reading.detector(undefined).findText(RASTER, display('RGB'));
    const [counts, times] = reading.measure(FIGURES, 'prod', 5000).filter((line) => line.Kind !== undefined);
    expect(counts).toMatchObject({ Kind: 'rekognition', [METRICS.frames]: 2, [METRICS.megapixels]: 5 });
    expect(times).toMatchObject({ Kind: 'rekognition', [METRICS.frameTime]: [1000, 1000] });
    const stop = new AbortController();
    stop.abort();
    await expect(reading.detector(stop.signal).findText(RASTER, display('RGB'))).rejects.toMatchObject({
      code: 'DEADLINE',
    });
    expect(elapsed()).toBe(2000);
  });

  it('keeps the times of its instances apart from those of headers', async () => {
    const { reader, elapsed } = fakeReader();
    const names = (lines: ReturnType<typeof metricLines>) => lines.flatMap((line) => Object.keys(line));
    const own = names(pixelsReading(async () => reader, NONE, elapsed).measure(FIGURES, 'prod', 5000));
    expect(own).toContain(METRICS.pixelMessageAge);
    expect(own).not.toContain(METRICS.messageAge);
    expect(names(metricLines(FIGURES, 'prod', 5000))).not.toContain(METRICS.pixelMessageAge);
    expect(frameLines([], 'prod', 5000)).toEqual([]);
  });

  it('stops with the time of its invocation: a call that hangs is left, and none is begun', async () => {
    const { reader, elapsed } = fakeReader();
    const begun: string[] = [];
    const hanging: PixelReader = {
      ...reader,
      findText: () => {
        begun.push('look');
        return new Promise(() => {});
      },
    };
    const reading = pixelsReading(async () => hanging, NONE, elapsed);
    const stop = new AbortController();
    const within = (await reading.reader())(stop.signal);
    const looking = within.findText(RASTER, display('RGB'));
    stop.abort();
    await expect(looking).rejects.toMatchObject({ code: 'DEADLINE' });
    await expect(within.findText(RASTER, display('RGB'))).rejects.toMatchObject({ code: 'DEADLINE' });
    await expect(within.decode(new Uint8Array(1), FORMAT)).rejects.toMatchObject({ code: 'DEADLINE' });
    expect(begun).toEqual(['look']);
    const next = (await reading.reader())(new AbortController().signal);
    expect((await next.decode(new Uint8Array(1), FORMAT)).photometric).toBe('MONOCHROME2');
  });

  it('works on one instance at a time: its reader is one thread', () => {
    const { reader, elapsed } = fakeReader();
    expect(pixelsReading(async () => reader, NONE, elapsed)).toMatchObject({ atATime: 1 });
  });
});
