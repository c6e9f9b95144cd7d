import { Stack, Tags, Validations } from 'aws-cdk-lib';
import {
  CfnFlowLog,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import {
  AnyPrincipal,
  Effect,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ExistingPlace } from './existing.ts';
import { outlives } from './removal.ts';
import type { Settings } from './settings.ts';

/** Where Lambda puts the network interfaces of functions. */
interface Placement {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

interface NetworkProps {
  readonly settings: Settings;
  /** One that is there already; null: none. */
  readonly existing: ExistingPlace | null;
  readonly logKey: IKey;
  readonly keep: boolean;
  /** Accounts whose buckets may be read and written through the network, this one included. */
  readonly bucketAccounts: readonly string[];
}

/** The network that is there already, or that the settings ask for; null: none. */
export function functionNetwork(
  scope: Construct,
  props: NetworkProps,
): { readonly placement: Placement } | null {
  if (props.existing !== null) return new ExistingNetwork(scope, 'Network', props.existing);
  return props.settings.vpc ? new Network(scope, 'Network', props) : null;
}

/**
 * A network that somebody else made, and answers for: its routes, endpoints and flow logs are theirs (docs/operations/deploying.md says what functions need of
 * it). The stack adds a security group, where it is given none, and nothing else.
 */
class ExistingNetwork extends Construct {
  readonly placement: Placement;

  constructor(scope: Construct, id: string, { vpc, vpcSubnets, securityGroups }: ExistingPlace) {
    super(scope, id);
    this.placement = {
      vpc,
      vpcSubnets,
      securityGroups: securityGroups.length > 0 ? [...securityGroups] : [groupOfFunctions(this, vpc)],
    };
  }
}

/** Lets functions open TLS connections, and nothing in. Gateway endpoints are reached at public addresses; where to a route leads is the network's. */
function groupOfFunctions(scope: Construct, vpc: IVpc): SecurityGroup {
  const group = new SecurityGroup(scope, 'Functions', {
    vpc,
    description: 'Lethe: functions',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS services, by TLS');
  return group;
}

/**
 * A network with no way out: two isolated subnets, and an endpoint for each service that the functions call. There is no internet gateway and no
 * NAT; what an endpoint lets through is held to the accounts that belong to the deployment, so that not even a function that was
 * taken over can carry an object to a bucket of somebody else's.
 */
export class Network extends Construct {
  readonly placement: Placement;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    // CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes.
    const vpc: IVpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.79.0.0/22'),
      maxAzs: 2,
      natGateways: 0,
      createInternetGateway: false,
      subnetConfiguration: [{ name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    }) as IVpc;
    // CDK names them by where they stand in the app; in a `LetheStack` that has a part more than what is deployed says.
    for (const each of [vpc, ...vpc.isolatedSubnets])
      Tags.of(each).add('Name', each.node.path.replace('/Default/', '/'));
    this.logTraffic(vpc, props);

    const ours = { 'aws:PrincipalAccount': account };
    const buckets = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    buckets.addToPolicy(through({ ...ours, 'aws:ResourceAccount': props.bucketAccounts }));
    const tables = vpc.addGatewayEndpoint('DynamoDB', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    tables.addToPolicy(through({ ...ours, 'aws:ResourceAccount': account }));

    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc,
      description: 'Lethe: endpoints of services',
      allowAllOutbound: false,
    });
    const functions = groupOfFunctions(this, vpc);
    endpoints.addIngressRule(functions, Port.tcp(443), 'Functions, by TLS');
    const services: Readonly<Record<string, InterfaceVpcEndpointAwsService>> = {
      Kms: InterfaceVpcEndpointAwsService.KMS,
      Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      Sqs: InterfaceVpcEndpointAwsService.SQS,
      ...(props.settings.tracing ? { XRay: InterfaceVpcEndpointAwsService.XRAY } : {}),
      ...(props.settings.pixelsDetector === 'rekognition'
        ? { Rekognition: InterfaceVpcEndpointAwsService.REKOGNITION }
        : {}),
    };
    for (const [name, service] of Object.entries(services))
      vpc
        .addInterfaceEndpoint(name, { service, securityGroups: [endpoints], open: false })
        .addToPolicy(through(ours));

    this.placement = {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [functions],
    };
    Validations.of(vpc).acknowledge({
      id: 'HIPAA.Security-VPCDefaultSecurityGroupClosed',
      reason:
        'Nothing is in the default group; closing it would take a custom resource with a function of its own.',
    });
  }

  /** Every connection is logged, refused ones too. By the L1: the L2 gives the role an inline policy. */
  private logTraffic(vpc: IVpc, { settings, logKey, keep }: NetworkProps): void {
    const logs = new LogGroup(this, 'FlowLogs', {
      retention: settings.logRetentionDays,
      encryptionKey: logKey,
      removalPolicy: outlives(keep),
    });
    const role = new Role(this, 'FlowLogRole', {
      description: 'Lethe: writes the flow log of the network',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const policy = new ManagedPolicy(this, 'FlowLogPolicy', {
      description: 'Lethe: what the flow log of the network may do',
      roles: [role],
      statements: [
        new PolicyStatement({
          sid: 'WriteFlowLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [logs.logGroupArn],
        }),
      ],
    });
    const flowLog = new CfnFlowLog(this, 'FlowLog', {
      resourceId: vpc.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logs.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
    flowLog.node.addDependency(policy);
  }
}

/** Whoever calls through an endpoint is still held to their own rights; this is what the endpoint lets through at most. */
function through(condition: Readonly<Record<string, string | readonly string[]>>): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new AnyPrincipal()],
    actions: ['*'],
    resources: ['*'],
    conditions: { StringEquals: condition },
  });
}
