import type { PixelReader } from '../../pixels/reader.ts';

/** The frames of an instance must be read, and this process cannot: another one is to take it. Nothing was written. */
export class LookElsewhereError extends Error {
  constructor() {
    super('The frames of this instance are read elsewhere.');
    this.name = 'LookElsewhereError';
  }
}

/** Of a function that hands over the instances whose frames must be read: rejects with `LookElsewhereError`. */
export const LOOK_ELSEWHERE: PixelReader = {
  decode: elsewhere,
  encode: elsewhere,
  findText: elsewhere,
  close: async () => {},
};

async function elsewhere(): Promise<never> {
  throw new LookElsewhereError();
}
