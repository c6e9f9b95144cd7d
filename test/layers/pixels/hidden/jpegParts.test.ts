import { brotliDecompressSync } from 'node:zlib';
import { decodeFrame } from '../../../../layers/pixels/codecs/codec.ts';
import { PixelsError } from '../../../../layers/pixels/errors.ts';
import { withoutHidden } from '../../../../layers/pixels/hidden/withoutHidden.ts';
import { codecsHere, shapeOf, uid } from '../../../support/frames.ts';

/**
 * JPEGs of 40 x 24 by Pillow 13.0 with a name in an Exif segment (`exif`), in APP1, COM and APP13, and behind their end, recompressed by libjxl 0.7
 * (`cjxl --lossless_jpeg=1 --container=1`). `head`: the fields of the box as they must be. From the frames that come out, libjxl (`djxl`) makes the JPEGs that are left of the first ones, bit by bit.
 */
const FRAMES = {
  exif: {
    samplesPerPixel: 1,
    frame:
      'AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAAUanhscAAAAAD/CgUICIobAQAAAUZqYnJkwdBvww0gCC0DAgAIABoA' +
      '5AJQAQBCQMhVJQAAIOSobMFQnP8TRMYIZZxTCtqPkCHMUgcZZqB0hxqsDxlOPmbAIQcVFjlo2IHto4b+/ZFlDjvuQEPR/S/GOGOS' +
      'Szb5ZJRTnpnmmm2+GeechR6a6KKNPhrppKWemuqqrb4a66zFHpvsss0+G+205Z6b7rrtvhvvvAUfnPDCDT8c8cQjl3xyyiu3/HLM' +
      'Mw9d9NFJL93001FPPXbZZ6e9dttvxz334IUfnvjijT8e+eSjl3566qu3/nrsswc/fPHHJ798889HP33445d/fvrrt/9+/PP/B/gB' +
      'ACAHG1QAAMTaed+uLHbT+oUiUhabMiqDwTAOtBtWsAEHzJFkvOCEA+CwARdF4wO/DmRw3oEI4BcXMnGJudrGhvtaD6L0Q70JUi+9' +
      '+5gBAAAAOmJyb2JFeGlmixSAAAAAAE1NACoAAAAIAAEBDgACAAAADAAAABoAAAAATUFSTE9XRV5BREEAAwAAAaZqeGxwgAAAAeBb' +
      'ABAATAYKagpqCmr+/w4AABgACAABAAAAAACAgCWJVIi7uToCoEyq2AN9AgAUclJQUFAgXzFGxUjGGBxijGQUY1SMMRLHGAzEMIbR' +
      'MTwvUVWRFYM32wiBMjP0BwYZwTxVJ38ETQlk5I9fUhJg1T5AAf8ZTgAxE9gNAEfnUp5I+8NAzctbXmvJFMTzCZi4R5QoRspcT8GE' +
      'pmS3wIL0AJTVlRrqqMqiEFSmiqNAwJSkgkQxEtlGCiY0JX8uG+RclbyM1NDCUZaDszIFnAUK/AAmJPJfiZFSMEGYoCnZIAEAAAAA' +
      'AA4AEkqJ1QYAgIggpKApAFoyM2PGS4pSy5DkD/6/5Rlqo0AmxdUI1RVIjvrNk6Klyr9v8xRQz7xK3jsnizUX3AgqhJb+8/lfmNdx' +
      'Xxp+NLD61dkKe1iW9Ihv0k8MpFLlVjE9dURup+wLiCj3Ava1jVntuZJ/3kDmEt4x5w81t7kIhjvqGRX59W+87IyPvT/ZWpCC2ttL' +
      'vC35x9tL1sTI+2h1I9x7w5GpclZfRIQGLjGbkWRpRwA7',
    head:
      'c10d20082d030200848090ab4a000040c851d982a138ff27888c11ca38a714b41f214398a50e32cc40e90e35581f329c7ccc' +
      '80430e2a2c72d0b003db470dfdfb23cb1c76dc8186a2fb5f8c71c624976cf2c928a73c33cd35db7c33ce390b3d34d1451b7d' +
      '34d2494b3d35d5555b7d35d6598b3d36d9659b7d36da69cb3d37dd75db7d37de790b3e38e1851b7e38e289472ef9e494576e' +
      'f9e598671ebae8a3935ebae9a7a39e7aecb2cf4e7bedb6df8e7beec10b3f3cf1c51b7f3cf2c9472ffdf4d4576ffdf5d8670f' +
      '7ef8e28f4f7ef9e69f8f7efaf0c72ffffcf4d76ffffdf8e7ff0ff003000000',
  },
  progressive: {
    samplesPerPixel: 3,
    frame:
      'AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAASanhscAAAAAD/CgUIiAQAAAEYamJyZMDQb7dNIAiN0AiN0AiN0DRC' +
      'IzRCy4AAAAKABoAKgFCjBKRKAAAAEJX4v4JBAQAAcCRW/59UAgAAAJDM/xdMCQAAAAiD1f8XhEkAAADAhKEe8n8iAAAAgF/+TyqS' +
      'AAAANMiAojnMYMP9vyCEAgAAABKHMQca7P8FoQAAAAAyBxnm/6QQQhgBAEAmDDLMQIMNN9Swvw/9vwAQAEQSBIUAAMEfYEDwBxRg' +
      '/AIABH8IgAAAAQQCBD+EAcEPUUDwQwAAAAAAAOQAG1QAAMTaed+uLHbT+oUiUhabMiqDwTAOtBtWsAEHzJFkvOCEA+CwARdF4wO/' +
      'DmRw3oEI4BcXMnGJudrGhvtaD6L0Q70JUi+9+5gBAAABqGp4bHCAAAAB4FsCEABUBgpqCmoKav7/DgAAGAAIAAEAAAAAAICAJYkE' +
      'qF7MFcB3S+gBACgJKSgoTA/SYvAsuyjT/0kGkNP5xKQAl9I2Dvi1B1mDZ0yCuAu7Na/5cBQRLIpMAooSuAMAMAHgBBCjFEYA0BSC' +
      'kARJCvABkqRfQiRJIr1AkiRJkiRJkiRJkiRJkqTTFVAIX5g8PzOB1jgKcihQ1muiYpA1NbMCqogCJmkAJFYTipHGhlAw8guhqUsI' +
      '2SAv0CH1WkiwKkGSECCIJAlIECWSJEmSJEmSJEmSJEmSBAAAAAAAOABIKDQ0dgCZhBTIAdBKVJ6OmZESKfkdAYDyVGTSCjqtSARs' +
      '32+Y+0/2euHi/8heUl9y9HVM+4dawUW5BppcPzcHZkOAJVIGa8L/GCGogoZ6O90J1nH5fB+kSSPc3zze69WtrK5JgOFX/PVKj5i0' +
      'bHSn/wX435z8Ne+7Wk309/bqsFt/X3FOmPQWhnocXwWWsxK12eXY+G+xPZOnXu84zQ6stwcdiecSaNS5lAriv45elMHRx8kn9ui4' +
      'e4GWAQ==',
    head:
      'c06d13084223344223344223348dd0088dd0322000428d12902a0100004054e2ff0a06050000c09158fd7f52090000004032' +
      'ff5f3025000000200c56ff5f10260100000013867ac8ff89000000007ef93fa948020000d020038ae630830df7ff82100a00' +
      '0000481cc61c68b0ff178402000000c81c6498ff934208610400009930c830030d36dc50c3fe3ef4ff024000104910140200' +
      '047f8001c11f5080f10b0010fc2100020004100810fc1006043f4401c10f01000000000000',
  },
};
/** JFIF's segment, without the FF before it. */
const JFIF = 'e000104a46494600010100000100010000';

const codecs = codecsHere();

/** The box that a JPEG is made again from. */
function partsOf(frame: Uint8Array): Buffer {
  const bytes = Buffer.from(frame);
  const at = bytes.indexOf('jbrd');
  return bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4));
}

describe.each(Object.entries(FRAMES))(
  'a JPEG within JPEG XL (%s)',
  (_name, { frame: base64, head, samplesPerPixel }) => {
    const frame = new Uint8Array(Buffer.from(base64, 'base64'));
    const photometric = samplesPerPixel === 1 ? 'MONOCHROME2' : 'YBR_FULL_422';
    const format = {
      syntax: uid('4.111'),
      shape: shapeOf({ rows: 24, columns: 40, samplesPerPixel, photometric }),
    };

    it('loses segments, comments and what stands behind it, and can still be made again', () => {
      const cleaned = withoutHidden(frame, format);
      const parts = partsOf(cleaned);
      expect(parts.subarray(0, head.length / 2).toString('hex')).toBe(head);
      expect(brotliDecompressSync(parts.subarray(head.length / 2)).toString('hex')).toBe(JFIF);
      expect(Buffer.from(cleaned).includes('Exif')).toBe(false);
      expect(decodeFrame(cleaned, format, codecs)).toEqual(decodeFrame(frame, format, codecs));
      expect(withoutHidden(cleaned, format)).toBe(cleaned);
    });

    it('whose parts are damaged is refused by a code, or read', () => {
      const start = Buffer.from(frame).indexOf('jbrd') + 4;
      for (let at = 0; at < 8 * partsOf(frame).length; at++) {
        const broken = new Uint8Array(frame);
        broken[start + (at >>> 3)] = (broken[start + (at >>> 3)] as number) ^ (1 << (at & 7));
        try {
          withoutHidden(broken, format);
        } catch (error) {
          expect(error).toBeInstanceOf(PixelsError);
        }
      }
    });
  },
);
