/** A rectangle of an image, in pixels from its top left corner. `right` and `bottom` are the first column and row outside. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function intersects(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** The least rectangle that holds both. */
export function union(one: Rectangle, other: Rectangle): Rectangle {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** In pixels. */
export function areaOf({ left, top, right, bottom }: Rectangle): number {
  return (right - left) * (bottom - top);
}

/** The least rectangle on a grid of cells that holds another one, cut at the edges of the image. */
export function onGrid(
  { left, top, right, bottom }: Rectangle,
  cell: { readonly width: number; readonly height: number },
  image: { readonly width: number; readonly height: number },
): Rectangle {
  const down = (at: number, step: number) => Math.floor(at / step) * step;
  const up = (at: number, step: number, end: number) => Math.min(end, Math.ceil(at / step) * step);
  return {
    left: down(left, cell.width),
    top: down(top, cell.height),
    right: up(right, cell.width, image.width),
    bottom: up(bottom, cell.height, image.height),
  };
}
