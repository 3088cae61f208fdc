/** One node of the picture: its figures, and what can be done with it. */
import { Link } from 'wouter'
import { Amount } from '../../parts/Amount.tsx'
import { type FlowNode, nameOf } from './drawing.ts'
import type { Shown } from './view.ts'

interface DetailsProps {
  readonly node: FlowNode
  readonly currency: string
  readonly shown: Shown
  readonly onShow: (change: Partial<Shown>) => void
}

export function Details({ node, currency, shown, onShow }: DetailsProps) {
  return (
    <section className="card flow-details" aria-label="The selected node" aria-live="polite">
      <h2>
        <bdi>{nameOf(node)}</bdi>
      </h2>
      <dl>
        <dt>In</dt>
        <dd>
          <Amount value={node.in} currency={currency} />
        </dd>
        <dt>Out</dt>
        <dd>
          <Amount value={node.out} currency={currency} />
        </dd>
        {node.within !== undefined && (
          <>
            <dt>Between its own versions</dt>
            <dd>
              <Amount value={node.within} currency={currency} />
            </dd>
          </>
        )}
      </dl>
      <p className="flow-steps">
        <Steps node={node} shown={shown} onShow={onShow} />
      </p>
    </section>
  )
}

function Steps({ node, shown, onShow }: Omit<DetailsProps, 'currency'>) {
  const { type, asset, payee, kind, owner, prefix } = node
  if (type === 'asset' && asset !== undefined)
    return (
      <>
        {shown.asset !== asset && (
          <button type="button" onClick={() => onShow({ asset })}>
            Show only this asset
          </button>
        )}
        <Link
          href={`/lineage/${encodeURIComponent(asset)}${shown.epoch === undefined ? '' : `/${encodeURIComponent(`epoch=${shown.epoch}`)}`}`}
        >
          Lineage
        </Link>
      </>
    )
  if (type === 'payee' && payee !== undefined)
    return (
      <>
        {shown.payee !== payee && (
          <button type="button" onClick={() => onShow({ payee, asset: undefined })}>
            Show only this payee
          </button>
        )}
        <Link href={`/statements/${encodeURIComponent(payee)}`}>Statement</Link>
      </>
    )
  if (type === 'assets') {
    const opened = prefix ?? (kind === undefined ? undefined : `${kind}:`)
    return (
      <>
        {(opened !== shown.prefix || owner !== shown.owner) && (
          <button type="button" onClick={() => onShow({ prefix: opened, owner, asset: undefined })}>
            Open this group
          </button>
        )}
        {(['kind', 'owner', 'prefix'] as const)
          .filter((by) => by !== (shown.by ?? 'kind'))
          .map((by) => (
            <button key={by} type="button" onClick={() => onShow({ by })}>
              Group by {by}
            </button>
          ))}
      </>
    )
  }
  return null
}
