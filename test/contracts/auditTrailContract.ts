import type { AuditTrail } from '../../layers/engine/ports.ts';
import { faultOf } from './faults.ts';
import { auditRecord as sample } from './samples.ts';

export interface AuditTrailRig {
  readonly trail: AuditTrail;
  /** Of the records, where the trail takes no old ones. */
  readonly time?: string;
  /** Everything that a reader elsewhere sees now. */
  text(): Promise<string>;
  /** A trail that cannot be written. */
  broken(): Promise<AuditTrail>;
  dispose(): Promise<void>;
}

/** The duties of an `AuditTrail`. */
export function describeAuditTrailContract(name: string, makeRig: () => Promise<AuditTrailRig>): void {
  describe(`${name} as an AuditTrail`, () => {
    let rig: AuditTrailRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());
    const auditRecord = (key: string) => ({ ...sample(key), time: rig.time ?? sample(key).time });

    it('writes one whole line per record', async () => {
      const record = auditRecord('ct/1');
      await rig.trail.record(record);
      const text = await rig.text();
      expect(text.endsWith('\n')).toBe(true);
      expect(text.split('\n')).toHaveLength(2);
      expect(JSON.parse(text)).toEqual(record);
    });

    it('has the line safe when it resolves', async () => {
      for (let index = 0; index < 5; index += 1) {
        await rig.trail.record(auditRecord(`ct/${index}`));
        expect((await rig.text()).trimEnd().split('\n')).toHaveLength(index + 1);
      }
    });

    it('keeps the order of the calls, however many run at once', async () => {
      const keys = Array.from({ length: 500 }, (_, index) => `ct/${index}/${'x'.repeat(index * 7)}`);
      await Promise.all(keys.map((key) => rig.trail.record(auditRecord(key))));
      const lines = (await rig.text()).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line).source.key)).toEqual(keys);
    });

    it('has everything written when it closes', async () => {
      const writing = Array.from({ length: 50 }, (_, index) => rig.trail.record(auditRecord(`ct/${index}`)));
      await rig.trail.close();
      expect((await rig.text()).trimEnd().split('\n')).toHaveLength(50);
      await Promise.all(writing);
      await rig.trail.close();
    });

    it('rejects with a fault when the line cannot be written', async () => {
      const broken = await rig.broken();
      expect(await faultOf(broken.record(auditRecord('ct/1')))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      expect(await faultOf(broken.record(auditRecord('ct/2')))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      await broken.close();
    });
  });
}
