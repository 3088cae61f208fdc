/**
 * A TCP proxy that behaves like a bad network: it passes, stalls, cuts, slows down and recovers. When it passes again,
 * stalled connections continue where they were, so bytes that were sent in between arrive late and in order.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `stall`: connections stay open and new ones are accepted, but nothing is delivered in either direction, not even an end.
 * `stallAnswers`: requests arrive, answers don't. `cut`: every connection is reset, new ones too.
 * `freeze`: connections that are open now stay open and never deliver again; new ones pass.
 */
export type ProxyMode = 'pass' | 'stall' | 'stallAnswers' | 'cut' | 'freeze'

export interface TcpProxy extends AsyncDisposable {
  /** HOST:PORT. */
  readonly address: string
  readonly port: number
  /** What the network does from now on; `latencyMs` is added to each piece of data in each direction. */
  mode(mode: ProxyMode, options?: { readonly latencyMs?: number }): void
  stop(): Promise<void>
}

/** @param target HOST:PORT; it need not listen yet, and may come and go: who connects meanwhile is reset */
export async function startTcpProxy({
  target,
  port = 0,
}: {
  readonly target: string
  readonly port?: number
}): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(`tcp://${target}`)
  const sockets = new Set<Socket>()
  let now: ProxyMode = 'pass'
  let latencyMs = 0
  let changed = Promise.withResolvers<void>()

  const frozen = new WeakSet<Socket>()

  const carry = async (from: Socket, to: Socket, isAnswer: boolean) => {
    const held = async () => {
      while (frozen.has(from) || now === 'stall' || (now === 'stallAnswers' && isAnswer))
        await changed.promise
    }
    const closed = new Promise((resolve) => to.once('close', resolve))
    try {
      for await (const piece of from) {
        if (latencyMs > 0) await sleep(latencyMs)
        await held()
        if (!to.destroyed && !to.write(piece)) await Promise.race([once(to, 'drain').catch(() => {}), closed])
      }
      await held()
      to.end()
    } catch {
      await held()
      to.resetAndDestroy()
    }
  }
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client)
    if (now === 'cut') {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ host: hostname, port: Number(targetPort), allowHalfOpen: true })
    keep(upstream)
    void carry(client, upstream, false)
    void carry(upstream, client, true)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const taken = (server.address() as { port: number }).port

  const mode: TcpProxy['mode'] = (next, options = {}) => {
    now = next
    latencyMs = options.latencyMs ?? 0
    if (next === 'freeze') for (const socket of sockets) frozen.add(socket)
    if (next === 'cut') for (const socket of sockets) socket.resetAndDestroy()
    const { resolve } = changed
    changed = Promise.withResolvers()
    resolve()
  }
  const stop = async () => {
    server.close()
    mode('cut')
    await once(server, 'close')
  }
  return { address: `127.0.0.1:${taken}`, port: taken, mode, stop, [Symbol.asyncDispose]: stop }
}
