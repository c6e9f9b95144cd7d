import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of a resource that outlives its stack where `keep`. A first deployment that fails leaves nothing behind, as nothing was in it yet: RetainExceptOnCreate
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html).
 */
export function outlives(keep: boolean): RemovalPolicy {
  return keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
