import type { OutboxPage } from '../outbox/outbox.ts';
import type { Picture } from './picture.ts';

/** `lethe listen status` for a person. `picture`: null where no gateway runs. */
export function statusText(picture: Picture | null, outbox: OutboxPage | null): string {
  const lines = picture === null ? ['No gateway answers for this spool.'] : pictureLines(picture);
  if (outbox !== null) lines.push(...outboxLines(outbox));
  return `${lines.join('\n')}\n`;
}

function pictureLines({ pid, since, isStopping, associations, spool, counts }: Picture): string[] {
  const { instances, bytes, freeBytes, waiting, faulted, oldestSeconds } = spool;
  const outcomes = Object.entries(counts.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `Process ${pid}, since ${since}${isStopping ? ', stopping' : ''}`,
    `Associations  ${associations} open`,
    `Received      ${counts.stores['0000'] ?? 0} instances, ${sizeText(counts.receivedBytes)}`,
    `Outcomes      ${outcomes.length === 0 ? 'none yet' : outcomes.join(', ')}`,
    `Spool         ${instances} instances, ${sizeText(bytes)}; ${sizeText(freeBytes)} free on its disk`,
    `To be done    ${waiting} instances${oldestSeconds === null ? '' : `, the oldest for ${Math.round(oldestSeconds)} s`}${faulted > 0 ? `; ${faulted} tried in vain` : ''}`,
  ];
}

function outboxLines({ deliveries, troubled }: OutboxPage): string[] {
  const lines = deliveries.map(({ delivery, waiting, held, isConfigured }) => {
    const others = [held > 0 ? `${held} held` : '', isConfigured ? '' : 'not in the configuration'];
    return `To ${delivery}: ${[`${waiting} waiting`, ...others].filter((each) => each !== '').join(', ')}`;
  });
  // One line for each reason: a receiver that is away has the same for all.
  const reasons = new Map<string, number>();
  for (const { delivery, isHeld, code, message } of troubled) {
    const reason = `${isHeld ? 'Held' : 'Tried in vain'} for ${delivery}: ${code}: ${message}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of reasons) lines.push(`${reason} (${count})`);
  return lines;
}

function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
