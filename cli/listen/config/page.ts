import { fieldTable } from '../../../rules/lethe/fieldTable.ts';
import type { Fields } from '../../../rules/lethe/object.ts';
import { table, withTables } from '../../../rules/markdown.ts';
import { DELIVERY_KINDS } from './deliveries.ts';
import { AUDIT_FIELDS, FILE_FIELDS, METRICS_FIELDS, SPOOL_FIELDS } from './file.ts';
import { CLIENT_FIELDS, HTTP_FIELDS } from './http.ts';
import { LIMIT_FIELDS, LISTENER_FIELDS, PEER_FIELDS, SERVICES } from './receiving.ts';
import { REMOTE_AE_FIELDS } from './remote.ts';
import { ROUTE_FIELDS } from './routes.ts';
import type { Context } from './shapes.ts';
import { CLIENT_TLS_FIELDS, SERVER_TLS_FIELDS } from './tls.ts';
import { WORKLIST_FIELDS } from './worklists.ts';

/** The tables within docs/network/configuration.md, by name, made of what the reader goes by. */
export const CONFIGURATION_TABLES: Readonly<Record<string, () => string>> = {
  keys: () => fieldTable(FILE_FIELDS),
  listeners: () => fieldTable(LISTENER_FIELDS),
  'server tls': () => fieldTable(SERVER_TLS_FIELDS),
  'client tls': () => fieldTable(CLIENT_TLS_FIELDS),
  peers: () => fieldTable(PEER_FIELDS),
  services: () =>
    table(
      ['word', 'may'],
      Object.entries(SERVICES).map(([word, says]) => [`\`${word}\``, says]),
    ),
  routes: () => fieldTable(ROUTE_FIELDS),
  ...Object.fromEntries(
    Object.entries(DELIVERY_KINDS).map(([kind, { fields }]: [string, { readonly fields: object }]) => [
      `delivery ${kind.toLowerCase()}`,
      () => fieldTable(fields as Fields<object, Context>),
    ]),
  ),
  'application entity': () => fieldTable(REMOTE_AE_FIELDS),
  worklists: () => fieldTable(WORKLIST_FIELDS),
  http: () => fieldTable(HTTP_FIELDS),
  'http clients': () => fieldTable(CLIENT_FIELDS),
  spool: () => fieldTable(SPOOL_FIELDS),
  audit: () => fieldTable(AUDIT_FIELDS),
  metrics: () => fieldTable(METRICS_FIELDS),
  limits: () => fieldTable(LIMIT_FIELDS),
};

/** docs/network/configuration.md with its tables made anew. */
export function configurationPage(page: string): string {
  return withTables(page, CONFIGURATION_TABLES);
}
