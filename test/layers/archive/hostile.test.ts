import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { numberedBytes } from '../../contracts/samples.ts';
import { listing, paxRecord, tarOf, zipOf } from '../../support/archives.ts';
import { holds } from '../../support/properties.ts';

/** Archives with bytes changed, cut and joined at random: they end in a code, and what they give stays within the bounds. */
const files = [
  { name: 'a/one', bytes: Buffer.from('one\n') },
  { name: 'a/two', bytes: numberedBytes(3000) },
  { name: 'a/three', bytes: Buffer.alloc(5000) },
];
const pax = { name: 'x', type: 'x', bytes: Buffer.from(paxRecord('path', 'a/four')) };
const ARCHIVES = [
  zipOf(files),
  zipOf(
    files.map((file) => ({ ...file, zip64: true })),
    { zip64: true },
  ),
  zipOf(
    files.map((file) => ({ ...file, method: 0 })),
    { streamed: true },
  ),
  tarOf([{ name: 'a/', type: '5' }, pax, ...files]),
  gzipSync(tarOf(files)),
  gzipSync(files[1]?.bytes ?? ''),
];
const LIMITS = { members: 8, memberBytes: 6000, totalBytes: 30_000 };

const archive = fc.constantFrom(...ARCHIVES);
const changed = fc
  .tuple(
    archive,
    fc.array(fc.tuple(fc.nat(1e6), fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff))), { maxLength: 4 }),
  )
  .map(([bytes, changes]) => {
    const copy = Buffer.from(bytes);
    // The first bytes stay, for they say what it is.
    for (const [at, value] of changes) copy[4 + (at % (copy.length - 4))] = value;
    return copy;
  });
const cut = fc.tuple(changed, fc.nat(1e6)).map(([bytes, at]) => bytes.subarray(0, 4 + (at % bytes.length)));
const joined = fc.tuple(changed, changed).map((both) => Buffer.concat(both));

it('any archive, changed, cut or joined, ends in a code and within its bounds', async () => {
  const codes = new Set<string>();
  await holds(
    fc.asyncProperty(fc.oneof(changed, cut, joined), async (bytes) => {
      const { members, error } = await listing(bytes, LIMITS);
      const said = [...members.values(), error ?? ''].filter((each) => /^[A-Z_]+$/.test(each));
      for (const code of said) codes.add(code);
      for (const code of said) expect(code).toMatch(/^(ARCHIVE_[A-Z_]+|NONE)$/);
      expect(members.size).toBeLessThanOrEqual(LIMITS.members);
      for (const member of members.values()) expect(member.length).toBeLessThanOrEqual(LIMITS.memberBytes);
    }),
    { runs: 1500 },
  );
  // It went to more places than one.
  expect([...codes]).toEqual(expect.arrayContaining(['ARCHIVE_BROKEN']));
  expect(codes.size).toBeGreaterThan(3);
});
