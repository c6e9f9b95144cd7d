import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../../layers/text/identifierDraft.ts';
import { loadWords } from '../../../layers/text/words/wordTable.ts';

/** Forms of other countries and other systems: each class with what must go, and what looks like it and must stay. */

const words = loadWords();
const clean = (text: string) => cleanText(text, NO_IDENTIFIERS, words).text;
const isDoubted = (text: string) => cleanText(text, NO_IDENTIFIERS, words).doubts.length > 0;

describe('postal codes and boxes', () => {
  it.each([
    ['SW1A 2AA', '[removed]'],
    ['from DN55 1PT, knee', 'from [removed], knee'],
    ['K1A 0B1', '[removed]'],
    ['postcode V6B4Y8', 'postcode [removed]'],
    ['IL 60614', '[removed]'],
    ['CA 90210-1234', '[removed]'],
    ['D-80331', '[removed]'],
    ['CH-3012', '[removed]'],
    ['PLZ 80331', 'PLZ [removed]'],
    ['8001 Zürich', '[removed]'],
    ['1012 AB Amsterdam', '[removed]'],
    ['PO Box 1187', '[removed]'],
    ['Postfach 12 34', '[removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each([
    'S1 2ND phase',
    'L5 1ST pass',
    'T2N1M0',
    'C7T1L5',
    'T2 3D FS',
    'B-1000',
    'A-2000',
    'CT 60614',
    'TR 4000 TE 90',
    'MR 1500 MS',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('streets with their number first, and what a part of a house is called', () => {
  it.each([
    ['14 Rue des Lilas, fracture', '[removed], fracture'],
    ['7 bis, avenue Victor Hugo', '[removed]'],
    ['3120 N Sheridan Rd Apt 4', '[removed]'],
    ['Keizersgracht 401', '[removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each(['2 avenues de drainage', '3 coupes rue'])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('machines, domains and users', () => {
  it.each([
    ['MAC 00:1B:44:11:3A:B7', 'MAC [removed]'],
    ['00-1B-44-11-3A-B7', '[removed]'],
    ['001b.4411.3ab7', '[removed]'],
    ['DESKTOP-9QK2LMN', '[removed]'],
    ['ip-10-0-3-4', '[removed]'],
    ['host orion2', 'host [removed]'],
    ['hostname orion', 'hostname [removed]'],
    ['station CTMUENCHEN1', 'station [removed]'],
    ['from pacs.klinik-ulm.de', 'from [removed]'],
    ['mail.uni-koeln.de', '[removed]'],
    ['twitter @radjane', 'twitter @[removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each([
    'at 10:20:30',
    'station 4 nodes',
    'MRI @ rest',
    'imaged @stress',
    '120kV @ 200mA',
    'host graft',
    'WIN-WIN',
    'post-op.de novo',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('numbers of states, insurers and banks', () => {
  it.each([
    ['1EG4-TE5-MK73', '[removed]'],
    ['1EG4TE5MK73', '[removed]'],
    ['medicare 2123 45670 1', 'medicare [removed]'],
    ['12.345.678-5', '[removed]'],
    ['123.456.789-0', '[removed]'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN [removed]'],
    ['MR# 48-39-21', 'MR# [removed]'],
    ['Policy K123.456.78', 'Policy [removed]'],
    ['Pol. K123.456.78', 'Pol. [removed]'],
    ['MRN 48 39 21', 'MRN [removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each(['FS90 1000 2000 3000', 'MR #2', '2123 45671 2', 'grp 2 of 4'])('not %s', (text) =>
    expect(clean(text)).toBe(text),
  );
});

describe('days without a year', () => {
  it.each([
    ['14th of May', '[removed]'],
    ['14 May', '[removed]'],
    ['March 14', '[removed]'],
    ['3 de marzo', '[removed]'],
    ['12. Mai', '[removed]'],
    ['12-Mar', '[removed]'],
    ['on 12/03', 'on [removed]'],
    ['am 12.03.', 'am [removed].'],
    ['vom 3.4.', 'vom [removed].'],
    ['LMP 12/3', 'LMP [removed]'],
    ['12MAR19', '[removed]'],
    ['Mar-12-19', '[removed]'],
    ['3/2019', '[removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each([
    '2nd MAR recon',
    '2 OCT macula',
    'on 3/4 slices',
    'am 3.4 cm',
    'series 3/20',
    '12/03 slices',
    'Pain on 7/10',
    '3 of set 2',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('institutions and firms', () => {
  it.each([
    ['Bright Smile Dental', '[removed]'],
    ['Harrow School rugby injury', '[removed] rugby injury'],
    ['Eton College', '[removed]'],
    ['Clinique du Parc', '[removed]'],
    ['Praxis am Rathausplatz', '[removed]'],
    ['TeleRad Solutions LLC', '[removed]'],
    ['Smith & Sons Ltd', '[removed]'],
    ['Acme Radiology, Inc.', '[removed].'],
    ['Fremdaufnahme Marienhospital', 'Fremdaufnahme [removed]'],
    ['MSKCC prior', '[removed] prior'],
    ['Vivantes CD', '[removed] CD'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each(['Augenklinik', 'Frauenklinik', 'Medtronic Inc', 'Dental implant', 'Upper Dental'])(
    'not %s',
    (text) => expect(clean(text)).toBe(text),
  );
});

describe('initials and particles', () => {
  it.each([
    ['Exam tech K. Wiśniewska', 'Exam tech [removed]'],
    ['J. R. Oppenheimer present', '[removed] present'],
    ['tech: BMQ', 'tech: [removed]'],
    ['initials ABC', 'initials [removed]'],
    ['besproken met van Wijngaarden', 'besproken met van [removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each(['tech MR', 'V. jugularis', 'tech note', 'Echo van bovenbuik'])('not %s', (text) =>
    expect(clean(text)).toBe(text),
  );
  it.each(['besproken met de Groot', 'de Wit knie'])('a doubt: %s', (text) => {
    expect(isDoubted(text)).toBe(true);
    expect(cleanToVocabulary(text, NO_IDENTIFIERS, words).text).toContain('[removed]');
  });
});

describe('what protocols, makers and reports write, under the strictest policy', () => {
  it.each([
    'CORONAL MPR 2MM BONE',
    'LOC',
    'UTE lung',
    'Chest PA & Lat',
    'Pha_Images',
    'C-View RXCCL',
    'BWS seitl.',
    'Osgood Schlatter, tender tubercle',
    's/p TAVR, Edwards Sapien 26',
    'Leberzirrhose Child B, Aszites',
    'Sturz auf die linke Hand',
    'assault with blunt object',
    'Schrittmacher, daher kein MRT',
    'Mamografía de cribado',
    'Seios da face velados',
  ])('%s', (text) => expect(cleanToVocabulary(text, NO_IDENTIFIERS, words).text).toBe(text));
  it.each(['BLUNT CHEST', 'Child abdomen Blunt', 'LIMA CHEST', 'Hand, Pat', 'seen with Sanders'])(
    'not %s',
    (text) => expect(cleanToVocabulary(text, NO_IDENTIFIERS, words).text).toContain('[removed]'),
  );
});
