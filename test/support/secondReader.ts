import { type DcmjsFile, data, log } from 'dcmjs';

// dcmjs prints two lines for every instance in implicit VR; nothing but this logger's level silences it.
log.getLogger('validation.dcmjs').setLevel('silent');

/** Reads a file with dcmjs, which knows nothing of Lethe. Throws what dcmjs throws. */
export function readWithDcmjs(bytes: Uint8Array): DcmjsFile {
  return data.DicomMessage.readFile(new Uint8Array(bytes).buffer);
}
