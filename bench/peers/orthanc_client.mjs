// `node orthanc_client.mjs URL SOURCE TARGET REQUEST`: every file of a folder through a running Orthanc's anonymisation, as its book shows: stored, all
// patients anonymised by one request, so that they keep their references, taken out, deleted.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [url, source, target, parameters] = process.argv.slice(2);

/** The server was started a moment ago: it is asked until it answers. */
async function untilUp() {
  for (let left = 100; ; left--) {
    try {
      await fetch(`${url}/system`);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function request(method, path, body) {
  const response = await fetch(url + path, { method, body });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}

await untilUp();
mkdirSync(target, { recursive: true });
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  try {
    await request('POST', '/instances', readFileSync(join(entry.parentPath, entry.name)));
  } catch {
    process.exitCode = 1;
  }
}
const Resources = await (await request('GET', '/patients')).json();
const asked = { ...JSON.parse(parameters), Resources, KeepSource: false, Synchronous: true };
await request('POST', '/tools/bulk-anonymize', JSON.stringify(asked));
for (const id of await (await request('GET', '/instances')).json()) {
  const clean = await request('GET', `/instances/${id}/file`);
  writeFileSync(join(target, `${id}.dcm`), Buffer.from(await clean.arrayBuffer()));
}
for (const id of await (await request('GET', '/patients')).json()) await request('DELETE', `/patients/${id}`);
