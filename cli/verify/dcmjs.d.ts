/** What is used of dcmjs, which has no types of its own. */
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
  export interface DcmjsEntry {
    /** `(0010,0010)`. */
    readonly tag: string;
    /** PS3.6's, or `ox` and `xs` where it has several. */
    readonly vr: string;
    /** The keyword. */
    readonly name: string;
  }
  export const data: {
    readonly DicomMessage: {
      readFile(buffer: ArrayBuffer, options?: { readonly ignoreErrors?: boolean }): DcmjsFile;
    };
    readonly DicomMetaDictionary: {
      readonly nameMap: Readonly<Record<string, DcmjsEntry>>;
      readonly dictionary: Readonly<Record<string, DcmjsEntry>>;
    };
  };
  export const log: {
    setLevel(level: 'silent'): void;
    getLogger(name: string): { setLevel(level: 'silent'): void };
  };
}
