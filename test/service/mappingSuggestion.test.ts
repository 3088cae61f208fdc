/** First mappings of exports whose fields could be taken for something else. */
import { describe, expect, test } from 'vitest'
import { suggestFrom } from '../../src/service/mappingSuggestion.ts'
import { tryMapping } from '../../src/service/mappingTrial.ts'
import { chunksOf } from '../support/memoryIngest.ts'

const time = '2026-03-04T05:06:07Z'

/** What the suggested mapping makes of the records that it was made from. */
async function suggested(text: string) {
  const { format, mapping, unsure } = await suggestFrom(chunksOf(text), 'usage.csv')
  const { records } = await tryMapping(chunksOf(text), {
    format,
    mapping,
    origin: 'usage.csv',
    recordsMax: 99,
  })
  const read = records.map(({ event, skipped, refused }) => {
    const { data } = (event ?? {}) as { data?: { amount?: string; currency?: string; tokens?: object } }
    return data ? [data.amount, data.currency, data.tokens] : (skipped ?? refused?.code)
  })
  return { mapping: mapping as { event: Record<string, string> }, unsure: unsure.join('\n'), read }
}

describe('a suggested mapping', () => {
  test.each([
    ['cents', `id,time,model,cost_cents,currency\n1,${time},a,50,USD\n`, '0.5'],
    ['millionths', `id,time,model,cost_micros,currency\n1,${time},a,50000,USD\n`, '0.05'],
    // Anthropic's report of costs has cents, and no name says so.
    [
      'a report in cents',
      JSON.stringify({
        data: [
          {
            starting_at: time,
            results: [
              {
                amount: '123.78912',
                currency: 'USD',
                model: 'claude',
                cost_type: 'tokens',
                context_window: '0-200k',
                token_type: 'uncached_input_tokens',
              },
            ],
          },
        ],
      }),
      '1.2378912',
    ],
    // A quantity is no amount, and the name of a cost with "currency" in it is no currency.
    [
      'AWS',
      `identity/LineItemId,lineItem/UsageStartDate,lineItem/LineItemType,lineItem/UsageAmount,lineItem/UnblendedCost,lineItem/CurrencyCode\nx,${time},Usage,1000,0.003,USD\n`,
      '0.003',
    ],
    [
      'Azure',
      `Id,Time,MeterName,Quantity,CostInBillingCurrency,BillingCurrencyCode\n1,${time},gpt,12.345,0.05,USD\n`,
      '0.05',
    ],
    ['currencies in small letters', `id,time,model,cost,currency\n1,${time},a,5.00,usd\n`, '5'],
    ['a line that names the sign', `sep=;\nid;time;model;cost;currency\n1;${time};a;0,5;USD\n`, '0.5'],
  ])('of %s has the right amount', async (_name, text, amount) => {
    expect((await suggested(text)).read).toEqual([[amount, 'USD', {}]])
  })

  test('leaves out what is no usage, and numbers rows that nothing names', async () => {
    const columns =
      'BillingAccountId,BilledCost,BillingCurrency,ChargeCategory,ChargeClass,ChargePeriodStart,SkuId,ProviderName,SkuMeter'
    const row = (cost: string, category = 'Usage', charge = '') =>
      `acc,${cost},USD,${category},${charge},${time},S1,AWS,Claude`
    const text = [
      columns,
      row('0.5'),
      row('0.5'),
      row('-0.5', 'Credit'),
      row('-1', 'Usage', 'Correction'),
    ].join('\n')
    const { mapping, read, unsure } = await suggested(text)
    expect(read).toEqual([
      ['0.5', 'USD', {}],
      ['0.5', 'USD', {}],
      'charge that is no usage',
      'correction of an earlier invoice',
    ])
    expect(mapping.event.id).toMatch(/\{#again\}$/)
    expect(unsure).toContain('below zero')
  })

  test('of rows that are one kind of token each reads their kind', async () => {
    const text = `request_id,timestamp,model,token_type,quantity\n1,${time},a,input_tokens,5\n1,${time},a,output_tokens,7\n`
    expect((await suggested(text)).read).toEqual([
      [undefined, undefined, { input: 5 }],
      [undefined, undefined, { output: 7 }],
    ])
  })

  test('takes no name of an account or a service for that of a call', async () => {
    const rows = ['1', '2', '3'].map((id) => ({
      service: { id },
      account_id: id,
      usage_start_time: time,
      cost: 1,
    }))
    const { mapping } = await suggested(rows.map((row) => JSON.stringify(row)).join('\n'))
    expect(mapping.event.id).toBe('{usage_start_time?}/{service.id?}/{account_id?}{#again}')
  })

  test('says which amounts are no numbers', async () => {
    expect((await suggested(`id,time,model,cost\n1,${time},a,$5.00\n`)).unsure).toContain('such as "$5.00"')
  })

  test.each([
    ['PAR1\x15\x04', 'a Parquet file'],
    ['PK\x03\x04\x14\0', 'an Excel file'],
    ['<html>', 'HTML'],
  ])('is not made of %j', async (text, said) => {
    await expect(suggestFrom(chunksOf(text), 'file')).rejects.toMatchObject({
      code: 'input.unknownFormat',
      message: expect.stringContaining(said),
    })
  })
})
