// `node orthanc_client.mjs URL SOURCE TARGET`: every file of a folder through a running Orthanc's anonymisation, as its book shows: stored,
// anonymised by its own profile, taken out, deleted.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [url, source, target] = process.argv.slice(2);

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
let number = 0;
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  try {
    const stored = await request('POST', '/instances', readFileSync(join(entry.parentPath, entry.name)));
    const { ID } = await stored.json();
    const clean = await request('POST', `/instances/${ID}/anonymize`, '{}');
    writeFileSync(join(target, `${number++}.dcm`), Buffer.from(await clean.arrayBuffer()));
    await request('DELETE', `/instances/${ID}`);
  } catch {
    process.exitCode = 1;
  }
}
