import { compileProKnow } from '../../../rules/proknow/compile.ts';
import { planOf, sourceOf } from '../harness.ts';

/** Rules files as dialects.md reconstructs them. */

export type Properties = Readonly<
  Partial<Record<'Name' | 'Tag' | 'VR' | 'Rule' | 'Value' | 'PrivateCreator', string>>
>;

export function xmlOf(elements: readonly Properties[], shift?: string): string {
  const lines = elements.map(
    (element) =>
      `    <Element>${Object.entries(element)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('')}</Element>`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<AnonymizationConfiguration>',
    ...(shift === undefined ? [] : [`  <DateTimeShift>${shift}</DateTimeShift>`]),
    '  <Elements>',
    ...lines,
    '  </Elements>',
    '</AnonymizationConfiguration>',
    '',
  ].join('\n');
}

export const compile = (text: string) => compileProKnow(sourceOf(text, 'rules.xml'));
export const plan = (elements: readonly Properties[], shift?: string) =>
  planOf(compile(xmlOf(elements, shift)));
