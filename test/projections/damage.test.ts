/** An embedded usage store whose files were damaged: it names the table and the part, and never opens with fewer rows. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { damagedUsage, isDamage, placeOf } from '../../src/projections/engine/damage.ts'
import { engineFailure } from '../../src/projections/engine/failure.ts'
import { openUsage, type UsageEngine } from '../../src/projections/index.ts'
import { noLimits } from '../../src/projections/refused/store.ts'
import { id } from '../support/id.ts'

describe('words of the engine', () => {
  test('become the file, the part and the table, and are cut', () => {
    const folder = '3bd4c21e-727c-4d21-ad80-f332a9fcab5a'
    const words = `Checksum doesn't match: corrupted data. Reference: 8e52. Actual: 45fe. This is most likely due to hardware failure. ${'If you receive broken data '.repeat(40)}: While reading or decompressing /data/usage/store/3bd/${folder}/all_1_1_0/data.bin (position: 720)`
    const error = Object.assign(new Error(words), { type: 'CHECKSUM_DOESNT_MATCH' })
    expect(isDamage(error)).toBe(true)
    const place = placeOf(error, (found) => (found === folder ? 'calls' : undefined))
    expect(place).toEqual({ table: 'calls', part: 'all_1_1_0', file: 'data.bin' })
    const failure = damagedUsage('/data/usage', place, { words, cause: error })
    expect(failure).toMatchObject({ code: 'data.damaged', retry: false, data: place })
    expect(failure.message).toBe(
      "The file data.bin of the part all_1_1_0 of the table calls in the usage store /data/usage is damaged: Checksum doesn't match: corrupted data. Reference: 8e52. Actual: 45fe.",
    )
  })

  test('on the limit of open files are no damage and no lack of rights', () => {
    const error = new Error('Cannot open file /data/usage/x, errno: 24, strerror: Too many open files')
    expect(isDamage(error)).toBe(false)
    expect(engineFailure(error)).toMatchObject({
      code: 'data.fileLimit',
      fix: expect.stringContaining('ulimit -n'),
    })
  })
})

describe('a process that ended while it made the store', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-unmade-usage-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const folder = join('store', 'e3c', 'e3cd8678-e81b-4720-9cac-e7c9ce06e5ad')

  async function expectToOpen(path: string): Promise<void> {
    mkdirSync(join(path, folder, 'detached'), { recursive: true })
    writeFileSync(join(path, folder, 'format_version.txt'), '')
    const usage = await openUsage({ path, refused: noLimits })
    expect(await usage.refused.count()).toBe(0)
    await usage.close()
  }

  test('left the folder of its first table, before the link to the definitions', async () => {
    await expectToOpen(join(root, 'first'))
  })

  test('left the folder of a later table, which no definition names', async () => {
    const path = join(root, 'later')
    await (await openUsage({ path, refused: noLimits })).close()
    await expectToOpen(path)
  })

  test('did not leave a part: then the link was there, and is gone', async () => {
    const path = join(root, 'part')
    mkdirSync(join(path, folder, 'all_1_1_0'), { recursive: true })
    await expect(expectToOpen(path)).rejects.toMatchObject({
      code: 'data.damaged',
      data: { file: 'metadata/default' },
    })
  })
})

describe('a store with damaged files', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-damaged-usage-'))
  const original = join(root, 'usage')
  const open = (path: string): Promise<UsageEngine> => openUsage({ path, refused: noLimits })
  beforeAll(async () => {
    const usage = await open(original)
    await usage.refused.add([
      {
        id: '00112233445566778899aabbccddeeff',
        origin: 'test',
        format: 'cloudevents',
        line: 1,
        code: 'line.notJson',
        path: '',
        message: 'No JSON.',
        raw: id('raw'),
        refusedAt: '2026-01-01T00:00:00.000Z',
      },
    ])
    await usage.close()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  let copies = 0
  /** A copy of the store, and the paths in it that end as given. */
  function copy(): { path: string; find: (end: string) => string } {
    const path = join(root, `copy-${copies++}`)
    cpSync(original, path, { recursive: true, verbatimSymlinks: true })
    const definition = execFileSync('find', [path, '-name', 'refused.sql', '-path', '*/store/*']).toString()
    const folder = /UUID '([0-9a-f-]+)'/.exec(readFileSync(definition.trim(), 'utf8'))![1]!
    const table = join(path, 'store', folder.slice(0, 3), folder)
    return { path, find: (end) => (end === 'refused.sql' ? definition.trim() : join(table, end)) }
  }

  const damages: [string, (find: (end: string) => string) => void, object][] = [
    [
      'marks that were cut',
      (find) => writeFileSync(find('all_1_1_0/data.cmrk4'), 'x'),
      { table: 'refused', part: 'all_1_1_0' },
    ],
    [
      'another number of rows',
      (find) => writeFileSync(find('all_1_1_0/count.txt'), '3'),
      { table: 'refused', part: 'all_1_1_0', file: 'count.txt' },
    ],
    [
      'an empty definition',
      (find) => writeFileSync(find('refused.sql'), ''),
      { table: 'refused', file: 'refused.sql' },
    ],
    [
      'a definition with another type',
      (find) => {
        const text = readFileSync(find('refused.sql'), 'utf8')
        writeFileSync(find('refused.sql'), text.replace('`line` UInt64', '`line` UInt32'))
      },
      { table: 'refused', file: 'refused.sql' },
    ],
    [
      'a part that has another type of time',
      (find) => {
        const text = readFileSync(find('all_1_1_0/columns.txt'), 'utf8')
        writeFileSync(find('all_1_1_0/columns.txt'), text.replace('DateTime64(3,', 'DateTime64(1,'))
      },
      { table: 'refused', part: 'all_1_1_0', file: 'columns.txt' },
    ],
  ]

  test.each(damages)('is refused where it has %s, also the second time', async (_, damage, place) => {
    const { path, find } = copy()
    damage(find)
    for (const _ of ['first', 'second'])
      await expect(open(path)).rejects.toMatchObject({ code: 'data.damaged', data: { path, ...place } })
  })

  test('opens where a part that was replaced by a merge is damaged', async () => {
    const { path, find } = copy()
    // The merged part is the one that counts; what it was made from is left for a while.
    cpSync(find('all_1_1_0'), find('detached/all_1_1_0'), { recursive: true })
    renameSync(find('detached/all_1_1_0'), find('detached/broken-on-start_all_1_1_0'))
    expect(readdirSync(find('detached'))).toHaveLength(1)
    const usage = await open(path)
    expect(await usage.refused.count()).toBe(1)
    expect(await usage.files!.examine()).toEqual([])
    await usage.close()
  })
})
