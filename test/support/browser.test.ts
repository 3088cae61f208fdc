import { afterEach, describe, expect, it, vi } from 'vitest'
import { startBrowser } from './browser.ts'

const failing = () => Promise.reject(new Error('no such file\nand more'))

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('tests in a browser, where none starts,', () => {
  it('are skipped with a message on the machine of a user', async () => {
    vi.stubEnv('CI', '')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect(await startBrowser(failing)).toBeUndefined()
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      'skipped: tests in a browser, because Chromium does not start here (no such file)',
    )
  })

  it('fail in CI', async () => {
    vi.stubEnv('CI', 'true')
    await expect(startBrowser(failing)).rejects.toThrow('CI skips none')
  })
})
