/**
 * The tree format of each chain. It is chosen when an epoch is closed, as its `until` is: the manifest names what is not
 * `openzeppelin`, the next close goes on with it, and `verify` computes the trees again as the manifest names them.
 */
import { compareUtf8 } from '../base/utf8.ts'
import type { PayoutLine } from '../books/port.ts'
import { fail } from '../errors.ts'
import { evmChainPattern } from '../events/account.ts'
import type { EpochManifest, ManifestTree } from '../log/manifest.ts'
import { type EvmTreeFormatName, evmTreeFormatNames, evmTreeFormats } from '../merkle/formats/index.ts'

/** By chain; a chain that is left out has the default. */
export type TreeFormats = ReadonlyMap<string, EvmTreeFormatName>

/** What a close is asked for: formats by chain. */
export type AskedFormats = Readonly<Record<string, string>>

const formatDefault = 'openzeppelin'

export function formatOf(formats: TreeFormats, chain: string): EvmTreeFormatName {
  return formats.get(chain) ?? formatDefault
}

export function isClaimedOnce(format: EvmTreeFormatName): boolean {
  return evmTreeFormats[format].kind === 'once'
}

export function paysOnce(formats: TreeFormats): boolean {
  return [...formats.values()].some(isClaimedOnce)
}

/** As a manifest lists them. */
export function listedFormats(formats: TreeFormats): { chain: string; format: string }[] {
  return [...formats]
    .map(([chain, format]) => ({ chain, format }))
    .sort((a, b) => compareUtf8(a.chain, b.chain))
}

/** @throws HeadwaterError `data.newer` */
export function formatOfTree({ format }: Pick<ManifestTree, 'format'>): EvmTreeFormatName {
  return format === undefined ? formatDefault : known(format)
}

/** Those of a closed epoch. @throws HeadwaterError `data.newer` */
export function treeFormatsOf(manifest: EpochManifest | undefined): TreeFormats {
  const listed = manifest?.version === 2 ? (manifest.treeFormats ?? []) : []
  return new Map(listed.map(({ chain, format }) => [chain, known(format)]))
}

/**
 * Those of the epoch that is closed now.
 * @param payouts all before it
 * @throws HeadwaterError `close.treeFormatMalformed`, `close.treeFormatFixed`
 */
export function nextTreeFormats(
  previous: EpochManifest | undefined,
  asked: AskedFormats | undefined,
  payouts: Iterable<PayoutLine>,
): TreeFormats {
  const formats = new Map(treeFormatsOf(previous))
  for (const [chain, name] of Object.entries(asked ?? {})) {
    const format = requireFormat(chain, name)
    if (format === formatOf(formats, chain)) continue
    if (!isClaimedOnce(format) && hasPayouts(payouts, chain)) {
      fail(
        'close.treeFormatFixed',
        `The trees of ${chain} are ${formatOf(formats, chain)}, and amounts were paid there: with ${format} a contract that has paid nothing yet would pay all of them again.`,
        { data: { chain, format: formatOf(formats, chain) } },
      )
    }
    if (format === formatDefault) formats.delete(chain)
    else formats.set(chain, format)
  }
  return formats
}

function requireFormat(chain: string, name: string): EvmTreeFormatName {
  const format = evmTreeFormatNames.find((each) => each === name)
  if (format !== undefined && evmChainPattern.test(chain)) return format
  return fail(
    'close.treeFormatMalformed',
    `${JSON.stringify(`${chain}=${name}`.slice(0, 100))} is not a chain and a format, as eip155:8453=merkl; formats are ${evmTreeFormatNames.join(', ')}.`,
    { path: '/treeFormats' },
  )
}

function hasPayouts(payouts: Iterable<PayoutLine>, wanted: string): boolean {
  for (const { chain } of payouts) if (chain === wanted) return true
  return false
}

function known(name: string): EvmTreeFormatName {
  const format = evmTreeFormatNames.find((each) => each === name)
  if (format !== undefined) return format
  return fail(
    'data.newer',
    `A manifest has trees of the format ${JSON.stringify(name.slice(0, 100))}; this Headwater knows ${evmTreeFormatNames.join(', ')}.`,
    { data: { format: name.slice(0, 100) } },
  )
}
