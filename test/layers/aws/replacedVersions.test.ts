import { type ReplacedVersion, replacedOf } from '../../../layers/aws/replacedVersions.ts';

/** Entries of one key, the newest first, as S3 gives them: `v` versions, `m` markers, each with its second. */
function listingOf(entries: readonly (readonly ['v' | 'm', number, string?])[]) {
  const all = entries.map(([kind, second, etag = `e${second}`], index) => ({
    kind,
    Key: 'k',
    VersionId: `${kind}${index}`,
    IsLatest: index === 0,
    LastModified: new Date(second * 1000),
    ...(kind === 'v' ? { ETag: etag, Size: 1 } : {}),
  }));
  return {
    Versions: all.filter(({ kind }) => kind === 'v'),
    DeleteMarkers: all.filter(({ kind }) => kind === 'm'),
  };
}

type Entries = Parameters<typeof listingOf>[0];

/** A doubtful one has a question mark. */
const said = (found: readonly ReplacedVersion[]) =>
  found.map(({ versionId, isDoubtful }) => (isDoubtful ? `${versionId}?` : versionId));

describe('versions that were replaced', () => {
  it.each<readonly [string, Entries, readonly string[]]>([
    ['the only one', [['v', 9]], []],
    [
      'one that is hidden',
      [
        ['m', 9],
        ['v', 8],
      ],
      [],
    ],
    [
      'one that is hidden, and a newer',
      [
        ['v', 9],
        ['m', 8],
        ['v', 7],
      ],
      [],
    ],
    [
      'one below another',
      [
        ['v', 9],
        ['v', 8],
      ],
      ['v1'],
    ],
    [
      'one below another that is hidden',
      [
        ['m', 9],
        ['v', 8],
        ['v', 7],
      ],
      ['v2'],
    ],
    [
      'the same bytes',
      [
        ['v', 9, 'same'],
        ['v', 8, 'same'],
      ],
      [],
    ],
    [
      'the same bytes below other ones',
      [
        ['v', 9],
        ['v', 8, 'same'],
        ['v', 7, 'same'],
      ],
      ['v1'],
    ],
    [
      'one that is hidden twice',
      [
        ['m', 9],
        ['m', 8],
        ['v', 7],
      ],
      [],
    ],
    // The order within a second cannot be told, but that the current one is above all.
    [
      'one of the second of the current one',
      [
        ['v', 9],
        ['v', 9, 'other'],
      ],
      ['v1'],
    ],
    [
      'one hidden within its second',
      [
        ['m', 9],
        ['v', 9],
      ],
      [],
    ],
    [
      'one hidden within its second, and a newer',
      [
        ['v', 9],
        ['m', 8],
        ['v', 8],
      ],
      ['v2?'],
    ],
    [
      'two of one second below a marker',
      [
        ['m', 9],
        ['v', 8],
        ['v', 8, 'other'],
      ],
      ['v1?', 'v2?'],
    ],
  ])('are told from the listing: %s', (_what, entries, expected) => {
    expect(said(replacedOf(listingOf(entries), null).found)).toEqual(expected);
  });

  it('are told over the end of a page, wherever it falls', () => {
    const entries: Entries = [
      ['v', 9],
      ['v', 8],
      ['m', 7],
      ['v', 6],
      ['v', 5],
    ];
    const { Versions, DeleteMarkers } = listingOf(entries);
    const order = ['v0', 'v1', 'm2', 'v3', 'v4'];
    const page = (names: readonly string[]) => ({
      Versions: Versions.filter(({ VersionId }) => names.includes(VersionId)),
      DeleteMarkers: DeleteMarkers.filter(({ VersionId }) => names.includes(VersionId)),
    });
    for (const cut of [1, 2, 3, 4]) {
      const first = replacedOf(page(order.slice(0, cut)), null);
      const second = replacedOf(page(order.slice(cut)), first.lastOf('k'));
      expect([cut, ...said([...first.found, ...second.found])]).toEqual([cut, 'v1', 'v4']);
      expect(second.lastOf('other')).toBeNull();
    }
  });
});
