/** Line icons of 24 by 24. They are decoration: the text beside them says the same. */
const paths = {
  brand: 'M4 3v5c0 4 8 4 8 8v5M20 3v5c0 4-8 4-8 8',
  overview: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  flow: 'M3 6c8 0 8 12 18 12M3 12c8 0 8-6 18-6',
  lineage: 'M6 4v6c0 4 12 2 12 8v2M6 10v10M4 4h4M4 20h4M16 20h4',
  epochs: 'M12 3a9 9 0 1 0 9 9M12 7v5l4 2M16 3l5 1-1 5',
  statements: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7',
  contracts: 'M4 19c4-6 6-6 8-2s4 2 8-2M4 5h16M4 10h10',
  composer: 'M4 4h7v7H4zM13 13h7v7h-7zM11 8h6v5M8 11v6h5',
  ingestion: 'M12 3v11M8 10l4 4 4-4M4 17v3h16v-3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7',
  key: 'M8 16a4 4 0 1 1 3.5-6H21v4h-3v3h-4v-3h-2.5A4 4 0 0 1 8 16z',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  done: 'M5 13l4 4L19 7',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  download: 'M12 3v12M7 11l5 5 5-5M4 20h16',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
