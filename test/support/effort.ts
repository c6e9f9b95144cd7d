/** Milliseconds of processor that this process has had: what other processes do to the clock of a busy machine does not count. */
export function effortMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
