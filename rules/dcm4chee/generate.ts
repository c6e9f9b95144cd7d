/**
 * Writes `generated/lists.generated.ts` from the folder that holds `dcm4che_deidentifier_lists.json`, the tags that dcm4che's DeIdentifier
 * goes by: `npx node rules/dcm4chee/generate.ts FOLDER`. What it writes is committed; the product never reads FOLDER.
 */
import { tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import {
  dataDeclaration,
  readTable,
  rowOf,
  rowsDeclaration,
  writeGenerated,
} from '../../layers/dicom/standard/generatedFile.ts';
import type { TableSource } from '../../layers/dicom/standard/tableSource.ts';
import { hexTag } from '../../layers/dicom/tag.ts';

const GENERATOR = 'rules/dcm4chee/generate.ts';

interface ListsSource {
  readonly source: string;
  readonly lists: Readonly<Record<string, readonly { readonly keyword: string }[]>>;
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write(`usage: npx node ${GENERATOR} FOLDER\n`);
  process.exit(2);
}
const { file, sha256, content } = readTable<ListsSource>(folder, 'dcm4che_deidentifier_lists.json');
const revision = /@([0-9a-f]{7,40})/.exec(content.source)?.[1];
if (revision === undefined) throw new Error('no revision in the source line');
const source: TableSource = {
  table: "The tag lists of dcm4che's DeIdentifier.java",
  edition: revision,
  acknowledgement:
    'dcm4che (MPL-1.1/GPL-2/LGPL-2.1): which tags are on which list, as facts; none of its code',
  file,
  sha256,
};
const rows = Object.entries(content.lists).flatMap(([list, entries]) =>
  entries.map(({ keyword }) => {
    const tag = tagOfKeyword(keyword);
    if (tag === undefined) throw new Error(`no attribute has the keyword ${keyword}`);
    return rowOf(list, hexTag(tag), keyword);
  }),
);
writeGenerated(
  GENERATOR,
  'lists',
  [source],
  [
    "import type { TableSource } from '../../../layers/dicom/standard/tableSource.ts';",
    dataDeclaration('LISTS_SOURCE', 'TableSource', source),
    `/** List|tag|keyword. X: removed, Z: emptied, D: a dummy, U: another UID; behind the underscore what retains it. */\n${rowsDeclaration('LIST_ROWS', rows)}`,
  ],
);
