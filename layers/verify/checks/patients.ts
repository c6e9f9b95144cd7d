import { createHash } from 'node:crypto';
import type { FindingList } from '../findings.ts';
import { elementOf, placedIn, type ReadDataSet } from '../reader/model.ts';
import { firstValue, valuesOf } from '../reader/values.ts';
import type { Looked } from './context.ts';

const PATIENT_ID = 0x00100020;
const ISSUER = 0x00100021;
const ISSUER_QUALIFIERS = 0x00100024;
const SOP_INSTANCE = 0x00080018;

/** Who became whom, over all instances: a patient is one before and after, and so is an instance. */
export interface Patients {
  /** An output, with the source that it was made of. */
  record(looked: Looked): void;
  /** An output, with or without a source. `isTwiceInSource`: the source has its instance more than once. */
  recordInstance(looked: Looked, isTwiceInSource: (uid: string) => boolean): void;
  /** What is known once all were recorded. */
  tell(findings: FindingList): void;
}

interface Became {
  readonly olds: Set<string>;
  /** The first instance of a second patient. */
  second: string | null;
}

/** Identifiers of sources are held as digests: originals are not in memory for hours. */
export function patients(): Patients {
  const forward = new Map<string, string>();
  const backward = new Map<string, Became>();
  const instances = new Set<string>();
  return {
    record: (looked) => {
      if (looked.source === null) return;
      const made = firstValue(looked.output.instance.dataSet, PATIENT_ID).trim();
      const old = identityOf(looked.source.instance.dataSet);
      if (made === '' || old === null) return;
      const before = forward.get(old);
      if (before === undefined) forward.set(old, made);
      else if (before !== made) looked.find('PATIENT_TWO_NEW', 'warning', '(0010,0020)');
      const same = backward.get(made);
      if (same === undefined) backward.set(made, { olds: new Set([old]), second: null });
      else if (!same.olds.has(old)) {
        same.olds.add(old);
        same.second ??= looked.name;
      }
    },
    recordInstance: (looked, isTwiceInSource) => {
      const uid = firstValue(looked.output.instance.dataSet, SOP_INSTANCE).trim();
      if (uid === '') return;
      const key = digest(uid);
      if (instances.has(key)) {
        const was =
          looked.source === null ? '' : firstValue(looked.source.instance.dataSet, SOP_INSTANCE).trim();
        looked.find('INSTANCE_TWICE', isTwiceInSource(was) ? 'note' : 'warning', '(0008,0018)');
      }
      instances.add(key);
    },
    tell: (findings) => {
      // A word that stands for every patient is nobody's, and mixes up nobody.
      const isWord = backward.size === 1;
      for (const { olds, second } of backward.values())
        if (second !== null)
          findings.add({
            code: 'PATIENT_TWO_OLD',
            severity: isWord ? 'note' : 'warning',
            path: '(0010,0020)',
            instance: second,
            ...(olds.size > 2 ? { message: `${olds.size} patients of the source have one Patient ID` } : {}),
          });
    },
  };
}

/** A digest of Patient ID with its issuer: two hospitals may give two patients the same number (PS3.3 C.7.1.1). Null: the instance has no Patient ID. */
function identityOf(dataSet: ReadDataSet): string | null {
  const id = firstValue(dataSet, PATIENT_ID).trim();
  if (id === '') return null;
  const parts = [id, firstValue(dataSet, ISSUER).trim()];
  for (const item of elementOf(dataSet, ISSUER_QUALIFIERS)?.items ?? [])
    for (const { element, dataSet: own } of placedIn(item)) parts.push(...valuesOf(element, own));
  return digest(parts.join('\x1f'));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 22);
}
