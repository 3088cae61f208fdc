/** The steps of a statement as people read them: what each was, and why. */

import type { Statement } from '../service/headwater.ts'
import { shownName } from '../service/names.ts'
import { counted } from './counted.ts'
import { describeTiers } from './tiers.ts'

type Step = NonNullable<Statement['currencies'][number]['steps']>[number]

const names: Readonly<Record<Step['step'], string>> = {
  earned: 'earned',
  clause: 'clause',
  transfer: 'transfer',
  payment: 'paid elsewhere',
  deposit: 'deposit',
  postings: 'other postings',
  lotDue: 'reserve due',
  reserve: 'reserved',
  lotDrawn: 'reserve drawn on',
  withheld: 'withheld',
  paid: 'paid',
  withheldFor: 'withheld from others',
}

export function nameOfStep({ step }: Step): string {
  return names[step]
}

export function describeStep(step: Step): string {
  if (step.count !== undefined) return `${counted(step.count, 'more step')} of this kind`
  switch (step.step) {
    case 'clause':
      return describeClause(step)
    case 'transfer':
    case 'payment':
    case 'deposit':
      return [
        ...(step.with === undefined ? [] : [`${side(step)} ${shownName(step.with)}`]),
        `${step.id} of ${step.source}, ${step.time}`,
        ...(step.note === undefined ? [] : [shownName(step.note)]),
      ].join(': ')
    case 'lotDue':
    case 'lotDrawn':
      return `of epoch ${step.epoch}, due ${step.due}`
    case 'reserve':
      return `${step.rule?.share} of the epoch, due ${step.due} (${describeRule(step.rule)})`
    case 'withheld':
      return step.rule === undefined
        ? ''
        : `${step.rule.share} for ${shownName(step.with ?? '')} (${describeRule(step.rule)})`
    case 'paid':
      return `to ${step.chain}:${step.account}`
    default:
      return ''
  }
}

type Cap = NonNullable<Statement['currencies'][number]['caps']>[number]

/** E.g. `agent:a@1 to model:m@1: 0.2 up to 100; taken 100, left 0: used up`. */
export function describeCap({ left, cap, taken, share, ...edge }: Cap): string {
  const ends = `${edge.asset}@${edge.version} to ${edge.sourceAsset}@${edge.sourceVersion}`
  return `${ends}: ${share} up to ${cap}; taken ${taken}, left ${left}${left === '0' ? ': used up' : ''}`
}

/** What is beside the amount earned: how much of it is late or corrected, and how many edges' caps are used up. */
export function describeEarned({
  late,
  adjusted = '0',
  caps = [],
}: Pick<Statement['currencies'][number], 'late' | 'adjusted' | 'caps'>): string {
  const usedUp = caps.filter(({ left }) => left === '0')
  const first = usedUp[0]
  const edge = first && `${first.asset}@${first.version} to ${first.sourceAsset}@${first.sourceVersion}`
  const more = usedUp.length > 1 ? ` and ${counted(usedUp.length - 1, 'more edge')}` : ''
  return [
    ...(late === '0' ? [] : [`late: ${late}`]),
    ...(adjusted === '0' ? [] : [`by corrections of earlier calls: ${adjusted}`]),
    ...(edge === undefined ? [] : [`cap used up: ${edge}${more}`]),
  ].join('; ')
}

/** A step that takes nothing is one of a clause that takes from the payee: of what it gives there is an amount. */
function describeClause(step: Step): string {
  const { clause = '', tiers = [], base, cap, taken, left, with: other = '' } = step
  const to = base === undefined ? 'from' : 'to'
  const of = base === undefined ? '' : ` of ${base}`
  const capped = cap === undefined ? `taken ${taken}` : `taken ${taken} of ${cap}, left ${left}`
  return `${shownName(clause)} ${to} ${shownName(other)}: ${describeTiers(tiers)}${of}; ${capped}`
}

function side({ amount }: Step): string {
  return amount.startsWith('-') ? 'to' : 'from'
}

function describeRule(rule: Step['rule']): string {
  const { payee = null, currency = null, effectiveFrom = '' } = rule ?? {}
  const whose = payee === null ? 'rule for every payee' : `rule for ${shownName(payee)}`
  return `${whose}${currency === null ? '' : ` in ${currency}`} since ${effectiveFrom}`
}
