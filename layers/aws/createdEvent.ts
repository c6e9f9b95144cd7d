import type { ObjectRef } from '../engine/ports.ts';

/** A created object as EventBridge words it (Amazon S3 User Guide, "EventBridge event message structure"), as far as it is read. */
export function createdEvent({ container, key, versionId, etag }: ObjectRef, reason: string) {
  return {
    version: '0',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: {
      bucket: { name: container },
      object: {
        key: key.reveal(),
        ...(versionId === undefined ? {} : { 'version-id': versionId }),
        ...(etag === undefined ? {} : { etag: etag.replaceAll('"', '') }),
      },
      reason,
    },
  };
}
