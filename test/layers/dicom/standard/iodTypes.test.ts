import {
  IOD_TYPES_SOURCE,
  PATHS,
  SOP_CLASSES,
} from '../../../../layers/dicom/standard/generated/iodTypes.generated.ts';
import { attributeType } from '../../../../layers/dicom/standard/iodTypes.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { profileRows } from '../../../../rules/ps315/table.ts';
import { sourceBytes, sourceTable, standardFolder, textDigest } from './source.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const RT_PLAN = '1.2.840.10008.5.1.4.1.1.481.5';
const ENHANCED_MR = '1.2.840.10008.5.1.4.1.1.4.1';
const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';

const pathOf = (text: string) => text.split('/').map((digits) => asTag(Number.parseInt(digits, 16)));
const typeAt = (sopClass: string, path: string) => attributeType(sopClass, pathOf(path));

const classes = rowsOf(SOP_CLASSES).map((row) => row.split('|')[0] as string);
const paths = rowsOf(PATHS);

test('all types of the 50 attributes with a compound action code', () => {
  const compound = profileRows()
    .filter((row) => row.basic.includes('/'))
    .map((row) => row.id);
  expect(compound).toHaveLength(50);
  expect(paths.filter((path) => !compound.includes(path.slice(-8)))).toEqual([]);
  const places = classes.flatMap((uid) =>
    paths.map((path) => [`${uid} ${path}`, typeAt(uid, path)] as const),
  );
  const known = places.filter(([, type]) => type !== undefined).map(([place, type]) => `${place} ${type}`);
  expect([classes.length, known.length]).toEqual([119, 6252]);
  // Computed from the source in Python.
  expect(textDigest(known.sort().join('\n'))).toBe(
    '1fd40d72ce81933c69d8b4d3881b276af9c3a72275cd0521512d0bcf8c54d8fd',
  );
});

if (standardFolder !== undefined)
  test('every place of the source, evaluated one by one', () => {
    type Places = Record<string, { type: string }[]>;
    const source = sourceTable<{ sopClasses: Record<string, { attributes: Places }[]> }>(
      IOD_TYPES_SOURCE.file,
    );
    const compound = profileRows()
      .filter((row) => row.basic.includes('/'))
      .map((row) => row.id);
    const wrong: string[] = [];
    let seen = 0;
    for (const [uid, iods] of Object.entries(source.sopClasses))
      for (const path of new Set(iods.flatMap((iod) => Object.keys(iod.attributes)))) {
        const isCompound = compound.includes(path.slice(-8));
        const types = iods.flatMap((iod) => iod.attributes[path] ?? []).map((place) => place.type);
        const strictest = ['1', '2', '3'].find((number) => types.some((type) => type.startsWith(number)));
        if (isCompound) seen += 1;
        if (typeAt(uid, path) !== (isCompound ? Number(strictest) : undefined)) wrong.push(`${uid} ${path}`);
      }
    expect(wrong).toEqual([]);
    expect(seen).toBe(6252);
    expect(textDigest(sourceBytes(IOD_TYPES_SOURCE.file))).toBe(IOD_TYPES_SOURCE.sha256);
  });

test.each([
  [CT, '00100020', 2], // Patient ID: 2 in the Patient Module (PS3.3 C.7.1.1)
  [CT, '00080080', 3], // Institution Name (C.7.5.1)
  [CT, '00080022', 3], // Acquisition Date
  [CT, '0008002A', 3], // Acquisition DateTime
  [CT, '00080023', 2], // Content Date: 2C
  [CT, '00180010', 2], // Contrast/Bolus Agent (C.7.6.4)
  [ENHANCED_MR, '0008002A', 1], // 1C (C.8.13.1)
  [ENHANCED_MR, '00181000', 1], // Device Serial Number: Enhanced General Equipment (C.7.5.2)
  [ENHANCED_MR, '52009230/00081140', 2], // in the Referenced Image functional group
  [RT_PLAN, '300A0006', 2], // RT Plan Date (C.8.8.9)
  [RT_PLAN, '300A00B0/300A00B2', 2], // Treatment Machine Name in Beam Sequence (C.8.8.14)
  [RT_PLAN, '300A00B0/00080080', 3],
  [BASIC_TEXT_SR, '0040A730/0040A032', 1], // Observation DateTime: 1C (C.17.3)
] as const)('%s %s: %s', (sopClass, path, type) => {
  expect(typeAt(sopClass, path)).toBe(type);
});

test('undefined for what the tables have not', () => {
  expect(typeAt('1.2.3', '00100020')).toBeUndefined();
  expect(typeAt('', '00100020')).toBeUndefined();
  expect(typeAt('toString', '00100020')).toBeUndefined();
  expect(typeAt(CT, '300A0006')).toBeUndefined(); // another IOD's
  expect(typeAt(CT, '00100010')).toBeUndefined(); // no compound code
  expect(typeAt(CT, '00081115')).toBeUndefined(); // a sequence on the way
  expect(typeAt(CT, '00081115/00100020')).toBeUndefined();
  expect(typeAt(CT, '00091001/00100020')).toBeUndefined();
  expect(attributeType(CT, [])).toBeUndefined();
});
