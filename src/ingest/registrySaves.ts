/** Has registry events that are only in memory written into the store, as soon as there are enough. */
import { invariant } from '../invariant.ts'
import type { OpenBatch } from './batch/openBatch.ts'
import type { HeldEvents, WriterDependencies } from './writerDependencies.ts'

type SaveDependencies = Pick<
  WriterDependencies,
  'registry' | 'saveRegistry' | 'holdRegistry' | 'registryEventsMax'
>

/** What the writer does for it. */
interface SaveTurns {
  readonly exclusively: (work: () => Promise<void>) => Promise<void>
  readonly failed: (cause: Error) => void
}

export class RegistrySaves {
  readonly #dependencies: SaveDependencies
  readonly #turns: SaveTurns
  #saving = false

  constructor(dependencies: SaveDependencies, turns: SaveTurns) {
    this.#dependencies = dependencies
    this.#turns = turns
  }

  /**
   * Call it at the end of a batch: memory has that batch then, and nothing after it. So the registry is written without a
   * pause of judging, once the batch is recorded.
   */
  hold({ facts }: OpenBatch): HeldEvents | undefined {
    const { registry, holdRegistry } = this.#dependencies
    if (holdRegistry === undefined || facts.length === 0 || !this.#isDue(1)) return undefined
    invariant(registry.count === facts.firstRevision + facts.length, 'the registry ends with the batch')
    try {
      return holdRegistry(facts.events.at(-1)!.id)
    } catch (error) {
      this.#turns.failed(error as Error)
      return undefined
    }
  }

  /** Call it when a batch is recorded. Judging waits for the store only where that is far behind. */
  afterBatch(): void {
    if (this.#isDue(this.#dependencies.holdRegistry === undefined ? 1 : 2)) this.#saveAlone()
  }

  /** Call it when others may have recorded events. */
  afterOthers(): void {
    if (this.#isDue(1)) this.#saveAlone()
  }

  #isDue(times: number): boolean {
    const { registry, registryEventsMax = Number.POSITIVE_INFINITY } = this.#dependencies
    return !this.#saving && registry.unsaved >= registryEventsMax * times
  }

  #saveAlone(): void {
    const { saveRegistry } = this.#dependencies
    if (saveRegistry === undefined) return
    this.#saving = true
    this.#turns
      .exclusively(saveRegistry)
      .catch(this.#turns.failed)
      .finally(() => {
        this.#saving = false
      })
  }
}
