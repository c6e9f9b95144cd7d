import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** `node bench/copying.ts FROM TO`: the floor of a whole process, a stream copy by Node. */
const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('give a file and where to copy it');
await pipeline(createReadStream(from), createWriteStream(to));
