/** Milliseconds of processor that this thread has had: what other processes do to the clock of a busy machine does not count. */
export function effortMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
