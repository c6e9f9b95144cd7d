import { memorySource, type Segment } from '../../../../layers/dicom/byteSource.ts';
import { type Edit, type Edits, editAt, elementEdits, withEdits } from '../../../../layers/dicom/edit.ts';
import { type DataSet, type Element, elementWith, formatPath } from '../../../../layers/dicom/element.ts';
import { asciiValue } from '../../../../layers/dicom/encode.ts';
import { DEFAULT_LIMITS } from '../../../../layers/dicom/parse.ts';
import { gather, splice } from '../../../../layers/dicom/splice.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { handlerOf } from '../../../../layers/engine/actions/index.ts';
import { certify } from '../../../../layers/engine/certify/certify.ts';
import { removedIdentifiers } from '../../../../layers/engine/certify/removed.ts';
import { decide } from '../../../../layers/engine/decide/decide.ts';
import { resolve } from '../../../../layers/engine/resolve/resolve.ts';
import { ValueReader } from '../../../../layers/engine/resolve/valueReader.ts';
import { rewrite } from '../../../../layers/engine/rewrite/rewrite.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, sq } from '../../../support/build.ts';
import { plantNeedles } from '../../../support/needles.ts';
import { parsed } from '../../dicom/indexed.ts';
import { TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';

/** The engine, taken apart after its edits: what a broken handler would have done is done to them here. */
async function takenApart(bytes: Uint8Array) {
  const plan = basicProfilePlan();
  const before = await parsed(bytes);
  const now = TEST_CLOCK.now();
  const decisions = decide(plan, before);
  const requests = decisions.flatMap(({ action, readAs }) =>
    handlerOf(action).needs(action, { instance: before, element: readAs, plan, now }),
  );
  const resolutions = await resolve(requests, {
    keys: testKeys(),
    identities: testIdentities(),
    entropy: systemEntropy,
    keyScope: '',
    lookups: new Map(),
    values: new ValueReader(before, memorySource(bytes)),
  });
  const gone = removedIdentifiers(plan, before, decisions);
  const edits = rewrite(plan, before, decisions, resolutions, now, gone);
  const evidence = { gone, unread: new Map<number, boolean>(), encrypted: null };
  const verdict = (changed: Edits, segments: readonly Segment[] = splice(before, changed)) =>
    certify(plan, before, resolutions, gather(segments, before.metaBytes), DEFAULT_LIMITS, now, evidence);
  const judge = (changed: Edits, segments?: readonly Segment[]): string | null => {
    const found = verdict(changed, segments);
    return 'reason' in found ? found.reason.code : null;
  };
  return { before, edits, verdict, judge };
}

/** At every depth. */
function elementsOf({ elements }: DataSet): Element[] {
  return elements.flatMap((element) => [element, ...(element.items ?? []).flatMap(elementsOf)]);
}

/** Edits without that of one element. */
function leaving(edits: Edits, element: Element): Edits {
  const { starts, edits: all } = edits.elements;
  const left = new Map(starts.map((start, index) => [start, all[index] as Edit]));
  left.delete(element.start);
  return { ...edits, elements: elementEdits(left) };
}

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
