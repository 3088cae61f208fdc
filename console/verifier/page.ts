/** The elements of the page, and what it says of what it was given. */

export const element = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind

export function say(id: string, text: string, answer?: boolean): void {
  const output = element(id)
  output.textContent = text
  output.className = answer === undefined ? '' : answer ? 'yes' : 'no'
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
