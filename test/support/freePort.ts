import { once } from 'node:events'
import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Below the ports that systems give to connections and to servers that ask for any port. So a server that a test kills
 * and starts again finds its port free.
 */
const range = { first: 20_000, count: 10_000 }
/** A file for each port that was given, with the process that it was given to. */
const given = join(tmpdir(), 'headwater-ports')
const triesMax = 1_000
const own: string[] = []

/** A port of loopback on which no process listens, and which no other test is given while this process runs. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = range.first + Math.floor(Math.random() * range.count)
    if (take(port) && (await isFree(port))) return port
  }
  throw new Error(`No port from ${range.first} to ${range.first + range.count - 1} is free.`)
}

function take(port: number): boolean {
  const path = join(given, String(port))
  try {
    mkdirSync(given, { recursive: true })
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    if (own.length === 0) process.once('exit', giveBack)
    own.push(path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another process that ends may remove the folder between the two.
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error
    if (!isRunning(path)) rmSync(path, { force: true })
    return false
  }
}

/** The last process that ends removes the folder. */
function giveBack(): void {
  for (const path of own) rmSync(path, { force: true })
  try {
    rmdirSync(given)
  } catch {
    // Another process has ports.
  }
}

function isRunning(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const isListening = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ])
  if (isListening) await new Promise((resolve) => server.close(resolve))
  return isListening
}
