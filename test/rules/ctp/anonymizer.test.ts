import { parse } from 'jsonc-parser';
import { asTag } from '../../../layers/dicom/tag.ts';
import { compileRules } from '../../../rules/compile.ts';
import { convertAnonymizerScript } from '../../../rules/ctp/convertAnonymizer.ts';
import { el, sq } from '../../support/build.ts';
import { codesOfDialect, codesOnPage, pageAt, tableUnder } from '../docs.ts';
import { planOf, run, sourceOf } from '../harness.ts';

/** Scripts of CTP's DicomAnonymizer, as Lethe rules (docs/dialects/ctp.md). */

const element = (t: string, n: string, script: string, en = 'T') =>
  `<e en="${en}" t="${t}" n="${n}">${script}</e>`;
const scriptOf = (...parts: readonly string[]) => `<script>\n${parts.join('\n')}\n</script>`;
const convert = (text: string, profile?: 'none' | 'basic') =>
  convertAnonymizerScript({ name: 'DA.script', text }, profile);
const problemsOf = (text: string) =>
  convert(text).problems.map(({ severity, code, line }) => `${severity} ${code} ${line}`);
interface File {
  readonly rules: readonly (Readonly<Record<string, unknown>> & { readonly select: string })[];
  readonly [key: string]: unknown;
}
const fileOf = (text: string, profile?: 'none' | 'basic'): File =>
  parse(convert(text, profile).text ?? '') as File;
/** The rule of one element without what it was made of. */
function ruleOf(script: string, t = '00100020', n = 'PatientID', ...more: readonly string[]): unknown {
  const { rules } = fileOf(scriptOf(...more, element(t, n, script)));
  const { why: _why, select: _select, ...action } = rules.at(-1) ?? { select: '' };
  return action;
}
const faultOf = (script: string, t?: string, n?: string) =>
  convert(scriptOf(element(t ?? '00100020', n ?? 'PatientID', script))).problems.map(({ code }) => code);

const PARAMS = ['<p t="DATEINC">-1000</p>', '<p t="SITEID">7</p>', '<p t="UIDROOT">1.2.3</p>'];

describe('a function with an equal', () => {
  it.each([
    ['@keep()', { action: 'keep' }],
    ['@process()', { action: 'keep' }],
    ['@contents(this)', { action: 'keep' }],
    ['@remove()', { action: 'remove' }],
    ['@empty()', { action: 'empty' }],
    ['@blank(5)', { action: 'empty' }],
    ['', { action: 'empty' }],
    ['ANON', { action: 'set', value: 'ANON' }],
    ['a\\\\b', { action: 'set', value: ['a', 'b'] }],
    ['@param(@SITEID)-x', { action: 'set', value: '7-x' }],
    ['@hash(this,16)', { action: 'pseudonym' }],
    ['@hashptid( @SITEID , this, 10)', { action: 'pseudonym' }],
    ['@hashptid(@SITEID,[0010,0020])', { action: 'pseudonym' }],
    ['@encrypt(this,"key, with a comma")', { action: 'encrypt' }],
    ['@lookup(this,ptid,remove)', { action: 'lookup', table: 'ptid.csv', whenMissing: 'remove' }],
    [
      '@lookup(this,ptid,default,"NEW")',
      { action: 'lookup', table: 'ptid.csv', whenMissing: { action: 'set', value: 'NEW' } },
    ],
    ['S-@integer(this,ptid,4)', { action: 'allocate', template: 'S-{####}' }],
    ['@integer(PatientID,ptid)', { action: 'allocate', template: '{######}' }],
    ['@if(this,exists){@hash(this)}{@remove()}', { action: 'pseudonym' }],
    ['@if(this,isblank){@empty()}{@if(this,exists){A{}B}{}}', { action: 'set', value: 'A{}B' }],
    ['@always()ANON', { action: 'set', value: 'ANON', whenAbsent: 'add' }],
  ])('%s', (script, action) => {
    expect(ruleOf(script, undefined, undefined, ...PARAMS)).toEqual(action);
  });

  it.each([
    ['@incrementdate(this,@DATEINC)', { action: 'shift', by: { days: -1000 } }],
    ['@incrementdate(this,0)', { action: 'keep' }],
    ['@hashdate(this,PatientID)', { action: 'shift', by: { days: [1, 3650] } }],
    ['@modifydate(this,*,1,01)', { action: 'redact', partialDates: true }],
    ['@modifydate(this,2000,1,1)', { action: 'set', value: '20000101' }],
    ['@date()', { action: 'dummy' }],
  ])('of a date: %s', (script, action) => {
    expect(ruleOf(script, '00080020', 'StudyDate', ...PARAMS)).toEqual(action);
  });

  it('of a UID is another UID, whichever hash it is', () => {
    for (const script of ['@hashuid(@UIDROOT,this)', '@hash(this)'])
      expect(ruleOf(script, '00080018', 'SOPInstanceUID', ...PARAMS)).toEqual({ action: 'replace-uid' });
  });

  it('of another element is copied from there, if that has the same made of itself', () => {
    const name = element('00100010', 'PatientName', '@hashptid(@SITEID,PatientID)');
    const like = scriptOf(
      ...PARAMS,
      name,
      element('00100020', 'PatientID', '@always()@hashptid(@SITEID,this)'),
    );
    expect(fileOf(like).rules[0]).toMatchObject({ select: 'PatientName', action: 'copy', from: 'PatientID' });
    const other = scriptOf(...PARAMS, name, element('00100020', 'PatientID', '@hashptid(@SITEID,this,8)'));
    expect(problemsOf(other)).toEqual(['error NO_EQUAL 5']);
  });

  it('for the root and for items are two rules', () => {
    const text = scriptOf(
      element('0020000d', 'StudyInstanceUID', '@select(){@keep()}{@hashuid(@UIDROOT,this)}'),
    );
    expect(fileOf(text).rules.map(({ select, action }) => [select, action])).toEqual([
      ['/StudyInstanceUID', 'keep'],
      ['StudyInstanceUID', 'replace-uid'],
    ]);
  });
});

it('looks up in the root what CTP looks up there, and gives what items have besides a pseudonym', () => {
  const text = scriptOf(element('00100020', 'PatientID', '@lookup(this,ptid)'));
  expect(fileOf(text).rules).toMatchObject([
    { select: '/PatientID', action: 'lookup', table: 'ptid.csv' },
    { select: 'PatientID', action: 'lookup', table: 'ptid.csv', whenMissing: 'pseudonym' },
  ]);
});

describe('what has no equal', () => {
  it.each([
    ['@initials(this)', ['NO_EQUAL']],
    ['@truncate(this,3)', ['NO_EQUAL']],
    ['@contents(this,"a","b")', ['NO_EQUAL']],
    ['@value(this,"x")', ['NO_EQUAL']],
    ['@integer(AccessionNumber,acc,4)', ['NO_EQUAL']],
    ['@lookup(PatientID|StudyDate,x)', ['NO_EQUAL']],
    ['@lookup(this,ptid,ignore,".*")', ['NO_EQUAL']],
    ['@hashuid(@UIDROOT,this,StudyDate)', ['NO_EQUAL']],
    ['@if(Modality,equals,"CT"){@keep()}{@remove()}', ['NO_EQUAL']],
    ['@if(this,isblank){NONE}{@keep()}', ['NO_EQUAL']],
    ['@constructor()', ['NO_EQUAL']],
    ['@contents(StudyDate)-@contents(StudyTime)', ['NO_EQUAL']],
    ['@param(@NOWHERE)', ['PARAM_MISSING']],
    ['@hash(this', ['SCRIPT_SYNTAX']],
    ['@if(this,exists){@keep()}', ['SCRIPT_SYNTAX']],
  ])('%s is an error, and the attribute is removed', (script, codes) => {
    expect(faultOf(script)).toEqual(codes);
    expect(ruleOf(script)).toEqual({ action: 'remove' });
    const { text } = convert(scriptOf(element('00100020', 'PatientID', script)));
    expect(text).toContain(`//   line 2: ${codes[0]}: `);
    expect(text).toContain('"why": "NOT CONVERTED, line 2');
  });

  it('is said once of a parameter that many dates go by, where it stands', () => {
    const dates = ['00080020', '00080021'].map((t) => element(t, 'D', '@incrementdate(this,@DATEINC)'));
    expect(problemsOf(scriptOf('<p t="DATEINC">your offset</p>', ...dates))).toEqual([
      'error NOT_A_NUMBER 2',
    ]);
  });

  it('does not make the text of an instance unreadable', () => {
    expect(faultOf('@remove()', '00080005', 'SpecificCharacterSet')).toEqual(['NO_EQUAL']);
    expect(ruleOf('@remove()', '00080005', 'SpecificCharacterSet')).toEqual({ action: 'keep' });
  });

  it('is told of what only loses something', () => {
    const warned = [
      ['00131010', 'ProjectName', '@always()P', 'NOT_ADDED'],
      ['00080060', 'Modality', '@require()', 'NOT_ADDED'],
      ['00020003', 'MediaStorageSOPInstanceUID', '@hashuid(@UIDROOT,this)', 'FILE_META_FOLLOWS'],
      ['00100010', 'PatientName', '@contents(PatientID)', 'COPIES_OUTPUT'],
      ['00100020', 'PatientID', 'A-@hash(this)', 'TEXT_LEFT'],
      ['00100020', 'PatientID', '@integer(this,ptid,4)', 'NUMBERS_ANEW'],
      ['00120064', 'DeIdentificationMethodCodeSeq', '113101', 'CODE_OF_PIXELS'],
    ] as const;
    for (const [t, n, script, code] of warned)
      expect(problemsOf(scriptOf(...PARAMS, element(t, n, script)))).toEqual([`warning ${code} 5`]);
  });
});

describe('a script as a whole', () => {
  const remove = (t: string) => `<r en="T" t="${t}">Remove</r>`;

  it('keeps what it does not name, or removes it, as CTP does', () => {
    const one = element('00100010', 'PatientName', '@remove()');
    expect(fileOf(scriptOf(one)).otherwise).toEqual({ public: 'keep', private: 'keep' });
    expect(fileOf(scriptOf(one, remove('privategroups'))).otherwise).toEqual({
      public: 'keep',
      private: 'remove',
    });
    const list = fileOf(scriptOf(one, remove('unspecifiedelements'), '<k en="T" t="18">Keep</k>'));
    expect(list.otherwise).toEqual({ public: 'remove', private: 'remove' });
    expect(list.rules.map(({ select }) => select)).toEqual([
      'PatientName',
      '(0018,xxxx)',
      ...['SOPClassUID', 'SOPInstanceUID', 'StudyInstanceUID', '(0028,xxxx)', '(7FE0,xxxx)'],
      ...['SpecificCharacterSet', '(60xx,xxxx)', '(50xx,xxxx)'],
    ]);
  });

  it('does not read what is switched off, but knows what it is called', () => {
    const off = element('00100020', 'PtID', '@hash(this)', 'F');
    const text = scriptOf(off, '<r en="F" t="curves">x</r>', '<k en="F" t="safeprivateelements"/>');
    expect(problemsOf(text)).toEqual(['error NOTHING_ON 1']);
    const named = scriptOf(off, element('00100010', 'PatientName', '@contents(PtID)'));
    expect(fileOf(named).rules).toMatchObject([{ action: 'copy', from: 'PatientID' }]);
  });

  it('says in instances what it said, and lets the rules say who the patient is', () => {
    const said = scriptOf(
      element('00120062', 'PatientIdentityRemoved', '@always()YES'),
      element('00120063', 'DeIdentificationMethod', '@always()@append(){CTP: @date()}'),
      element('00120064', 'DeIdentificationMethodCodeSeq', 'reset/113100/113107/113101/9'),
    );
    const file = fileOf(said);
    expect([file.rules, file.stamps]).toEqual([
      [],
      { codes: ['basicProfile', 'retainLongitudinalModifiedDates'], longitudinal: 'MODIFIED' },
    ]);
    expect(problemsOf(said)).toEqual(['error CODE_UNKNOWN 4', 'warning CODE_OF_PIXELS 4']);
    expect(fileOf(said, 'basic')).toMatchObject({
      profile: 'basic',
      options: ['cleanPixelData', 'retainLongitudinalModifiedDates'],
    });
    const moving = element('00080020', 'StudyDate', '@incrementdate(this,-9)');
    const moved = fileOf(said.replace('<script>', `<script>${moving}`), 'basic');
    expect(moved.dates).toEqual({ shift: { days: -9 } });
    const kept = fileOf(scriptOf(element('00120062', 'PatientIdentityRemoved', '@keep()')));
    expect([kept.stamps, kept.rules.length]).toEqual([undefined, 1]);
  });

  it('takes the first of two scripts for one element, and says so', () => {
    const twice = scriptOf(element('00100010', 'A', '@remove()'), element('00100010', 'B', '@keep()'));
    expect([problemsOf(twice), fileOf(twice).rules.length]).toEqual([['error ELEMENT_TWICE 3'], 1]);
  });

  it('selects private attributes by their creators, and warns of items that lose what has no rule', () => {
    const text = scriptOf(
      element('0029[SIEMENS MEDCOM HEADER]40', 'X', '@keep()'),
      element('00081140', 'RefImageSeq', '@keep()'),
      remove('unspecifiedelements'),
    );
    expect(fileOf(text).rules[0]).toMatchObject({ select: '(0029,"SIEMENS MEDCOM HEADER",40)' });
    expect(problemsOf(text)).toEqual(['warning ITEMS_BY_RULES 3']);
  });

  it.each([
    ['no XML', 'set.[0010,0010]=x', 'XML_SYNTAX'],
    ['a document type', '<!DOCTYPE script><script/>', 'XML_DOCTYPE'],
    ['another file', '<Configuration><Server/></Configuration>', 'NO_SCRIPT'],
  ])('is refused where it is %s', (_what, text, code) => {
    expect([convert(text).text, convert(text).problems[0]?.code]).toEqual([null, code]);
  });

  it('is told of parts that it cannot have', () => {
    const parts = ['<x/>', element('0010', 'N', 'x'), '<k en="T" t="all"/>', '<r en="T" t="everything"/>'];
    const text = scriptOf(element('00100010', 'PatientName', '@remove()'), ...parts);
    expect(problemsOf(text)).toEqual([3, 4, 5, 6].map((line) => `error SCRIPT_SYNTAX ${line}`));
  });
});

/** What DicomAnonymizerTool (CTP's own code) wrote of such an instance by this script, but for what is hashed: that is keyed here. */
describe('an instance under the rules of a script', () => {
  const text = scriptOf(
    ...PARAMS,
    element('00080012', 'InstanceCreationDate', ''),
    element('00080018', 'SOPInstanceUID', '@hashuid(@UIDROOT,this)'),
    element('00080020', 'StudyDate', '@incrementdate(this,@DATEINC)'),
    element('00080080', 'InstitutionName', '@remove()'),
    element('00080090', 'ReferringPhysicianName', '@empty()'),
    element('00081115', 'ReferencedSeriesSequence', '@keep()'),
    element('00100010', 'PatientName', '@hashptid(@SITEID,PatientID)'),
    element('00100020', 'PatientID', '@hashptid(@SITEID,this)'),
    element('00100030', 'PatientBirthDate', '@modifydate(this,*,1,1)'),
    element('00120020', 'ClinicalTrialProtocolID', '@always()CT-7'),
    '<r en="T" t="overlays"/>',
    '<r en="T" t="privategroups"/>',
  );
  const plan = planOf(compileRules(sourceOf(convert(text).text ?? '')));

  it('has what CTP writes', async () => {
    const texts = await run(plan, [
      el(0x00080012, 'DA', '20240322'),
      el(0x00080020, 'DA', '20240322'),
      el(0x00080080, 'LO', 'NORDHAFEN'),
      el(0x00080090, 'PN', 'Roe^Richard'),
      el(0x00081030, 'LO', 'CHEST'),
      el(0x00090010, 'LO', 'ACME'),
      el(0x00091001, 'LO', 'x'),
      el(0x00100010, 'PN', 'Doe^Jane'),
      el(0x00100020, 'LO', '4711'),
      el(0x00100030, 'DA', '19610817'),
      el(0x60003000, 'OW', new Uint8Array(2)),
    ]);
    expect(texts.get('(0008,0012)')).toBe('');
    expect(texts.get('(0008,0020)')).toBe('20210626');
    expect(texts.get('(0008,0090)')).toBe('');
    expect(texts.get('(0008,1030)')).toBe('CHEST');
    expect(texts.get('(0010,0030)')).toBe('19610101');
    expect(texts.get('(0012,0020)')).toBe('CT-7');
    for (const gone of ['(0008,0080)', '(0009,0010)', '(0009,1001)', '(6000,3000)'])
      expect([gone, texts.has(gone)]).toEqual([gone, false]);
    expect(texts.get('(0010,0010)')).toBe(texts.get('(0010,0020)'));
    expect(texts.get('(0010,0020)')).toMatch(/^[0-9A-Z]{16}$/);
    expect(texts.get('(0008,0018)')).toMatch(/^2\.25\./);
  });

  it('has items that rules apply in, where CTP leaves them as they are', async () => {
    const items = sq(0x00081115, [[el(0x00080080, 'LO', 'NORDHAFEN')]]);
    expect((await run(plan, [items])).get('(0008,1115)[0](0008,0080)')).toBeUndefined();
  });

  it('names the line of the script for each rule', () => {
    const rule = plan.rules.find(
      ({ selector }) => selector.kind === 'tag' && selector.tag === asTag(0x00080080),
    );
    expect(rule?.origin.reason).toBe('line 8: @remove()');
  });
});

describe('docs/dialects/ctp.md', () => {
  const page = pageAt('dialects/ctp.md');

  it('has every code, or the page of pixel scripts has it', () => {
    const pixels = pageAt('dialects/ctp-pixels.md').replace('| code | what is wrong |', '| code | meaning |');
    const [own, others, known] = [codesOnPage(page), codesOnPage(pixels), codesOfDialect('ctp')];
    expect([...known].filter((code) => !own.has(code) && !others.has(code))).toEqual([]);
    expect([...own].filter((code) => !known.has(code))).toEqual([]);
  });

  it('has every function of CTP', () => {
    const named = new Set(
      tableUnder('| CTP | Lethe |', page).flatMap(([cell = '']) =>
        [...cell.matchAll(/@(\w+)/g)].map(([, name]) => name),
      ),
    );
    const functions =
      'always append blank call contents date dateinterval decrypt empty encrypt hash hashdate hashname hashptid hashuid if incrementdate initials integer keep lookup lowercase modifydate param pathelement process quarantine remove require round select skip time truncate uppercase value';
    for (const name of functions.split(' ')) expect([name, named.has(name)]).toEqual([name, true]);
  });
});
