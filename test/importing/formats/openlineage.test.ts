import { describe, expect, test } from 'vitest'
import { edgesIn, importFiles, openPolicy, releasesIn } from '../support.ts'

const policy = { ...openPolicy, kinds: { '*': 'dataset' }, owners: { '*': 'acme' } }

const dataset = (name: string, facets: object = {}) => ({ namespace: 's3://lake', name, facets })
const columns = (...inputs: [string, string][]) => ({
  columnLineage: {
    fields: Object.fromEntries(
      inputs.map(([name, type], index) => [
        `column${index}`,
        {
          inputFields: [
            { namespace: 's3://lake', name, field: 'a', transformations: [{ type, subtype: 'X' }] },
          ],
        },
      ]),
    ),
  },
})

function run(fields: object) {
  return {
    eventType: 'COMPLETE',
    eventTime: '2026-05-01T10:00:00Z',
    run: { runId: '0190aaaa-0000-7000-8000-000000000001' },
    job: { namespace: 'etl', name: 'nightly' },
    inputs: [],
    outputs: [],
    ...fields,
  }
}

const edge = (derived: string, source: string) =>
  `dataset:s3@3A@//lake/${derived}@1 composedOf dataset:s3@3A@//lake/${source}@1`

describe('inputs and outputs of a run', () => {
  const event = run({ inputs: [dataset('a'), dataset('b')], outputs: [dataset('c'), dataset('d')] })

  test('are no edges by themselves, and each pair is reported', () => {
    const plan = importFiles({ 'run.json': event }, policy)
    expect(edgesIn(plan)).toEqual([])
    expect(plan.report.leftOut).toHaveLength(4)
    expect(plan.report.leftOut[0]).toMatchObject({
      reason: 'inputsTimesOutputs',
      message: expect.stringContaining('etl/nightly'),
    })
  })

  test('are edges where the policy names the job', () => {
    const plan = importFiles({ 'run.json': event }, { ...policy, jobs: [{ job: 'etl/*' }] })
    expect(edgesIn(plan)).toEqual([edge('c', 'a'), edge('c', 'b'), edge('d', 'a'), edge('d', 'b')])
  })

  test('of column lineage are exactly the edges that the columns give', () => {
    const outputs = [
      dataset('c', columns(['a', 'DIRECT'])),
      dataset('d', columns(['b', 'DIRECT'], ['a', 'INDIRECT'])),
    ]
    const plan = importFiles({ 'run.json': run({ inputs: [dataset('a'), dataset('b')], outputs }) }, policy)
    expect(edgesIn(plan)).toEqual([edge('c', 'a'), edge('d', 'b')])
    expect(plan.report.leftOut.map(({ reason, to }) => `${reason} ${to}`)).toEqual([
      'weak dataset:s3@3A@//lake/b',
      'weak dataset:s3@3A@//lake/a',
    ])
  })

  test('of the facet of explicit lineage are edges, whatever entity carries it', () => {
    const entry = {
      namespace: 's3://lake',
      name: 'c',
      type: 'DATASET',
      inputs: [{ namespace: 's3://lake', name: 'a', type: 'DATASET' }],
    }
    const inputs = [dataset('a'), dataset('b')]
    for (const event of [
      run({
        inputs,
        outputs: [dataset('c')],
        job: { namespace: 'etl', name: 'x', facets: { lineage: { entries: [entry] } } },
      }),
      run({
        inputs,
        outputs: [dataset('c')],
        run: { runId: 'r', facets: { lineage: { lineage: [entry] } } },
      }),
      run({ inputs, outputs: [dataset('c', { lineage: { inputs: entry.inputs } })] }),
    ]) {
      expect(edgesIn(importFiles({ 'run.json': event }, policy))).toEqual([edge('c', 'a')])
    }
  })

  test('an input that works on the whole output by one column is no edge', () => {
    const inputs = [{ namespace: 's3://lake', name: 'a', type: 'DATASET', field: 'day' }]
    const plan = importFiles(
      { 'run.json': run({ inputs: [dataset('a')], outputs: [dataset('c', { lineage: { inputs } })] }) },
      policy,
    )
    expect(plan.report.leftOut).toMatchObject([{ reason: 'weak' }])
    expect(edgesIn(plan)).toEqual([])
  })
})

describe('events of one run', () => {
  test('add up: the facets of an early event count once the run completes', () => {
    const lines = [
      run({ eventType: 'START', inputs: [dataset('a')], outputs: [dataset('c', columns(['a', 'DIRECT']))] }),
      run({ outputs: [dataset('c', { version: { datasetVersion: '42' } })] }),
    ]
    const plan = importFiles({ 'run.ndjson': lines.map((line) => JSON.stringify(line)).join('\n') }, policy)
    expect(edgesIn(plan)).toEqual(['dataset:s3@3A@//lake/c@42 composedOf dataset:s3@3A@//lake/a@1'])
  })

  test.each(['START', 'RUNNING', 'FAIL', 'ABORT'])(
    'that ends with %s give nothing, and a note',
    (eventType) => {
      const plan = importFiles(
        {
          'run.json': run({
            eventType,
            inputs: [dataset('a')],
            outputs: [dataset('c', columns(['a', 'DIRECT']))],
          }),
        },
        policy,
      )
      expect(plan.events).toEqual([])
      expect(plan.report.notes).toMatchObject([{ note: expect.stringContaining(eventType) }])
    },
  )

  test('name versions by their facet, and owners', () => {
    const output = dataset('c', {
      ...columns(['a', 'DIRECT']),
      ownership: { owners: [{ name: 'team:data' }] },
    })
    const plan = importFiles(
      {
        'run.json': run({ inputs: [dataset('a', { version: { datasetVersion: '7' } })], outputs: [output] }),
      },
      { ...policy, owners: { '*/c': '{owner}', '*': 'acme' } },
    )
    expect(edgesIn(plan)).toEqual(['dataset:s3@3A@//lake/c@1 composedOf dataset:s3@3A@//lake/a@7'])
    expect(plan.events.find(({ data }) => data.asset === 'dataset:s3@3A@//lake/c')?.data.owner).toBe(
      'team:data',
    )
  })

  test('a dataset event has lineage without a run', () => {
    const event = { eventTime: '2026-05-01T10:00:00Z', dataset: dataset('view', columns(['a', 'DIRECT'])) }
    expect(releasesIn(importFiles({ 'event.json': event }, policy))).toEqual([
      'dataset:s3@3A@//lake/a@1',
      'dataset:s3@3A@//lake/view@1',
    ])
  })
})

test('a source without namespace and name holds the output that needs it', () => {
  const columnLineage = { fields: { a: { inputFields: [{ name: 'a', field: 'a' }] } } }
  const { report, events } = importFiles(
    { 'run.json': run({ outputs: [dataset('c', { columnLineage })] }) },
    policy,
  )
  expect(report.leftOut).toMatchObject([{ reason: 'unusableName' }])
  expect([events, report.held.length]).toEqual([[], 1])
})
