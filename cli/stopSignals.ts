/**
 * What tells a command to stop. Services and `docker stop` send SIGTERM, a terminal SIGINT. On Windows there is only what a console tells: Ctrl-C,
 * Ctrl-Break, and that its window closes, which leaves some seconds.
 */
export function stopSignals(platform: NodeJS.Platform = process.platform): readonly NodeJS.Signals[] {
  return platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGTERM', 'SIGINT'];
}
