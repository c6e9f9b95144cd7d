import { type Compile, compileBy, type OfEachDialect, type RuleDialect } from './dialects.ts';
import { type CompiledRoutes, compileRoutes } from './routes.ts';
import type { RuleSource } from './source.ts';

const LOAD: OfEachDialect<() => Promise<Compile>> = {
  lethe: async () => (await import('./lethe/compile.ts')).compileLethe,
  microsoft: async () => (await import('./microsoft/compile.ts')).compileMicrosoft,
  proknow: async () => (await import('./proknow/compile.ts')).compileProKnow,
  dcm4chee: async () => (await import('./dcm4chee/compile.ts')).compileDcm4chee,
  mevislab: async () => (await import('./mevislab/compile.ts')).compileMevislab,
};

/**
 * Compiles a routes file as `compileRoutes` does. Of the dialects those are loaded that the rule files are written in: a cold start
 * waits for no other, and for none where the Basic Profile is all the rules.
 */
export async function compileRoutesOnDemand(
  source: RuleSource,
  ruleFile: (name: string) => RuleSource,
): Promise<CompiledRoutes> {
  const loaded = new Map<RuleDialect, Compile>();
  for (;;) {
    const missing = new Set<RuleDialect>();
    const compilerOf = (dialect: RuleDialect): Compile => {
      const compile = loaded.get(dialect);
      if (compile !== undefined) return compile;
      missing.add(dialect);
      return () => ({ plan: null, problems: [] });
    };
    const compiled = compileRoutes(source, ruleFile, (file, named) => compileBy(compilerOf, file, named));
    if (missing.size === 0) return compiled;
    for (const dialect of missing) loaded.set(dialect, await LOAD[dialect]());
  }
}
