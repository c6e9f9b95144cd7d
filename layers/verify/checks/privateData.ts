import { elementOf, groupOf, isCreatorTag, isGroupLengthTag, isPrivateTag } from '../reader/model.ts';
import { isSafePrivate, SAFE_PRIVATE } from '../standard/profile.ts';
import { hasValue, type Looked } from './context.ts';

/** Private attributes at every depth, by the creator of their own item (PS3.5 7.8, PS3.15 E.3.10). */
export function checkPrivate(looked: Looked): void {
  const keepsSafe = looked.claims.codes.has(SAFE_PRIVATE);
  for (const placed of looked.output.placed) {
    const { element, path, dataSet } = placed;
    if (!isPrivateTag(element.tag) || isGroupLengthTag(element.tag)) continue;
    if (isCreatorTag(element.tag)) {
      if (
        !reservesSomething(dataSet.elements, element.tag) &&
        hasValue(placed) &&
        looked.says(placed) !== 'keeps' &&
        !keepsSafe
      )
        looked.find('PRIVATE_PRESENT', looked.claimsBasic ? 'error' : 'note', path);
      continue;
    }
    const word = looked.says(placed);
    if (element.creator === null || element.creator === '') {
      looked.find(
        'PRIVATE_NO_CREATOR',
        word === 'keeps' ? 'note' : looked.claimsBasic ? 'error' : 'warning',
        path,
      );
    } else if (!keepsSafe) {
      const isRuled = word === 'keeps' || looked.isChangedByRule(placed);
      looked.find('PRIVATE_PRESENT', looked.claimsBasic ? 'error' : isRuled ? 'note' : 'warning', path);
    } else if (
      !isSafePrivate(element.tag, element.creator) &&
      !isDeclaredSafe(looked, element.tag, element.creator)
    ) {
      looked.find('PRIVATE_UNKNOWN', word === 'silent' ? 'warning' : 'note', path);
    }
  }
}

function reservesSomething(elements: readonly { readonly tag: number }[], creator: number): boolean {
  return elements.some(
    ({ tag }) => groupOf(tag) === groupOf(creator) && (tag & 0xffff) >>> 8 === (creator & 0xff),
  );
}

/** Private Data Element Characteristics (PS3.3 C.12.1.1.7): the writer itself may say that a block identifies nobody. */
function isDeclaredSafe({ output }: Looked, tag: number, creator: string): boolean {
  const declared = elementOf(output.instance.dataSet, 0x00080300)?.items ?? [];
  return declared.some((item) => {
    const group = elementOf(item, 0x00080301)?.value;
    const reference = elementOf(item, 0x00080302)?.value;
    const status = elementOf(item, 0x00080303)?.value;
    const text = (bytes: Uint8Array | null | undefined) =>
      bytes === null || bytes === undefined
        ? ''
        : Buffer.from(bytes)
            .toString('latin1')
            .replace(/[\0 ]+$/, '');
    const number =
      group === null || group === undefined || group.length < 2
        ? -1
        : (group[0] as number) | ((group[1] as number) << 8);
    return number === groupOf(tag) && text(reference) === creator && text(status) === 'SAFE';
  });
}
