import { query } from 'chdb'
import { expect, it } from 'vitest'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import { isAllowedFunction } from '../../../src/projections/query/functions.ts'
import { querySettings } from '../../../src/projections/query/limits.ts'
import { queryContract } from '../contract/query.ts'
import { openEmbeddedStore, temporaryFolder } from '../support/store.ts'

queryContract('embedded', openEmbeddedStore)

it('a query that takes too long is ended', async () => {
  const engine = await openEmbeddedEngine(temporaryFolder())
  const endless = 'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number)) FORMAT Null'
  const { readonly: _, ...settings } = querySettings
  await expect(engine.restricted(endless, { ...settings, max_execution_time: '1' })).rejects.toMatchObject({
    data: { engineCode: '159' },
  })
  await engine.close()
})

/** Names that the engine itself lists. */
function namesOf(sql: string): string[] {
  return query(sql, 'TSV').trim().split('\n')
}

it('I23: no table function of the engine is allowed', () => {
  const names = namesOf('SELECT name FROM system.table_functions')
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter(isAllowedFunction)).toEqual([])
})

it('I23: no function of the engine that reads files, dictionaries, models or facts of the machine is allowed', () => {
  const names = namesOf(
    `SELECT name FROM system.functions WHERE categories IN ('Introspection', 'Dictionary', 'Embedded Dictionary', 'Machine Learning', 'AI')`,
  )
  const others =
    'file catboostEvaluate joinGet joinGetOrNull getSetting getSettingOrDefault getServerSetting getMacro getServerPort hasColumnInTable hostName FQDN ' +
    'currentUser authenticatedUser currentRoles showCertificate getClientHTTPHeader sleep sleepEachRow structureToProtobufSchema serverUUID filesystemCapacity ' +
    'getMergeTreeSetting evalMLMethod initializeAggregation timeSeriesTagsToGroup'
  expect(names.length).toBeGreaterThan(50)
  expect([...names, ...others.split(' ')].filter(isAllowedFunction)).toEqual([])
})
