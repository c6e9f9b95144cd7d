/** Folders with the code as it is deployed. */
export interface Bundle {
  /** Of the layer: what is mounted at /opt. */
  readonly layerFolder: string;
  /** Of each function, by name: an `index.mjs` that exports `handler`. */
  readonly functionFolders: Readonly<Record<string, string>>;
  /** Of the package. */
  readonly version: string;
}
