/** What became of a call. No row holds it: docs/lists.md says what it follows from. */
export const callStates = ['settled', 'suspense', 'pending'] as const
export type CallState = (typeof callStates)[number]
