/** What the engine's cold start is measured by: a function of nothing else. */
export { deidentifyByRoute as handler } from '../layers/engine/routing.ts';
