/** What runs in each thread that reads: takes slots by message, reads their records, and gives them back. */
import { parentPort, workerData } from 'node:worker_threads'
import { SlotReader } from './readSlot.ts'
import { Slot } from './slot.ts'
import { type ThreadData, type ThreadTask, threadReady } from './task.ts'

const slots = (workerData as ThreadData).slots.map((memory) => new Slot(memory))
const reader = new SlotReader()

parentPort!.on('message', ({ slot, count }: ThreadTask) => {
  reader.read(slots[slot]!, count)
  parentPort!.postMessage(slot)
})
parentPort!.postMessage(threadReady)
