/**
 * A sheet as one HTML file that needs nothing beside it: no script, no request, its style inside. Names come from events,
 * so every text is escaped, and a policy in the file lets a browser run nothing even where an escape were missed.
 */
import { createHash } from 'node:crypto'
import type { Block, Sheet, SheetColumn } from './sheet.ts'

const style = `:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #d8dee4;overflow-wrap:anywhere;white-space:pre-wrap}
th{font-weight:600}
.amount{text-align:right;font-family:ui-monospace,monospace;font-variant-numeric:tabular-nums;overflow-wrap:normal}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.8rem 0}
dt{color:#59636e}dd{margin:0;overflow-wrap:anywhere}
.step{border-left:4px solid #bf8700;padding:.4rem .8rem;margin:.8rem 0;background:#fff8e5}
.wide{overflow-x:auto}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}dt{color:#9198a1}.step{background:#272115}}
@media print{:root{color-scheme:light}body{color:#000;background:#fff;font-size:9.5pt;margin:0;max-width:none}.appendix{break-before:page}tr{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}.wide{overflow:visible}}
@page{margin:16mm}`

const styleHash = createHash('sha256').update(style).digest('base64')

/** What a server sends beside such a file, and what the file itself says. */
export const htmlPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`

export function htmlOf({ title, subject, time, blocks, appendix }: Sheet): string {
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(htmlPolicy)}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(`${title}: ${subject}`)}</title>`,
    `<style>${style}</style>`,
  ]
  const rest =
    appendix.length === 0
      ? ''
      : `<section class="appendix"><h1>Appendix</h1>\n${appendix.map(blockHtml).join('\n')}\n</section>\n`
  return `<!doctype html>
<html lang="en">
<head>
${head.join('\n')}
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${blocks.map(blockHtml).join('\n')}
${rest}</main>
<footer><p>As of <time datetime="${escaped(time)}">${escaped(time)}</time>.</p></footer>
</body>
</html>
`
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`
    case 'note':
      return `<p>${isolated(block.text)}</p>`
    case 'step':
      return `<div class="step"><p>${isolated(block.why)}</p><p><strong>${isolated(block.step)}</strong></p></div>`
    case 'facts':
      return `<dl>\n${block.facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${isolated(value)}</dd>`).join('\n')}\n</dl>`
    case 'table': {
      const { columns, rows } = block
      const heads = columns.map(({ head, kind }) => `<th scope="col"${classOf(kind)}>${escaped(head)}</th>`)
      const body = rows.map(
        (row) => `<tr>${row.map((cell, at) => cellHtml(cell, columns[at]!)).join('')}</tr>`,
      )
      return `<div class="wide"><table>\n<thead><tr>${heads.join('')}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody></table></div>`
    }
  }
}

function cellHtml(cell: string, { kind }: SheetColumn): string {
  return `<td${classOf(kind)}>${kind === 'amount' ? escaped(cell) : isolated(cell)}</td>`
}

function classOf(kind: SheetColumn['kind']): string {
  return kind === undefined ? '' : ' class="amount"'
}

/** A text that is written from right to left does not move what is around it. */
function isolated(text: string): string {
  return text === '' ? '' : `<bdi>${escaped(text)}</bdi>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
