import type { Node } from 'jsonc-parser';
import { asTag } from '../../layers/dicom/tag.ts';
import { type Action, canonicalJson, type Rule, type RuleOrigin, type Selector } from '../plan.ts';
import type { ProfileSettings } from '../ps315/options.ts';
import { safePrivateAction } from '../ps315/safePrivateRules.ts';
import { positionAt, type RuleSource } from '../source.ts';
import { ACTION_KINDS, actionWithin } from './actions.ts';
import type { Context } from './context.ts';
import { IDENTITY_TAGS, type Identities } from './identities.ts';
import type { SafeEntry } from './privateAttributes.ts';
import { wrongType } from './shape.ts';
import { SELECTOR } from './valueShapes.ts';

/** A rule of the file and where it stands. */
export interface FileRule {
  readonly rule: Rule;
  /** The selector, or what stands for it. */
  readonly node: Node;
}

const RULE = actionWithin<Action>(ACTION_KINDS, ['select', 'why']);

/** The rules in their order; one with several selectors is as many rules. */
export function readRules(node: Node | undefined, context: Context): readonly FileRule[] {
  if (node === undefined) return [];
  if (node.type !== 'array') {
    wrongType(context.report, node, 'a list of rules');
    return [];
  }
  return (node.children ?? []).flatMap((rule) => readRule(rule, context));
}

function readRule(node: Node, context: Context): readonly FileRule[] {
  const { report, source } = context;
  const action = RULE.read(node, context);
  if (node.type !== 'object') return [];
  const parts = new Map(
    (node.children ?? []).map((property) => [
      property.children?.[0]?.value as string,
      property.children?.[1],
    ]),
  );
  const [select, why] = [parts.get('select'), parts.get('why')];
  if (select === undefined)
    report.error(
      'MISSING_KEY',
      node,
      '"select" is missing',
      'Add "select": which attributes the rule is about.',
    );
  if (why !== undefined && why.type !== 'string') wrongType(report, why, 'a string');
  const selectors = select === undefined ? [] : readSelectors(select, context);
  if (action === undefined) return [];
  const reason = why?.type === 'string' ? (why.value as string) : undefined;
  const origin = originOf(node, source, reason);
  return selectors.map(({ selector, node: at }) => ({
    rule: { selector, action, origin },
    node: at,
  }));
}

function readSelectors(
  node: Node,
  context: Context,
): readonly { readonly selector: Selector; readonly node: Node }[] {
  if (node.type === 'array' && (node.children ?? []).length === 0)
    context.report.error('MISSING_KEY', node, 'no selector', 'Name at least one attribute.');
  const nodes = node.type === 'array' ? (node.children ?? []) : [node];
  return nodes.flatMap((one) => {
    const selector = SELECTOR.read(one, context);
    return selector === undefined ? [] : [{ selector, node: one }];
  });
}

/** Rules for the attributes that "identities" names. */
export function identityRules(
  identities: Identities,
  node: Node | undefined,
  source: RuleSource,
): readonly FileRule[] {
  return (Object.keys(IDENTITY_TAGS) as (keyof typeof IDENTITY_TAGS)[]).flatMap((key) => {
    const action = identities[key];
    const property = node?.children?.find(({ children }) => children?.[0]?.value === key);
    if (action === undefined || property === undefined) return [];
    const selector: Selector = { kind: 'tag', tag: IDENTITY_TAGS[key] };
    return [{ rule: { selector, action, origin: originOf(property, source) }, node: property }];
  });
}

/** Rules for the user's own safe private attributes. */
export function safeRules(
  entries: readonly SafeEntry[],
  settings: ProfileSettings,
  source: RuleSource,
): readonly FileRule[] {
  const byVr = safePrivateAction(settings);
  return entries.map(({ selector, action, node }) => ({
    rule: {
      selector,
      action: action ?? byVr,
      origin: originOf(node, source, 'a safe private attribute of this file'),
    },
    node,
  }));
}

const ICON_IMAGE_SEQUENCE = asTag(0x00880200);

/** Clean Pixel Data without a profile: icons show what their image shows (PS3.15 E.3.1). The profile takes them away itself. `options`: the list in the file. */
export function iconRule(options: Node, source: RuleSource): FileRule {
  return {
    rule: {
      selector: { kind: 'tag', tag: ICON_IMAGE_SEQUENCE },
      action: { kind: 'remove' },
      origin: originOf(options, source, 'cleanPixelData: an icon shows what its image shows'),
    },
    node: options,
  };
}

/** `reason`: why, in the file's words; without them the rule as it is written. */
function originOf(node: Node, source: RuleSource, reason?: string): RuleOrigin {
  const { line, column } = positionAt(source, node.offset);
  return { source: source.name, line, column, reason: reason ?? writtenAt(node, source) };
}

const MOST_CHARACTERS = 120;

function writtenAt({ offset, length }: Node, { text }: RuleSource): string {
  const written = text.slice(offset, offset + length).replace(/\s+/g, ' ');
  return written.length > MOST_CHARACTERS ? `${written.slice(0, MOST_CHARACTERS - 1)}…` : written;
}

/** What makes two selectors the same. */
export function selectorKey(selector: Selector): string {
  return canonicalJson(selector.kind === 'private' ? { ...selector, vr: undefined } : selector);
}
