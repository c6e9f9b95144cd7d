import { availableParallelism } from 'node:os';
import { PixelsError } from '../errors.ts';
import { NATIVE_PACKAGE } from './nativeRuntime.ts';
import { WEIGHTS_PACKAGE } from './weights.ts';

/** Numbers with their shape, as networks take and give them. */
export interface Numbers {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** One input, one output. */
export interface Network {
  run(input: Numbers): Promise<Numbers>;
  close(): Promise<void>;
}

export interface RuntimeSettings {
  /** `wasm` runs everywhere; `native` is `onnxruntime-node`, which a user may install beside Lethe. */
  readonly runtime?: 'wasm' | 'native';
  readonly threads?: number;
}

/** What both packages have of ONNX Runtime's API, and is used. */
interface Runtime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}
interface Tensor {
  readonly data: unknown;
  readonly dims: readonly number[];
  dispose(): void;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/** Loads the runtime and a model. Throws `PIXELS_WEIGHTS` where either cannot be had. */
export async function openNetwork(model: Uint8Array, settings: RuntimeSettings = {}): Promise<Network> {
  const { runtime: kind = 'wasm', threads = 1 } = settings;
  try {
    const runtime = kind === 'wasm' ? await wasm(threads) : await native();
    const options = kind === 'wasm' ? { executionProviders: ['wasm'] } : nativeOptions(threads);
    return network(
      runtime,
      await runtime.InferenceSession.create(model, { ...options, logSeverityLevel: 3 }),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND')
      throw new PixelsError(
        'PIXELS_WEIGHTS',
        `ONNX Runtime (${kind}) is not installed`,
        `${kind === 'wasm' ? WEIGHTS_PACKAGE : NATIVE_PACKAGE} brings it: npm install it beside Lethe`,
      );
    throw new PixelsError(
      'PIXELS_WEIGHTS',
      `ONNX Runtime (${kind}) cannot be started`,
      'Install Lethe again, or ask for the other runtime.',
    );
  }
}

function network(runtime: Runtime, session: Session): Network {
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  return {
    async run({ data, dims }) {
      const fed = new runtime.Tensor('float32', data, dims);
      const made = (await session.run({ [input]: fed }))[output] as Tensor;
      fed.dispose();
      return { data: made.data as Float32Array, dims: made.dims };
    },
    close: () => session.release(),
  };
}

/** Runs in this thread unless more are asked for: whoever calls is a worker already. */
async function wasm(threads: number): Promise<Runtime> {
  const runtime = await import('onnxruntime-web/wasm');
  runtime.env.wasm.numThreads = Math.min(threads, availableParallelism());
  runtime.env.wasm.proxy = false;
  return runtime as unknown as Runtime;
}

async function native(): Promise<Runtime> {
  const loaded = (await import(NATIVE_PACKAGE)) as { readonly default: Runtime };
  return loaded.default;
}

function nativeOptions(threads: number): object {
  return { intraOpNumThreads: threads, interOpNumThreads: 1, enableCpuMemArena: false };
}
