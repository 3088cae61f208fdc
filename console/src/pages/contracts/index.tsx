/** What payees agreed about money: clauses and advances as pictures, what is held back, owed, disputed and refunded. */
import { Page } from '../../parts/Page.tsx'
import { Advances } from './Advances.tsx'
import { Clauses } from './Clauses.tsx'
import { Disputes, Owed, Refunds, Reserves } from './lists.tsx'
import { Simulate } from './Simulate.tsx'
import './page.css'

export default function Contracts() {
  return (
    <Page
      title="Contracts"
      about="What payees agreed about money: who gives a part of what it earns to whom, how far advances are recouped, what is held back, owed, disputed and refunded. All of it stands as after the last close."
    >
      <Advances />
      <Clauses />
      <Simulate />
      <Reserves />
      <Owed />
      <Disputes />
      <Refunds />
    </Page>
  )
}
