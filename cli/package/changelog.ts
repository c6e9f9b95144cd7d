/** What CHANGELOG.md says of a version, as Keep a Changelog writes it. */
export interface Section {
  /** Year, month and day; null for what is not released yet. */
  readonly date: string | null;
  readonly text: string;
}

/** What the changelog says of a version, without the heading and without the addresses at the end of the page. Null: it says nothing. */
export function sectionOf(changelog: string, version: string): Section | null {
  const [, ...sections] = changelog.split(/^## /m);
  for (const section of sections) {
    const [heading = '', ...lines] = section.split('\n');
    const [, named, date = null] = /^\[?([^\]\s]+)\]?(?:\s+[-–]\s+(\d{4}-\d\d-\d\d))?/.exec(heading) ?? [];
    if (named === version)
      return {
        date,
        text: lines
          .filter((line) => !/^\[[^\]]+\]: \S+$/.test(line))
          .join('\n')
          .trim(),
      };
  }
  return null;
}
