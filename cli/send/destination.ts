import type { TlsClientOptions } from '../../layers/dimse/tls.ts';
import { UsageError } from '../exit.ts';
import { isThisMachine } from '../listen/config/shapes.ts';
import type { Sender } from '../listen/deliveries/sender.ts';
import { MOST_PEM_BYTES, readText } from '../readText.ts';

export interface DestinationOptions {
  readonly to: string;
  readonly calling: string;
  readonly tls: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly authorizationFile?: string;
  readonly authorizationEnv?: string;
}

export interface Destination {
  /** As messages and the state call it: no credentials are in it. */
  readonly name: string;
  open(): Promise<Sender>;
}

/** `AET@HOST:PORT`; the host of an IPv6 address in brackets, as in a URL (RFC 3986 3.2.2). */
const AE = /^([\x20-\x5b\x5d-\x7e]{1,16})@(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})$/;
const AE_TITLE = /^(?! )[\x20-\x5b\x5d-\x7e]{1,16}(?<! )$/;

/** Reads `--to` and what belongs to it. Throws `UsageError`. */
export function destinationNamed(options: DestinationOptions): Destination {
  const { to } = options;
  if (/^https?:\/\//i.test(to)) return serviceAt(to, options);
  const [, aet, host = '', port] = AE.exec(to) ?? [];
  if (aet === undefined || !AE_TITLE.test(aet) || Number(port) < 1 || Number(port) > 65_535)
    throw new UsageError(
      `${JSON.stringify(to)} is not a destination. Write AET@HOST:PORT, or https://HOST/PATH/studies.`,
    );
  if (!AE_TITLE.test(options.calling))
    throw new UsageError('--calling is not an AE title. Write 1 to 16 characters of ASCII.');
  if (options.authorizationFile !== undefined || options.authorizationEnv !== undefined)
    throw new UsageError(
      'an AE takes no header Authorization. Leave --authorization-file and --authorization-env.',
    );
  const tls = tlsOf(options);
  const place = {
    ...{ host: host.replace(/^\[|\]$/g, ''), port: Number(port) },
    ...{ calledAeTitle: aet, callingAeTitle: options.calling },
    ...(tls === null ? {} : { tls }),
  };
  return { name: to, open: async () => (await import('../listen/deliveries/aeSender.ts')).aeSender(place) };
}

function serviceAt(to: string, options: DestinationOptions): Destination {
  const url = URL.parse(to);
  if (url === null || url.username !== '' || url.password !== '')
    throw new UsageError(
      '--to is not a URL that can be used. Write https://HOST/PATH/studies; credentials go into --authorization-file.',
    );
  if (url.protocol === 'http:' && !isThisMachine(url.hostname))
    throw new UsageError('instances do not go over the network without TLS. Write https://.');
  if (!/\/studies(\/[\d.]+)?$/.test(url.pathname))
    throw new UsageError('the URL of STOW-RS ends in /studies, or /studies/UID (PS3.18 10.5). Check --to.');
  const tls = tlsOf(options);
  const service = {
    url: url.href,
    headers: authorizationOf(options),
    ...(tls === null ? {} : { tls }),
  };
  return {
    name: url.href,
    open: async () => (await import('../listen/deliveries/stowSender.ts')).stowSender(service),
  };
}

/** Null: without TLS, where the destination does not have it anyway. */
function tlsOf({ tls, ca, cert, key, serverName }: DestinationOptions): TlsClientOptions | null {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--cert and --key belong together. Name both, or neither.');
  const pem = (name: string, path: string | undefined) =>
    path === undefined
      ? {}
      : { [name]: readText(path, MOST_PEM_BYTES, JSON.stringify(path), 'Check its path and rights.') };
  const named = {
    ...pem('ca', ca),
    ...pem('cert', cert),
    ...pem('key', key),
    ...(serverName === undefined ? {} : { serverName }),
  };
  return tls || Object.keys(named).length > 0 ? named : null;
}

/** Read for each request: whoever renews a token writes its file anew. */
function authorizationOf({ authorizationFile: file, authorizationEnv: variable }: DestinationOptions) {
  const read = (): string | null => {
    if (file !== undefined)
      return readText(file, MOST_PEM_BYTES, JSON.stringify(file), 'Check its path and rights.');
    return variable === undefined ? null : (process.env[variable] ?? '');
  };
  const headers = (): Readonly<Record<string, string>> => {
    const value = read()?.trim();
    if (value === '')
      throw new UsageError(
        `${file === undefined ? variable : JSON.stringify(file)} holds nothing. Write the value of the header Authorization there.`,
      );
    return value === undefined ? {} : { Authorization: value };
  };
  headers();
  return headers;
}
