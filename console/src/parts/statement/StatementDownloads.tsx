/** Links to the statement as files, and printing. The server names the files. */
import { segment } from '../../app/asking.ts'
import { Icon } from '../Icon.tsx'

const forms = ['pdf', 'html', 'csv', 'json'] as const

interface StatementDownloadsProps {
  readonly payee: string
  /** Default: over all epochs. */
  readonly epoch?: number
}

export function StatementDownloads({ payee, epoch }: StatementDownloadsProps) {
  const of = epoch === undefined ? 'all=true' : `epoch=${epoch}`
  const what = epoch === undefined ? 'the statement over all epochs' : `the statement of epoch ${epoch}`
  return (
    <p className="downloads">
      {forms.map((form) => (
        <a
          key={form}
          className="button"
          download
          href={`v1/payees/${segment(payee)}/statements/document?${of}&format=${form}`}
          aria-label={`Download ${what} as ${form.toUpperCase()}`}
        >
          <Icon name="download" /> {form.toUpperCase()}
        </a>
      ))}
      {epoch === undefined && (
        <button type="button" onClick={() => window.print()}>
          Print
        </button>
      )}
    </p>
  )
}
