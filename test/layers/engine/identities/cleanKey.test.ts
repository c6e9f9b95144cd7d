import { cleanKeyOf } from '../../../../layers/engine/identities/cleanKey.ts';
import { el } from '../../../support/build.ts';
import { instanceWith } from '../actions/shiftPlan.ts';
import { parsed, testKeys } from '../harness.ts';

/** The key of a clean object is read by whoever lists the bucket: it is made of UIDs, or of hashes of what is none. */

const HASHED = '[0-9a-f]{32}';

async function keyOf(study: string, series: string, sop: string, keyScope = ''): Promise<string> {
  const object = instanceWith([
    el(0x00080018, 'UI', sop),
    el(0x0020000d, 'UI', study),
    el(0x0020000e, 'UI', series),
  ]);
  return cleanKeyOf(
    await parsed(object),
    { source: 'the-source', version: 'the-version' },
    { keys: testKeys(), keyScope },
  );
}

it('is study, series and instance', async () => {
  expect(await keyOf('1.2.3', '1.2.4', '1.2.5')).toBe('1.2.3/1.2.4/1.2.5.dcm');
});

it.each(['Zwieback^Oriane', '../../etc', '1.2.3/Zwieback', '1.02.3', '1.2.', `1.${'2'.repeat(64)}`])(
  'never has what is no UID, as rules may keep it: %s',
  async (text) => {
    const key = await keyOf(text, text, text);
    expect(key).toMatch(new RegExp(`^${HASHED}/${HASHED}/${HASHED}\\.dcm$`));
    expect(key).toBe(await keyOf(text, text, text));
    expect(key).not.toBe(await keyOf(`${text}x`, `${text}x`, `${text}x`));
    expect(key).not.toBe(await keyOf(text, text, text, 'another project'));
  },
);

it('says where there is none, and names the instance by its version', async () => {
  expect(await keyOf('', '', '')).toBe('no-study/no-series/the-version.dcm');
});
