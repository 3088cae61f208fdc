import { useEffect, useState } from 'react'
import { useParams } from 'wouter'
import { ask, beginAgainAt } from '../../app/asking.ts'
import { type Session, useSession } from '../../app/session.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { ChainField } from '../../wallet/ChainField.tsx'
import { chosenAccount, hasWallet, signText } from '../../wallet/wallet.ts'

export default function SignIn() {
  const session = useSession()
  const token = useToken()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)

  async function signIn(work: () => Promise<Session>) {
    setError(null)
    setBusy(true)
    try {
      const { caller } = await work()
      beginAgainAt(caller?.kind === 'payee' ? '/mine' : '/')
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  const parts = { isBusy, signIn }
  return (
    <Page title="Sign in" about="Payees see what is their own. Operators see what their key allows.">
      {error !== null && <Failure error={error} />}
      <SignedIn session={session} />
      {token !== undefined && <ByLink token={token} {...parts} />}
      {session.open ? (
        <p className="notice">
          This server has no keys: every program of its machine may do everything, and there is nothing to
          sign in to.
        </p>
      ) : (
        <>
          <ByAccount {...parts} />
          <ByKey {...parts} />
        </>
      )}
    </Page>
  )
}

/** The token of the link that was opened. A page of another place is another one, so it is kept beside them. */
let opened: string | undefined

/** The token leaves the address at once, so that neither history nor a screenshot has it. */
function useToken(): string | undefined {
  const { token = opened } = useParams<{ token?: string }>()
  useEffect(() => {
    if (token === undefined) return
    opened = token
    window.history.replaceState(null, '', '#/sign-in')
  }, [token])
  return token
}

function SignedIn({ session: { caller, expiresAt } }: { session: Session }) {
  const [error, setError] = useState<unknown>(null)
  if (caller === null || caller.kind === 'loopback') return null
  const signOut = () =>
    ask('DELETE', 'v1/session').then(
      () => beginAgainAt('/sign-in'),
      (failure: unknown) => setError(failure),
    )
  return (
    <section className="card">
      <h2>You are signed in</h2>
      <p>
        as <bdi>{caller.name}</bdi>
        {expiresAt != null && (
          <>
            {' until '}
            <Moment at={expiresAt} />
          </>
        )}
      </p>
      {error !== null && <Failure error={error} />}
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </section>
  )
}

interface Parts {
  readonly isBusy: boolean
  readonly signIn: (work: () => Promise<Session>) => Promise<void>
}

/** A press of the user's own: a program that only opens the address uses up no link. */
function ByLink({ token, isBusy, signIn }: Parts & { token: string }) {
  return (
    <section className="card">
      <h2>With the link that you opened</h2>
      <p>The operator of this ledger sent it to you. It can be used once.</p>
      <button
        type="button"
        disabled={isBusy}
        onClick={() => void signIn(() => ask('POST', 'v1/session', { link: token }))}
      >
        Sign in with this link
      </button>
    </section>
  )
}

function ByAccount({ isBusy, signIn }: Parts) {
  const [chain, setChain] = useState('')
  async function withWallet(): Promise<Session> {
    const { address, chainId } = await chosenAccount()
    const account = `eip155:${chain === '' ? chainId : chain}:${address}`
    const { message } = await ask<{ message: string }>('POST', 'v1/session/challenges', { account })
    const signature = await signText(address, message)
    return ask('POST', 'v1/session', { message, signature })
  }
  return (
    <section className="card">
      <h2>With your account</h2>
      <p>
        The <Term word="account" /> that you are paid at on a <Term word="chain" /> signs a message. This
        costs nothing and moves no money.
      </p>
      {hasWallet() ? (
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            void signIn(withWallet)
          }}
        >
          <ChainField
            label="Number of the chain on which you are paid, where the wallet is on another one"
            chain={chain}
            onChange={setChain}
          />
          <button type="submit" disabled={isBusy}>
            Sign in with the wallet
          </button>
        </form>
      ) : (
        <p>This browser has no wallet. Open this page in the browser of your wallet, or ask for a link.</p>
      )}
    </section>
  )
}

function ByKey({ isBusy, signIn }: Parts) {
  const [key, setKey] = useState('')
  return (
    <section className="card">
      <h2>With a key</h2>
      <form
        className="stacked"
        onSubmit={(event) => {
          event.preventDefault()
          void signIn(() => ask('POST', 'v1/session', { key }))
        }}
      >
        <label>
          API key
          <input
            type="password"
            required
            autoComplete="off"
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        </label>
        <button type="submit" disabled={isBusy}>
          Sign in with the key
        </button>
      </form>
    </section>
  )
}
