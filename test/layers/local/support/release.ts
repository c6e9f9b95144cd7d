import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { DirectoryStore } from '../../../../layers/local/directoryStore.ts';

/** What a releasing process is told. */
export interface Order {
  readonly output: string;
  readonly cleanKey: string;
  readonly sizeBytes: number;
  /** The file to release, header replaced; absent: made-up bytes whose last are never answered. */
  readonly input?: { readonly container: string; readonly key: string };
}

const order: Order = JSON.parse(process.argv[2] ?? '');
const store = new DirectoryStore({ output: order.output });
const header = { kind: 'owned', bytes: Buffer.from('a new header') } as const;
const rest = { kind: 'span', start: 300, end: order.sizeBytes } as const;
if (order.input === undefined) {
  const endless = {
    ...memorySource(Buffer.alloc(0)),
    size: order.sizeBytes,
    read: (start: number, end: number): Promise<Uint8Array> => {
      if (end < order.sizeBytes) return Promise.resolve(Buffer.alloc(end - start, 7));
      process.stdout.write('nearly done');
      // Its parent ends it.
      process.stdin.resume();
      return new Promise(() => {});
    },
  };
  await store.release(order.cleanKey, endless, [header, rest], 'source-1');
} else {
  const source = await store.open({ container: order.input.container, key: new Phi(order.input.key) });
  const before = process.resourceUsage().maxRSS;
  await store.release(order.cleanKey, source, [header, rest], 'source-1');
  // Kilobytes on Linux (getrusage(2)).
  const grownKib = process.resourceUsage().maxRSS - before;
  process.stdout.write(JSON.stringify({ grownKib }));
  await source.close();
}
