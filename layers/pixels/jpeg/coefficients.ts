import { damaged } from '../errors.ts';
import type { FrameHeader, ScanHeader } from './stream.ts';

/** The quantised coefficients of a component: 64 for each block, in zigzag order; blocks by rows, with those that only fill the last MCU. */
export interface ComponentBlocks {
  readonly values: Int16Array;
  readonly blocksAcross: number;
  /** Blocks that hold samples: a scan of this component alone has no others (T.81 A.2.2). */
  readonly ownAcross: number;
  readonly ownDown: number;
  readonly across: number;
  readonly down: number;
}

/** A frame's coefficients, for the time of one change: of 16 bits for each sample. */
export class Coefficients {
  readonly components: readonly ComponentBlocks[];
  /** MCUs of a scan of several components. */
  readonly mcusAcross: number;
  readonly mcusDown: number;
  /** Pixels of an MCU (T.81 A.2.3). */
  readonly mcuWidth: number;
  readonly mcuHeight: number;

  constructor({ width, height, components }: FrameHeader) {
    const most = (of: 'across' | 'down') => Math.max(...components.map((component) => component[of]));
    const [mostAcross, mostDown] = [most('across'), most('down')];
    this.mcuWidth = 8 * mostAcross;
    this.mcuHeight = 8 * mostDown;
    this.mcusAcross = Math.ceil(width / this.mcuWidth);
    this.mcusDown = Math.ceil(height / this.mcuHeight);
    this.components = components.map(({ across, down }) => ({
      values: new Int16Array(64 * this.mcusAcross * across * this.mcusDown * down),
      blocksAcross: this.mcusAcross * across,
      ownAcross: Math.ceil(Math.ceil((width * across) / mostAcross) / 8),
      ownDown: Math.ceil(Math.ceil((height * down) / mostDown) / 8),
      across,
      down,
    }));
  }

  blocksOf(index: number): ComponentBlocks {
    const blocks = this.components[index];
    if (blocks === undefined) throw damaged('A JPEG scan names a component that there is not');
    return blocks;
  }
}

/** What is done with each block of a scan, and between two intervals. */
export interface BlockVisitor {
  /** `place`: of the component in the scan. `offset`: of the block in its component's coefficients. */
  block(place: number, values: Int16Array, offset: number): void;
  /** Between two intervals: `count` restart markers went before. */
  restart(count: number): void;
}

/** Goes over the blocks of a scan in the order in which they are coded (T.81 A.2). */
export function visitBlocks(
  coefficients: Coefficients,
  { components, restartInterval }: ScanHeader,
  visitor: BlockVisitor,
): void {
  const parts = components.map(({ index }) => coefficients.blocksOf(index));
  const [only] = parts;
  const isAlone = parts.length === 1 && only !== undefined;
  const across = isAlone ? only.ownAcross : coefficients.mcusAcross;
  const down = isAlone ? only.ownDown : coefficients.mcusDown;
  let untilRestart = restartInterval;
  let restarts = 0;
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      if (restartInterval > 0 && untilRestart === 0) {
        visitor.restart(restarts++);
        untilRestart = restartInterval;
      }
      untilRestart -= 1;
      if (isAlone) visitor.block(0, only.values, 64 * (row * only.blocksAcross + column));
      else visitMcu(parts, row, column, visitor);
    }
}

function visitMcu(
  parts: readonly ComponentBlocks[],
  row: number,
  column: number,
  visitor: BlockVisitor,
): void {
  for (let place = 0; place < parts.length; place++) {
    const { values, blocksAcross, across, down } = parts[place] as ComponentBlocks;
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++)
        visitor.block(place, values, 64 * ((row * down + y) * blocksAcross + column * across + x));
  }
}
