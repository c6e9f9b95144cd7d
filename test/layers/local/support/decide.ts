import { SqliteDecisionBook } from '../../../../layers/local/sqliteDecisionBook.ts';

/** Decides without end, and says after each answer which it was: somebody kills it. */

const book = new SqliteDecisionBook(process.argv[2] as string);
for (let each = 0; ; each += 1) {
  await book.put(
    {
      instance: 'a'.repeat(32),
      place: `(0032,1064)[${each}](0008,0100)`,
      action: { kind: 'confirm' },
      seen: '0'.repeat(32),
      by: `person ${each}`,
      at: '2026-11-30T10:00:00.000Z',
    },
    null,
  );
  process.send?.(each);
  await new Promise((resolve) => setImmediate(resolve));
}
