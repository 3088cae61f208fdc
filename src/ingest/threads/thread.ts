/** What runs in each thread that reads: takes slots by message, reads their records, and gives them back. */
import { parentPort, workerData } from 'node:worker_threads'
import { BlockReader } from '../reading/blockReader.ts'
import { Slot } from './slot.ts'
import { type ThreadData, type ThreadTask, threadReady } from './task.ts'

const { slots: memories, tables } = workerData as ThreadData
const slots = memories.map((memory) => new Slot(memory))
const reader = new BlockReader(tables)

parentPort!.on('message', ({ slot: number, count }: ThreadTask) => {
  const slot = slots[number]!
  const { bytes, starts, ends } = slot
  slot.take(reader.memory, reader.outputAt, reader.read({ bytes, starts, ends, count }))
  parentPort!.postMessage(number)
})
parentPort!.postMessage(threadReady)
