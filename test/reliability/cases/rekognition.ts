import { IDENTIFIER } from '../../contracts/faults.ts';
import { strike } from '../cloud/interference.ts';
import type { Deployment } from '../deployment.ts';
import type { FaultGroup } from '../faultCase.ts';
import { looked, withstandLooking } from '../pixels.ts';

const refusal = (status: number, code: string) => ({ kind: 'refusal', status, code }) as const;

/** What the built-in detector alone would let out does not come out without the other. */
const nothingOut = ({ aws }: Deployment): void => {
  expect(aws.s3.history('clean').size).toBe(0);
  expect(aws.s3.history('quarantine').size).toBe(0);
};

/** It was asked about pictures, and told nothing else of them. */
const wasAsked = ({ aws }: Deployment): void => {
  expect(aws.rekognition.pictures.length).toBeGreaterThan(0);
  for (const picture of aws.rekognition.pictures) {
    expect(Buffer.from(picture).subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(Buffer.from(picture).includes(IDENTIFIER)).toBe(false);
  }
};

/** Two images, by rules that want Rekognition to look as well; what it reads is an identifier. */
const ASKING = { looks: 'rekognition', objects: [looked(0), looked(1)] } as const;

/** The pixels function, where it asks Rekognition. */
export const REKOGNITION: FaultGroup = {
  subject: 'Rekognition beside the built-in detector',
  cases: [
    {
      fault: 'Rekognition is throttled',
      injected: 'ProvisionedThroughputExceededException to 12 DetectText',
      held: 'the instance comes again, and is not quarantined; none comes out by the built-in detector alone',
      run: () =>
        withstandLooking({
          ...ASKING,
          interference: strike('DetectText', refusal(400, 'ProvisionedThroughputExceededException'), {
            times: 12,
          }),
          strikes: 8,
          says: 'DETECTOR_UNAVAILABLE',
          meanwhile: wasAsked,
        }),
    },
    {
      fault: 'the answer of Rekognition is lost',
      injected: 'connection cut after DetectText',
      held: 'it is asked again, which costs one picture more',
      run: () =>
        withstandLooking({
          ...ASKING,
          interference: strike('DetectText', { kind: 'lost-answer' }, { times: 2 }),
          strikes: 2,
          meanwhile: wasAsked,
        }),
    },
    {
      fault: 'Rekognition is denied',
      injected: 'DetectText: 400 AccessDeniedException, until a policy allows it again',
      held: 'nothing comes out, and nothing is quarantined; done once it is allowed',
      run: () =>
        withstandLooking({
          ...ASKING,
          interference: strike('DetectText', refusal(400, 'AccessDeniedException'), { times: 'always' }),
          says: 'DETECTOR_FORBIDDEN',
          meanwhile: nothingOut,
        }),
    },
  ],
};
