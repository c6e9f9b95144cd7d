import { SHIPPED, type ShippedFile } from '../layers/pixels/shipped.ts';

/** The functions of the stack, by name: the file of each that exports `handler`, relative to the repository. */
export const FUNCTIONS = {
  ingest: 'functions/ingest/handler.ts',
  manifest: 'functions/manifest/handler.ts',
  pixels: 'functions/pixels/handler.ts',
  reconcile: 'functions/reconcile/handler.ts',
} as const;

/** What a function opens by its place, and so has beside its own module, as files. */
export const SHIPPED_WITH: Readonly<Record<string, readonly ShippedFile[]>> = {
  pixels: [...SHIPPED, ...textFinder()],
};

/** What looks for text: loaded by the worker when the first frame is looked at, so a module of its own; its weights with their notices, and ONNX Runtime's WASM. */
function textFinder(): readonly ShippedFile[] {
  const file = (name: string, from: string): ShippedFile => ({ name, kind: 'file', from });
  const weights = ['PP-OCRv6_det_small.onnx', 'ppocrv5_rec.onnx', 'ppocr_keys_v5.txt'];
  const notices = ['LICENSE', 'NOTICE-ocrspine.txt', 'NOTICE-rapidocr.md'];
  return [
    { name: 'text/finder.mjs', kind: 'module', from: 'layers/pixels/text/finder.ts' },
    ...[...weights, ...notices].map((name) =>
      file(`text/weights/${name}`, `layers/pixels/text/weights/${name}`),
    ),
    ...['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'].map((name) =>
      file(`text/${name}`, `onnxruntime-web/${name}`),
    ),
  ];
}

export type FunctionName = keyof typeof FUNCTIONS;
