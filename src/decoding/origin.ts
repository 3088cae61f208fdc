/**
 * The names of inputs: a file has its own name; standard input and requests have one by what they are. Only a file's name
 * is the same when the input is sent again, so identities of events may be made only from such a name.
 */
export const standardInputOrigin = '-'
const requestPrefix = 'request '

export function requestOrigin(requestId: string): string {
  return `${requestPrefix}${requestId}`
}

export function isNamed(origin: string): boolean {
  return origin !== standardInputOrigin && !origin.startsWith(requestPrefix)
}
