/** The exact arithmetic of Headwater, for use as a library: amounts, shares. */
export * from './ledgerUnits.ts'
export * from './share.ts'
