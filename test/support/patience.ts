/**
 * How long tests wait for what is bound to happen. A machine with other work takes many times as long as one without. A
 * developer who broke something hears of it sooner.
 */
export const patienceMs = process.env.CI === 'true' ? 300_000 : 60_000
