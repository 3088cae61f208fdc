import { Link } from 'wouter'
import { useSession } from '../app/session.tsx'
import { Page } from './Page.tsx'

export function NotFound() {
  const { open, caller } = useSession()
  const isOut = !open && caller === null
  return (
    <Page title={isOut ? 'Not signed in' : 'No such page'}>
      <p>
        {isOut
          ? 'This server shows its books to those who sign in.'
          : 'The address leads to no page that you may see.'}
      </p>
      <p>{isOut ? <Link href="/sign-in">Sign in</Link> : <Link href="/">To the start</Link>}</p>
    </Page>
  )
}
