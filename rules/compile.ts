import { compileDcm4chee } from './dcm4chee/compile.ts';
import { type Compile, type Compiled, compileBy, type OfEachDialect, type RuleDialect } from './dialects.ts';
import { compileLethe } from './lethe/compile.ts';
import { compileMevislab } from './mevislab/compile.ts';
import { compileMicrosoft } from './microsoft/compile.ts';
import { compileProKnow } from './proknow/compile.ts';
import type { RuleSource } from './source.ts';

export { type OfEachDialect, RULE_DIALECTS, type RuleDialect, recogniseDialect } from './dialects.ts';

/** Every dialect's compiler; the type has a hole where one is missing. */
const COMPILERS: OfEachDialect<Compile> = {
  lethe: compileLethe,
  microsoft: compileMicrosoft,
  proknow: compileProKnow,
  dcm4chee: compileDcm4chee,
  mevislab: compileMevislab,
};

/** Compiles a rule file of any dialect, recognised by its content where none is named. */
export function compileRules(source: RuleSource, named?: RuleDialect): Compiled {
  return compileBy((dialect) => COMPILERS[dialect], source, named);
}
