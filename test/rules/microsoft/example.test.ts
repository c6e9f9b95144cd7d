import { readFileSync } from 'node:fs';
import { asTag } from '../../../layers/dicom/tag.ts';
import { rootText } from '../../../layers/dicom/values.ts';
import { compileRules, recogniseDialect } from '../../../rules/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { bytesOfSegments, clean, parsed } from '../../layers/engine/harness.ts';
import { syntheticStudy } from '../../support/study.ts';
import { compile, planOf, sourceOf } from './tool.ts';

const TEXT = readFileSync(new URL('../../../rules/examples/microsoft.json', import.meta.url), 'utf8');

test('the example has nothing doubtful, at a desk or in the cloud', () => {
  for (const place of ['desk', 'cloud'] as const) expect(compile(TEXT, { place }).problems).toEqual([]);
});

test('it is recognised, and a Lethe file does the same', () => {
  expect(recogniseDialect(TEXT)).toBe('microsoft');
  const plan = planOf(TEXT);
  const converted = compileRules(sourceOf(writeLethe(plan)));
  expect([converted.dialect, converted.plan?.digest]).toEqual(['lethe', plan.digest]);
});

test('with every known bug, too', () => {
  const compat = ['rootOnly', 'oneUidForMany', 'staleFileMeta', 'noonDateTimes', 'asciiEncrypt'];
  const plan = planOf(JSON.stringify({ ...JSON.parse(TEXT), compat }));
  const converted = compileRules(sourceOf(writeLethe(plan)), 'lethe');
  expect(converted.plan?.digest).toBe(plan.digest);
});

test('it releases the synthetic study without its patient', async () => {
  const plan = planOf(TEXT);
  for (const { name, bytes, expected } of syntheticStudy().files) {
    const result = await clean(bytes, { plan });
    expect([name, 'reason' in result ? result.reason.code : result.outcome]).toEqual([name, expected]);
    if ('reason' in result) continue;
    const text = Buffer.from(bytesOfSegments(bytes, result.segments)).toString('latin1');
    const patientId = rootText(await parsed(bytes), asTag(0x00100020));
    expect(patientId).not.toBe('');
    expect(text.includes(patientId)).toBe(false);
  }
});
