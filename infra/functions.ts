/** The functions of the stack, by name: the file of each that exports `handler`, relative to the repository. */
export const FUNCTIONS = {
  ingest: 'functions/ingest/handler.ts',
  manifest: 'functions/manifest/handler.ts',
  reconcile: 'functions/reconcile/handler.ts',
} as const;

export type FunctionName = keyof typeof FUNCTIONS;
