import { afterAll, beforeAll } from 'vitest'
import { type KurrentDouble, startKurrentDouble } from '../support/kurrentdb/server.ts'
import { describeEventStore } from './contract.ts'
import { openedOn } from './kurrentStore.ts'

let double: KurrentDouble
beforeAll(async () => {
  double = await startKurrentDouble()
})
afterAll(() => double.stop())

describeEventStore('KurrentDB (its double)', async () => openedOn(double.url))
