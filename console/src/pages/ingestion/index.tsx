import { useLive } from '../../app/live.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Page } from '../../parts/Page.tsx'
import { LiveRate } from './LiveRate.tsx'
import { RefusedEvents } from './RefusedEvents.tsx'
import { Sources } from './Sources.tsx'
import { TryMapping } from './TryMapping.tsx'
import './ingestion.css'

export default function Ingestion() {
  const live = useLive()
  const session = useSession()
  const last = live.snapshots.at(-1)
  return (
    <Page title="Ingestion" about="Events as they come in, where they come from, and what was refused.">
      <LiveRate {...live} />
      {last !== undefined && <Sources {...last} />}
      <section aria-label="Refused events">
        <h2>Refused events</h2>
        {mayUse(session, ['refused']) ? (
          <RefusedEvents changed={last?.health.refused} />
        ) : (
          <p className="about">
            {last?.health.refused ?? 0} events wait in the list. A key with the scope <code>refused</code>{' '}
            sees them.
          </p>
        )}
      </section>
      <TryMapping />
    </Page>
  )
}
