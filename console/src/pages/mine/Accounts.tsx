import { useQueryClient } from '@tanstack/react-query'
import type { PayeeBalances } from 'headwater/client'
import { useState } from 'react'
import { ask, segment } from '../../app/asking.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { ChainField } from '../../wallet/ChainField.tsx'
import { chosenAccount, hasWallet, signTypedData, switchTo } from '../../wallet/wallet.ts'

interface Bound {
  readonly account: string
  /** False where a worker is to bind it. */
  readonly bound: boolean
  readonly payableFrom: string | null
}

export function Accounts({ payee, accounts }: { payee: string; accounts: PayeeBalances['accounts'] }) {
  const { caller } = useSession()
  return (
    <section>
      <h2>
        Your <Term word="account">accounts</Term>
      </h2>
      {accounts.length === 0 ? (
        <Empty>No account is bound to you.</Empty>
      ) : (
        <DataTable
          caption="Where you are paid"
          rows={accounts}
          keyOf={({ chain }) => chain}
          columns={[
            { title: <Term word="chain">Chain</Term>, cell: ({ chain }) => <bdi>{chain}</bdi> },
            { title: 'Account', cell: ({ account }) => <bdi className="hash">{account}</bdi> },
          ]}
        />
      )}
      {caller?.kind === 'payee' && <BindAccount payee={payee} />}
    </section>
  )
}

/** The new account signs that it wants to be bound. The ledger keeps what it signed. */
function BindAccount({ payee }: { payee: string }) {
  const queries = useQueryClient()
  const [chain, setChain] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [bound, setBound] = useState<Bound>()

  async function bind() {
    setError(null)
    setBusy(true)
    try {
      const { address, chainId } = await chosenAccount()
      const path = `v1/payees/${segment(payee)}/accounts`
      const wanted = chain === '' ? String(chainId) : chain
      const account = `eip155:${wanted}:${address}`
      const { nonce, typedData } = await ask<{ nonce: string; typedData: unknown }>(
        'POST',
        `${path}/challenges`,
        { account },
      )
      await switchTo(wanted)
      const signature = await signTypedData(address, typedData)
      setBound(await ask<Bound>('POST', path, { nonce, signature }))
      await queries.invalidateQueries({ queryKey: ['balances', payee] })
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }

  return (
    <div className="card">
      <h3>Bind another account</h3>
      <p>
        Choose the new account in your wallet. It signs that it is to be paid for you; this costs nothing. It
        replaces the account that you have on that chain.
      </p>
      {error !== null && <Failure error={error} />}
      {bound?.bound === false && (
        <p role="status" className="notice">
          <bdi className="hash">{bound.account}</bdi> has signed. It was sent on, and is bound shortly.
        </p>
      )}
      {bound?.bound && (
        <p role="status" className="notice">
          <bdi className="hash">{bound.account}</bdi> is bound.{' '}
          {bound.payableFrom === null ? (
            'The next close pays to it.'
          ) : (
            <>
              Nothing is paid before <Moment at={bound.payableFrom} />. If this was not you, bind your account
              again, and write to the operator.
            </>
          )}
        </p>
      )}
      {hasWallet() ? (
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            void bind()
          }}
        >
          <ChainField
            label="Number of the chain, where the wallet is on another one"
            chain={chain}
            onChange={setChain}
          />
          <button type="submit" disabled={isBusy}>
            Bind the account of the wallet
          </button>
        </form>
      ) : (
        <p>This browser has no wallet. Open this page in the browser of your wallet.</p>
      )}
    </div>
  )
}
