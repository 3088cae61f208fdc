/** headwater/merkle in a real browser, loaded from a file, with no network. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as merkleLibrary from '../../src/merkle/index.ts'
import { buildTree, verifyProof } from '../../src/merkle/index.ts'
import { startBrowser } from '../support/browser.ts'
import { bundleMerkle } from './bundle.ts'

/** The global that the bundle sets, for functions that run in the page. */
declare const merkle: typeof merkleLibrary

const leaves = Array.from({ length: 1_000 }, (_, i) => ({
  account: `0x${(i * 7_919 + 1).toString(16).padStart(40, 'A')}`,
  token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  cumulative: (1n << 130n) + BigInt(i),
}))

const browser = await startBrowser()
afterAll(() => browser?.close())

describe.skipIf(browser === undefined)('headwater/merkle in a browser', () => {
  let page: Page

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'headwater-page-'))
    await writeFile(join(folder, 'merkle.js'), (await bundleMerkle()).code)
    await writeFile(join(folder, 'index.html'), '<!doctype html><script src="merkle.js"></script>')
    page = await browser!.newPage()
    await page.goto(pathToFileURL(join(folder, 'index.html')).href)
  })

  it('builds the tree that Node builds, and each of its proofs holds in both', async () => {
    const tree = buildTree(leaves)
    const there = await page.evaluate((given) => {
      const tree = merkle.buildTree(given)
      const proofs = given.map((_, i) => tree.proof(i))
      const holding = given.filter((leaf, i) => merkle.verifyProof(tree.root, leaf, proofs[i]!)).length
      const misplaced = given.filter((leaf, i) => merkle.verifyProof(tree.root, leaf, proofs[i ^ 1]!)).length
      return { root: tree.root, dump: JSON.stringify(tree.dump()), proofs, holding, misplaced }
    }, leaves)
    expect(there.root).toBe(tree.root)
    expect(there.dump).toBe(JSON.stringify(tree.dump()))
    expect(there.holding).toBe(1_000)
    expect(there.misplaced).toBe(0)
    for (const [i, leaf] of leaves.entries()) {
      expect(verifyProof(there.root, leaf, there.proofs[i]!)).toBe(true)
    }
  })

  it('refuses what it refuses in Node, with the advice of each code', async () => {
    const leaf = leaves[0]!
    const wrong = [
      { root: '0x1', leaf, proof: [] },
      { root: leaf.token, leaf: { ...leaf, account: '0x1' }, proof: [] },
      { root: `0x${'0'.repeat(64)}`, leaf: { ...leaf, account: '0x1' }, proof: [] },
      { root: `0x${'0'.repeat(64)}`, leaf: { ...leaf, cumulative: -1n }, proof: [] },
    ]
    const refused = await page.evaluate(
      (given) =>
        given.map(({ root, leaf, proof }) => {
          try {
            return merkle.verifyProof(root, leaf, proof)
          } catch (error) {
            const { code, path, fix } = error as { code: string; path: string; fix: string }
            return { code, path, advised: fix !== '' }
          }
        }),
      wrong,
    )
    expect(refused).toEqual([
      { code: 'proof.malformed', path: '/root', advised: true },
      { code: 'proof.malformed', path: '/root', advised: true },
      { code: 'address.malformed', path: '/account', advised: true },
      { code: 'tree.cumulativeOutOfRange', path: '/cumulative', advised: true },
    ])
  })
})
