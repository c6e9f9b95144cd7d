import type { Day } from './calendar.ts';
import { parseDate } from './date.ts';

/**
 * Placeholder dates, each with what writes it: where clocks and file systems count from or end, what databases and languages take for
 * the least and the greatest date, and what people type. Whoever sees one moved knows how far.
 *
 * Only days that no archive can have an image of: before digital archives were (ACR-NEMA 1.0 is of 1985), or still to come. Where clocks begin on a day
 * that may be one of an examination, a moved one is not known from any other, and such are not here: 20000101 (real-time clock chips,
 * PostgreSQL), 20010101 (Cocoa), 19990822 and 20190407 (GPS weeks begin again). Rules can add what devices of a site write.
 */
export const PLACEHOLDER_DATES: readonly (readonly [date: string, source: string])[] = [
  [
    '00010101',
    '.NET DateTime.MinValue, zero time of Go, least DATE of SQL (ISO/IEC 9075), DB2 and SQL Server (datetime2)',
  ],
  ['01000101', 'least Date of VBA and OLE Automation'],
  ['01010101', 'typed: one pair of digits'],
  ['10000101', 'least DATE of MySQL'],
  ['10101010', 'typed: one pair of digits'],
  ['11111111', 'typed: one digit'],
  ['12121212', 'typed: one pair of digits'],
  ['15821014', 'epoch of SPSS; day 0 of IBM Language Environment (Lilian dates)'],
  ['15821015', 'first day of the Gregorian calendar: epoch of UUIDs (RFC 9562), day 1 of Lilian dates'],
  ['16001231', 'Windows FILETIME west of Greenwich; day 0 of COBOL (ISO/IEC 1989)'],
  ['16010101', 'epoch of Windows FILETIME and NTFS; day 1 of COBOL (ISO/IEC 1989)'],
  ['16770921', 'least time in nanoseconds of 64 bits (pandas, NumPy)'],
  ['17000101', 'epoch of VA FileMan'],
  ['17530101', 'least datetime of SQL Server and Sybase'],
  ['18000101', 'low date of SAP HR'],
  ['18401231', 'day 0 of MUMPS ($HOROLOG): Epic, VistA, InterSystems'],
  ['18410101', 'day 1 of MUMPS ($HOROLOG)'],
  ['18581116', 'epoch of OpenVMS west of Greenwich'],
  ['18581117', 'day 0 of the Modified Julian Date; epoch of OpenVMS'],
  ['18991230', 'day 0 of Delphi, OLE Automation, Access and Excel as most programs read it'],
  ['18991231', 'day 0 of Excel and Lotus 1-2-3; epoch of NTP west of Greenwich; C 7.0'],
  [
    '19000101',
    'epoch of NTP, RISC OS and z/OS; least smalldatetime and default date of SQL Server; day 1 of Excel',
  ],
  ['19010101', 'least date of Ada; typed'],
  ['19010203', 'what Lethe puts in the place of a date (PS3.15 code D)'],
  ['19011213', 'least time of Unix in 32 bits'],
  ['19011214', 'least time of Unix in 32 bits, east of Greenwich'],
  ['19031231', 'epoch of the classic Mac OS west of Greenwich'],
  ['19040101', 'epoch of the classic Mac OS, HFS, MP4, QuickTime, Palm OS and LabVIEW'],
  ['19600101', 'epoch of SAS and Stata'],
  ['19691231', 'epoch of Unix west of Greenwich'],
  ['19700101', 'epoch of Unix, Java, JavaScript, PTP and most clocks that were never set'],
  ['19771231', 'day 0 of CP/M'],
  ['19780101', 'day 1 of CP/M; epoch of AmigaOS'],
  ['19800101', 'epoch of MS-DOS, FAT, the IBM PC clock and UEFI'],
  ['19800105', 'epoch of GPS west of Greenwich'],
  ['19800106', 'epoch of GPS'],
  ['20360207', 'NTP begins again (RFC 5905)'],
  ['20380118', 'greatest time of Unix in 32 bits, west of Greenwich'],
  ['20380119', 'greatest time of Unix in 32 bits'],
  ['20400206', 'greatest time of HFS and the classic Mac OS'],
  ['20420917', 'the clock of z/OS begins again'],
  ['20790606', 'greatest smalldatetime of SQL Server'],
  ['20991231', 'typed: no end'],
  ['21060207', 'greatest time of Unix in 32 bits without a sign'],
  ['21071231', 'greatest date of FAT'],
  ['22620411', 'greatest time in nanoseconds of 64 bits (pandas, NumPy)'],
  ['29991231', 'typed: no end'],
  ['30001231', 'greatest time of the C library of Windows'],
  ['47121231', 'end of time of Oracle HR'],
  ['99990101', 'typed: no end'],
  ['99990909', 'typed: one digit'],
  ['99991231', 'greatest date of SQL, .NET, Oracle, SAP and most databases'],
];

const TABLE: readonly Day[] = PLACEHOLDER_DATES.map(([date]) => parseDate(date) as Day);
const TABLE_ALONE: ReadonlySet<Day> = new Set(TABLE);
const WITH_OTHERS = new WeakMap<readonly string[], ReadonlySet<Day>>();

/** The days of the table and of others (YYYYMMDD), remembered by the list that they came in. */
export function placeholderDays(others: readonly string[] | undefined): ReadonlySet<Day> {
  if (others === undefined) return TABLE_ALONE;
  let days = WITH_OTHERS.get(others);
  if (days === undefined) {
    days = new Set([...TABLE, ...others.flatMap((date) => parseDate(date) ?? [])]);
    WITH_OTHERS.set(others, days);
  }
  return days;
}
