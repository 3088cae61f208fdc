/** An endpoint in front of a node that hears of each request, and can hold back the request or its answer. */
import { forward, type RpcServer, startRpcServer } from './rpcServer.ts'

/** `pass` forwards it and answers; the others never answer: `stop` does not forward it, `swallow` does. */
export type Verdict = 'pass' | 'stop' | 'swallow'

/** @param judge is given the methods of a request, which may be a batch; a request waits until it resolves */
export function startRpcProxy(
  target: string,
  judge: (methods: readonly string[]) => Verdict | Promise<Verdict>,
): Promise<RpcServer> {
  return startRpcServer(async (body) => {
    const parsed: { method: string } | { method: string }[] = JSON.parse(body)
    const verdict = await judge([parsed].flat().map(({ method }) => method))
    if (verdict === 'stop') return undefined
    const answer = await forward(target, body)
    return verdict === 'swallow' ? undefined : { body: answer }
  })
}
