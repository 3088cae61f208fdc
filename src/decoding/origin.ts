/**
 * What an input is called: a file by its name; standard input and requests by what they are. Only a name is the same
 * when the input is sent again, so only of a name an identity may be made.
 */

export const standardInputOrigin = '-'
const requestPrefix = 'request '

export function requestOrigin(requestId: string): string {
  return `${requestPrefix}${requestId}`
}

export function isNamed(origin: string): boolean {
  return origin !== standardInputOrigin && !origin.startsWith(requestPrefix)
}
