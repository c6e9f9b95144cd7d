import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { DoctorClients } from '../clients.ts';
import { type Finding, ok, warning } from '../finding.ts';
import { look } from '../look.ts';

const SUBJECT = 'CloudTrail';
const KMS = 'kms.amazonaws.com';

/**
 * Whether a trail of the Region records calls of KMS that only read, as GenerateMac is one: by them the alarms know of a use of the HMAC keys (EventBridge
 * User Guide, "Receiving read-only management events from AWS services").
 */
export function checkTrail({ trail }: Pick<DoctorClients, 'trail'>): Promise<readonly Finding[]> {
  return look(
    'keys',
    SUBJECT,
    'cloudtrail:DescribeTrails, cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors',
    async () => {
      const { trailList = [] } = await trail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
      const names = trailList.flatMap(({ TrailARN }) => (TrailARN === undefined ? [] : [TrailARN]));
      const found = await Promise.all(
        names.map(async (name) => {
          const [{ IsLogging }, { EventSelectors, AdvancedEventSelectors }] = await Promise.all([
            trail.send(new GetTrailStatusCommand({ Name: name })),
            trail.send(new GetEventSelectorsCommand({ TrailName: name })),
          ]);
          return (
            IsLogging === true &&
            ((EventSelectors ?? []).some(recordsKms) || (AdvancedEventSelectors ?? []).some(recordsKmsToo))
          );
        }),
      );
      return found.includes(true);
    },
    (isRecorded) => [
      isRecorded
        ? ok('keys', SUBJECT, 'records the use of keys, which the alarms RootKeyUse and NameKeyUse hear of')
        : warning(
            'keys',
            SUBJECT,
            'KEY_USE_UNSEEN',
            'no trail of this Region records read-only calls of KMS: nobody hears of a use of the HMAC keys',
            'Have a trail that logs management events, read and write, without excluding those of KMS (docs/operations/key-rotation.md)',
          ),
    ],
  );
}

function recordsKms(selector: EventSelector): boolean {
  return (
    selector.IncludeManagementEvents !== false &&
    selector.ReadWriteType !== 'WriteOnly' &&
    selector.ExcludeManagementEventSources?.includes(KMS) !== true
  );
}

/** Every field of one must be met. */
function recordsKmsToo({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  const values: Readonly<Record<string, string>> = {
    eventCategory: 'Management',
    readOnly: 'true',
    eventSource: KMS,
  };
  return FieldSelectors.every(({ Field = '', Equals, NotEquals }) => {
    const value = values[Field];
    // Of others it cannot be said.
    if (value === undefined) return false;
    return (Equals === undefined || Equals.includes(value)) && NotEquals?.includes(value) !== true;
  });
}
