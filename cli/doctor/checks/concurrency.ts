import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { SCHEDULED_FUNCTIONS } from '../../../functions/environment.ts';
import type { DoctorClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, ok, warning } from '../finding.ts';
import { look } from '../look.ts';

const SUBJECT = 'executions';
/** Of Lambda's "Concurrent executions" (Service Quotas). */
const QUOTA_CODE = 'L-B99A9384';

/**
 * Whether the account leaves executions for the functions that a schedule calls while the ingest function has all that its event source may start. A new account may have ten
 * in all.
 */
export function checkConcurrency(
  { lambda }: Pick<DoctorClients, 'lambda'>,
  { outputs: { FunctionName, PixelsFunctionName } }: Deployment,
): Promise<readonly Finding[]> {
  return look(
    'functions',
    SUBJECT,
    'lambda:GetAccountSettings, lambda:ListEventSourceMappings and lambda:GetFunctionConcurrency',
    async () => {
      const [{ AccountLimit }, { EventSourceMappings }, { ReservedConcurrentExecutions }] = await Promise.all(
        [
          lambda.send(new GetAccountSettingsCommand({})),
          lambda.send(new ListEventSourceMappingsCommand({ FunctionName })),
          lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        ],
      );
      const pixels =
        PixelsFunctionName === undefined
          ? null
          : await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: PixelsFunctionName }));
      return {
        ofPixels: pixels?.EventSourceMappings?.[0]?.ScalingConfig?.MaximumConcurrency ?? 0,
        inAll: AccountLimit?.ConcurrentExecutions ?? 0,
        unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
        most: EventSourceMappings?.[0]?.ScalingConfig?.MaximumConcurrency ?? 0,
        reserved: ReservedConcurrentExecutions ?? 0,
      };
    },
    ({ inAll, unreserved, most, reserved, ofPixels }) => {
      const taken = (reserved > 0 ? 0 : most) + ofPixels;
      const takers =
        ofPixels === 0 ? `ingest may take ${most}` : `ingest may take ${most} and pixels ${ofPixels}`;
      if (unreserved - taken >= SCHEDULED_FUNCTIONS)
        return [
          ok(
            'functions',
            SUBJECT,
            `${inAll} in the account, ${unreserved} of them for all; ingest takes up to ${most}`,
          ),
        ];
      return [
        warning(
          'functions',
          SUBJECT,
          'EXECUTIONS_SHORT',
          `the account may run ${inAll} functions at a time, ${unreserved} of them not reserved, and ${takers}: in a burst the seal and the reconciliation do not run`,
          [
            `Ask for more: aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${QUOTA_CODE} --desired-value 1000`,
            ...(taken === 0 || unreserved < SCHEDULED_FUNCTIONS + 2
              ? []
              : [
                  `Until then set maxConcurrency${ofPixels === 0 ? '' : ' and pixelsMaxConcurrency together'} to ${unreserved - SCHEDULED_FUNCTIONS} or less, and deploy`,
                ]),
          ].join('. '),
        ),
      ];
    },
    () => [],
  );
}
