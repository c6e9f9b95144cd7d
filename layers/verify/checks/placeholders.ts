/** Dates that stand where nobody knew one, or that a de-identifier puts in the place of one: epochs of clocks, least and greatest dates. */
const DAYS = new Set(
  (
    '00010101 01000101 11111111 16010101 18000101 18581117 18991230 18991231 19000101 19010101 19010203 19011213 19040101 19600101 19691231 ' +
    '19700101 19770101 19800101 19800106 19991231 20000101 20010101 20380119 20991231 29991231 99991231'
  ).split(' '),
);

export function isPlaceholderDate(day: string): boolean {
  return DAYS.has(day) || /^(\d)\1{7}$/.test(day);
}
