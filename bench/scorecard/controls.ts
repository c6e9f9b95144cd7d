import type { Tool } from '../peers/tool.ts';

/** What no tool should be like: both ends of every column. */
export const CONTROLS: readonly Tool[] = [
  control('Control: a copy', 'every file as it is', (source, target) => ['cp', '-r', `${source}/.`, target]),
  control('Control: nothing', 'no file at all', () => ['true']),
];

function control(name: string, how: string, command: ReturnType<Tool['prepare']>): Tool {
  return { name, version: () => '', configuration: 'default', how, prepare: () => command };
}
