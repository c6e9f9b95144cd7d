import { errorKind } from '../../../cli/verify/iodCheck.ts';

/** What dciodvfy 1.00 prints of values that it does not like. */
describe('an error of dciodvfy', () => {
  it.each([
    [
      "Value invalid for this VR - (0x0008,0x0020) DA Study Date  DA [1] = <DOERNER> - Character invalid for this VR = 'D' (0x44)",
      'Value invalid for this VR - (0x0008,0x0020) DA Study Date  DA [1] = a value',
    ],
    // The rest of the value is on the next line.
    [
      'Value invalid for this VR - (0x0028,0x0030) DS Pixel Spacing  DS [1] = <Doerner',
      'Value invalid for this VR - (0x0028,0x0030) DS Pixel Spacing  DS [1] = a value',
    ],
    [
      'Unrecognized enumerated value <DOERNER> for value 1 of attribute <Laterality>',
      'Unrecognized enumerated value for value 1 of attribute <Laterality>',
    ],
    ['Unrecognized enumerated value <a> <DOERNER', 'Unrecognized enumerated a value'],
    ['Illegal root for UID - "826.7"', 'Illegal root for UID - a value'],
    [
      'not listed but have IMAGE ReferencedSOPInstanceUID 1.2.826.0.1',
      'not listed but have IMAGE ReferencedSOPInstanceUID a UID',
    ],
    [
      'Missing attribute Type 1 Required Element=<Rows> Module=<ImagePixel>',
      'Missing attribute Type 1 Required Element=<Rows> Module=<ImagePixel>',
    ],
  ])('%s', (message, kind) => {
    expect(errorKind(message)).toBe(kind);
  });
});
