/**
 * Holds what a run did against what the policies of a template allow, both ways: each call that a role made is allowed by the template, and
 * each permission of the template was used, or there is a reason why the run could not. Policies are read as IAM reads them (IAM User
 * Guide, "Policy evaluation logic"), as far as this stack writes them; what it does not write is refused, not passed over.
 */

/** A call, as the emulator's IAM saw it. */
export interface Call {
  /** Name of the role. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly allowed: boolean;
}

/** One action on one resource, allowed to one role. */
export interface Permission {
  readonly role: string;
  /** The role's logical id without `Role` and hash: where it stands in infra/. */
  readonly owner: string;
  readonly sid: string;
  readonly action: string;
  /** With `*` and `?`. */
  readonly resource: string;
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Why a run does not use a permission: by owner, then by `Sid action`. */
export type Excuses = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

export interface TemplateJson {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: JsonObject }>>;
}

/** What became of a template when it was deployed. */
export interface Deployed {
  readonly account: string;
  readonly region: string;
  /** Physical id of each resource, by logical id. */
  readonly physicalIds: Readonly<Record<string, string>>;
}

/** Every permission that the template's policies give to its roles. */
export function permissionsOf({ Resources }: TemplateJson, deployed: Deployed): readonly Permission[] {
  const resolve = resolver(Resources, deployed);
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
    if (Type === 'AWS::IAM::Policy') throw new Error('an inline policy: nobody reads those');
    if (Type !== 'AWS::IAM::ManagedPolicy') return [];
    const roles = list(Properties.Roles ?? []).map((role) => ({
      role: String(resolve(role)),
      owner: String((role as JsonObject).Ref).replace(/Role[0-9A-F]{8}$/, ''),
    }));
    const { Statement } = Properties.PolicyDocument as { readonly Statement: readonly JsonObject[] };
    return Statement.flatMap(({ Sid, Effect, Action, Resource, Condition = {}, ...more }) => {
      if (Effect !== 'Allow' || Object.keys(more).length > 0)
        throw new Error(`a statement that is not read: ${Sid}`);
      const conditions = resolve(Condition) as Permission['conditions'];
      return roles.flatMap((role) =>
        list(Action ?? null).flatMap((action) =>
          list(Resource ?? null).map((resource) => ({
            ...role,
            sid: String(Sid),
            action: String(action),
            resource: String(resolve(resource)),
            conditions,
          })),
        ),
      );
    });
  });
}

/** What does not agree, in words; empty: all of it agrees. */
export function disagreements(
  permissions: readonly Permission[],
  calls: readonly Call[],
  excuses: Excuses,
  /** Whether all was called that ever is; of a part of a run it cannot be told what is never used. */
  isWhole = true,
): readonly string[] {
  const roles = new Set(permissions.map(({ role }) => role));
  const ours = calls.filter(({ role }) => roles.has(role));
  const used = new Set<Permission>();
  const refused = new Set<string>();
  for (const call of ours) {
    const matching = permissions.filter((permission) => covers(permission, call));
    for (const each of matching) used.add(each);
    if (matching.length === 0)
      refused.add(`${call.role} may not ${call.action} on ${nameOnly(call.resource)}`);
    else if (!call.allowed) refused.add(`IAM refused ${call.role} ${call.action}, which the template allows`);
  }
  const nameOf = ({ owner, sid, action }: Permission) => `${owner} ${sid} ${action}`;
  const excused = Object.entries(excuses).flatMap(([owner, each]) =>
    Object.keys(each).map((name) => `${owner} ${name}`),
  );
  const allowedNames = new Set(permissions.map(nameOf));
  const usedNames = new Set([...used].map(nameOf));
  return [
    ...refused,
    ...permissions
      .filter((each) => isWhole && !used.has(each) && !excused.includes(nameOf(each)))
      .map((each) => `${nameOf(each)} is allowed on ${each.resource} and was never used`),
    ...excused.filter((name) => usedNames.has(name)).map((name) => `${name} was used: its excuse is none`),
    ...excused.filter((name) => !allowedNames.has(name)).map((name) => `${name} is excused and not allowed`),
  ];
}

function covers({ role, action, resource, conditions }: Permission, call: Call): boolean {
  return (
    role === call.role &&
    matches(action.toLowerCase(), call.action.toLowerCase()) &&
    matches(resource, call.resource) &&
    Object.entries(conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => {
        const actual = call.context[key] ?? (key === 'aws:ResourceAccount' ? OWN_ACCOUNT : undefined);
        return holds(operator, actual, [expected].flat());
      }),
    )
  );
}

/** The emulator has one account: whatever is there is its own. */
const OWN_ACCOUNT = '000000000000';

function holds(
  operator: string,
  actual: string | readonly string[] | undefined,
  expected: readonly string[],
): boolean {
  switch (operator) {
    case 'StringEquals':
      return typeof actual === 'string' && expected.includes(actual);
    case 'StringLike':
      return typeof actual === 'string' && expected.some((pattern) => matches(pattern, actual));
    case 'Null':
      return (actual === undefined) === expected.includes('true');
    case 'ForAllValues:StringEquals':
      return [actual ?? []].flat().every((each) => expected.includes(each));
    default:
      throw new Error(`a condition that is not read: ${operator}`);
  }
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${escaped}$`).test(text);
}

/** A resource without the name of what is in it, which can be a patient's. */
function nameOnly(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] as string) : resource;
}

/** Gives the value of an expression of the template. */
function resolver(
  resources: TemplateJson['Resources'],
  { account, region, physicalIds }: Deployed,
): (value: Json) => Json {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
  };
  const idOf = (logicalId: string): string => {
    const id = pseudo[logicalId] ?? physicalIds[logicalId];
    if (id === undefined) throw new Error(`not deployed: ${logicalId}`);
    return id;
  };
  const arnOf = (logicalId: string): string => {
    const [type, id] = [resources[logicalId]?.Type ?? '', idOf(logicalId)];
    const tail = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
    if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${id}`;
    if (type === 'AWS::DynamoDB::Table') return tail('dynamodb', `table/${id}`);
    if (type === 'AWS::KMS::Key') return tail('kms', `key/${id}`);
    if (type === 'AWS::SQS::Queue') return tail('sqs', id.split('/').at(-1) ?? '');
    if (type === 'AWS::Logs::LogGroup') return tail('logs', `log-group:${id}:*`);
    if (type === 'AWS::Lambda::Function') return tail('lambda', `function:${id}`);
    throw new Error(`an ARN that is not known: ${type}`);
  };
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const [[name, of] = ['', null], ...more] = Object.entries(value as JsonObject);
    if (more.length === 0 && name === 'Ref') return idOf(String(of));
    if (more.length === 0 && name === 'Fn::GetAtt' && list(of)[1] === 'Arn')
      return arnOf(String(list(of)[0]));
    if (more.length === 0 && name === 'Fn::Join') {
      const [separator, parts] = of as readonly [string, readonly Json[]];
      return parts.map(resolve).join(separator);
    }
    if (name.startsWith('Fn::')) throw new Error(`an expression that is not read: ${name}`);
    return Object.fromEntries(Object.entries(value as JsonObject).map(([key, each]) => [key, resolve(each)]));
  };
  return resolve;
}

function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}
