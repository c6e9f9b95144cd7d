import { CountingAws } from '../../test/support/countingAws.ts';
import { type Kind, made } from './instances.ts';

/** AWS, in a process of its own: what it costs is not the function's. Says its URL to the parent, and its counts when it is asked. */
const aws = new CountingAws((bucket, key) => {
  const [kind, number] = key.split('/');
  return bucket === 'ingest' ? made(kind as Kind, Number(number)) : null;
});
process.send?.(await aws.start());
process.on('message', () => process.send?.(aws.take()));
process.on('disconnect', () => void aws.stop());
