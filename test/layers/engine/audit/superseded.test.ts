import {
  CHANGING_MS,
  type SourceLine,
  sourceLine,
  standingOf,
} from '../../../../layers/engine/audit/superseded.ts';

/** Which clean keys of a source it has by its last line, and which it has not any more. */

const MINUTE = 60_000;
const line = (minute: number, of: Partial<SourceLine>): SourceLine => ({
  timeMs: minute * MINUTE,
  beganMs: minute * MINUTE - 500,
  outcome: 'released',
  cleanKey: null,
  made: 'old',
  versionId: `v${minute}`,
  sizeBytes: 1000,
  ...of,
});
const released = (minute: number, cleanKey: string, of: Partial<SourceLine> = {}) =>
  line(minute, { cleanKey, ...of });
const held = (minute: number, of: Partial<SourceLine> = {}) =>
  line(minute, { outcome: 'held', made: 'new', ...of });
const verdicts = (...lines: readonly SourceLine[]) =>
  Object.fromEntries([...standingOf(lines)].map(([key, { verdict }]) => [key, verdict]));

it.each([
  ['nothing came later', [released(0, 'a')], { a: 'stands' }],
  [
    'later rules release it there again',
    [released(0, 'a'), released(60, 'a', { made: 'new' })],
    { a: 'stands' },
  ],
  ['later rules hold it', [released(0, 'a'), held(60)], { a: 'superseded' }],
  ['later rules refuse it', [released(0, 'a'), held(60, { outcome: 'quarantined' })], { a: 'superseded' }],
  [
    'later rules release it under another key',
    [released(0, 'a'), released(60, 'b', { made: 'new' })],
    { a: 'superseded', b: 'stands' },
  ],
  [
    'it was a duplicate, and is held',
    [released(0, 'a', { outcome: 'duplicate' }), held(60)],
    { a: 'superseded' },
  ],
  [
    'it passed through, and is held',
    [released(0, 'a', { outcome: 'passed-through' }), held(60)],
    { a: 'superseded' },
  ],
  [
    // The very same version, whatever its line says of its size.
    'the same version is held',
    [released(0, 'a'), held(60, { versionId: 'v0', sizeBytes: null })],
    { a: 'superseded' },
  ],
  [
    'a person released it, and the same rules hold it once more',
    [held(0), released(60, 'a', { made: 'new' }), held(120)],
    { a: 'stands' },
  ],
  [
    'a person released it, and other rules hold it',
    [held(0), released(60, 'a', { made: 'new' }), held(120, { made: 'newer' })],
    { a: 'superseded' },
  ],
  [
    'a corrected version is held by the same rules',
    [released(0, 'a'), held(60, { made: 'old' })],
    { a: 'stands' },
  ],
  [
    'another instance of another size came under its ingest key',
    [released(0, 'a'), held(60, { sizeBytes: 2000 })],
    { a: 'another' },
  ],
  [
    'nobody knows the size',
    [released(0, 'a', { sizeBytes: null }), held(60, { sizeBytes: null })],
    { a: 'another' },
  ],
  [
    'its ingest key is used for several instances',
    [released(0, 'a'), released(1, 'b'), held(60)],
    { a: 'another', b: 'another' },
  ],
  [
    'its ingest key is used for several instances, of which the same version is held',
    [released(0, 'a'), released(1, 'b'), held(60, { versionId: 'v1' })],
    { a: 'another', b: 'superseded' },
  ],
  [
    'the later rules began while the earlier ones could still be at work',
    [released(0, 'a'), held(1.9)],
    { a: 'unsettled' },
  ],
  ['they began long before they ended', [released(0, 'a'), held(5, { beganMs: MINUTE })], { a: 'unsettled' }],
  ['the later rules began right after', [released(0, 'a'), held(2.1)], { a: 'superseded' }],
  [
    'it was withdrawn',
    [released(0, 'a'), held(60), line(90, { outcome: 'withdrawn', cleanKey: 'a' })],
    { a: 'withdrawn' },
  ],
  [
    'it was withdrawn, and released again',
    [released(0, 'a'), held(60), line(90, { outcome: 'withdrawn', cleanKey: 'a' }), released(120, 'a')],
    { a: 'stands' },
  ],
  [
    'the same rules release it below another prefix',
    [released(0, 's/s/a.dcm'), released(60, 'trial/s/s/a.dcm', { sizeBytes: 2000 })],
    { 's/s/a.dcm': 'superseded', 'trial/s/s/a.dcm': 'stands' },
  ],
  [
    'the same rules release the same version under another key',
    [released(0, 'a'), released(60, 'b', { versionId: 'v0' })],
    { a: 'superseded', b: 'stands' },
  ],
  [
    'the same rules release another instance under another key',
    [released(0, 'a'), released(60, 'b')],
    { a: 'stands', b: 'stands' },
  ],
  [
    'the event of an older version comes once more, under other rules',
    [released(0, 'a'), released(60, 'a', { made: 'new' }), held(120, { versionId: 'v0', made: 'newer' })],
    { a: 'stands' },
  ],
  ['it never came out', [held(0), held(60, { outcome: 'quarantined' })], {}],
] as const)('%s', (_why, lines, expected) => {
  expect(verdicts(...lines)).toEqual(expected);
});

it('does not go by the order in which the lines come', () => {
  const lines = [
    released(0, 'a'),
    held(60),
    released(90, 'b', { made: 'newer' }),
    held(200, { made: 'newer' }),
  ];
  const expected = verdicts(...lines);
  expect(expected).toEqual({ a: 'superseded', b: 'stands' });
  const orders = [
    [3, 2, 1, 0],
    [1, 0, 3, 2],
    [2, 0, 3, 1],
  ];
  for (const order of orders)
    expect(verdicts(...order.map((at) => lines[at] as SourceLine))).toEqual(expected);
});

it('waits as long as rules may be used that were replaced', async () => {
  const { LOOK_EVERY_MS } = await import('../../../../functions/ingest/ruleBook.ts');
  expect(CHANGING_MS).toBeGreaterThanOrEqual(2 * LOOK_EVERY_MS);
});

it('passes over lines that say nothing of what stands', () => {
  const record = {
    ...{ time: '2026-11-21T10:00:00.000Z', source: { key: 'k', sizeBytes: 7 }, output: { key: null } },
    ...{ reason: null, findings: [], plan: { name: 'p', digest: 'd' }, actions: {} },
    ...{ engine: { version: '1', keyId: 'k' }, durationMs: 250 },
  };
  expect(sourceLine({ ...record, outcome: 'opened' })).toBeNull();
  expect(sourceLine({ ...record, outcome: 'fault' })).toBeNull();
  expect(sourceLine({ ...record, outcome: 'held', time: 'soon' })).toBeNull();
  const timeMs = Date.parse(record.time);
  expect(sourceLine({ ...record, outcome: 'held' })).toMatchObject({
    timeMs,
    beganMs: timeMs - 250,
    sizeBytes: 7,
  });
});
