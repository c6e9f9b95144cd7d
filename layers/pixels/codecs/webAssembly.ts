/** What Node has of WebAssembly and its types have not: they come with a browser's. */
export interface WasmModule {
  readonly module: unique symbol;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Engine {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, (...values: never[]) => number>>>>,
  ) => WasmInstance;
}

const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;

const MEMORY_SECTION = 5;
/** Most memory that an instance may have, of 64 KiB each: a gigabyte and a half. */
const MOST_PAGES = 24_576;

/** Compiles a module whose memory may grow to a bound of ours. Throws where the module states none to be lowered. */
export function compiled(bytes: Uint8Array): WasmModule {
  const bounded = new Uint8Array(bytes);
  lowerMemory(bounded);
  return new Module(bounded);
}

export function instantiated(...given: ConstructorParameters<Engine['Instance']>): WasmInstance {
  return new Instance(...given);
}

/** Writes the bound in as many bytes as the old one has (WebAssembly 2.0, 5.5.8, 5.2.2). */
function lowerMemory(bytes: Uint8Array): void {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = number();
    if (section !== MEMORY_SECTION) {
      at += size;
      continue;
    }
    const [count, hasMost] = [number(), number()];
    number();
    const start = at;
    const most = number();
    if (count !== 1 || hasMost !== 1 || most < MOST_PAGES) break;
    for (let place = start, left = MOST_PAGES; place < at; place++, left = Math.floor(left / 128))
      bytes[place] = (left & 0x7f) | (place + 1 < at ? 0x80 : 0);
    return;
  }
  throw new Error('the codecs have another memory than the one that is bounded here');
}
