import { InvalidArgumentError, Option } from 'commander';

export interface PageOptions {
  readonly port: number;
  readonly open: boolean;
}

export const PORT_OPTION = new Option(
  '--port <port>',
  'where the page is served on this machine; 0: a free port',
)
  .default(0)
  .argParser(asPort);

function asPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}
