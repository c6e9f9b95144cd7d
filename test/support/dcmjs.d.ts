/** What the tests use of dcmjs, which has no types of its own. */
declare module 'dcmjs' {
  export interface DcmjsElement {
    readonly vr: string;
    readonly Value?: readonly unknown[];
  }
  export type DcmjsDataSet = Readonly<Record<string, DcmjsElement>>;
  export interface DcmjsFile {
    readonly meta: DcmjsDataSet;
    readonly dict: DcmjsDataSet;
  }
  export const data: {
    readonly DicomMessage: {
      readFile(buffer: ArrayBuffer, options?: { readonly ignoreErrors?: boolean }): DcmjsFile;
    };
  };
  export const log: {
    getLogger(name: string): { setLevel(level: 'silent'): void };
  };
}
