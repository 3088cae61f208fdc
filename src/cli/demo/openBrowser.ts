/** Opens an address in the browser of the user, where the machine has one. */
import { spawn } from 'node:child_process'

/** @returns whether a browser was asked to open it */
export async function openBrowser(
  url: string,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): Promise<boolean> {
  const [file, ...rest] = openerOf(platform, env) ?? []
  if (file === undefined) return false
  return new Promise((resolve) => {
    const child = spawn(file, [...rest, url], { stdio: 'ignore', detached: true })
    child.on('error', () => resolve(false))
    child.on('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/** A machine of the Linux kind without a screen has none. */
function openerOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '']
  const hasScreen = env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined
  return hasScreen ? ['xdg-open'] : undefined
}
