/** The roles in which a payee earns a part. The file imports nothing, as edgeNames.ts. */

/** `clause`: what a clause gave to it. */
export const partRoles = ['holder', 'contributor', 'fee', 'cost', 'clause'] as const
export type PartRole = (typeof partRoles)[number]
