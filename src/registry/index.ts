/**
 * The registry, event-sourced: `decide(event, registry)` gives a fact or refuses, `evolve(state, fact, revision)`
 * applies it, `createRegistry()` is the start. Facts are recorded as JSON in the order decided. `Registry` is what
 * others read.
 */

export { callCost } from './callCost.ts'
export {
  clauseFromBytes,
  clauseToBytes,
  payoutRuleFromBytes,
  payoutRuleToBytes,
} from './contractBytes.ts'
export type {
  Clause,
  ClauseTier,
  Cut,
  EdgeCap,
  Hold,
  Holder,
  HoldingTransfer,
  PayoutRule,
  Reserve,
  Threshold,
  Withholding,
} from './contractModel.ts'
export {
  type ContractsAt,
  clausesIn,
  contractsAt,
  costAt,
  costCards,
  cutInstants,
  hasContracts,
  isInForce,
  lastInForce,
} from './contracts.ts'
export { changedTimes, costsFromBytes, costsToBytes } from './cost.ts'
export { decide } from './decide.ts'
export type { Recording } from './definition.ts'
export { type ChainPart, chainEnd, DigestChain } from './digestChain.ts'
export { edgeAnswer, edgeBetween } from './edgeAnswer.ts'
export { type DocumentDigest, evolve, evolveDigested, evolvePlain } from './evolve.ts'
export { factData, factFromRecorded, factText, wireEventOf } from './facts.ts'
export { transfersFromBytes, transfersToBytes } from './holding.ts'
export { holdersIn } from './holdings.ts'
export { firstOf, idsBeginning } from './layer.ts'
export type {
  AccountBinding,
  Asset,
  Clauses,
  Contributions,
  ContributorColumns,
  Contributors,
  CostCard,
  Currency,
  Fee,
  Known,
  LineageEdge,
  Listed,
  ListedPart,
  Numbered,
  NumberedPayees,
  Payee,
  PayoutRules,
  Prices,
  Rate,
  Registry,
  Release,
  Version,
  Versions,
} from './model.ts'
export { tokenKey } from './model.ts'
export { assetNamed, currencyNamed, payeeNamed, versionNamed } from './named.ts'
export { accountOn, lastNotice, PayeeState, payeesOfAccount, unnamedPayee } from './payee.ts'
export type { Reach } from './paying.ts'
export { askedPayoutTerms, type PayeeTerms, type PayoutTerms, payoutTermsIn } from './payoutTerms.ts'
export { PlainFactReader } from './plainFact.ts'
export { givenAmount, priceCall, rateAt } from './pricing.ts'
export { promised } from './promises.ts'
export { ratesFromBytes, ratesToBytes } from './rate.ts'
export { reachOf } from './reach.ts'
export { checkPayee } from './require.ts'
export {
  type FeeBoundary,
  type FeeGroup,
  feeAt,
  isResolvable,
  keysReleasedAfter,
  latestVersion,
  type ResolvedVersion,
  resolveVersion,
  settlementBoundaries,
  type VersionBoundary,
  versionBoundaries,
} from './resolve.ts'
export { servedTime } from './servedTime.ts'
export { createRegistry, digestOfNothing, type RegistryState } from './state.ts'
export { insertByEffect, insertByTime } from './timeline.ts'
export { versionFromBytes, versionToBytes } from './versionBytes.ts'
export { sharesOf } from './versionState.ts'
