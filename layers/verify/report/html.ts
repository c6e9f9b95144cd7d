import { counted } from '../counted.ts';
import { FINDING_CODES, type Severity } from '../findings.ts';
import { escaped, tableOf } from './escape.ts';
import type { VerifyReport } from './model.ts';
import { STYLE } from './style.ts';

/** The report as one page that needs nothing else: no script, no network, no font. */
export function reportPage(report: VerifyReport): string {
  const title = 'Report on a release of de-identified DICOM instances';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${title}</h1><p>${escaped(report.time)} · lethe verify ${escaped(report.lethe)} · PS3.15 ${escaped(report.edition)}</p></header>
<main>
${[verdict, inputs, findingsByCode, notChecked, checked, identifiers, cohort, risk, findings, words, signing].map((part) => part(report)).join('\n')}
</main>
</body>
</html>
`;
}

const CLASSES: Readonly<Record<Severity, string>> = { error: 'bad', warning: 'warn', note: '' };
const severityText = (severity: Severity) => `<span class="${CLASSES[severity]}">${severity}</span>`;
const code = (text: string) => `<code>${escaped(text)}</code>`;
/** A code of a finding: one word. */
const word = (text: string) => `<code class="word">${escaped(text)}</code>`;

function verdict({ verdict: given, counts, tally, instancesWithFindings, risk: of }: VerifyReport): string {
  const isGood = given === 'nothing-found';
  const said = isGood
    ? 'Nothing was found in what was checked.'
    : `${counted(counts.error, 'error')} and ${counted(counts.warning, 'warning')}, in ${instancesWithFindings} of ${counted(tally.outputs, 'instance')}.`;
  const gate =
    of !== null && of.asked > 1
      ? ` The smallest class has ${counted(of.asItStands.k, 'patient')}; at least ${of.asked} were asked for.`
      : '';
  return `<section aria-labelledby="verdict"><h2 id="verdict">Verdict</h2>
<p class="verdict ${isGood ? 'good' : 'bad'}">${escaped(said + gate)}</p>
<p>This is evidence about the files that were named, as far as it was looked for. It is not a statement that they are anonymous: see what was not checked.</p></section>`;
}

function inputs({ inputs: given, tally }: VerifyReport): string {
  const digest = (sha256: string) => code(sha256);
  const rows: [string, string][] = [
    [
      'Outputs',
      `${counted(given.clean.files, 'file')}, ${counted(given.clean.bytes, 'byte')}, SHA-256 ${digest(given.clean.sha256)}`,
    ],
    [
      'Source',
      given.source === null
        ? 'not named'
        : `${counted(given.source.files, 'file')}, ${counted(given.source.bytes, 'byte')}, SHA-256 ${digest(given.source.sha256)}`,
    ],
    [
      'Rules',
      given.rules === null ? 'not named' : `${escaped(given.rules.name)}, plan ${digest(given.rules.digest)}`,
    ],
    ['Audit', given.audit === null ? 'not named' : `SHA-256 ${digest(given.audit)}`],
    ['Decisions', given.decisions === null ? 'not named' : `SHA-256 ${digest(given.decisions)}`],
    ['Paired with a source', `${tally.pairs} of ${tally.outputsRead}`],
  ];
  return `<section aria-labelledby="inputs"><h2 id="inputs">What was looked at</h2><dl>${rows.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('')}</dl></section>`;
}

function findingsByCode({ byCode }: VerifyReport): string {
  const rows = byCode.map(({ code: each, severity, path, times }) => [
    severityText(severity),
    word(each),
    code(path),
    String(times),
    escaped(FINDING_CODES[each]),
  ]);
  const body =
    rows.length === 0
      ? '<p>Nothing.</p>'
      : tableOf(
          'Findings, by what and where',
          ['Severity', 'Code', 'Place', 'Times', 'What it says, and what to do'],
          rows,
        );
  return `<section aria-labelledby="findings"><h2 id="findings">What was found</h2>${body}</section>`;
}

function notChecked({ notChecked: list }: VerifyReport): string {
  return `<section aria-labelledby="unchecked"><h2 id="unchecked">What was not checked, and why</h2><ul>${list.map(({ what, why }) => `<li>${escaped(what)}: ${escaped(why)}.</li>`).join('')}</ul></section>`;
}

function checked({ checked: list }: VerifyReport): string {
  return `<section aria-labelledby="checked"><h2 id="checked">What was checked</h2><ul>${list.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul></section>`;
}

function identifiers({ identifiers: list }: VerifyReport): string {
  const state = {
    found: '<span class="bad">found</span>',
    'no evidence': '<span class="good">no evidence</span>',
    'not checked': '<span class="warn">not checked</span>',
  };
  const rows = list.map(({ letter, what, state: each, evidence }) => [
    `(${letter})`,
    escaped(what),
    state[each],
    escaped(evidence),
  ]);
  return `<section aria-labelledby="hipaa"><h2 id="hipaa">The eighteen identifiers of HIPAA</h2>
<p>45 CFR 164.514(b)(2)(i). “No evidence” means that nothing was found by the check beside it.</p>
${tableOf('Identifiers against the evidence', ['Letter', 'Identifier', 'State', 'Evidence'], rows)}</section>`;
}

function cohort({ cohort: given }: VerifyReport): string {
  const rows = given.rarest.map(({ path, value, instances, patients, decision }) => [
    code(path),
    escaped(value),
    String(instances),
    patients > 2 ? '3 or more' : String(patients),
    decision,
  ]);
  const values =
    rows.length === 0
      ? '<p>No text was kept.</p>'
      : tableOf(
          'Values of kept texts, the rarest first',
          ['Attribute', 'Value in the output', 'Instances', 'Patients', 'Decision'],
          rows,
        );
  const gaps =
    given.gaps.length === 0
      ? '<p>No series has a gap in its instance numbers.</p>'
      : tableOf(
          'Series with gaps',
          ['Series (its new UID)', 'Numbers missing'],
          given.gaps.map(({ series, missing }) => [code(series), String(missing)]),
        );
  const { first, last, patientsWithDates, longestDays } = given.window;
  const window =
    first === ''
      ? 'No output has a study date.'
      : `Study dates of the outputs reach from ${first} to ${last}, of ${counted(patientsWithDates, 'patient')}; those of one patient lie at most ${counted(longestDays, 'day')} apart.`;
  return `<section aria-labelledby="cohort"><h2 id="cohort">All of them together</h2>
<p>${counted(given.distinctValues, 'distinct value')} of kept texts: ${given.accepted} accepted, ${given.refused} refused, ${given.undecided} undecided. What one patient alone has is where identifiers hide. These are values of the outputs, which the release publishes anyway.</p>
${values}<p>${escaped(window)}</p>${gaps}</section>`;
}

function risk({ risk: given }: VerifyReport): string {
  if (given === null) return '';
  const rows = [given.asItStands, ...given.generalised].map(({ name, k, classes, alone, below }) => [
    escaped(name),
    String(k),
    String(classes),
    String(alone),
    String(below),
  ]);
  const alone =
    given.alone.length === 0
      ? '<p>No patient is alone in a class.</p>'
      : `<p>Alone in their class, by pseudonym: ${given.alone.slice(0, 200).map(code).join(', ')}${given.alone.length > 200 ? ` and ${given.alone.length - 200} more` : ''}.</p>`;
  return `<section aria-labelledby="risk"><h2 id="risk">Disclosure risk</h2>
<p>${counted(given.patients, 'patient')}, by what somebody outside can know: sex, age, ethnic group, size, weight, study month, device, body part. k is the size of the smallest class of patients who share all of it in this release (k-anonymity). Who is in the population, and how likely an attack is, is the reader’s model.</p>
${tableOf('k, and what a generalisation would buy', ['Generalisation', 'k', 'Classes', 'Alone', `In classes below ${given.asked}`], rows)}${alone}</section>`;
}

function findings({ findings: list, instances }: VerifyReport): string {
  if (list.length === 0) return '';
  const rows = list.map(({ severity, code: each, path, instance, message }) => [
    severityText(severity),
    word(each),
    instance === '' ? '' : `${escaped(instance)} ${code(instances[instance] ?? '')}`,
    code(path),
    escaped(message),
  ]);
  return `<section aria-labelledby="each"><h2 id="each">Findings one by one</h2><p>Of those that are alike 50 are listed. No value is.</p>${tableOf('Findings', ['Severity', 'Code', 'Instance', 'Element', 'What'], rows)}</section>`;
}

function words(_report: VerifyReport): string {
  return `<section aria-labelledby="words"><h2 id="words">Words</h2><ul>
<li>De-identification (ISO 25237) is what was done. Pseudonymisation (ISO 25237; GDPR Article 4(5)) is what it is where the same patient has the same pseudonym and somebody keeps the key: the outputs are then still personal data for whoever can get it.</li>
<li>Whether information is anonymous (GDPR Recital 26) depends on all means reasonably likely to be used by anybody. This report is evidence for that judgement, and not the judgement.</li>
<li>Under HIPAA it may serve the method of 45 CFR 164.514(b)(2), which also asks that nobody has actual knowledge, or an expert under 164.514(b)(1).</li>
</ul></section>`;
}

function signing(_report: VerifyReport): string {
  const rows = ['Who made the release', 'Who reviewed this report', 'Privacy officer']
    .map((role) => `<tr><th scope="row">${role}</th><td></td><td></td><td></td></tr>`)
    .join('');
  return `<section aria-labelledby="sign"><h2 id="sign">To sign</h2><table class="sign"><caption>Signatures</caption><thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Signature</th><th scope="col">Date</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
