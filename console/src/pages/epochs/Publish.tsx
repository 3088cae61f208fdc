/**
 * Publishes an epoch by the wallet of the browser. The server has no key: it looks at each contract, says where the
 * publication is and which transactions are left, and the wallet signs and sends them.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../app/asking.ts'
import { Command } from '../../parts/Command.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { chosenAccount, hasWallet, mined, sendTransaction } from '../../wallet/wallet.ts'

interface Place {
  readonly chain: string
  readonly distributor: string
}

interface Transaction {
  readonly purpose: string
  readonly to: string
  readonly data: string
  readonly chainId: string
}

interface Published extends Place {
  readonly fault?: undefined
  readonly root: string
  readonly stage: keyof typeof stages
  readonly index?: number
  readonly sameAs?: number
  readonly waitsFor: keyof typeof waits | null
  readonly until?: string
  readonly missing?: readonly { readonly token: string; readonly amount: string }[]
  readonly transactions?: readonly Transaction[]
}

interface Failed extends Place {
  readonly fault: { readonly code: string; readonly message: string; readonly fix: string }
}

type Result = Published | Failed

const stages = {
  planned: 'planned: the contract does not have the root yet',
  sent: 'sent: a transaction is under way',
  pending: 'pending: the contract has the root, and its window runs',
  active: 'active: payees can claim',
  disabled: 'disabled by the guardian',
} as const

const waits = {
  mining: 'a transaction is in a block',
  confirmations: 'the chain has confirmed it',
  window: 'its window is over',
  funding: 'the contract has all tokens',
  feeLimit: 'fees are below the limit of the settings',
  signer: 'a wallet has signed the next transaction',
} as const

const purposes: Readonly<Record<string, string>> = {
  approve: 'allow the contract to take the tokens',
  fund: 'send the tokens that the contract lacks',
  submit: 'submit the root',
  activate: 'activate the root',
}

export function Publish({ epoch }: { epoch: number }) {
  const queries = useQueryClient()
  const [fund, setFund] = useState(true)
  const [progress, setProgress] = useState('')
  const look = useMutation({
    mutationFn: () => ask<{ items: Result[] }>('POST', 'v1/publications/transactions', { epoch, fund }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['publications'] }),
  })
  const send = useMutation({
    mutationFn: async (transactions: readonly Transaction[]) => {
      const { address } = await chosenAccount()
      for (const [at, { purpose, ...transaction }] of transactions.entries()) {
        const which = `${at + 1} of ${transactions.length}, ${purposes[purpose] ?? purpose}`
        setProgress(`Transaction ${which}: the wallet asks you.`)
        const hash = await sendTransaction({ ...transaction, from: address })
        setProgress(`Transaction ${which}: sent as ${hash}. It waits for a block.`)
        if (!(await mined(hash))) throw new Error(`The contract refused transaction ${hash}.`)
      }
    },
    onSettled: () => {
      setProgress('')
      look.mutate()
    },
  })
  const isBusy = look.isPending || send.isPending
  return (
    <section aria-label="Publish with the wallet">
      <h3>Publish epoch {epoch}</h3>
      <p>
        A wallet with the role of the publisher submits the root; any wallet may fund and activate. Once the
        page has shown the transactions, <Command line={`headwater publish ${epoch}`} /> submits this epoch
        only with <code>--again</code>.
      </p>
      <p className="steps">
        <label>
          <input type="checkbox" checked={fund} onChange={({ target }) => setFund(target.checked)} /> Fund the
          contract from the wallet
        </label>
        <button type="button" disabled={isBusy} onClick={() => look.mutate()}>
          {look.data === undefined ? 'Show what is left to publish' : 'Look again'}
        </button>
      </p>
      <p role="status">{look.isPending ? 'Looking at the contracts …' : progress}</p>
      {look.error !== null && <Failure error={look.error} onRetry={() => look.mutate()} />}
      {send.error !== null && <Failure error={send.error} />}
      {look.data?.items.map((result) => (
        <Standing
          key={`${result.chain} ${result.distributor}`}
          result={result}
          isBusy={isBusy}
          onSend={(transactions) => send.mutate(transactions)}
        />
      ))}
    </section>
  )
}

interface StandingProps {
  readonly result: Result
  readonly isBusy: boolean
  readonly onSend: (transactions: readonly Transaction[]) => void
}

/** One contract: where the root is there, what it waits for, and what the wallet can send. */
function Standing({ result, isBusy, onSend }: StandingProps) {
  const { chain, distributor } = result
  const { transactions = [] } = result.fault === undefined ? result : {}
  return (
    <section aria-label={`Publication to ${distributor} on ${chain}`}>
      <h4>
        {chain} <span className="hash">{distributor}</span>
      </h4>
      {result.fault === undefined ? (
        <State result={result} />
      ) : (
        <p className="notice">
          <bdi>{result.fault.message}</bdi> {result.fault.fix} <code>{result.fault.code}</code>
        </p>
      )}
      {transactions.length > 0 && (
        <>
          <ol>
            {transactions.map(({ purpose, to, data }) => (
              <li key={`${purpose} ${to} ${data}`}>
                {purposes[purpose] ?? purpose} <span className="hash">({to})</span>
              </li>
            ))}
          </ol>
          {hasWallet() ? (
            <button type="button" className="primary" disabled={isBusy} onClick={() => onSend(transactions)}>
              {transactions.length === 1 ? 'Send it' : `Send these ${transactions.length}`} with the wallet
              <span className="unseen">
                {' '}
                to {distributor} on {chain}
              </span>
            </button>
          ) : (
            <p>
              This browser has no wallet. <Command line="headwater publish --unsigned ./to-sign" /> writes the
              transactions for another signer.
            </p>
          )}
        </>
      )}
    </section>
  )
}

function State({ result: { stage, index, sameAs, waitsFor, until, missing = [] } }: { result: Published }) {
  if (sameAs !== undefined)
    return (
      <p>
        Its root is that of epoch {sameAs}, which is {stages[stage]}.
      </p>
    )
  return (
    <>
      <p>
        <strong>{stages[stage]}</strong>
        {index !== undefined && `, root ${index} of the contract`}
        {waitsFor !== null && `; it waits until ${waits[waitsFor]}`}
        {until !== undefined && (
          <>
            , at <Moment at={until} />
          </>
        )}
        .
      </p>
      {missing.length > 0 && (
        <ul>
          {missing.map(({ token, amount }) => (
            <li key={token}>
              The contract lacks {amount} atoms of <span className="hash">{token}</span>.
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
