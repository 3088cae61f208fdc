/** Refusals of a range of blocks, as providers word them. */

/** The provider, what it says, and the number of blocks in it; undefined where they name none. */
export const rangeRefusals: readonly (readonly [string, string, number | undefined])[] = [
  ['reth, erigon', 'query exceeds max results 20000, retry with the range 6000000-6000509', 510],
  [
    'Arc',
    'request exceeded max allowed range: query exceeds max results 2000, retry with the range 64862334-64862849',
    516,
  ],
  ['Arc, by range', 'requested range too large', undefined],
  ['Sei', 'block range too large (2000), maximum allowed is 1000 blocks', 1000],
  ['1RPC', 'eth_getLogs is limited to a 1000 blocks range', 1000],
  [
    'Alchemy',
    'You can make eth_getLogs requests with up to a 500 block range. Based on your parameters, this block range should work: [0x3d7773, 0x3d7966]',
    500,
  ],
  [
    'Alchemy, free plan',
    'Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x64, 0x6d]. Upgrade to PAYG for expanded block range.',
    10,
  ],
  [
    'Alchemy, by size',
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2,000 block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x64, 0x95]',
    50,
  ],
  [
    'Alchemy, a range that ends before it begins',
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size. Based on your parameters, this block range should work: [0x95, 0x64]',
    2000,
  ],
  [
    'Alchemy, by bytes',
    'Response size is larger than 150MB limit. Please consider reducing your block range.',
    undefined,
  ],
  ['Infura', 'query returned more than 10000 results. Try with this block range [0x64, 0x95].', 50],
  ['geth', 'query returned more than 10000 results', undefined],
  ['Cloudflare', 'Max range: 3500', 3500],
  ['another', "'fromBlock'-'toBlock' range too large. Max range: 800", 800],
  ['thirdweb', 'Maximum allowed number of requested blocks is 3500', 3500],
  ['BlockPI', 'limited to 2000 block', 2000],
  ['Base', 'block range too large', undefined],
  ['Blast', 'exceeds the range allowed for your plan (5000 > 3000)', 3000],
  [
    'Chainstack',
    'Block range limit exceeded. See more details at https://docs.chainstack.com/docs/limits#evm-range-limits',
    undefined,
  ],
  ['Ankr', 'block range is too wide', undefined],
  ['QuickNode', 'eth_getLogs is limited to a 10,000 range', 10_000],
  ['PublicNode', 'exceed maximum block range: 50000', 50_000],
  ['Hyperliquid', 'query exceeds max block range 1000', 1000],
  ['dRPC', 'ranges over 10000 blocks are not supported on free plan', 10_000],
  ['evmos', 'maximum [from, to] blocks distance: 2000', 2000],
  ['ethermint', 'requested too many blocks from 1 to 2000, maximum is set to 1024', 1024],
  ['Coinbase', 'block range greater than 1000 max', 1000],
  ['besu', 'Requested range exceeds maximum RPC range limit', undefined],
  ['a node that is busy', 'query timeout exceeded', undefined],
  ['a proxy', 'backend response too large', undefined],
]
