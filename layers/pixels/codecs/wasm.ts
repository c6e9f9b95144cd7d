import { instantiated, type WasmInstance, type WasmMemory, type WasmModule } from './webAssembly.ts';

/** What a codec is told of a picture: its buffers are read and written by these numbers. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  /** 8 or 16: a sample has one byte, or two in little endian. */
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly isSigned: boolean;
}

export interface EncodeSettings {
  /** Whether three components are decorrelated by the reversible transform (T.800 G.2). */
  readonly isTransformed?: boolean;
  /** 0 to 4: LRCP, RLCP, RPCL, PCRL, CPRL (T.800 A.6.1). */
  readonly progression?: number;
}

export type CodecName = 'Jpeg' | 'JpegLs' | 'Jpeg2000' | 'HtJpeg2000' | 'JpegXl';

/** A codec that ended in an error or a trap. Its own words may hold pieces of the stream, so they are not kept. */
export class CodecFailed extends Error {
  constructor() {
    super('a codec refused its input');
    this.name = 'CodecFailed';
  }
}

type Call = (...values: readonly number[]) => number;

/** Colours as the module numbers them. */
const MONOCHROME2 = 1;
const RGB = 3;
/** Memory only grows: an instance that has more than this is not used again. */
const MOST_KEPT_BYTES = 256 * 1024 * 1024;

/**
 * The WASM of dcmjs-codecs (libjpeg, CharLS, OpenJPEG, OpenJPH, libjxl). It is told what our own reading of the codestream found, never what the data set says, and believed in nothing.
 * After an error the instance is dropped: it was left in the middle of something.
 */
export class Codecs {
  readonly #module: WasmModule;
  #instance: WasmInstance | null = null;

  constructor(module: WasmModule) {
    this.#module = module;
  }

  /** The samples, pixel by pixel unless the codestream keeps them apart. Throws `CodecFailed`. */
  decode(name: CodecName, picture: Picture, stream: Uint8Array): Uint8Array {
    return this.#run(picture, MONOCHROME2, (call, context) => {
      this.#put(call, 'Encoded', context, stream);
      const parameters = call('CreateDecoderParameters');
      call('SetConvertColorspaceToRgb', parameters, 0);
      call(`Decode${name}`, context, parameters);
      call('ReleaseDecoderParameters', parameters);
      return this.#taken(call, 'Decoded', context);
    });
  }

  /** Without loss. Throws `CodecFailed`. */
  encode(
    name: CodecName,
    picture: Picture,
    samples: Uint8Array,
    { isTransformed = false, progression = 0 }: EncodeSettings = {},
  ): Uint8Array {
    return this.#run(picture, isTransformed ? RGB : MONOCHROME2, (call, context) => {
      this.#put(call, 'Decoded', context, samples);
      const parameters = call('CreateEncoderParameters');
      const settings: Readonly<Record<string, number>> = {
        Lossy: 0,
        Quality: 100,
        SmoothingFactor: 0,
        SampleFactor: 0,
        Predictor: 1,
        PointTransform: 0,
        AllowedLossyError: 0,
        ProgressionOrder: progression,
        Rate: 0,
        AllowMct: isTransformed ? 1 : 0,
      };
      for (const [setting, value] of Object.entries(settings)) call(`Set${setting}`, parameters, value);
      call(`Encode${name}`, context, parameters);
      call('ReleaseEncoderParameters', parameters);
      return this.#taken(call, 'Encoded', context);
    });
  }

  #run(
    picture: Picture,
    photometric: number,
    work: (call: (name: string, ...values: readonly number[]) => number, context: number) => Uint8Array,
  ): Uint8Array {
    try {
      this.#instance ??= started(this.#module);
      const { exports } = this.#instance;
      const call = (name: string, ...values: readonly number[]) => (exports[name] as Call)(...values);
      const context = call('CreateCodecsContext');
      call('SetColumns', context, picture.width);
      call('SetRows', context, picture.height);
      call('SetBitsAllocated', context, picture.bitsAllocated);
      call('SetBitsStored', context, picture.bitsStored);
      call('SetSamplesPerPixel', context, picture.samples);
      call('SetPixelRepresentation', context, picture.isSigned ? 1 : 0);
      call('SetPlanarConfiguration', context, 0);
      call('SetPhotometricInterpretation', context, photometric);
      const result = work(call, context);
      call('ReleaseCodecsContext', context);
      if (this.#memory().byteLength > MOST_KEPT_BYTES) this.#instance = null;
      return result;
    } catch {
      this.#instance = null;
      throw new CodecFailed();
    }
  }

  #memory(): ArrayBuffer {
    return ((this.#instance as WasmInstance).exports.memory as WasmMemory).buffer;
  }

  #put(
    call: (name: string, ...values: readonly number[]) => number,
    which: string,
    context: number,
    bytes: Uint8Array,
  ) {
    call(`Set${which}BufferSize`, context, bytes.length);
    const at = call(`Get${which}Buffer`, context) >>> 0;
    new Uint8Array(this.#memory(), at, bytes.length).set(bytes);
  }

  #taken(
    call: (name: string, ...values: readonly number[]) => number,
    which: string,
    context: number,
  ): Uint8Array {
    const at = call(`Get${which}Buffer`, context) >>> 0;
    const size = call(`Get${which}BufferSize`, context) >>> 0;
    return new Uint8Array(this.#memory(), at, size).slice();
  }
}

/** Nothing of the machine is given to the module: no clock, no environment, no output. */
function started(module: WasmModule): WasmInstance {
  const fail = () => {
    throw new CodecFailed();
  };
  const nothing = () => 0;
  const found: { memory?: WasmMemory } = {};
  const view = () => new DataView((found.memory as WasmMemory).buffer);
  const instance = instantiated(module, {
    env: {
      onCodecsException: fail,
      onCodecsInfo: nothing,
      onCodecsTrace: nothing,
      emscripten_notify_memory_growth: nothing,
    },
    wasi_snapshot_preview1: {
      proc_exit: fail,
      environ_get: nothing,
      environ_sizes_get: (count: number, size: number) => {
        view().setUint32(count, 0, true);
        view().setUint32(size, 0, true);
        return 0;
      },
      clock_time_get: (_clock: number, _precision: bigint, at: number) => {
        view().setBigUint64(at, 0n, true);
        return 0;
      },
      // Says that all was written, or the module would write it again.
      fd_write: (_descriptor: number, vectors: number, count: number, written: number) => {
        let sum = 0;
        for (let at = 0; at < count; at++) sum += view().getUint32(vectors + 8 * at + 4, true);
        view().setUint32(written, sum, true);
        return 0;
      },
      fd_seek: nothing,
      fd_close: nothing,
    },
  });
  found.memory = instance.exports.memory as WasmMemory;
  (instance.exports._initialize as Call)();
  return instance;
}
