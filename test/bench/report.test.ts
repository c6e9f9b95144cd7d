import { pageOf, pageWith, type Section } from '../../bench/report.ts';

const section = (title: string, value: number): Section => ({
  title,
  rows: [{ what: 'a thing', value, goal: 2 }],
});
const before = pageOf({ machine: 'one machine', sections: [section('First', 1), section('Second', 1)] });

describe('a section that is measured by itself', () => {
  it('takes the place of its own, says by which machine, and leaves the others as they were', () => {
    const after = pageWith(before, { machine: 'another', sections: [section('First', 3)] });
    expect(after.replace(/## First\n[\s\S]*?(?=## Second)/, '')).toBe(
      before.replace(/## First\n[\s\S]*?(?=## Second)/, ''),
    );
    expect(after).toMatch(
      /## First\n\nMeasured by itself, on: another\.\n\n[^#]*\| a thing \| 3 \| at most 2: missed \|\n\n## Second/,
    );
  });

  it('comes last where it is new, and the same twice', () => {
    const report = { machine: 'another', sections: [section('Third', 2)] };
    const after = pageWith(before, report);
    expect(after.startsWith(before)).toBe(true);
    expect(after).toMatch(/## Third\n\nMeasured by itself, on: another\.\n\n[^#]*at most 2: met \|\n$/);
    expect(pageWith(after, report)).toBe(after);
  });
});
