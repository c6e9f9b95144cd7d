import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Node } from 'jsonc-parser';
import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import {
  entriesOf,
  type Fields,
  membersOf,
  readFields,
  schemaOf,
  writeFields,
} from '../../../rules/lethe/object.ts';
import { type Json, type Reading, type Shape, text, wrongType } from '../../../rules/lethe/shape.ts';
import { nearestHint } from '../../../rules/nearestWords.ts';
import { isKeyPrefix } from '../../../rules/routes.ts';
import { wildcardPattern } from './wildcard.ts';

/** What reading a configuration needs to know beyond its values. */
export interface Context extends Reading {
  /** The folder of the file, absolute: paths in it are meant from there. */
  readonly folder: string;
  /** The text of a file that is named, by its absolute path; throws if it cannot be read. */
  readonly readFile: (path: string) => string;
  /** Whether everybody on this machine may read a file. */
  readonly isOpen: (path: string) => boolean;
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined;
}

export type ConfigShape<T> = Shape<T, Context>;

const PAGE = 'docs/network.md';

/** An object with these keys and no others. */
export function settings<T extends object>(fields: Fields<T, Context>): ConfigShape<T> {
  return {
    read: (node, context) => readSettings(node, fields, [], context),
    write: (value) => writeFields(value, fields),
    schema: schemaOf(fields),
  };
}

function readSettings<T extends object>(
  node: Node,
  fields: Fields<T, Context>,
  alsoKnown: readonly string[],
  context: Context,
): T | undefined {
  const known = [...entriesOf(fields).map(([, , key]) => key), ...alsoKnown];
  const hintOf = (key: string): string => nearestHint(key, known, { all: 'Its keys are', page: PAGE });
  const members = membersOf(node, known, context.report, hintOf);
  return members === undefined ? undefined : readFields(node, members, fields, context);
}

/** What each kind of an object is, and its other keys. */
export type KindFields<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: {
    readonly doc: string;
    readonly fields: Fields<Omit<Extract<T, { kind: K }>, 'kind'>, Context>;
  };
};

/** Objects whose other keys depend on their "kind". */
export function kinds<T extends { readonly kind: string }>(each: KindFields<T>): ConfigShape<T> {
  type Entry = { readonly doc: string; readonly fields: Fields<object, Context> };
  const entries = each as unknown as Readonly<Record<string, Entry>>;
  const known = Object.keys(entries);
  return {
    read: (node, context) => {
      if (node.type !== 'object') return wrongType(context.report, node, 'an object { … }');
      const kind = node.children?.find(({ children }) => children?.[0]?.value === 'kind')?.children?.[1];
      const name = kind?.type === 'string' ? (kind.value as string) : '';
      if (kind === undefined)
        context.report.error('MISSING_KEY', node, '"kind" is missing', `Its kinds are: ${known.join(', ')}.`);
      else if (!Object.hasOwn(entries, name))
        context.report.error(
          'UNKNOWN_WORD',
          kind,
          `${JSON.stringify(kind.value)} is not a kind`,
          nearestHint(name, known, { all: 'The kinds are', page: PAGE }),
        );
      const entry = entries[name];
      if (kind === undefined || entry === undefined) return undefined;
      const value = readSettings(node, entry.fields, ['kind'], context);
      return value === undefined ? undefined : ({ kind: name, ...value } as unknown as T);
    },
    write: (value) => ({
      kind: value.kind,
      ...writeFields(value, (entries[value.kind] as Entry).fields as Fields<T, Context>),
    }),
    schema: {
      oneOf: known.map((kind) => {
        const { doc, fields } = entries[kind] as Entry;
        const { properties, required, ...rest } = schemaOf(fields);
        return {
          ...rest,
          description: doc,
          properties: { kind: { const: kind }, ...properties },
          required: ['kind', ...required],
        };
      }),
    },
  };
}

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** An object of named ones: `{ "research-pacs": { … } }`. Names stand in logs, metrics and states. */
export function named<T extends object>(
  shape: ConfigShape<T>,
): ConfigShape<readonly (T & { readonly name: string })[]> {
  return {
    read: (node, context) => {
      if (node.type !== 'object') return wrongType(context.report, node, 'an object { "name": { … } }');
      const seen = new Set<string>();
      const values = (node.children ?? []).map((property) => {
        const [keyNode, valueNode] = property.children as [Node, Node | undefined];
        const name = keyNode.value as string;
        if (!NAME.test(name))
          context.report.error(
            'NAME_MALFORMED',
            keyNode,
            `${JSON.stringify(name)} is not a name`,
            'Write up to 40 small letters, digits and hyphens, as in "research-pacs".',
          );
        if (seen.has(name))
          context.report.error('DUPLICATE_KEY', keyNode, `"${name}" appears twice`, 'Leave one of them.');
        seen.add(name);
        const value = valueNode === undefined ? undefined : shape.read(valueNode, context);
        return value === undefined ? undefined : { ...value, name };
      });
      return values.includes(undefined) ? undefined : (values as (T & { readonly name: string })[]);
    },
    write: (values) =>
      Object.fromEntries(values.map(({ name, ...value }) => [name, shape.write(value as T)])),
    schema: { type: 'object', propertyNames: { pattern: NAME.source }, additionalProperties: shape.schema },
  };
}

/** A text that a test accepts. */
function textThat(
  isRight: (value: string) => boolean,
  wanted: string,
  code: string,
  hint: string,
  schema: { readonly [key: string]: Json } = {},
): ConfigShape<string> {
  return {
    read: (node, context) => {
      const value = text<Context>(wanted).read(node, context);
      if (value === undefined || isRight(value)) return value;
      context.report.error(code, node, `${JSON.stringify(value)} is not ${wanted}`, hint);
      return undefined;
    },
    write: (value) => value,
    schema: { type: 'string', ...schema },
  };
}

/** PS3.5 6.2, VR AE: 16 characters of the default repertoire without backslash; spaces around it do not count, so none is written. */
const AE_TITLE_PATTERN = /^(?! )[\x20-\x5b\x5d-\x7e]{1,16}(?<! )$/;

export const AE_TITLE = textThat(
  (value) => AE_TITLE_PATTERN.test(value),
  'an AE title',
  'AE_TITLE_MALFORMED',
  'Write 1 to 16 characters of ASCII, without a backslash and without spaces around it.',
  { pattern: AE_TITLE_PATTERN.source },
);

/** AE titles with `*` for any characters and `?` for one. */
export const AE_PATTERN = textThat(
  (value) => AE_TITLE_PATTERN.test(value),
  'an AE title, or a pattern of AE titles',
  'AE_TITLE_MALFORMED',
  'Write 1 to 16 characters; * stands for any of them, ? for one.',
  { pattern: AE_TITLE_PATTERN.source },
);

/** Whether an AE title is what a pattern says; spaces around it do not count (PS3.5 6.2). */
export function matchesAe(patterns: readonly string[], title: string): boolean {
  return patterns.some((pattern) => wildcardPattern(pattern).test(title.trim()));
}

/** An IP address, or a range of them as in RFC 4632 and RFC 4291 2.3. */
export const ADDRESS_RANGE = textThat(
  isAddressRange,
  'an IP address, or a range such as 10.1.2.0/24',
  'ADDRESS_MALFORMED',
  'Write an IPv4 or IPv6 address; names of hosts are not looked up for each association.',
);

function isAddressRange(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** SHA-256 of a certificate in DER, as `openssl x509 -fingerprint -sha256` prints it; as small hexadecimal digits. */
export const FINGERPRINT: ConfigShape<string> = {
  read: (node, context) => {
    const given = textThat(
      (value) => /^[0-9a-f]{64}$/.test(plainFingerprint(value)),
      'the SHA-256 fingerprint of a certificate',
      'FINGERPRINT_MALFORMED',
      'Write the 64 hexadecimal digits that openssl x509 -noout -fingerprint -sha256 -in FILE prints.',
    ).read(node, context);
    return given === undefined ? undefined : plainFingerprint(given);
  },
  write: (value) => value,
  schema: { type: 'string' },
};

export function plainFingerprint(value: string): string {
  return value.replaceAll(':', '').toLowerCase();
}

export const UID = textThat(isValidUid, 'a UID', 'UID_MALFORMED', 'Write digits and points (PS3.5 9.1).');

/** A name or an address that a connection is opened to, or a server listens at. */
export const HOST = textThat(
  (value) => isIP(value) > 0 || value.split('.').every((label) => /^[a-z0-9_-]{1,63}$/i.test(label)),
  'the name or the address of a host',
  'HOST_MALFORMED',
  'Write it without a protocol and without a port.',
);

export const TEXT = textThat(
  (value) => value.trim() !== '',
  'a text with something in it',
  'TEXT_EMPTY',
  'Write it, or leave the key out.',
  { minLength: 1 },
);

/** A path from the folder of the file, made absolute. */
export const PATH: ConfigShape<string> = {
  read: (node, context) => {
    const value = TEXT.read(node, context);
    return value === undefined ? undefined : resolve(context.folder, value);
  },
  write: (value) => value,
  schema: TEXT.schema,
};

/** `''`, or parts that each end with `/` and lead nowhere up: it goes before keys, and below a folder. */
export const FOLDER_PREFIX = textThat(
  isKeyPrefix,
  'a prefix of keys',
  'PREFIX_MALFORMED',
  'Write parts that each end with "/", as in "site-a/ct/".',
);

/** TLS, or this machine itself. What stands before `@` in a URL would be a secret. */
export const HTTPS_URL = textThat(
  isHttpsUrl,
  'the URL of a service over TLS',
  'URL_MALFORMED',
  'Write https://HOST/PATH, without a name and a password in it; http:// only for 127.0.0.1 and localhost.',
  { format: 'uri' },
);

function isHttpsUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname));
}

/** An address that no other machine reaches (RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
