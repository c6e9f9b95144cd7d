/** A text as it reads once it is taken out of the forms in which programs hand texts on. */

export interface Unpacked {
  readonly text: string;
  readonly form: 'percent encoding' | 'escapes' | 'hexadecimal' | 'base64';
}

/** What a text says beside its words: one reading for each form that it has anything of. */
export function unpacked(text: string): readonly Unpacked[] {
  const readings: Unpacked[] = [];
  for (const [form, sign, read] of FORMS) {
    if (!sign.test(text)) continue;
    const plain = read(text);
    if (plain !== text) readings.push({ text: plain, form });
  }
  return readings;
}

const FORMS: readonly (readonly [form: Unpacked['form'], sign: RegExp, read: (text: string) => string])[] = [
  // RFC 3986 2.1.
  ['percent encoding', /%[0-9a-f]{2}/i, (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, fromHexadecimal)],
  // Quoted-printable (RFC 2045 6.7), also in headers of mail (RFC 2047): a line that goes on ends with the sign.
  [
    'escapes',
    /=[0-9A-F]{2}/i,
    (text) => text.replace(/=\r?\n/g, '').replace(/(?:=[0-9A-F]{2})+/gi, fromHexadecimal),
  ],
  // References of XML and HTML.
  [
    'escapes',
    /&#x?[0-9a-f]+;/i,
    (text) =>
      text.replace(/&#(x?)([0-9a-f]{1,6});/gi, (_all, x, digits) => character(digits, x === '' ? 10 : 16)),
  ],
  // JSON (RFC 8259 7), and strings of most programs.
  [
    'escapes',
    /\\(u[0-9a-f]{4}|x[0-9a-f]{2})/i,
    (text) =>
      text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_all, four, two) => character(four ?? two, 16)),
  ],
  // Bytes one by one: 4a:6f:68, 4a 6f 68, 0x4a 0x6f.
  [
    'hexadecimal',
    SPACED_BYTES(),
    (text) =>
      text.replace(new RegExp(SPACED_BYTES(), 'gi'), (run) => fromHexadecimal(run.replace(/0x/gi, ''))),
  ],
  // With the ends of lines in it (RFC 2045 6.8), where a search for bytes does not see it as one.
  ['base64', /[A-Za-z0-9+/]{8}\r?\n[A-Za-z0-9+/]/, (text) => text.replace(PACKED_LINES, fromBase64)],
];

function SPACED_BYTES(): RegExp {
  return /\b(?:0x)?[0-9a-f]{2}(?:[ :-](?:0x)?[0-9a-f]{2}){4,}\b/i;
}

const PACKED_LINES = /[A-Za-z0-9+/]{8,}(?:\r?\n[A-Za-z0-9+/]+)+={0,2}/g;

function fromHexadecimal(run: string): string {
  return Buffer.from(run.replace(/[^0-9a-f]/gi, ''), 'hex').toString('utf8');
}

function character(digits: string, base: 10 | 16): string {
  const code = Number.parseInt(digits, base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}

/** Words stand in noise by chance: what is not text stays as it is. */
function fromBase64(run: string): string {
  const text = Buffer.from(run.replace(/\s/g, ''), 'base64').toString('utf8');
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\s]*$/u.test(text) && !text.includes('\ufffd') ? text : run;
}
