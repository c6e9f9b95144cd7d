import { type CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LayerVersion,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentVariables, type Facts } from '../functions/environment.ts';
import type { Bundle } from './code.ts';
import type { FunctionName } from './functions.ts';
import type { functionNetwork } from './network.ts';
import { outlives } from './removal.ts';
import type { Settings } from './settings.ts';

/** What all functions of a stack share. */
export interface Platform {
  readonly settings: Settings;
  readonly bundle: Bundle;
  readonly layer: LayerVersion;
  /** Of the functions' logs. */
  readonly logKey: IKey;
  /** Null: outside any network of the account's. */
  readonly network: ReturnType<typeof functionNetwork>;
  /** Whether what is stored outlives the stack. */
  readonly keep: boolean;
}

export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The code that the functions share, as a layer whose description names the engine. */
export function engineLayer(scope: Construct, settings: Settings, bundle: Bundle): LayerVersion {
  return new LayerVersion(scope, 'Engine', {
    layerVersionName: `lethe-engine-${settings.stage}`,
    description: `Lethe engine ${bundle.version}`,
    license: 'Apache-2.0',
    code: Code.fromAsset(bundle.layerFolder),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64, Architecture.X86_64],
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/**
 * A function with a role, a policy and a log group of its own. It may write its log and what `allow` says; nothing is granted by
 * the way.
 */
export class StackFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logs: LogGroup;
  readonly role: Role;
  readonly policy: ManagedPolicy;

  constructor(
    scope: Construct,
    id: string,
    { settings, bundle, layer, logKey, network, keep }: Platform,
    props: {
      /** Of its folder in the bundle. */
      readonly name: FunctionName;
      readonly description: string;
      readonly facts: Partial<Facts>;
      readonly memoryMb: number;
      readonly timeoutSeconds: number;
      readonly reservedConcurrency?: number;
    },
  ) {
    super(scope, id);
    this.logs = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      encryptionKey: logKey,
      removalPolicy: outlives(keep),
    });
    this.role = new Role(this, 'Role', {
      description: `Lethe: the ${props.name} function`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = new ManagedPolicy(this, 'Policy', {
      description: `Lethe: what the ${props.name} function may do`,
      roles: [this.role],
    });
    this.allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logs.logGroupArn]);

    this.function = new LambdaFunction(this, 'Function', {
      description: `Lethe: ${props.description}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle.functionFolders[props.name] ?? ''),
      layers: [layer],
      environment: environmentVariables(props.facts),
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.logs,
      role: this.role.withoutPolicyUpdates(),
      tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(network === null ? {} : network.placement),
    });
    // Lambda looks at the role's rights when an event source or a network is attached.
    this.function.node.addDependency(this.policy);
    if (settings.tracing) this.allowTracing();
    if (network !== null) this.allowNetwork();
    else
      Validations.of(this.function).acknowledge({
        id: 'HIPAA.Security-LambdaInsideVPC',
        reason:
          'Nothing can call the function but its source, and it calls AWS services by TLS. The setting vpc puts it in a network ' +
          'that has no other way out, where that is asked for.',
      });
  }

  /** Adds one statement to what the function may do. */
  allow(sid: string, actions: string[], resources: string[], conditions: Conditions = {}): void {
    this.policy.addStatements(
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions: { ...conditions } }),
    );
  }

  /** Use of a key through the services that store with it: the function itself holds no ciphertext. */
  allowKeyThrough(sid: string, keyArn: string, region: string, services: readonly string[]): void {
    this.allow(sid, ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn], {
      StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
    });
  }

  /** Gives the reason why a finding about the function's policy stands. */
  acknowledge(id: string, reason: string): void {
    Validations.of(this.policy).acknowledge({ id, reason });
  }

  private allowTracing(): void {
    this.allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
    this.acknowledge('AwsSolutions-IAM5[Resource::*]', 'X-Ray knows no resources for what is written to it.');
  }

  private allowNetwork(): void {
    this.allow(
      'JoinNetwork',
      ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'],
      ['*'],
    );
    this.acknowledge(
      'AwsSolutions-IAM5[Resource::*]',
      'Lambda makes the network interfaces of the function with its role, before they have a name (Lambda Developer Guide, ' +
        '"Attaching Lambda functions to a VPC").',
    );
  }
}

/** The logical id of a construct's resource. */
export function idOf(construct: Construct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
}
