/** Token counts of a Langfuse generation, from the usage object that it has. */
import { fail } from '../../errors.ts'
import type { GatewayCall } from './call.ts'
import { countOf, first, isObject, type Json, remainder } from './record.ts'

type Tokens = GatewayCall['tokens']

/** @throws HeadwaterError `record.incomplete` without usage, `record.inconsistent`, `record.malformed` */
export function langfuseTokens(body: Json): Tokens {
  const details = first(body, 'usageDetails')
  if (isObject(details)) return isOpenAi(details) ? openAiTokens(details) : disjointTokens(details)
  const usage = first(body, 'usage')
  if (!isObject(usage)) {
    fail('record.incomplete', 'The generation has neither usageDetails nor usage.', {
      path: '/body/usageDetails',
    })
  }
  if (isOpenAi(usage)) return openAiTokens(usage)
  const unit = usage.unit ?? 'TOKENS'
  if (unit !== 'TOKENS') {
    fail('record.malformed', 'The usage is not counted in tokens.', { path: '/body/usage/unit' })
  }
  return {
    input: countOf(first(usage, 'input', 'promptTokens'), '/body/usage/input'),
    output: countOf(first(usage, 'output', 'completionTokens'), '/body/usage/output'),
    cacheRead: undefined,
    cacheWrite: undefined,
  }
}

/** Names of usage types are free. The words `input`, `output` and `cache` in a name give its class. */
function disjointTokens(details: Json): Tokens {
  const sums = new Map<keyof Tokens, number>()
  let total = 0
  for (const [type, value] of Object.entries(details)) {
    const path = `/body/usageDetails/${type}`
    const count = countOf(value, path)
    if (count === undefined || type === 'total') continue
    const kind = classOf(type)
    if (kind === undefined) {
      fail('record.malformed', `The usage type ${JSON.stringify(type.slice(0, 64))} has no known class.`, {
        path,
      })
    }
    sums.set(kind, (sums.get(kind) ?? 0) + count)
    total += count
  }
  const stated = countOf(details.total, '/body/usageDetails/total')
  if (stated !== undefined && stated !== total) {
    fail(
      'record.inconsistent',
      `The usage types add up to ${total}, but total is ${stated}: some are counted twice, or missing.`,
      { path: '/body/usageDetails/total' },
    )
  }
  const of = (kind: keyof Tokens) => sums.get(kind)
  return {
    input: of('input'),
    output: of('output'),
    cacheRead: of('cacheRead'),
    cacheWrite: of('cacheWrite'),
  }
}

function classOf(type: string): keyof Tokens | undefined {
  if (type.includes('cache')) return /creation|write/.test(type) ? 'cacheWrite' : 'cacheRead'
  if (type.includes('input')) return 'input'
  if (type.includes('output')) return 'output'
  return undefined
}

function isOpenAi(usage: Json): boolean {
  return usage.prompt_tokens !== undefined || usage.completion_tokens !== undefined
}

/** OpenAI's usage object: its prompt tokens include the cached ones. */
function openAiTokens(usage: Json): Tokens {
  const details = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const cacheRead = countOf(details.cached_tokens, '/body/usage/prompt_tokens_details/cached_tokens')
  const prompt = countOf(usage.prompt_tokens, '/body/usage/prompt_tokens')
  return {
    input: remainder(prompt, [cacheRead], '/body/usage/prompt_tokens'),
    output: countOf(usage.completion_tokens, '/body/usage/completion_tokens'),
    cacheRead,
    cacheWrite: undefined,
  }
}
