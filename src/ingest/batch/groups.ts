/** Groups of a report: refused events by code, skipped records by reason. Their memory does not grow with the input. */
import { errorCatalogue, type Fault } from '../../errors.ts'
import type { ReadingCount, RefusedGroup, SkippedGroup } from '../answers.ts'
import { firstShownMax, skipReasonsMax } from '../limits.ts'

/** What a report says of one event. */
interface Told {
  readonly line: number
  readonly element?: number
  readonly source?: string
  readonly id?: string
  readonly fault?: Fault
}

type Place = RefusedGroup['first'][number]
type Growing<Group> = { -readonly [Name in keyof Group]: Group[Name] }

export class RefusedGroups {
  readonly #groups = new Map<string, Growing<RefusedGroup>>()

  add(outcome: Told): void {
    const { fault } = outcome
    if (!fault) return
    const { code, message, fix = errorCatalogue[code].fix } = fault
    let group = this.#groups.get(code)
    if (!group) {
      group = { code, count: 0, fix, message, first: [] }
      this.#groups.set(code, group)
    }
    group.count++
    if (group.first.length === firstShownMax) return
    const own = { ...(message !== group.message && { message }), ...(fix !== group.fix && { fix }) }
    group.first = [...group.first, { ...placeOf(outcome), ...own }]
  }

  /** The most frequent first. */
  list(): RefusedGroup[] {
    return [...this.#groups.values()].sort((one, other) => other.count - one.count)
  }
}

/** Where a refused event is, and its names. */
export function placeOf({ line, element, source, id, fault }: Told): Omit<Place, 'message' | 'fix'> {
  return {
    line,
    ...(element !== undefined && element >= 0 && { element }),
    ...(source !== undefined && { source }),
    ...(id !== undefined && { id }),
    path: fault?.path ?? '',
  }
}

/** Some reasons have a name in them that the record gives, so there may be any number of them. */
const otherReasons = 'other reasons'

export class SkippedGroups {
  readonly #groups = new Map<string, Growing<SkippedGroup>>()
  count = 0

  /** @param element index in the JSON array; below 0 where the input is no array */
  add(reason: string, line: number, element = -1): void {
    this.count++
    const known = this.#groups.has(reason) || this.#groups.size < skipReasonsMax
    const name = known ? reason : otherReasons
    let group = this.#groups.get(name)
    if (!group) {
      group = { reason: name, count: 0, firstLines: [] }
      this.#groups.set(name, group)
    }
    group.count++
    if (group.firstLines.length === firstShownMax) return
    group.firstLines = [...group.firstLines, line]
    if (element >= 0) group.firstElements = [...(group.firstElements ?? []), element]
  }

  list(): SkippedGroup[] {
    return [...this.#groups.values()].sort((one, other) => other.count - one.count)
  }

  /** Counts by reason. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#groups.values()].map(({ reason, count }) => [reason, count]))
  }
}

/** How often each reading of counts was taken. */
export class ReadingCounts {
  readonly #counts = new Map<string, number>()
  count = 0

  add(reading: string): void {
    this.count++
    const known = this.#counts.get(reading)
    if (known !== undefined || this.#counts.size < skipReasonsMax) this.#counts.set(reading, (known ?? 0) + 1)
    else this.#counts.set(otherReadings, (this.#counts.get(otherReadings) ?? 0) + 1)
  }

  /** The most frequent first. */
  list(): ReadingCount[] {
    return [...this.#counts]
      .map(([reading, count]) => ({ reading, count }))
      .sort((one, other) => other.count - one.count)
  }
}

const otherReadings = 'other readings'
