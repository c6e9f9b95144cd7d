import type { Template } from 'aws-cdk-lib/assertions';
import { idOf, resource, resourcesOf, synthesize } from './synthesized.ts';

let template: Template;
beforeAll(() => {
  template = synthesize({
    vpc: true,
    cleanBucketName: 'research-clean',
    cleanKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  });
});

describe('a network', () => {
  it('is there only if it is asked for', () => {
    for (const { Type } of Object.values(resourcesOf(synthesize()))) expect(Type).not.toMatch(/^AWS::EC2::/);
  });

  it('has no way out: no gateway but to services, no public subnet, no route', () => {
    const types = new Set(Object.values(resourcesOf(template)).map(({ Type }) => Type));
    expect([...types].filter((type) => type.startsWith('AWS::EC2::')).sort()).toEqual([
      'AWS::EC2::FlowLog',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::SecurityGroupIngress',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
    ]);
    for (const { Properties } of Object.values(template.findResources('AWS::EC2::Subnet')))
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
  });

  it('has an endpoint for each service that functions call, held to the accounts of the deployment', () => {
    const endpoints = Object.entries(template.findResources('AWS::EC2::VPCEndpoint'));
    const named = endpoints.map(([id, { Properties }]) => {
      const [statement, ...more] = Properties.PolicyDocument.Statement;
      expect([id, more]).toEqual([id, []]);
      const { 'aws:PrincipalAccount': principal, 'aws:ResourceAccount': resources } =
        statement.Condition.StringEquals;
      expect(principal).toEqual({ Ref: 'AWS::AccountId' });
      return [id.replace(/^NetworkVpc|[0-9A-F]{8}$/g, ''), Properties.VpcEndpointType, resources];
    });
    const here = { Ref: 'AWS::AccountId' };
    expect(named.sort()).toEqual([
      ['DynamoDB', 'Gateway', here],
      ['Kms', 'Interface', undefined],
      ['Logs', 'Interface', undefined],
      ['S3', 'Gateway', [here, '111122223333']],
      ['Sqs', 'Interface', undefined],
    ]);
    for (const [, { Properties }] of endpoints)
      if (Properties.VpcEndpointType === 'Interface') expect(Properties.PrivateDnsEnabled).toBe(true);
  });

  it('lets functions open TLS connections, and nothing else in or out', () => {
    const group = idOf(template, 'AWS::EC2::SecurityGroup', 'NetworkFunctions');
    expect(resource(template, 'AWS::EC2::SecurityGroup', 'NetworkFunctions').Properties).toMatchObject({
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    });
    const ingress = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(ingress.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        FromPort: 443,
        ToPort: 443,
        SourceSecurityGroupId: { 'Fn::GetAtt': [group, 'GroupId'] },
      }),
    ]);
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function')))
      expect(Properties.VpcConfig.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [group, 'GroupId'] }]);
  });

  it('logs every connection, encrypted', () => {
    expect(resource(template, 'AWS::EC2::FlowLog', 'NetworkFlowLog').Properties).toMatchObject({
      TrafficType: 'ALL',
      ResourceType: 'VPC',
    });
    expect(resource(template, 'AWS::Logs::LogGroup', 'NetworkFlowLogs').Properties.KmsKeyId).toBeDefined();
  });
});

describe('tracing', () => {
  it('is there only if it is asked for', () => {
    const traced = synthesize({ tracing: true });
    for (const { Properties } of Object.values(traced.findResources('AWS::Lambda::Function')))
      expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
    expect(JSON.stringify(synthesize().toJSON())).not.toMatch(/xray/i);
  });
});
