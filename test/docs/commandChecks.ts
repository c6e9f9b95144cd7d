import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3api from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';
import type { Command } from 'commander';

const CLI = join(import.meta.dirname, '../../cli');

/** Every command that has a folder, by name. */
const LETHE: ReadonlyMap<string, Command> = new Map(
  (await Promise.all(readdirSync(CLI).map(commandIn))).flatMap((command) =>
    command === null ? [] : [[command.name(), command] as const],
  ),
);

async function commandIn(folder: string): Promise<Command | null> {
  const file = join(CLI, folder, 'command.ts');
  if (!existsSync(file)) return null;
  const module = (await import(file)) as Readonly<Record<string, () => Command>>;
  return module[`${folder}Command`]?.() ?? null;
}

/** What is wrong with a call of `lethe`, as words without the first. `isWhole`: it is meant to be typed so. */
export function letheProblems(words: readonly string[], isWhole = true): readonly string[] {
  const [name = '', ...rest] = words;
  let command = LETHE.get(name);
  if (command === undefined) return [`there is no lethe ${name}`];
  let left = [...rest];
  for (;;) {
    const named: Command | undefined = command.commands.find((each) => each.name() === left[0]);
    if (named !== undefined) left = left.slice(1);
    const inner: Command | undefined = named ?? defaultOf(command);
    if (inner === undefined) break;
    command = inner;
  }
  const problems: string[] = [];
  const given = new Set<string>();
  let positional = 0;
  while (left.length > 0) {
    const word = left.shift() as string;
    // What is behind it is for another command.
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-') {
      positional += 1;
      continue;
    }
    const option = command.options.find(({ long, short }) => word === long || word === short);
    if (option === undefined) problems.push(`lethe ${name} has no ${word}`);
    else {
      given.add(option.attributeName());
      if (option.required || option.variadic) left.shift();
    }
  }
  if (!isWhole) return problems;
  const wanted = command.registeredArguments.filter(({ required }) => required).length;
  if (positional < wanted) problems.push(`lethe ${name} wants ${wanted} arguments`);
  if (
    positional > command.registeredArguments.length &&
    !command.registeredArguments.some(({ variadic }) => variadic)
  )
    problems.push(`lethe ${name} takes ${command.registeredArguments.length} arguments`);
  // One with options of its own does something by itself.
  const isGroup = command.commands.length > 0 && command.options.length === 0;
  if (isGroup && command.registeredArguments.length === 0) problems.push(`lethe ${name} wants a subcommand`);
  for (const { mandatory, long, attributeName } of command.options.map((option) => ({
    mandatory: option.mandatory,
    long: option.long,
    attributeName: option.attributeName(),
  })))
    if (mandatory && !given.has(attributeName)) problems.push(`lethe ${name} wants ${long}`);
  return problems;
}

/** What a command does where none of its own is named; Commander keeps the name to itself. */
function defaultOf(command: Command): Command | undefined {
  const { _defaultCommandName: name } = command as unknown as { readonly _defaultCommandName?: string };
  return command.commands.find((each) => each.name() === name);
}

const CLIENTS: Readonly<Record<string, object>> = {
  cloudformation,
  logs,
  dynamodb,
  iam,
  cloudtrail,
  kms,
  lambda,
  s3api,
  sqs,
};
/** Of services that there is no client of here, and of the command line's own. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  's3 cp': [],
  'sns subscribe': ['topic-arn', 'protocol', 'notification-endpoint'],
  // The SDK writes OpenID in its own way.
  'iam create-open-id-connect-provider': ['url', 'client-id-list'],
  'events enable-rule': ['name'],
  'events describe-rule': ['name'],
};
const GLOBAL = ['query', 'output', 'region', 'profile'];

/** What is wrong with a call of AWS's command line, held against the services' own models in the SDK. */
export function awsProblems([service = '', operation = '', ...rest]: readonly string[]): readonly string[] {
  const options = rest.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
  const known = membersOf(service, operation);
  if (known === null) return [`aws has no ${service} ${operation}`];
  return options
    .filter((option) => {
      const member = option.replaceAll('-', '');
      return !GLOBAL.includes(option) && !known.has(member) && !known.has(member.replace(/^no/, ''));
    })
    .map((option) => `aws ${service} ${operation} has no --${option}`);
}

/** The names of an operation's parameters, in small letters without dashes. */
function membersOf(service: string, operation: string): ReadonlySet<string> | null {
  const other = OTHERS[`${service} ${operation}`];
  if (other !== undefined) return new Set(other.map((name) => name.replaceAll('-', '')));
  const name = operation.replace(/(?:^|-)([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  const schema = (CLIENTS[service] as Readonly<Record<string, unknown>> | undefined)?.[`${name}$`];
  if (!Array.isArray(schema)) return null;
  const input = typeof schema[4] === 'function' ? (schema[4] as () => unknown)() : schema[4];
  const members = (input as readonly unknown[])[4] as readonly string[];
  return new Set(members.map((member) => member.toLowerCase()));
}

const { scripts } = JSON.parse(readFileSync(join(CLI, '../package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Commands of npm itself that pages have. */
const OF_NPM = new Set(['ci', 'install', 'pack', 'audit']);

/** What is wrong with a call of npm: its own commands, and the scripts of package.json. */
export function npmProblems([command = '', script = '']: readonly string[]): readonly string[] {
  if (OF_NPM.has(command)) return [];
  const name = command === 'run' ? script : command;
  return command === 'test' || command === 'run'
    ? scripts[name] === undefined
      ? [`there is no script ${name}`]
      : []
    : [`npm ${command} is not looked at`];
}
