import { useQuery } from '@tanstack/react-query'
import type { Headwater } from 'headwater/client'
import { useState } from 'react'
import { ask, segment } from '../../app/asking.ts'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { hasWallet, mined, sendTransaction, type Transaction } from '../../wallet/wallet.ts'

type OnChain = Awaited<ReturnType<Headwater['claims']>>['items'][number]

/** What the contracts have for the payee's accounts. Nothing shows where nothing was published. */
export function Claims({ payee }: { payee: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['claims', payee],
    queryFn: () => headwater.claims({ payee }),
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined || data.items.length === 0) return null
  return (
    <section>
      <h2>What you can claim</h2>
      <DataTable
        caption="What contracts on chains have for your accounts"
        hideCaption
        rows={data.items}
        keyOf={({ distributor, account, token }) => `${distributor} ${account} ${token}`}
        columns={[
          {
            title: 'You can claim',
            numeric: true,
            cell: ({ claimable, currency, token }) => (
              <Amount value={claimable} currency={currency ?? token} />
            ),
          },
          {
            title: 'You have claimed',
            numeric: true,
            cell: ({ claimed, currency, token }) => <Amount value={claimed} currency={currency ?? token} />,
          },
          { title: 'Account', cell: ({ account }) => <bdi className="hash">{account}</bdi> },
          { title: 'From', cell: (line) => <Distributor line={line} /> },
          { title: 'Step', cell: (line) => <Claim payee={payee} line={line} /> },
        ]}
      />
    </section>
  )
}

function Distributor({ line: { distributor, chain } }: { line: OnChain }) {
  return (
    <>
      <bdi className="hash">{distributor}</bdi> on <bdi>{chain}</bdi>
    </>
  )
}

type Stage =
  | { readonly is: 'idle' }
  | { readonly is: 'asking' }
  | { readonly is: 'sent' | 'done' | 'reverted'; readonly hash: string }
  | { readonly is: 'failed'; readonly error: unknown }

const sentences = {
  sent: 'Sent. It waits for a block.',
  done: 'Claimed. The ledger shows it once it has read the chain.',
  reverted: 'The contract refused it: it may have been claimed already.',
} as const

/** The wallet sends the transaction that the server wrote, and the page follows it. */
function Claim({ payee, line }: { payee: string; line: OnChain }) {
  const [stage, setStage] = useState<Stage>({ is: 'idle' })
  const { chain, distributor, account } = line

  async function claim() {
    setStage({ is: 'asking' })
    try {
      const path = `v1/payees/${segment(payee)}/claims/${segment(chain)}/${distributor}/${account}`
      const hash = await sendTransaction(await ask<Transaction>('GET', path))
      setStage({ is: 'sent', hash })
      setStage({ is: (await mined(hash)) ? 'done' : 'reverted', hash })
    } catch (error) {
      setStage({ is: 'failed', error })
    }
  }

  if (stage.is === 'failed') return <Failure error={stage.error} onRetry={() => void claim()} />
  if (stage.is !== 'idle' && stage.is !== 'asking')
    return (
      <div role="status">
        {sentences[stage.is]} <bdi className="hash">{stage.hash}</bdi>
      </div>
    )
  if (!/[1-9]/.test(line.claimable)) return 'Nothing to claim now.'
  if (!hasWallet()) return 'Open this page in the browser of your wallet to claim.'
  return (
    <button type="button" disabled={stage.is === 'asking'} onClick={() => void claim()}>
      Claim
    </button>
  )
}
