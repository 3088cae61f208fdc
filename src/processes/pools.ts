/** The endpoints of each chain, one pool for a watch or a publication: what one part learns of an endpoint, the others know. */
import { type Endpoints, openEndpoints } from '../chain/rpc/endpoints.ts'

type Configured = Parameters<typeof openEndpoints>[1]

export class Pools {
  readonly #pools = new Map<string, Endpoints>()

  /** @param chain CAIP-2 */
  of(chain: string, config: Configured): Endpoints {
    const known = this.#pools.get(chain)
    if (known) return known
    const pool = openEndpoints(chain, config)
    this.#pools.set(chain, pool)
    return pool
  }
}
