import { type ReactNode, useEffect, useRef } from 'react'

interface PageProps {
  readonly title: string
  /** A plain sentence about what the page shows. */
  readonly about?: ReactNode
  /** Buttons and links that belong to the whole page. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page's heading and content. The focus moves to the heading, so that a screen reader says where the user is. */
export function Page({ title, about, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Headwater`
    heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <article className="page">
      <div className="page-head">
        <h1 tabIndex={-1} ref={heading}>
          <bdi>{title}</bdi>
        </h1>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {about !== undefined && <p className="about">{about}</p>}
      {children}
    </article>
  )
}
