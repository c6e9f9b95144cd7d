import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

type Json = string | Readonly<Record<string, readonly unknown[]>>;

/** Gives the reason why a policy may name a resource with a wildcard, whichever way the template writes its ARN. */
export function acknowledgeWildcard(policy: Construct, arn: string, reason: string): void {
  Validations.of(policy).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${asNagWrites(Stack.of(policy).resolve(arn))}]`,
    reason,
  });
}

/** References in angle brackets, as in cdk-nag's findings: `<Bucket.Arn>/*`. */
function asNagWrites(value: Json): string {
  if (typeof value === 'string') return value;
  const [[name, of] = ['', []]] = Object.entries(value);
  if (name === 'Ref') return `<${String(of)}>`;
  if (name === 'Fn::GetAtt') return `<${of.join('.')}>`;
  const [separator, parts] = of as readonly [string, readonly Json[]];
  return parts.map(asNagWrites).join(separator);
}
