import { describeFailure, sdkFailure } from '../../layers/aws/sdkErrors.ts';
import { type CheckName, type Finding, notChecked, problem } from './finding.ts';

/** What services call a caller who may not. */
const DENIED = /AccessDenied|UnauthorizedOperation|NotAuthorized|^403$|^Forbidden$/;
/** What they call something that is not there. */
const ABSENT =
  /NotFound|NoSuch|NonExistentQueue|DoesNotExist|QueueDoesNotExist|^404$|ResourceNotFoundException|ServerSideEncryptionConfigurationNotFound/;

/**
 * Asks AWS one question and judges the answer. Whoever may not ask learns which permission is missing, and the other questions are asked all the
 * same. `absent` gives the findings of what is not there.
 */
export async function look<Answer>(
  check: CheckName,
  subject: string,
  permission: string,
  question: () => Promise<Answer>,
  judge: (answer: Answer) => readonly Finding[] | Promise<readonly Finding[]>,
  absent: () => readonly Finding[] = () => [
    problem(
      check,
      subject,
      'NOT_THERE',
      'it is not there',
      'Find out who deleted it (CloudTrail); docs/operations/disaster-recovery.md says what is lost and what is not',
    ),
  ],
): Promise<readonly Finding[]> {
  let answer: Answer;
  try {
    answer = await question();
  } catch (error) {
    const failure = sdkFailure(error);
    if (isDenied(failure)) return [mayNotAsk(check, subject, permission)];
    if (ABSENT.test(failure.name) || failure.status === 404) return absent();
    return [
      notChecked(
        check,
        subject,
        'NO_ANSWER',
        `AWS did not answer (${describeFailure(failure)})`,
        failure.passes
          ? 'Run it again'
          : `Check that you may call ${permission}, and that the service has it`,
      ),
    ];
  }
  return judge(answer);
}

export function isDenied({
  name,
  status,
}: {
  readonly name: string;
  readonly status: number | null;
}): boolean {
  return status === 403 || DENIED.test(name);
}

export function mayNotAsk(check: CheckName, subject: string, permission: string): Finding {
  return notChecked(
    check,
    subject,
    'NOT_ALLOWED',
    'you may not look at it',
    `Allow ${permission} to whoever runs lethe doctor`,
  );
}
