import { EXCEPTIONS, errorsIn, newErrors, total } from './dciodvfy.ts';

/** How what `dciodvfy` says of a source is held against what it says of an output. */

const MISSING = 'Error - Missing attribute Type 1 Required Element=<OverlayData> Module=<OverlayPlane>';

test('UIDs and values are not compared, attributes are', () => {
  const of = (line: string) => [...errorsIn(line).keys()];
  expect(of('Error - StudyInstanceUID has same value as FrameOfReferenceUID <1.3.46.670589.11>')).toEqual(
    of('Error - StudyInstanceUID has same value as FrameOfReferenceUID <2.25.136079611448815930444648>'),
  );
  expect(of('Error - Not listed but have IMAGE ReferencedSOPInstanceUID 0')).toEqual(
    of('Error - Not listed but have IMAGE ReferencedSOPInstanceUID 2.25.148759555287520911016374'),
  );
  const invalid = (value: string, tag = '0x0018,0x9074') =>
    of(
      `Error - Value invalid for this VR - (${tag}) DT Frame Acquisition DateTime  DT [1] = <${value}> - Character invalid`,
    );
  expect(invalid('NaN')).toEqual(invalid('Zwieback'));
  expect(invalid('NaN').join()).not.toContain('NaN');
  expect(invalid('NaN')).not.toEqual(invalid('NaN', '0x0018,0x9151'));
});

test('an error that the source has as often is none; one more is', () => {
  const once = errorsIn(`Warning - something\n${MISSING}\nCTImage\n`);
  const twice = errorsIn(`${MISSING}\n${MISSING}\n`);
  expect(total(once)).toBe(1);
  expect(newErrors(once, once, new Map())).toEqual([]);
  expect(newErrors(twice, once, new Map())).toEqual([]);
  expect(newErrors(once, twice, new Map())).toEqual([`1 × ${MISSING.slice('Error - '.length)}`]);
  expect(newErrors(errorsIn(''), twice, new Map())).toHaveLength(1);
});

test('what is excepted is counted, and says why', () => {
  const used = new Map();
  const after = errorsIn(MISSING.replace('OverlayData', 'PresentationCreationDate'));
  expect(newErrors(errorsIn(''), after, used)).toEqual([]);
  expect([...used.values()]).toEqual([1]);
  for (const { why } of EXCEPTIONS) expect(why.length).toBeGreaterThan(20);
});
