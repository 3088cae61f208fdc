/** Who looks at the page, and what the server lets them do. */
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { Waiting } from '../parts/Waiting.tsx'
import { request } from './headwater.ts'

interface Caller {
  readonly kind: 'loopback' | 'key' | 'payee'
  readonly name: string
  readonly scopes: readonly string[]
  readonly payees: readonly string[]
}

export interface Session {
  /** Whether the server asks for no keys. */
  readonly open: boolean
  readonly caller: Caller | null
  /** RFC 3339; null for a caller without a session. */
  readonly expiresAt?: string | null
}

const openSession: Session = { open: true, caller: null }
const signedOut: Session = { open: false, caller: null }

const sessionKey = ['session'] as const

async function readSession(): Promise<Session> {
  const answer = await request('v1/session')
  // A server without sessions: its API asks for a key where it wants one.
  if (answer.status === 404) return openSession
  if (!answer.ok) return signedOut
  return (await answer.json()) as Session
}

const SessionContext = createContext<Session>(openSession)

export function SessionProvider({ children }: { children: ReactNode }) {
  const { data, isPending } = useQuery({ queryKey: sessionKey, queryFn: readSession })
  const session = useMemo(() => data ?? signedOut, [data])
  if (isPending) return <Waiting what="the session" />
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  return useContext(SessionContext)
}

/** Whether the caller may use what needs one of these scopes; `undefined` needs none. */
export function mayUse({ open, caller }: Session, scopes: readonly string[] | undefined): boolean {
  if (scopes === undefined || open) return true
  return caller !== null && scopes.some((scope) => caller.scopes.includes(scope))
}
