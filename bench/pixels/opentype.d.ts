/** What is used of opentype.js, which brings no types; it is CommonJS. */
declare module 'opentype.js' {
  namespace opentype {
    interface PathCommand {
      readonly type: 'M' | 'L' | 'C' | 'Q' | 'Z';
      readonly x?: number;
      readonly y?: number;
      readonly x1?: number;
      readonly y1?: number;
      readonly x2?: number;
      readonly y2?: number;
    }
    interface Font {
      readonly unitsPerEm: number;
      charToGlyph(character: string): Glyph;
    }
    interface Glyph {
      readonly advanceWidth: number;
      getPath(x: number, y: number, size: number): { readonly commands: readonly PathCommand[] };
    }
    function parse(bytes: ArrayBuffer): Font;
  }
  export = opentype;
}
