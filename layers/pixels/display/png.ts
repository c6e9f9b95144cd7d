import { crc32, deflateSync } from 'node:zlib';

/** A picture of greys, or of red, green and blue, as a PNG (ISO/IEC 15948) with nothing else in it: no time, no text. */
export function png(width: number, height: number, samplesPerPixel: 1 | 3, bytes: Uint8Array): Uint8Array {
  const row = width * samplesPerPixel;
  const lines = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) lines.set(bytes.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, samplesPerPixel === 1 ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, bytes: Uint8Array): Buffer {
  const made = Buffer.alloc(12 + bytes.length);
  made.writeUInt32BE(bytes.length, 0);
  made.write(kind, 4, 'latin1');
  made.set(bytes, 8);
  made.writeUInt32BE(crc32(made.subarray(4, 8 + bytes.length)), 8 + bytes.length);
  return made;
}
