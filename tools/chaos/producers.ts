/** Runs producers. Each is a process. After a kill it continues where it was, and sends some chunks twice. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { patienceMs } from '../../test/support/patience.ts'
import type { Sender } from './packing.ts'
import { type KeptProcess, keepProcess } from './processes.ts'
import type { Scene, Topics } from './stage.ts'

interface Producers {
  /** By number. */
  readonly running: ReadonlyMap<number, KeptProcess>
  /** Resolves when everything that the producer has to send is durable. */
  send(sender: Sender, number: number): Promise<void>
}

interface ProducersOptions {
  readonly scene: Scene
  readonly topics: Topics
  readonly apiPort: number
  /** Environment variables that say where compiled modules are kept. */
  readonly compiled: Readonly<Record<string, string>>
  readonly note: (text: string) => void
}

const producerMain = new URL('./producer.ts', import.meta.url).pathname
/** A restarted producer sends this many chunks again, although their sends were confirmed. */
const sentAgain = 3

export function openProducers({ scene, topics, apiPort, compiled, note }: ProducersOptions): Producers {
  const running = new Map<number, KeptProcess>()
  return {
    running,
    async send({ name, chunks }, number) {
      if (chunks.length === 0) return
      const file = join(scene.folder, `${name}.json`)
      const named = chunks.map((chunk) =>
        'body' in chunk
          ? chunk
          : {
              ...chunk,
              messages: chunk.messages.map((message) => ({ ...message, topic: topics[message.topic] })),
            },
      )
      writeFileSync(file, JSON.stringify(named))
      let sent = 0
      const done = Promise.withResolvers<void>()
      const producer = keepProcess({
        name,
        launch() {
          const from = String(Math.max(0, sent - sentAgain))
          const child = spawn(
            process.execPath,
            [producerMain, scene.direct.broker, `http://127.0.0.1:${apiPort}`, file, from],
            {
              env: { PATH: process.env.PATH, ...compiled },
              stdio: ['ignore', 'pipe', 'pipe'],
            },
          )
          child.stdout.setEncoding('utf8').on('data', (text: string) => {
            const last = text.trim().split('\n').at(-1)!
            sent = Math.max(sent, Number(last) + 1)
            if (sent === chunks.length) done.resolve()
          })
          return child
        },
        ready: async () => {},
        onUnexpected(code, signal, stderr) {
          if (sent === chunks.length) return false
          note(`producer ${name} ended by itself with ${code ?? signal}: ${stderr.slice(-500)}`)
          return true
        },
      })
      running.set(number, producer)
      await producer.start()
      const timer = setTimeout(() => done.reject(new Error(`${name} can't send`)), patienceMs)
      await done.promise
      clearTimeout(timer)
      note(`${name} has sent all`)
      running.delete(number)
      await producer.end('SIGKILL')
    },
  }
}
