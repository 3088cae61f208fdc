/**
 * Questions that cost more than their answers. One verification works at a time, and a second one is refused at once:
 * it takes minutes on a large ledger. Explanations, flows and lineages are computed without a pause, so few may wait for their
 * turn, and requests of other kinds come between them. Trees with all their proofs hold up to 256 MiB for as long as their
 * reader takes; so do runs of all statements, each of which is computed and often made a document.
 */
import { bounded } from '../base/bounded.ts'
import { fail } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'

type Bounded = Pick<
  Headwater,
  | 'verify'
  | 'explain'
  | 'explainTo'
  | 'payeeCalls'
  | 'flow'
  | 'callFlow'
  | 'lineage'
  | 'tree'
  | 'statementsInFull'
>

/** A walk itself runs alone; while it asks the database, which answers three at a time, others may do the same. */
const walksMax = 3
const waitingMax = 32
/** Whole trees that are read at a time. None waits: how long a reader takes is up to it. */
const treesMax = 4
const statementRunsMax = 2

export function boundedReads<Reads extends Bounded>(reads: Reads): Reads {
  const enterVerify = bounded({ running: 1, waiting: 0 }, () =>
    fail('verify.inProgress', 'A verification of this ledger is under way.'),
  )
  const enterWalk = bounded({ running: walksMax, waiting: waitingMax }, () =>
    fail('request.busy', `${waitingMax} requests of this kind wait already.`),
  )
  const enterTree = bounded({ running: treesMax, waiting: 0 }, () =>
    fail('request.busy', `${treesMax} trees are being read already.`),
  )
  const enterStatementRun = bounded({ running: statementRunsMax, waiting: 0 }, () =>
    fail('request.busy', `${statementRunsMax} runs of all statements are being read already.`),
  )
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const leave = await enterWalk()
    try {
      return await work()
    } finally {
      leave()
    }
  }
  return {
    ...reads,
    async *verify(...asked) {
      const leave = await enterVerify()
      try {
        yield* reads.verify(...asked)
      } finally {
        leave()
      }
    },
    async *tree(...asked) {
      const leave = await enterTree()
      try {
        yield* reads.tree(...asked)
      } finally {
        leave()
      }
    },
    async *statementsInFull(...asked) {
      const leave = await enterStatementRun()
      try {
        yield* reads.statementsInFull(...asked)
      } finally {
        leave()
      }
    },
    explain: (...call) => inTurn(() => reads.explain(...call)),
    explainTo: (...call) => inTurn(() => reads.explainTo(...call)),
    payeeCalls: (...asked) => inTurn(() => reads.payeeCalls(...asked)),
    flow: (...asked) => inTurn(() => reads.flow(...asked)),
    callFlow: (...call) => inTurn(() => reads.callFlow(...call)),
    lineage: (query) => inTurn(() => reads.lineage(query)),
  }
}
