/** Links to the whole list that a table shows the first of, as files. The server names and writes them. */
import { Icon } from './Icon.tsx'

const forms = [
  ['csv', 'CSV'],
  ['parquet', 'Parquet'],
] as const

interface TableFilesProps {
  /** Of the list: `v1/clauses`, perhaps with a query. Relative, so that a proxy may put the console below any path. */
  readonly list: string
  /** What the list has. */
  readonly caption: string
}

export function TableFiles({ list, caption }: TableFilesProps) {
  const separator = list.includes('?') ? '&' : '?'
  return (
    <p className="downloads">
      {forms.map(([format, name]) => (
        <a
          key={format}
          className="button"
          download
          href={`${list}${separator}format=${format}`}
          aria-label={`Download as ${name}: ${caption}`}
        >
          <Icon name="download" /> {name}
        </a>
      ))}
    </p>
  )
}
