/** The report's look: readable on paper, in the dark, and without a network. Contrasts are at least 4.5 to 1 (WCAG 1.4.3). */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1d21;--paper:#fff;--soft:#f3f4f6;--line:#8a8f98;--bad:#a4161a;--warn:#7a4b00;--good:#0b6b3a;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--ink:#e9eaec;--paper:#16181c;--soft:#22252b;--line:#858b95;--bad:#ff9a9a;--warn:#f2c078;--good:#7fdca4;--link:#8ec5ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.8rem;margin:0 0 .3rem}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line)}
a{color:var(--link)}code{font-family:ui-monospace,monospace;font-size:.92em;overflow-wrap:anywhere}
.verdict{border:2px solid;border-radius:.5rem;padding:.8rem 1rem;margin:1rem 0;font-size:1.15rem}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
code.word{white-space:nowrap}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--soft)}td{overflow-wrap:anywhere}
.sign td{height:3rem;min-width:9rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media print{:root{--ink:#000;--paper:#fff;--soft:#eee;--line:#666;--bad:#8a0f13;--warn:#5e3a00;--good:#07512b;--link:#000}body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}.wide{overflow:visible}}
`;
