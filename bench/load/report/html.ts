/** The report as one page that needs nothing from elsewhere. */
import type { RunReport } from '../run.ts'
import { charts } from './charts.ts'
import { summarise } from './summary.ts'

export function htmlReport(report: RunReport): string {
  const summary = summarise(report)
  const tiles = summary.keyNumbers.map(
    ({ name, value, note }) =>
      `<div class="tile"><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd><p>${escaped(note)}</p></div>`,
  )
  const figures = charts(report).map(
    ({ title, note, svg }) =>
      `<figure><figcaption><h2>${escaped(title)}</h2><p>${escaped(note)}</p></figcaption>${svg}</figure>`,
  )
  const checks = summary.checks.map(
    ({ what, ok, detail }) =>
      `<tr><td class="${ok ? 'good' : 'bad'}">${ok ? '✓' : '✗'}</td><th scope="row">${escaped(what)}</th><td>${escaped(detail)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Load: ${escaped(summary.title)}</title>
<style>${style}</style>
<main>
<header>
<p class="eyebrow">Headwater load run</p>
<h1>${escaped(summary.title)}</h1>
<p class="machine">${escaped(summary.machine)}</p>
<p class="verdict ${summary.good ? 'good' : 'bad'}">${summary.good ? '✓' : '✗'} ${escaped(summary.verdict)}</p>
</header>
<dl class="tiles">${tiles.join('')}</dl>
<section class="figures">${figures.join('')}
<figure class="wide"><figcaption><h2>Latency, whole run</h2><p>${escaped(summary.method)}</p></figcaption>${table(summary.latencies)}</figure>
</section>
<section class="tables">
<div class="card wide"><h2>The books against what was sent</h2><table>${checks.join('')}</table></div>
<div class="card"><h2>Processes</h2>${table(summary.processes)}</div>
<div class="card"><h2>Refused, by code</h2>${pairs(summary.refused)}</div>
<div class="card wide"><h2>The run</h2>${pairs(summary.settings)}</div>
</section>
</main>
</html>
`
}

function table({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }): string {
  const cells = (row: readonly string[], tag: string) =>
    row
      .map((cell, at) => `<${at === 0 ? 'th scope="row"' : tag}>${escaped(cell)}</${at === 0 ? 'th' : tag}>`)
      .join('')
  return `<table class="numbers"><thead><tr>${cells(head, 'th')}</tr></thead>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</table>`
}

function pairs(rows: readonly (readonly [string, string])[]): string {
  return `<table>${rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`)
}

const style = `
:root {
  --page: #f6f7f9; --card: #ffffff; --text: #16202b; --faint: #5b6876; --grid: #e3e8ed; --line: #dfe5ea;
  --good: #0b7a4b; --good-soft: #e2f5ec; --bad: #b3261e; --bad-soft: #fdeceb;
  --series-1: #0f8f8a; --series-2: #3467d6; --series-3: #d1672c; --series-4: #8a4fc4; --series-5: #b08a00;
  --series-6: #c43d72; --series-7: #5b6876;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1318; --card: #161d24; --text: #e6ebf0; --faint: #94a2b0; --grid: #26313b; --line: #26313b;
    --good: #4fd39a; --good-soft: #12302a; --bad: #ff8a80; --bad-soft: #3a1a1a;
    --series-1: #37c6bf; --series-2: #7aa2ff; --series-3: #f29a66; --series-4: #c09af0; --series-5: #e0be4a;
    --series-6: #f083ab; --series-7: #94a2b0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1320px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 34px; line-height: 1.15; letter-spacing: -0.02em; margin: 2px 0 6px; }
h2 { font-size: 16px; margin: 0; }
p { margin: 0; }
.eyebrow { color: var(--series-1); font-weight: 600; }
.machine { color: var(--faint); }
.verdict { display: inline-block; margin-top: 18px; padding: 7px 14px; border-radius: 999px; font-weight: 600; }
.verdict.good { color: var(--good); background: var(--good-soft); }
.verdict.bad { color: var(--bad); background: var(--bad-soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px; margin: 26px 0; }
.tile, figure, .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 16px 18px; margin: 0; }
.tile dt { color: var(--faint); }
.tile dd { margin: 2px 0; font-size: 26px; font-weight: 650; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.tile p, figcaption p { color: var(--faint); font-size: 13px; }
.figures, .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(540px, 100%), 1fr)); gap: 18px; }
.tables { margin-top: 18px; }
.card { overflow-x: auto; }
.wide { grid-column: 1 / -1; }
figure { overflow-x: auto; display: flex; flex-direction: column; justify-content: space-between; }
svg { display: block; width: 100%; height: auto; margin-top: 8px; }
table { border-collapse: collapse; width: 100%; margin-top: 10px; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tr:first-child > * { border-top: 0; }
th { font-weight: 500; color: var(--faint); white-space: nowrap; }
.numbers td, .numbers thead th:not(:first-child) { text-align: right; padding: 6px 0 6px 14px; }
td.good { color: var(--good); width: 24px; } td.bad { color: var(--bad); width: 24px; }
`
