import { decidedCounts } from '../../../layers/verify/cohort/decisions.ts';
import { findingList } from '../../../layers/verify/findings.ts';
import { assembleReport, type Material } from '../../../layers/verify/report/assemble.ts';
import { reportPage } from '../../../layers/verify/report/html.ts';
import { reportText } from '../../../layers/verify/report/text.ts';
import { riskOf } from '../../../layers/verify/risk/risk.ts';

/** What is said of a run, from its parts. */

const NO_TALLY = {
  outputs: 3,
  outputsRead: 3,
  sources: 3,
  sourcesUnread: 0,
  pairs: 2,
  unsurePairs: 0,
  readTwice: 3,
  pixelsNotCompared: 0,
  bytes: 30,
  documents: 0,
};

function material(more: Partial<Material> = {}): Material {
  return {
    time: '2026-11-30T00:00:00.000Z',
    lethe: '0.1.0',
    inputs: {
      clean: { files: 3, bytes: 30, sha256: 'ab' },
      source: null,
      rules: { name: 'r<b>', digest: 'cd' },
      audit: null,
      decisions: null,
    },
    given: {
      isOfIndex: false,
      hasSource: true,
      hasRules: true,
      hasAudit: false,
      hasDecisions: false,
      looksAtPixels: false,
      framesLookedAt: 0,
      framesNotLookedAt: 0,
      hasIodCheck: true,
      iodUnread: 0,
      tally: NO_TALLY,
      documents: 0,
    },
    findings: findingList(),
    instancesWithFindings: 0,
    nameOf: (name) => `${name}.dcm`,
    decided: decidedCounts([], null),
    cohort: {
      distinctValues: 0,
      window: { first: '', last: '', patientsWithDates: 0, longestDays: 0 },
      gaps: [],
    },
    risk: null,
    ...more,
  };
}

/** A plural behind a one. */
const ONE_OF_MANY =
  /\b1 (?:patients|outputs|instances|files|errors|warnings|bytes|days|(?:distinct )?values)\b/;

describe('the page', () => {
  it('asks nothing of a network, has no script, and shows values as they are', () => {
    const decided = decidedCounts(
      [{ path: '(0008,1030)', value: '<script>alert("x")</script>\u0007&', instances: 1, patients: 1 }],
      null,
    );
    const page = reportPage(assembleReport(material({ decided })));
    expect(page).not.toMatch(/<script|https?:|\burl\(|<link|<img|@import/i);
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;\ufffd&amp;');
    expect(page).toContain('r&lt;b&gt;');
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(page).toContain('Nothing was found in what was checked.');
  });

  it('never says that something is anonymous', () => {
    const page = reportPage(assembleReport(material()));
    for (const [sentence] of page.matchAll(/[^.<>]*anonymous[^.<>]*/gi))
      expect(sentence).toMatch(/not a statement|Whether information is anonymous/);
  });
});

describe('the report', () => {
  it('has the findings in the order of their weight, counts all of them, and lists a part of those that are alike', () => {
    const findings = findingList();
    findings.add({ code: 'PIXELS_UNSEEN', severity: 'note', path: '(7FE0,0010)', instance: '#1' });
    for (let at = 0; at < 70; at++)
      findings.add({
        code: 'TOKEN_LEFT',
        severity: 'error',
        path: `(0040,A730)[${at + 1}]/(0040,A160)`,
        instance: '#2',
      });
    findings.add({ code: 'AGE_OVER_89', severity: 'note', path: '(0010,1010)', instance: '#2' });
    const report = assembleReport(material({ findings, instancesWithFindings: 1 }));
    expect(report.verdict).toBe('findings');
    expect(report.counts).toEqual({ error: 70, warning: 0, note: 2 });
    expect(report.byCode[0]).toEqual({
      code: 'TOKEN_LEFT',
      severity: 'error',
      path: '(0040,A730)/(0040,A160)',
      times: 70,
    });
    expect(report.findings.filter(({ code }) => code === 'TOKEN_LEFT')).toHaveLength(50);
    expect(report.instances).toEqual({ '#1': '#1.dcm', '#2': '#2.dcm' });
    expect(report.identifiers).toHaveLength(18);
    const state = (letter: string) => report.identifiers.find((each) => each.letter === letter)?.state;
    expect([state('A'), state('C'), state('H'), state('Q')]).toEqual([
      'found',
      'found',
      'no evidence',
      'not checked',
    ]);
    expect(reportText(report)).toContain('error    TOKEN_LEFT');
  });

  it('says what was not checked, by what was not given', () => {
    const what = (given: Partial<Material['given']>) =>
      assembleReport(material({ given: { ...material().given, ...given } })).notChecked.map(
        (each) => each.what,
      );
    expect(what({})).toContain('1 output against the source');
    expect(what({ hasRules: false })).toContain('whether every change was meant');
    expect(what({ hasSource: false })).toContain('whether anything of the source is left');
    expect(what({ isOfIndex: true })).toEqual(['the instances themselves']);
    expect(what({ looksAtPixels: true, framesNotLookedAt: 9 })).toContain('9 frames for text');
    expect(what({ looksAtPixels: true, framesNotLookedAt: 1 })).toContain('1 frame for text');
  });

  it('names the patients who are alone, by their pseudonym', () => {
    const facts = {
      sex: 'F',
      age: '',
      ethnicGroup: '',
      size: '',
      weight: '',
      studyDay: '',
      device: '',
      bodyPart: '',
    };
    const risk = riskOf(
      [
        { patient: 'K7', facts },
        { patient: 'Z9', facts: { ...facts, sex: 'M' } },
        { patient: 'Q1', facts },
      ],
      2,
    );
    const page = reportPage(assembleReport(material({ risk })));
    expect(`${page}${reportText(assembleReport(material({ risk })))}`).not.toMatch(ONE_OF_MANY);
    expect(page).toContain('Alone in their class, by pseudonym: <code>Z9</code>');
    expect(page).toContain('The smallest class has 1 patient; at least 2 were asked for.');
  });
});
