import type { DcmjsDataSet } from 'dcmjs';
import type { ByteFile } from '../../layers/verify/reader/byteFile.ts';
import { missingPackage } from '../missingPackage.ts';

/**
 * dcmjs as another pair of eyes: every element that it sees, Lethe's reader must have seen. It is loaded with the first file, since it takes longer to load than
 * most files take to be verified. What it throws and prints holds values, and is dropped.
 */
export async function dcmjsReader(): Promise<((file: ByteFile) => ReadonlySet<string> | null) | null> {
  const dcmjs = await installed();
  if (dcmjs === null) return null;
  const { data, log } = dcmjs;
  log.setLevel('silent');
  log.getLogger('validation.dcmjs').setLevel('silent');
  return (file) => {
    try {
      const bytes = new Uint8Array(file.read(0, file.sizeBytes));
      const { dict, meta } = data.DicomMessage.readFile(bytes.buffer);
      const kinds = new Set<string>();
      collect(meta, '', kinds);
      collect(dict, '', kinds);
      return kinds;
    } catch {
      return null;
    }
  };
}

/** Null: it is not installed. The package leaves it out for its size, and the report says that nobody read a second time. */
async function installed(): Promise<typeof import('dcmjs') | null> {
  try {
    return await import('dcmjs');
  } catch (error) {
    if (missingPackage(error) !== null) return null;
    throw error;
  }
}

function collect(dataSet: DcmjsDataSet, prefix: string, kinds: Set<string>): void {
  for (const [tag, element] of Object.entries(dataSet)) {
    if (!/^[0-9A-F]{8}$/i.test(tag) || element === undefined) continue;
    const kind = `${prefix}(${tag.slice(0, 4).toUpperCase()},${tag.slice(4).toUpperCase()})`;
    kinds.add(kind);
    if (element.vr !== 'SQ') continue;
    for (const item of element.Value ?? [])
      if (typeof item === 'object' && item !== null) collect(item as DcmjsDataSet, `${kind}/`, kinds);
  }
}
