/**
 * What comes with the ownership of an asset: the share of each version that its owner held at the release. A transfer of
 * the asset moves these shares, and the release's other holders keep theirs. They never change, so a block that is
 * decoded again gives the same events.
 */
import type { Note } from '../source/decoder.ts'

interface Owned {
  readonly version: string
  /** Parts per billion, above 0. */
  readonly share: number
  readonly block: number
  readonly logIndex: number
}

type Position = Pick<Owned, 'block' | 'logIndex'>

export class OwnedVersions {
  readonly #byAsset = new Map<string, Owned[]>()

  /** @returns what must be known after a restart */
  add(asset: string, owned: Owned): Note {
    const list = this.#byAsset.get(asset)
    if (list === undefined) this.#byAsset.set(asset, [owned])
    else if (!list.some(({ version }) => version === owned.version)) list.push(owned)
    const { version, share, block, logIndex } = owned
    return { key: `${asset} ${version}`, value: `${share} ${block} ${logIndex}` }
  }

  restore({ key, value }: Note): void {
    const [asset, version] = key.split(' ')
    const [share, block, logIndex] = value.split(' ').map(Number)
    this.add(asset!, { version: version!, share: share!, block: block!, logIndex: logIndex! })
  }

  /** The versions released before a place of the chain, in the order of their releases. */
  before(asset: string, { block, logIndex }: Position): Owned[] {
    const released = this.#byAsset.get(asset) ?? []
    return released.filter((each) => each.block < block || (each.block === block && each.logIndex < logIndex))
  }
}
