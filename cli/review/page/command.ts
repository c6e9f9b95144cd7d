import { spawn } from 'node:child_process';
import type { Review } from '../../../layers/engine/review/types.ts';
import { stopSignals } from '../../stopSignals.ts';
import type { PageOptions } from './options.ts';
import { pageFiles } from './pageFiles.ts';
import { serveReview } from './server.ts';

/** Serves the page until the call is ended. The first line is its address, with the token that lets one browser in. */
export async function reviewPage(review: Review, { port, open }: PageOptions): Promise<void> {
  const served = await serveReview(review, pageFiles(), port);
  process.stdout.write(`${served.address}\n`);
  if (open) openBrowser(served.address);
  else
    process.stderr.write(
      'Open this address in a browser of this machine. It lets one browser in, once. Ctrl-C ends.\n',
    );
  await ended();
  await served.close();
}

/** Asks the system to open the user's browser. Where it has none, the user has the address on the screen. */
function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  const started = spawn(command as string, [...args, address], { stdio: 'ignore', detached: true });
  started.on('error', () => process.stderr.write('No browser was found: open the address yourself.\n'));
  started.unref();
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of stopSignals()) process.once(signal, () => resolve());
  });
}
