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
  pixels: SHIPPED,
};

export type FunctionName = keyof typeof FUNCTIONS;
