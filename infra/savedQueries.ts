import { Stack } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * Questions that an audit is asked, saved in Logs Insights under the stack's name. `lethe audit` asks the same. For the object's name, which is
 * a keyed hash, see `lethe audit object`; an example stands in its place.
 */
const QUERIES = {
  'what happened to this object': `
fields @timestamp, outcome, reason.code, output.key, source.versionId, source.sizeBytes, plan.name, plan.digest, engine.version, durationMs
| filter source.key = "0123456789abcdef0123456789abcdef"
| sort @timestamp asc
| limit 10000`,
  'what left under which rules on this day': `
filter outcome in ["released", "passed-through"]
| stats count(*) as instances, sum(source.sizeBytes) as bytes, min(@timestamp) as first, max(@timestamp) as last
    by plan.name, plan.digest, engine.version, engine.keyId, outcome
| sort first asc`,
  'which rules changed': `
stats min(@timestamp) as first, max(@timestamp) as last, count(*) as instances
    by plan.name, plan.digest, engine.version, engine.keyId
| sort first asc`,
};

export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { lines }: { readonly lines: ILogGroup }) {
    super(scope, id);
    for (const [name, query] of Object.entries(QUERIES))
      new CfnQueryDefinition(this, name.replaceAll(' ', '-'), {
        name: `${Stack.of(this).stackName}/${name}`,
        logGroupNames: [lines.logGroupName],
        queryString: query.trim(),
      });
  }
}
