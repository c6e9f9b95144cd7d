import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { FUNCTIONS } from '../../infra/functions.ts';
import { placeOf } from '../../infra/place.ts';
import { readSettings } from '../../infra/settings.ts';
import { LetheStack } from '../../infra/stack.ts';

/**
 * The template of a stack with these settings, with empty functions. Findings of cdk-nag's packs and of CloudFormation's own rules throw, as they fail
 * `npm run synth`.
 */
export function synthesize(context: Readonly<Record<string, unknown>> = {}): Template {
  return synthesizeStack(context).template;
}

export function synthesizeStack(context: Readonly<Record<string, unknown>>): {
  readonly template: Template;
  readonly stack: LetheStack;
} {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-stack-'));
  try {
    const emptyFolder = (name: string) => {
      const path = join(folder, name);
      mkdirSync(path);
      writeFileSync(join(path, 'index.mjs'), '');
      return path;
    };
    const app = new App({
      outdir: join(folder, 'out'),
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
    });
    const settings = readSettings(app.node);
    const stack = new LetheStack(app, 'Lethe-test', {
      env: placeOf(settings, undefined),
      settings,
      bundle: {
        layerFolder: emptyFolder('layer'),
        functionFolders: Object.fromEntries(Object.keys(FUNCTIONS).map((name) => [name, emptyFolder(name)])),
        version: '1.2.3',
      },
    });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
    app.synth();
    return { template: Template.fromStack(stack), stack };
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
