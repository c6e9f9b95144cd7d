/** What the texts of settings look like. */
export const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
export const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
export const BOUNDARY_ARN = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[A-Za-z0-9+=,.@_/-]+$/;
/** As `aws:PrincipalArn` has them: of a session, that of its role. */
export const PRINCIPAL_ARN = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[A-Za-z0-9+=.@_/-]+$/;
/** Names of resources of EC2: eight hexadecimal digits of old, seventeen since 2016. */
export const ec2Id = (prefix: string) => new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
/** What every service takes ("Tag naming limits and requirements"), without the `=` and `,` that part them here. */
export const TAG = /^(?!aws:)[\p{L}\p{N}_.:/+@-][\p{L}\p{N}_.:/+@ -]{0,127}=[\p{L}\p{N}_.:/=+@ -]{0,256}$/u;

export function orEmpty(pattern: RegExp): RegExp {
  return new RegExp(`^$|${pattern.source}`, pattern.flags);
}

/** One or more of them, with commas between. */
export function listOf(pattern: RegExp): RegExp {
  const one = pattern.source.replace(/^\^|\$$/g, '');
  return new RegExp(`^${one}(,${one})*$`, pattern.flags);
}

/** What CloudWatch Logs keeps logs for (API reference, PutRetentionPolicy). */
export const RETENTION_DAYS: readonly number[] = [
  ...[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ],
];

/** The buckets, or the keys, that a setting lists. */
export function listed(value: string): readonly string[] {
  return value === '' ? [] : value.split(',');
}
