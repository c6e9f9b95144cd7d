import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { portOf, type Step, stepsOf, type TypedCommand } from './page.ts';
import { differenceFrom } from './shown.ts';

/** Where and as whom a page is followed. */
export interface Place {
  /** The folder that the first command is typed in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the page says and this run replaces, in commands, files and what is shown: a port that is taken here. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Commands, as the page has them, that were carried out before. The page must have each. */
  readonly done?: readonly string[];
}

interface Staying {
  readonly child: ChildProcess;
  /** Status or signal. */
  readonly ended: Promise<number | string | null>;
  /** What it has printed and no step has looked at yet. */
  printed: string;
  told: () => void;
}

/** Follows a page from its first block to its last, as its reader would. Rejects at the first that does not go as the page says. */
export async function follow(page: string, place: Place): Promise<void> {
  const text = Object.entries(place.instead ?? {}).reduce(
    (all, [said, here]) => all.replaceAll(said, here),
    page,
  );
  const here = { folder: place.folder };
  const steps = stepsOf(text);
  for (const command of place.done ?? [])
    if (!steps.some((step) => step.kind === 'type' && step.commands.some((each) => each.text === command)))
      throw new Error(`the page has no command ${JSON.stringify(command)}`);
  const staying: Staying[] = [];
  try {
    for (const step of steps) {
      if (step.kind === 'file') writeFileSync(join(here.folder, step.name), step.text);
      else if (step.kind === 'type' && step.stays) {
        const [command] = step.commands.map((each) => each.text) as [string];
        const started = stay(command, here.folder, place.env);
        staying.push(started);
        if (step.shown === null) await untilListening(step, started, portOf(command) as number);
        else await untilShown(step.line, step.shown, started);
      } else if (step.kind === 'type') await typed(step, here, place);
      else await stopped(step, staying.pop());
    }
  } finally {
    for (const { child } of staying) interrupt(child, 'SIGKILL');
  }
}

type Typing = Extract<Step, { readonly kind: 'type' }>;

async function typed(
  { commands, shown, line }: Typing,
  here: { folder: string },
  { env, done = [] }: Place,
): Promise<void> {
  let came = '';
  for (const command of commands.filter(({ text }) => !done.includes(text))) {
    const { printed, status, folder } = await run(command, here.folder, env);
    came += printed;
    if (status !== command.status)
      throw new Error(`line ${line}: "${command.text}" ended in ${status}, and printed:\n${printed}`);
    here.folder = folder;
  }
  if (shown !== null) requireShown(line, commands.map(({ text }) => text).join('; '), shown, came);
}

async function stopped(
  { line, shown }: Extract<Step, { readonly kind: 'stopped' }>,
  staying: Staying | undefined,
): Promise<void> {
  if (staying === undefined) throw new Error(`line ${line}: nothing is there to be stopped`);
  interrupt(staying.child, 'SIGINT');
  const status = await staying.ended;
  requireShown(line, 'after Ctrl-C', shown, staying.printed);
  // npx gives the signal to itself once its program has ended.
  if (status !== 0 && status !== 'SIGINT')
    throw new Error(`line ${line}: what was stopped ended in ${status}`);
}

function requireShown(line: number, what: string, shown: string, came: string): void {
  const difference = differenceFrom(shown, came);
  if (difference !== null) throw new Error(`line ${line}: ${what}: ${difference}`);
}

/** One command in a shell of its own. What it prints to both streams comes in its order, as on a terminal; `cd` and `NAME=…` last. */
function run(
  { text }: TypedCommand,
  folder: string,
  env: Place['env'],
): Promise<{ printed: string; status: number | null; folder: string }> {
  const [where, names] = ['.where', '.names'].map((name) => join(env.TMPDIR ?? folder, name));
  const script = `exec 2>&1\n[ -e '${names}' ] && . '${names}'\nset -a\n${text}\nstatus_of_it=$?\npwd > '${where}'\nexport -p | grep -v PWD > '${names}'\nexit $status_of_it`;
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ printed, status, folder: readFileSync(where as string, 'utf8').trimEnd() }),
    );
  });
}

/** Ctrl-C reaches all that was started in a terminal, as does what ends a terminal. */
function interrupt({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
}

/** Ctrl-C would end a shell as well, with a status of its own: so the shell becomes the command. */
function stay(command: string, folder: string, env: Place['env']): Staying {
  const child = spawn('sh', ['-c', `exec 2>&1\nexec ${command}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal)),
  );
  const staying: Staying = { child, ended, printed: '', told: () => {} };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    staying.printed += chunk;
    staying.told();
  });
  child.once('close', () => staying.told());
  return staying;
}

async function untilShown(line: number, shown: string, staying: Staying): Promise<void> {
  for (;;) {
    const difference = differenceFrom(shown, staying.printed);
    if (difference === null) break;
    requireRunning(line, staying, difference);
    await new Promise<void>((resolve) => {
      staying.told = resolve;
    });
  }
  staying.printed = '';
}

async function untilListening({ line }: Typing, staying: Staying, port: number): Promise<void> {
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  while (!(await answers())) requireRunning(line, staying, staying.printed);
}

function requireRunning(line: number, { child }: Staying, said: string): void {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`line ${line}: it ended: ${said}`);
}
