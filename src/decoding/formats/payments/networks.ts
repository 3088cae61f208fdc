/** Chains as gateways of payments name them, as CAIP-2. */
import { fail } from '../../../errors.ts'

/** The names of x402 version 1, by the numbers of their chains. */
const names: Readonly<Record<string, number>> = {
  ethereum: 1,
  sepolia: 11_155_111,
  abstract: 2_741,
  'abstract-testnet': 11_124,
  'base-sepolia': 84_532,
  base: 8_453,
  'avalanche-fuji': 43_113,
  avalanche: 43_114,
  iotex: 4_689,
  sei: 1_329,
  'sei-testnet': 1_328,
  polygon: 137,
  'polygon-amoy': 80_002,
  peaq: 3_338,
  story: 1_514,
  educhain: 41_923,
  'skale-base-sepolia': 324_705_682,
  megaeth: 4_326,
  monad: 143,
  stable: 988,
  'stable-testnet': 2_201,
  celo: 42_220,
  flare: 14,
}

const caip2 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/

/** @throws HeadwaterError `record.malformed` */
export function chainOf(network: string): string {
  if (caip2.test(network)) return network
  const number = Object.hasOwn(names, network) ? names[network] : undefined
  if (number === undefined) {
    const shown = JSON.stringify(network.slice(0, 64))
    fail('record.malformed', `${shown} is no chain of CAIP-2, and no network that x402 names.`, {
      path: '/network',
    })
  }
  return `eip155:${number}`
}
