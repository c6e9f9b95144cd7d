import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { FileAudit, StreamAudit } from '../../../layers/local/streamAudit.ts';
import { describeAuditTrailContract } from '../../contracts/auditTrailContract.ts';
import { auditRecord } from '../../contracts/samples.ts';
import { expectRights } from '../../support/posix.ts';

const root = await mkdtemp(join(tmpdir(), 'lethe-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => {
  count += 1;
  return join(root, `${count}.jsonl`);
};

/** A slow stream that buffers almost nothing, and remembers how much it ever had to. */
class SlowStream extends Writable {
  text = '';
  mostBuffered = 0;
  constructor() {
    super({ highWaterMark: 16, decodeStrings: false });
  }
  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.mostBuffered = Math.max(this.mostBuffered, this.writableLength);
    setImmediate(() => {
      this.text += chunk;
      done();
    });
  }
}

describeAuditTrailContract('an audit file', async () => {
  const path = freshPath();
  return {
    trail: FileAudit.open(path),
    text: () => readFile(path, 'utf8'),
    // Every write to this device finds the disk full (full(4)).
    broken: async () => FileAudit.open('/dev/full'),
    dispose: () => rm(path),
  };
});

describeAuditTrailContract('an audit stream', async () => {
  const stream = new SlowStream();
  return {
    trail: new StreamAudit(stream),
    text: async () => stream.text,
    broken: async () =>
      new StreamAudit(
        new Writable({
          write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'EPIPE' })),
        }),
      ),
    dispose: async () => {},
  };
});

describe('FileAudit', () => {
  const lines = async (path: string) => (await readFile(path, 'utf8')).trimEnd().split('\n');

  it('adds to the file that is there, for its owner alone', async () => {
    const path = freshPath();
    for (const key of ['one', 'two']) {
      const trail = FileAudit.open(path);
      await trail.record(auditRecord(key));
      await trail.close();
    }
    expect((await lines(path)).map((line) => JSON.parse(line).source.key)).toEqual(['one', 'two']);
    expectRights(path, 0o600);
  });

  it('begins a line of its own after one that a crash cut short', async () => {
    const path = freshPath();
    await writeFile(path, '{"time":"2026-11-21T10:0');
    const trail = FileAudit.open(path);
    await trail.record(auditRecord('next'));
    await trail.record(auditRecord('after'));
    const [torn, ...whole] = await lines(path);
    expect(torn).toBe('{"time":"2026-11-21T10:0');
    expect(whole.map((line) => JSON.parse(line).source.key)).toEqual(['next', 'after']);
    await trail.close();
  });

  it('mixes no lines with another writer of the same file', async () => {
    const path = freshPath();
    const [one, two] = [FileAudit.open(path), FileAudit.open(path)];
    for (let index = 0; index < 50; index += 1) {
      await one.record(auditRecord(`one ${index} ${'x'.repeat(5000)}`));
      await appendFile(path, '');
      await two.record(auditRecord(`two ${index} ${'y'.repeat(5000)}`));
    }
    expect((await lines(path)).map((line) => JSON.parse(line).source.key.slice(0, 5))).toEqual(
      Array.from({ length: 50 }, (_, index) => [
        `one ${index}`.slice(0, 5),
        `two ${index}`.slice(0, 5),
      ]).flat(),
    );
    await one.close();
    await two.close();
  });

  it('rejects after it was closed', async () => {
    const trail = FileAudit.open(freshPath());
    await trail.close();
    await expect(trail.record(auditRecord('late'))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  });

  it('says of a file that cannot be opened which code it is, and not where', () => {
    const open = () => FileAudit.open(join(root, 'no', 'such', 'folder', 'audit.jsonl'));
    expect(open).toThrow(expect.objectContaining({ code: 'AUDIT_UNAVAILABLE' }));
    expect(open).not.toThrow(root);
  });

  it('has a line on the file when the process is killed right after', async () => {
    const path = freshPath();
    const url = new URL('../../../layers/local/streamAudit.ts', import.meta.url).href;
    const program = `
      const { FileAudit } = await import(${JSON.stringify(url)});
      await FileAudit.open(process.argv[1]).record({ last: 'words' });
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, path]);
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    expect(await readFile(path, 'utf8')).toBe('{"last":"words"}\n');
  });
});

describe('StreamAudit', () => {
  it('puts one line at a time into a slow stream', async () => {
    const stream = new SlowStream();
    const trail = new StreamAudit(stream);
    await Promise.all(Array.from({ length: 100 }, (_, index) => trail.record(auditRecord(`${index}`))));
    expect(stream.mostBuffered).toBeLessThan(2 * Buffer.byteLength(JSON.stringify(auditRecord('100'))));
  });

  it('leaves the stream open, and takes no records any more', async () => {
    const stream = new SlowStream();
    const trail = new StreamAudit(stream);
    await trail.record(auditRecord('one'));
    await trail.close();
    expect([stream.writableEnded, stream.destroyed, stream.listenerCount('error')]).toEqual([
      false,
      false,
      0,
    ]);
    await expect(trail.record(auditRecord('late'))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  });

  it('survives a reader that leaves', async () => {
    const url = new URL('../../../layers/local/streamAudit.ts', import.meta.url).href;
    const program = `
      const { StreamAudit } = await import(${JSON.stringify(url)});
      const trail = new StreamAudit(process.stdout);
      let code = null;
      for (let index = 0; code === null && index < 100000; index += 1)
        await trail.record({ index }).catch((error) => { code = error.code; });
      process.stderr.write(String(code));`;
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program]);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said).toBe('AUDIT_UNAVAILABLE');
  });
});
