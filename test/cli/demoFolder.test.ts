import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prepareDemoFolder } from '../../src/cli/demo/folder.ts'

describe("the demo's folder", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-demo-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('is created again by the next demo', () => {
    const { inputs } = prepareDemoFolder(folder)
    writeFileSync(join(inputs, 'old.ndjson'), '')
    expect(readdirSync(prepareDemoFolder(folder).inputs)).toEqual([])
  })

  test('is never one that has other files', () => {
    writeFileSync(join(folder, 'events.sqlite'), 'books')
    expect(() => prepareDemoFolder(folder)).toThrow(expect.objectContaining({ code: 'demo.folderNotEmpty' }))
    expect(readdirSync(folder)).toEqual(['events.sqlite'])
  })
})
