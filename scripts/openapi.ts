/** Writes schemas/openapi.json from the routes; a test compares it with what the server answers. */
import { writeFileSync } from 'node:fs'
import { createApi } from '../src/api/server.ts'
import type { Headwater } from '../src/service/headwater.ts'

// The description calls no route.
const unused = {} as Headwater
const others = { bodyBytesPerMinuteMin: 0, connectionsMax: 1, requestsPerMinuteMax: 1 }
const app = await createApi(unused, { keys: [], bodyBytesMax: 1, bodyEventsMax: 1, ...others })
writeFileSync('schemas/openapi.json', `${JSON.stringify(app.swagger(), null, 2)}\n`)
await app.close()
