/** The limit of open files, which every engine reports in a way of its own. */

/** Whether the system refused to open one more file. */
export function isFileLimit(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { readonly code?: unknown; readonly message?: string }
  return code === 'EMFILE' || code === 'ENFILE' || /errno: (?:23|24)\b|Too many open files/.test(message)
}

/** @param what could not be opened */
export function fileLimitMessage(what: string): string {
  return `Too many files are open: the system refused to open ${what}.`
}
