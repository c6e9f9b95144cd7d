import { checkKeys } from '../../../cli/doctor/checks/keys.ts';
import { checkTrail } from '../../../cli/doctor/checks/trail.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { type Answers, awsError, type DEPLOYMENT, type fakeAws } from './fakeAws.ts';

type Check = (
  clients: ReturnType<typeof fakeAws>,
  deployment: typeof DEPLOYMENT,
) => Promise<readonly Finding[]>;

/** A check with answers under which it finds nothing wrong, and what it finds when one of them is another. */
export interface Case {
  readonly name: string;
  readonly check: Check;
  readonly well: Answers;
  readonly ill: readonly (readonly [code: string, answers: Answers])[];
}

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** Of the keys, and of who sees that they are used. */
export const KEY_CASES: readonly Case[] = [
  {
    name: 'keys',
    check: checkKeys,
    well: {
      DescribeKey: { KeyMetadata: { KeyId: 'k', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' } },
      GetKeyRotationStatus: { KeyRotationEnabled: true },
      GetKeyPolicy: keyPolicy({ 'aws:PrincipalArn': ['arn:aws:iam::1:role/ingest'] }),
    },
    ill: [
      ['KEY_DISABLED', { DescribeKey: { KeyMetadata: { KeyId: 'k', KeyState: 'Disabled' } } }],
      [
        'KEY_TO_BE_DELETED',
        { DescribeKey: { KeyMetadata: { KeyState: 'PendingDeletion', DeletionDate: new Date(NOW) } } },
      ],
      ['KEY_UNUSABLE', { DescribeKey: { KeyMetadata: { KeyState: 'Unavailable' } } }],
      ['KEY_DOES_NOT_ROTATE', { GetKeyRotationStatus: { KeyRotationEnabled: false } }],
      ['NOT_THERE', { DescribeKey: awsError('NotFoundException', 400) }],
      ['NO_ANSWER', { DescribeKey: awsError('InternalException', 500) }],
      ['NOT_ALLOWED', { GetKeyPolicy: awsError('AccessDeniedException', 400) }],
      ['KEY_OPEN', { GetKeyPolicy: { Policy: '{"Statement":[{"Effect":"Allow","Action":"kms:*"}]}' } }],
      ['KEY_OPEN', { GetKeyPolicy: keyPolicy({ 'aws:PrincipalArn': 'arn:aws:iam::1:root' }) }],
      ['KEY_OPEN', { GetKeyPolicy: keyPolicy({ 'aws:PrincipalArn': 'arn:aws:iam::1:role/*' }) }],
      ['KEY_OPEN', { GetKeyPolicy: keyPolicy({ 'aws:PrincipalArn': [] }) }],
      ['KEY_OPEN', { GetKeyPolicy: keyPolicy({ 'aws:PrincipalArn': 'arn:aws:iam::1:role/a' }, 'kms:Sign') }],
      ['KEY_OPEN', { GetKeyPolicy: keyPolicy({ 'aws:PrincipalAccount': '1' }) }],
    ],
  },
  {
    name: 'trail',
    check: checkTrail,
    well: {
      DescribeTrails: { trailList: [{ TrailARN: 'arn:trail' }] },
      GetTrailStatus: { IsLogging: true },
      GetEventSelectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
    },
    ill: [
      ['KEY_USE_UNSEEN', { DescribeTrails: { trailList: [] } }],
      ['KEY_USE_UNSEEN', { GetTrailStatus: { IsLogging: false } }],
      ['KEY_USE_UNSEEN', { GetEventSelectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] } }],
      ['KEY_USE_UNSEEN', { GetEventSelectors: { EventSelectors: [{ IncludeManagementEvents: false }] } }],
      [
        'KEY_USE_UNSEEN',
        {
          GetEventSelectors: {
            EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
          },
        },
      ],
      ['KEY_USE_UNSEEN', { GetEventSelectors: selecting({ Field: 'eventCategory', Equals: ['Data'] }) }],
      [
        'KEY_USE_UNSEEN',
        {
          GetEventSelectors: selecting(
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
          ),
        },
      ],
      [
        'KEY_USE_UNSEEN',
        {
          GetEventSelectors: selecting(
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['false'] },
          ),
        },
      ],
    ],
  },
];

function keyPolicy(named: object, Action = 'kms:GenerateMac') {
  const deny = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action,
    Resource: '*',
    Condition: { ArnNotEquals: named },
  };
  return { Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'kms:*' }, deny] }) };
}

function selecting(...FieldSelectors: readonly object[]) {
  return { AdvancedEventSelectors: [{ FieldSelectors }] };
}
