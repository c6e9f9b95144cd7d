import { styleText } from 'node:util';
import { statusName } from '../listen/deliveries/storeStatus.ts';
import type { SendSummary } from './run.ts';

/** The closing table: what the receiver answered how often. */
export function reportOf(summary: SendSummary, destination: string, seconds: number): string {
  const { sent, failed, sentBefore, passedOver, bytes, statuses, stopped } = summary;
  const style = (format: 'green' | 'yellow' | 'bold', text: string) =>
    styleText(format, text, { stream: process.stdout });
  const row = (word: string, count: number, says: string): string =>
    `  ${word.padEnd(24)}${String(count).padStart(8)}  ${says}`.trimEnd();
  const rows = Object.entries(statuses).map(([status, count]) => {
    const isStatus = /^[0-9A-F]{4}$/.test(status);
    const says = isStatus ? (statusName(Number.parseInt(status, 16)) ?? 'a warning') : '';
    return style(isStatus ? 'green' : 'yellow', row(status, count, says));
  });
  const rate = seconds > 0 ? `, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s` : '';
  return [
    style(
      'bold',
      `${sent} sent to ${destination}, ${failed} not, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s${rate}`,
    ),
    ...rows,
    ...(sentBefore > 0 ? [row('sent before', sentBefore, '')] : []),
    ...(passedOver > 0 ? [row('DICOMDIR, not sent', passedOver, '')] : []),
    ...(stopped === null
      ? []
      : [
          `The run ended before all was tried: ${stopped.says}. --resume sends what is left.`.replace(
            '..',
            '.',
          ),
        ]),
    '',
  ].join('\n');
}
