import { VARIABLES } from '../../functions/environment.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { type Deployment, deploy, type Sent } from '../reliability/deployment.ts';
import { planted } from '../reliability/instances.ts';
import { coldStart, listening } from '../reliability/sandbox.ts';

/** A stack that had one HMAC key for identities and names, and gets a second one: the ingest function before and after. */

let deployment: Deployment;
beforeEach(async () => {
  deployment = await deploy('keyed');
});
afterEach(() => deployment.stop());

/** As long as there was one key for both. */
const before = () => ({
  variables: { ...deployment.variables, [VARIABLES.nameKeyId]: deployment.facts.hmacKeyId },
});

async function deliver(sent: Sent, at: Pick<Deployment, 'variables'>): Promise<AuditRecord | undefined> {
  const sandbox = await listening([], () => coldStart(at));
  const message = { messageId: '1', body: sent.event, received: 1 };
  expect(await listening([], () => sandbox.invoke([message]))).toEqual([]);
  const lines = deployment.aws.logs.events('audit');
  return lines.length === 0 ? undefined : (JSON.parse(lines.at(-1)?.message ?? '') as AuditRecord);
}
const clean = () => [...deployment.aws.s3.history('clean')];

it('gives the same UIDs as before, and another name to the same source', async () => {
  const sent = await deployment.put(planted(1));
  const one = await deliver(sent, before());
  const other = await deliver(sent, deployment);
  expect([one?.outcome, other?.outcome]).toEqual(['released', 'released']);
  expect(other?.output).toEqual(one?.output);
  expect(other?.source.key).not.toBe(one?.source.key);
  expect(clean()[0]?.[1].at(-1)?.bytes).toEqual(clean()[0]?.[1][0]?.bytes);
});

it('takes a correction of what was released before for the same source’s, and not for a conflict', async () => {
  const first = await deliver(await deployment.put(planted(1)), before());
  const corrected = await deliver(
    await deployment.put({ ...planted(1, 2, 1024), key: planted(1).key }),
    deployment,
  );
  expect(corrected?.outcome).toBe('released');
  expect(corrected?.output).toEqual(first?.output);
  const [[, versions] = ['', []], ...more] = clean();
  expect(more).toEqual([]);
  expect(versions.map(({ metadata }) => metadata)).toEqual([
    { 'lethe-source': first?.source.key },
    { 'lethe-source': corrected?.source.key },
  ]);
});

it('asks for each subkey once, and for names with the key of names', async () => {
  const { kms } = deployment.aws;
  await deliver(await deployment.put(planted(1)), deployment);
  const asked = kms.calls.map(({ KeyId, Message }) => `${KeyId.split('/')[1]} ${Buffer.from(Message)}`);
  expect(asked.filter((call) => call.startsWith('names '))).toEqual(['names lethe/v1/object-name']);
  expect(new Set(asked).size).toBe(asked.length);
});
