/** The wallet that a browser has: an injected provider (EIP-1193). It signs and sends; the server writes what it signs. */

interface Provider {
  request(asked: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>
}

const wallet = (): Provider | undefined => (window as { ethereum?: Provider }).ethereum

export function hasWallet(): boolean {
  return wallet() !== undefined
}

/** The account that the user chose, and the chain that the wallet is on. It asks the user the first time. */
export async function chosenAccount(): Promise<{ address: string; chainId: number }> {
  const accounts = (await ask('eth_requestAccounts')) as readonly string[]
  const [address] = accounts
  if (address === undefined) throw new Error('The wallet gives no account.')
  return { address: address.toLowerCase(), chainId: Number(await ask('eth_chainId')) }
}

export async function signText(address: string, text: string): Promise<string> {
  return (await ask('personal_sign', hexOf(text), address)) as string
}

export async function signTypedData(address: string, typedData: unknown): Promise<string> {
  return (await ask('eth_signTypedData_v4', address, JSON.stringify(typedData))) as string
}

export interface Transaction {
  /** Decimal. */
  readonly chainId: string
  readonly from: string
  readonly to: string
  readonly data: string
}

/** A wallet signs typed data, and sends, only for the chain that it is on. @param chainId decimal */
export async function switchTo(chainId: string): Promise<void> {
  const wanted = `0x${BigInt(chainId).toString(16)}`
  if (((await ask('eth_chainId')) as string) !== wanted)
    await ask('wallet_switchEthereumChain', { chainId: wanted })
}

/** @returns the hash */
export async function sendTransaction({ chainId, from, to, data }: Transaction): Promise<string> {
  await switchTo(chainId)
  return (await ask('eth_sendTransaction', { from, to, data, value: '0x0' })) as string
}

const pollMs = 1_000
const minutesMax = 10

/** Waits until the transaction is in a block. @returns whether it succeeded */
export async function mined(hash: string): Promise<boolean> {
  for (let tries = 0; tries < (minutesMax * 60_000) / pollMs; tries++) {
    const receipt = (await ask('eth_getTransactionReceipt', hash)) as { status?: string } | null
    if (receipt !== null) return receipt.status === '0x1'
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  throw new Error(`The transaction ${hash} is in no block after ${minutesMax} minutes. The wallet shows it.`)
}

async function ask(method: string, ...params: readonly unknown[]): Promise<unknown> {
  const provider = wallet()
  if (provider === undefined) throw new Error('This browser has no wallet.')
  try {
    return await provider.request({ method, params })
  } catch (error) {
    // What wallets throw is an object with a message, and not always an error.
    const message = (error as { message?: unknown }).message
    throw new Error(`The wallet refused: ${typeof message === 'string' ? message : method}`)
  }
}

function hexOf(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
