import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import dcmjs from 'dcmjs';

/** dcmjs with its own list of attributes to clean: `node dcmjsClean.ts IN OUT`. */
const [source = '', target = ''] = process.argv.slice(2);
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const out = join(target, path.slice(source.length));
  const bytes = readFileSync(path);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const data = dcmjs.data.DicomMessage.readFile(whole, { ignoreErrors: true });
  dcmjs.anonymizer.cleanTags(data.dict);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, new Uint8Array(data.write({ allowInvalidVRLength: true })));
}
