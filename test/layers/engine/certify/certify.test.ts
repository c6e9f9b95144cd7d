import type { Segment } from '../../../../layers/dicom/byteSource.ts';
import { editAt, type NewDataSet, type NewElement, withEdits } from '../../../../layers/dicom/edit.ts';
import { type DataSet, type Element, elementWith, formatPath } from '../../../../layers/dicom/element.ts';
import { asciiValue } from '../../../../layers/dicom/encode.ts';
import { splice } from '../../../../layers/dicom/splice.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { el, instance, type Node, sq } from '../../../support/build.ts';
import { plantNeedles } from '../../../support/needles.ts';
import { elementsOf, leaving, takenApart } from './apart.ts';

const SOP: Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x0020000d, 'UI', '2.25.2'),
  el(0x0020000e, 'UI', '2.25.3'),
];

describe('a handler that does not do what was decided', () => {
  it('is caught, whichever of an instance’s edits it leaves out', async () => {
    const { edits, judge, before } = await takenApart(plantNeedles({ depths: [0, 1] }).bytes);
    expect(judge(edits)).toBeNull();
    const missed: string[] = [];
    // Not every one of some thousand. What stands in file meta information is tried below.
    const all = elementsOf(before.dataSet).filter(({ start }) => editAt(edits.elements, start) !== undefined);
    const chosen = all.filter(
      (element, index) => index % (element.dataSet === before.dataSet ? 5 : 40) === 0,
    );
    for (const element of chosen) {
      const code = judge(leaving(edits, element));
      if (!['RULE_NOT_HELD', 'RESIDUE_FOUND', 'OUTPUT_UNREADABLE'].includes(code ?? ''))
        missed.push(formatPath(element));
    }
    expect(chosen.length).toBeGreaterThan(120);
    expect(missed).toEqual([]);
  });

  it('is caught if it writes another value than it should', async () => {
    const { edits, judge, before } = await takenApart(
      instance({
        elements: [
          ...SOP,
          el(0x00081030, 'LO', 'Knee'),
          el(0x00100010, 'PN', 'Doe^Jane'),
          el(0x00100020, 'LO', '1234'),
        ],
      }),
    );
    for (const [tag, vr, text] of [
      [0x0020000d, 'UI', '2.25.99'],
      [0x00100010, 'PN', 'Roe^Richard'],
      [0x00100020, 'LO', '9999'],
      [0x00081030, 'LO', ''],
    ] as const) {
      const element = elementWith(before.dataSet, asTag(tag)) as Element;
      const by = { tag: asTag(tag), vr, value: asciiValue(text, vr) };
      const elements = withEdits(edits.elements, new Map([[element.start, { kind: 'replace', by }]]));
      expect(judge({ ...edits, elements })).toBe('RULE_NOT_HELD');
    }
  });

  it('is caught if it makes up an element that the rules want gone', async () => {
    const { edits, judge, before } = await takenApart(instance({ elements: SOP }));
    for (const [tag, text] of [
      [0x00081030, 'Knee'],
      [0x00290010, 'ACME'],
      [0x00104000, ''],
    ] as const) {
      const extra = { tag: asTag(tag), vr: 'LO' as const, value: asciiValue(text, 'LO') };
      const inserts = new Map(edits.inserts).set(before.dataSet, [
        ...(edits.inserts.get(before.dataSet) ?? []),
        extra,
      ]);
      expect(judge({ ...edits, inserts })).toBe('RULE_NOT_HELD');
    }
  });
});

describe('an output that cannot be read again', () => {
  it('is caught: cut short, or with a length that is wrong', async () => {
    const bytes = instance({ elements: [...SOP, sq(0x00081115, [[el(0x00080060, 'CS', 'CT')]])] });
    const { edits, judge, before } = await takenApart(bytes);
    const whole = splice(before, edits);
    // The last of them is a stamp.
    expect(judge(edits, whole.slice(0, -1))).toBe('RULE_NOT_HELD');
    const last = whole.at(-1) as Segment;
    const odd: Segment = { kind: 'owned', bytes: Uint8Array.of(8, 0) };
    expect(judge(edits, [...whole.slice(0, -1), last, odd])).toBe('OUTPUT_UNREADABLE');
    const fewer = { kind: 'owned', bytes: bytes.subarray(0, bytes.length - 4) } as const;
    expect(judge(edits, [fewer])).toBe('OUTPUT_UNREADABLE');
  });
});

it('an output that wants bytes that nobody has read is caught', async () => {
  const bytes = instance({ elements: [...SOP, el(0x7fe00010, 'OW', new Uint8Array(200_000))] });
  const { edits, judge, before } = await takenApart(bytes);
  const { valueStart } = elementWith(before.dataSet, asTag(0x7fe00010)) as Element;
  const unread: Segment = { kind: 'span', start: valueStart + 150_000, end: valueStart + 150_100 };
  expect(before.metaBytes.has(unread.start, unread.end)).toBe(false);
  expect(judge(edits, [...splice(before, edits), unread])).toBe('OUTPUT_UNREADABLE');
});

it('originals that were to be kept encrypted are there', async () => {
  const bytes = instance({ elements: SOP });
  const item: NewDataSet = [
    { tag: asTag(0x04000510), vr: 'UI', value: asciiValue('1.2.840.10008.1.2.1', 'UI') },
  ];
  const { edits, judge, before } = await takenApart(bytes, undefined, undefined, item);
  expect(judge(edits)).toBe('RULE_NOT_HELD');
  const sequence = { tag: asTag(0x04000500), vr: 'SQ' as const, value: [item] };
  const written = [...(edits.inserts.get(before.dataSet) ?? []), sequence];
  expect(judge({ ...edits, inserts: new Map([[before.dataSet, written]]) })).toBeNull();
});

describe('stamps', () => {
  it('are there, each of them', async () => {
    const bytes = instance({
      elements: [...SOP, el(0x00120062, 'CS', 'NO'), el(0x00120063, 'LO', 'By hand')],
    });
    const { edits, judge, before } = await takenApart(bytes);
    expect(judge(edits)).toBeNull();
    for (const tag of [0x00120062, 0x00120063])
      expect(judge(leaving(edits, elementWith(before.dataSet, asTag(tag)) as Element))).toBe('RULE_NOT_HELD');
    const inserts = edits.inserts.get(before.dataSet) ?? [];
    expect(inserts.map(({ tag }) => tag)).toEqual([0x00280303, 0x00120064]);
    for (const left of inserts) {
      const others = new Map(edits.inserts).set(
        before.dataSet,
        inserts.filter((insert) => insert !== left),
      );
      expect(judge({ ...edits, inserts: others })).toBe('RULE_NOT_HELD');
    }
  });
});

describe('what this run writes is exempt byte for byte', () => {
  const object = instance({
    elements: [...SOP, el(0x00100010, 'PN', 'Zwieback^Jane'), el(0x00120063, 'LO', 'By hand')],
  });

  /** The code for a run that wrote this into the root instead of a stamp. */
  async function codeFor(
    tag: number,
    by: (value: NewElement['value']) => NewElement,
  ): Promise<string | null> {
    const { edits, judge, before } = await takenApart(object);
    const inserts = (edits.inserts.get(before.dataSet) ?? []).map((each) =>
      each.tag === tag ? by(each.value) : each,
    );
    const element = elementWith(before.dataSet, asTag(tag));
    const edit = element === undefined ? undefined : editAt(edits.elements, element.start);
    const elements =
      element === undefined || edit?.kind !== 'replace'
        ? edits.elements
        : withEdits(
            edits.elements,
            new Map([[element.start, { kind: 'replace', by: by(edit.by.value) } as const]]),
          );
    return judge({ ...edits, elements, inserts: new Map(edits.inserts).set(before.dataSet, inserts) });
  }

  const method = { tag: asTag(0x00120063), vr: 'LO' as const };
  const text = (value: NewElement['value']) => Buffer.from(value as Uint8Array).toString('latin1');
  const codes = { tag: asTag(0x00120064), vr: 'SQ' as const };
  const meaning = { tag: asTag(0x00080104), vr: 'LO' as const, value: asciiValue('Zwieback', 'LO') };

  it.each([
    ['as it is', 0x00120063, (value) => ({ ...method, value }), null],
    [
      'a value before ours',
      0x00120063,
      (value) => ({ ...method, value: asciiValue(`Zwieback\\${text(value)}`, 'LO') }),
      'RESIDUE_FOUND',
    ],
    [
      'a value behind ours',
      0x00120063,
      (value) => ({ ...method, value: asciiValue(`${text(value).trim()}\\Zwieback`, 'LO') }),
      'RESIDUE_FOUND',
    ],
    [
      'something glued to ours',
      0x00120063,
      (value) => ({ ...method, value: asciiValue(`${text(value).trim()}Zwieback`, 'LO') }),
      'RULE_NOT_HELD',
    ],
    [
      'an item behind ours',
      0x00120064,
      (value) => ({ ...codes, value: [...(value as readonly NewDataSet[]), [meaning]] }),
      'RESIDUE_FOUND',
    ],
    [
      'more in our item',
      0x00120064,
      (value) => ({
        ...codes,
        value: (value as readonly NewDataSet[]).map((item) => [
          ...item,
          { ...meaning, tag: asTag(0x00181210) },
        ]),
      }),
      'RESIDUE_FOUND',
    ],
    [
      'another VR',
      0x00280303,
      (value) => ({ tag: asTag(0x00280303), vr: 'LO' as const, value }),
      'RULE_NOT_HELD',
    ],
  ] as readonly (readonly [string, number, (value: NewElement['value']) => NewElement, string | null])[])(
    '%s',
    async (_what, tag, by, code) => {
      expect(await codeFor(tag, by)).toBe(code);
    },
  );
});

describe('file meta information', () => {
  const bytes = instance({
    elements: [...SOP, el(0x00100010, 'PN', 'Doe^Jane')],
    meta: [el(0x00020016, 'AE', 'SENDER')],
  });

  it('is held against the data set and against what may be in it', async () => {
    const { edits, judge, before } = await takenApart(bytes);
    expect(judge(edits)).toBeNull();
    for (const element of before.fileMeta.elements) {
      if (![0x00020003, 0x00020016].includes(element.tag)) continue;
      expect(judge(leaving(edits, element))).toBe('RULE_NOT_HELD');
    }
  });

  it('has no second copy of anything', async () => {
    const doubled = instance({
      elements: [...SOP],
      meta: [el(0x00020003, 'UI', '2.25.1'), el(0x00020003, 'UI', '2.25.1'), el(0x00020002, 'UI', '1.2.3')],
    });
    const { edits, judge, before } = await takenApart(doubled);
    expect(judge(edits)).toBeNull();
    const second = before.fileMeta.elements.filter(({ tag }) => tag === 0x00020003)[1] as Element;
    expect(judge(leaving(edits, second))).toBe('RULE_NOT_HELD');
  });
});

it('a reason names the place and never the value', async () => {
  const { edits, before, verdict } = await takenApart(
    instance({ elements: [...SOP, sq(0x00081115, [[el(0x00100010, 'PN', 'Zwieback^Jane')]])] }),
  );
  const item = elementWith(before.dataSet, asTag(0x00081115))?.items?.[0] as DataSet;
  const found = verdict(leaving(edits, elementWith(item, asTag(0x00100010)) as Element));
  expect(found).toMatchObject({ reason: { code: 'RULE_NOT_HELD', path: '(0008,1115)[0](0010,0010)' } });
  expect(JSON.stringify(found)).not.toContain('Zwieback');
});
