/**
 * Judges registry events in runs: events that came one after the other, with no call between them. Identities and
 * contents of a run are hashed together and looked up together. Then each event is decided against everything before
 * it, in order, as commands are.
 */
import { hex } from '../../base/hex.ts'
import { type Fault, HeadwaterError } from '../../errors.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { RegistryWireEvent } from '../../events/index.ts'
import type { Micros } from '../../events/time.ts'
import { JsonText } from '../../eventstore/jsonText.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import {
  assetNamed,
  type DocumentDigest,
  decide,
  evolve,
  evolveDigested,
  factText,
  type Reach,
  type Recording,
  type RegistryState,
  reachOf,
} from '../../registry/index.ts'
import type { BackdatingQuestions } from '../backdating/questions.ts'
import { refuseBackdated } from '../backdating/refusal.ts'
import type { EventPlace, OpenBatch } from '../batch/openBatch.ts'
import { conflictFault } from '../batch/verdicts.ts'
import { checkOwner } from '../checkFields.ts'
import { refusalOf } from '../refusal.ts'
import { noRules, type RegistryRules, recordingAt } from '../rules.ts'
import { EventHashes, type HashedEvents } from './eventHashes.ts'
import type { FactBatch, HashWords } from './factBatch.ts'
import type { ReadFact } from './readFacts.ts'

export interface FactJudgeDependencies {
  readonly registry: RegistryState
  readonly identities: IdentityIndex
  readonly newEventId: () => string
  readonly clock: () => Date
  readonly rules?: RegistryRules
  /** Where backdating is refused. */
  readonly questions?: BackdatingQuestions | undefined
  /** Called where the registry in memory may be another than that of the log from now on. */
  readonly inDoubt?: (cause: Error) => void
}

/** A registry event whose fields are right, and whose sender may send it as far as the event itself says. */
export interface CheckedFact {
  readonly event: RegistryWireEvent
  /** The asset whose owner must be one of the sender's. */
  readonly ownedAsset?: string | undefined
  readonly place: EventPlace
  /** What a reader has made of it. */
  readonly read?: ReadFact
}

/** Events of one run. */
const runMax = 1_024
/** The same where judging may wait at an event: what comes after it in the run is judged again. */
const waitingRunMax = 64
const identityWords = identitySize / 4
/** Payees that are looked up together; an event more may bring more. */
const lookAheadMax = 65_536

/** A run as it is judged. */
interface Run {
  /** 16 bytes each. */
  readonly identity: Uint8Array
  readonly content: Uint8Array
  /** `identitySeen` of each, by the index and by the run itself. */
  readonly seen: Uint8Array
  readonly words: HashWords & { at: number }
  readonly now: Micros
  readonly recording: Recording
  /** Whether an event of the run was refused so far: a repetition of it is no repetition then. */
  refused: boolean
}

export class FactJudge {
  readonly #dependencies: FactJudgeDependencies
  readonly #hashes = new EventHashes()
  /** The events of batches that are decided and not in the index yet. */
  #decided: FactBatch[] = []
  #seen = new Uint8Array(runMax)

  constructor(dependencies: FactJudgeDependencies) {
    this.#dependencies = dependencies
  }

  /** How many events a run may have. */
  get runMax(): number {
    return this.#dependencies.questions === undefined ? runMax : waitingRunMax
  }

  /**
   * Decides the events in their order. Returns how many it took: fewer than all where the batch is full or judging
   * waits. Give it the others again then.
   * @param hashed the hashes of the events, where they are known
   */
  take(batch: OpenBatch, facts: readonly CheckedFact[], hashed?: HashedEvents): number {
    if (facts.length === 0) return 0
    const run = this.#begin(facts, hashed)
    for (let number = 0; number < facts.length; number++) {
      run.words.at = number * identityWords
      if (batch.full || !this.#takeOne(batch, facts[number]!, run)) return number
    }
    return facts.length
  }

  /** Call it when the registry events of the batch are in the index. */
  indexed({ facts }: OpenBatch): void {
    if (facts.length > 0) this.#decided = this.#decided.filter((decided) => decided !== facts)
  }

  #begin(facts: readonly CheckedFact[], hashed?: HashedEvents): Run {
    const { registry, identities, clock, rules = noRules } = this.#dependencies
    const { identity, content } = hashed ?? this.#hashes.of(facts.map(({ event }) => event))
    if (this.#seen.length < facts.length) this.#seen = new Uint8Array(facts.length)
    identities.check(identity, content, facts.length, this.#seen)
    const contributors = contributorsIn(facts)
    if (contributors.size > 1) registry.payees.lookAhead([...contributors])
    const now = clock().getTime() * 1_000
    const words = (bytes: Uint8Array) =>
      new Uint32Array(bytes.buffer, bytes.byteOffset, facts.length * identityWords)
    return {
      identity,
      content,
      seen: this.#seen,
      words: { identity: words(identity), content: words(content), at: 0 },
      now,
      recording: recordingAt(now, rules),
      refused: false,
    }
  }

  /** Returns false where judging waits. */
  #takeOne(batch: OpenBatch, checked: CheckedFact, run: Run): boolean {
    const { event, place, ownedAsset } = checked
    const { source, id } = event
    const outside = ownedAsset === undefined ? undefined : this.#ownerFault(ownedAsset, place)
    const seen = outside ? identitySeen.new : this.#seenBefore(run)
    if (seen === identitySeen.duplicate) {
      const { ordinal, line, submission } = place
      batch.addOutcome(submission, { ordinal, line, status: 'duplicate', source, id })
      return true
    }
    if (seen === identitySeen.conflict) {
      const fault = conflictFault(source, id)
      batch.addRefusal({ place, status: 'conflict', fault, source, id, registry: true })
      return true
    }
    try {
      if (outside) throw new HeadwaterError(outside)
      return this.#record(batch, checked, run)
    } catch (error) {
      const fault = refusalOf(error)
      run.refused = true
      batch.addRefusal({ place, status: 'rejected', fault, source, id, registry: true })
      return true
    }
  }

  /** @throws HeadwaterError where the registry refuses the event */
  #record(batch: OpenBatch, { event, place, read }: CheckedFact, run: Run): boolean {
    const { registry, newEventId, rules = noRules } = this.#dependencies
    const { type, source, id } = event
    const fact = decide(event, registry, run.recording)
    const reach = rules.backdating === 'allow' ? undefined : reachOf(event, registry, run.now)
    if (reach && !this.#mayReach(run, reach)) return false
    const { facts } = batch
    if (facts.length === 0) {
      facts.firstRevision = registry.count
      this.#decided.push(facts)
    }
    // The registry may add to an event: a notice, for example.
    const known = fact === read?.event ? read : undefined
    this.#apply(fact, known?.document)
    const recorded = { id: newEventId(), type, data: new JsonText(known?.text ?? factText(fact)) }
    batch.addFact({ place, source, id, event: recorded, reach }, run.words)
    return true
  }

  /** @throws where it may be applied in part */
  #apply(fact: ReturnType<typeof decide>, document: DocumentDigest | undefined): void {
    const { registry, inDoubt } = this.#dependencies
    try {
      if (document) evolveDigested(registry, fact, registry.count, document)
      else evolve(registry, fact, registry.count)
    } catch (error) {
      inDoubt?.(error as Error)
      throw error
    }
  }

  /** Returns false where that is not known yet. @throws HeadwaterError `registry.backdated` */
  #mayReach({ identity, words: { at } }: Run, reach: Reach): boolean {
    const { questions } = this.#dependencies
    if (questions === undefined) return true
    const answer = questions.answer(hex(identity.subarray(at * 4, at * 4 + identitySize)), reach)
    if (answer?.reached) refuseBackdated(reach, answer.reached)
    return answer !== undefined
  }

  /** `identitySeen` of the event, by everything before it. */
  #seenBefore({ identity, content, seen, words, refused }: Run): number {
    for (const facts of this.#decided) {
      const status = facts.seen(words)
      if (status !== identitySeen.new) return status
    }
    const status = seen[words.at / identityWords]!
    if (status === identitySeen.new || !refused) return status
    // It may be compared with an event of the run that was refused.
    const [from, to] = [words.at * 4, words.at * 4 + identitySize]
    const alone = new Uint8Array(1)
    this.#dependencies.identities.check(identity.subarray(from, to), content.subarray(from, to), 1, alone)
    return alone[0]!
  }

  /** An asset that the same run registers before is known already. */
  #ownerFault(asset: string, { submission }: EventPlace): Fault | undefined {
    return checkOwner(asset, assetNamed(this.#dependencies.registry, asset)?.owner, submission.allowed)
  }
}

/** Payees that contributions of the run name; not more than are looked up together. */
function contributorsIn(facts: readonly CheckedFact[]): Set<PayeeId> {
  const found = new Set<PayeeId>()
  for (const { event } of facts) {
    if (event.type !== 'io.headwater.contribution.recorded') continue
    for (const { payee } of event.data.contributions) found.add(payee)
    if (found.size >= lookAheadMax) break
  }
  return found
}
