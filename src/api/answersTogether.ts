/**
 * Answers of the same turn of the event loop are written one after the other at its end, where several come in a turn. A
 * write wakes the client that waits for it. Where client and server share a machine, that client runs at once and waits
 * again, so each answer costs the server a change of tasks, a third of all that it does for a small one. Writes in a row
 * wake the clients once, and their next requests then come together too. An answer that is alone in its turn is written
 * at once.
 */
import type { FastifyInstance, HookHandlerDoneFunction } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

/** To be registered after the plugins that have something to do with an answer before it is sent. */
export const answersTogether = fastifyPlugin(
  async (app: FastifyInstance) => {
    let waiting: HookHandlerDoneFunction[] = []
    /** Answers of this turn so far. */
    let count = 0
    /** Whether the turn before had several. */
    let together = false

    function endTurn(): void {
      const answers = waiting
      waiting = []
      together = count > 1
      count = 0
      for (const send of answers) sendOrFail(send)
    }

    app.addHook('onSend', (_request, _reply, _payload, done) => {
      if (count++ === 0) setImmediate(endTurn)
      if (together) waiting.push(done)
      else done()
    })
  },
  { name: 'answersTogether' },
)

/** As Fastify handles what a hook throws. Here an error that is thrown would end the process. */
function sendOrFail(send: HookHandlerDoneFunction): void {
  try {
    send()
  } catch (error) {
    send(error as Error)
  }
}
