import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Environment, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import type { Bundle } from '../../infra/code.ts';
import type { ExistingResources } from '../../infra/existing.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { readSettings } from '../../infra/settings.ts';
import { LetheStack } from '../../infra/stack.ts';

/**
 * The template of a stack with these settings, with empty functions. Findings of cdk-nag's packs and of CloudFormation's own rules throw, as they fail
 * `npm run synth`.
 */
export function synthesize(context: Readonly<Record<string, unknown>> = {}): Template {
  return synthesizeStack(context).template;
}

export function synthesizeStack(
  context: Readonly<Record<string, unknown>>,
  given: ExistingResources = {},
): {
  readonly template: Template;
  readonly stack: LetheStack;
} {
  return withCode((bundle, folder) => {
    const app = appIn(folder, context);
    const stack = new LetheStack(app, 'Lethe-test', { settings: readSettings(app.node), bundle, ...given });
    return { template: synthesized(app, stack), stack };
  });
}

/** The template of a stack of somebody's own. `isHeld`: to the same rules, which are not for what is the hospital's. */
export function synthesizeOwn(
  build: (stack: Stack, bundle: Bundle) => void,
  { env = {}, isHeld = false }: { readonly env?: Environment; readonly isHeld?: boolean } = {},
): Template {
  return withCode((bundle, folder) => {
    const app = appIn(folder, { '@aws-cdk/core:validateAgainstDefaultRules': isHeld });
    const stack = new Stack(app, 'Hospital', { env });
    build(stack, bundle);
    return synthesized(app, stack, isHeld);
  });
}

function appIn(folder: string, context: Readonly<Record<string, unknown>>): App {
  return new App({
    outdir: join(folder, 'out'),
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
  });
}

function synthesized(app: App, stack: Stack, isHeld = true): Template {
  if (isHeld) Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  app.synth();
  return Template.fromStack(stack);
}

/** Empty functions: what is in them is not looked at. */
function withCode<Result>(use: (bundle: Bundle, folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-stack-'));
  try {
    const emptyFolder = (name: string) => {
      const path = join(folder, name);
      mkdirSync(path);
      writeFileSync(join(path, 'index.mjs'), '');
      return path;
    };
    const functionFolders = Object.fromEntries(
      Object.keys(FUNCTIONS).map((name) => [name, emptyFolder(name)]),
    );
    return use({ layerFolder: emptyFolder('layer'), functionFolders, version: '1.2.3' }, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: as it was synthesized; the tests say what they look at.
  readonly Properties: Readonly<Record<string, any>>;
}

export function resourcesOf(template: Template): Readonly<Record<string, Resource>> {
  return template.toJSON().Resources;
}

/** The logical id of the one resource of the type whose id begins so. */
export function idOf(template: Template, type: string, prefix: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(prefix));
  expect([prefix, ids]).toEqual([prefix, [expect.anything()]]);
  return ids[0] ?? '';
}

/** The one resource of the type whose id begins so. */
export function resource(template: Template, type: string, prefix: string): Resource {
  return resourcesOf(template)[idOf(template, type, prefix)] as Resource;
}

export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
