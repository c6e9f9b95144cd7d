import type { TextSpan } from './atoms.ts';

/** What a pattern looks for, and what a text without it has none of: hardly any text has a sign of a machine. */
export interface Look {
  readonly needs: RegExp;
  readonly pattern: RegExp;
}

const USES = /(?<![a-z0-9])(?:user|log[io]n|uid|operator|opid|account|ip|host|server|node|addr|by|tech)/iu;
const HOST_LABELS = /(?:host|server|computer|workstation|wkstn|station|aet|ae ?title)/iu;
const HOSTS =
  /(?:pacs|srv|server|host|wks|workstation|laptop|notebook|desktop|console|nas|sql|vm|pc|ws)[\p{L}-]*\d/iu;

/** Names that machines give: paths, hosts, addresses of networks, users, mailboxes without a top domain, and what an address asks for. */
export const MACHINE_LOOKS: readonly Look[] = [
  // `C:\Users\jdoe\a.dcm`, `\\server\share\jdoe`
  { needs: /\\/, pattern: /(?<![\p{L}\p{N}])[a-z]:\\(?!\\)[^\s"<>|]{1,255}/giu },
  { needs: /\\/, pattern: /(?<!\S)\\\\[^\s"<>|\\]{1,64}\\[^\s"<>|]{0,255}/gu },
  // `/home/jdoe/data`
  {
    needs: /\/[demhnsuv]/iu,
    pattern: /(?<![^\s"'(=:])\/(?:home|users|mnt|export|srv|media|volumes|data|nfs)\/\S{1,255}/giu,
  },
  // `pacs01.hospital.local`
  {
    needs: /\.[cil]/i,
    pattern:
      /(?<![\w@.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){0,6}\.(?:local|lan|internal|intranet|corp|localdomain|lokal)(?![\w-])/gi,
  },
  // `ip 8.8.8.8`
  {
    needs: USES,
    pattern: /(?<=(?<![\p{L}\p{N}])(?:ip|host|server|node|addr)[ :=]{1,3})\d{1,3}(?:\.\d{1,3}){3}/giu,
  },
  // `user: jdoe`, `login jdoe`
  {
    needs: USES,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:user|username|login|logon|userid|uid|operator|opid|account) ?[:=] ?)[\p{L}\p{N}][\p{L}\p{N}._-]{1,63}/giu,
  },
  {
    needs: USES,
    pattern: /(?<=(?<![\p{L}\p{N}])(?:login|logon|username|userid) )[\p{L}\p{N}][\p{L}\p{N}._-]{1,63}/giu,
  },
  // `by jdoe1`
  {
    needs: USES,
    pattern: /(?<=(?<![\p{L}\p{N}])(?:by|user|tech|operator) )[a-z]{3,20}\d{1,4}(?![\p{L}\p{N}])/gu,
  },
  // `jdoe@hospital`
  {
    needs: /@/,
    pattern: /(?<![\p{L}\p{N}._+-])(?=\p{L}[\p{L}._-]{2})[\p{L}\p{N}._+-]{3,64}@\p{L}[\p{L}\p{N}.-]{2,63}/gu,
  },
  // `PACSSRV01`, `WS-RAD-03`, `radpc12`: a word for a machine, and its number
  {
    needs: HOSTS,
    pattern:
      /(?<![\p{L}\p{N}_-])(?=[\p{L}\p{N}-]{6,32}(?![\p{L}\p{N}_-]))(?=[\p{L}-]*(?:pacs|srv|server|host|wks|workstation|laptop|notebook|desktop|console|nas|sql|vm|pc|ws)[\p{L}-]*\d)\p{L}{2,24}(?:-?\p{L}{1,24}){0,4}-?\d{1,4}(?![\p{L}\p{N}_-])/giu,
  },
  // `a@b`
  {
    needs: /@/,
    pattern: /(?<![^\s(<"'])\p{L}[\p{L}\p{N}._+-]{0,63}@\p{L}[\p{L}\p{N}-]{0,62}(?![\p{L}\p{N}@])/gu,
  },
  // `00:1B:44:11:3A:B7`, `001b.4411.3ab7`: addresses of network cards
  {
    needs: /[0-9a-f][0-9a-f][:-][0-9a-f]/iu,
    pattern: /(?<![\p{L}\p{N}:-])[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![\p{L}\p{N}:-])/giu,
  },
  {
    needs: /\.[0-9a-f]{4}\./iu,
    pattern:
      /(?<![\p{L}\p{N}.])(?=[0-9.]{0,13}[a-f])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\p{L}\p{N}]|\.\p{N})/giu,
  },
  // `DESKTOP-9QK2LMN`, `ip-10-0-3-4`: names that systems give hosts
  {
    needs: /[NPT]-[A-Z0-9]{5}/,
    pattern:
      /(?<![\p{L}\p{N}_-])(?:DESKTOP|LAPTOP|WIN|MININT)-(?=[A-Z]*\d)[A-Z0-9]{5,15}(?![\p{L}\p{N}_-])/gu,
  },
  { needs: /ip-\d/i, pattern: /(?<![\p{L}\p{N}_-])ip(?:-\d{1,3}){4}(?![\p{L}\p{N}_-])/giu },
  // `host orion2`, `hostname orion`, `station: CTSTJOSEPH`
  {
    needs: HOST_LABELS,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:hostname|computer ?name|host name) ?[:=]? ?|(?<![\p{L}\p{N}])(?:host|server|computer|workstation|wkstn|station(?: ?name)?|aet|ae ?title) ?[:=] ?)\p{L}[\p{L}\p{N}._-]{2,63}/giu,
  },
  {
    needs: HOST_LABELS,
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:host|server|computer|workstation|wkstn|station|aet) )\p{L}{3,30}[_-]?\d{1,4}(?![\p{L}\p{N}_-])/giu,
  },
  // `pacs/viewer?accession=12345`
  { needs: /\?/, pattern: /(?<!\S)[^\s?:]{1,200}\?[a-z_]{1,30}=[^\s]{0,254}[^\s.,;:!?)\]]/giu },
];

export const IPV6: Look = {
  needs: /[0-9a-f:]:[0-9a-f:]/iu,
  pattern: /(?<![\p{L}\p{N}:.])[0-9a-f:]{6,39}(?![\p{L}\p{N}:])/giu,
};

export function machinesIn(text: string): TextSpan[] {
  return [
    ...foundBy(MACHINE_LOOKS, text),
    ...foundBy([IPV4], text).filter(({ start, end }) => isIpv4(text, start, end)),
    ...foundBy([IPV6], text).filter(({ start, end }) => isIpv6(text.slice(start, end))),
  ];
}

export const IPV4: Look = {
  needs: /\.\d{1,3}\.\d/,
  pattern: /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu,
};
/** What four numbers with points are behind such a word. */
const VERSIONS =
  /(?:version|ver|vers|release|rel|build|rev|revision|software|sw|firmware|fw|v|vb|va|syngo)[ .:#=]{0,3}$/iu;
const MOST_BEFORE = 16;

function isIpv4(text: string, start: number, end: number): boolean {
  const groups = text.slice(start, end).split('.');
  const isWritten = groups.every((group) => Number(group) < 256 && !/^0\d/.test(group));
  return isWritten && !VERSIONS.test(text.slice(Math.max(0, start - MOST_BEFORE), start));
}

/** Eight groups of four hexadecimals at most, or fewer with `::` between (RFC 4291 2.2). A time of day has neither. */
function isIpv6(written: string): boolean {
  const halves = written.split('::');
  const groups = written.split(':').filter((group) => group !== '');
  if (halves.length > 2 || groups.some((group) => group.length > 4)) return false;
  return halves.length === 2 ? groups.length > 2 && groups.length < 8 : groups.length === 8;
}

/** What patterns find in a text. */
export function matchesOf(looks: readonly Look[], text: string): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  let tried: RegExp | null = null;
  let has = false;
  for (const { needs, pattern } of looks) {
    // Neighbours share what they need.
    if (needs !== tried) has = needs.test(text);
    tried = needs;
    // One by one: a hostile text has more than a call takes.
    if (has) for (const match of text.matchAll(pattern)) matches.push(match);
  }
  return matches;
}

export function foundBy(looks: readonly Look[], text: string): readonly TextSpan[] {
  return matchesOf(looks, text).map(matchSpan);
}

export function matchSpan({ index, 0: whole }: RegExpExecArray): TextSpan {
  return { start: index, end: index + whole.length };
}
