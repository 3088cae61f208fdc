import type { SuspensePage } from 'headwater/client'
import { Amount } from '../../parts/Amount.tsx'
import { Command } from '../../parts/Command.tsx'
import { Term } from '../../parts/Term.tsx'

/** Calls whose asset or version is not known. */
export function SuspenseItems({ items, more }: { items: SuspensePage['items']; more: boolean }) {
  return (
    <div>
      <dt>
        <Term word="suspense">Calls in suspense</Term>
      </dt>
      {items.map(({ asset, version, currency, calls, amount, waits, near }) => (
        <dd key={`${asset} ${version} ${currency}`}>
          <bdi>
            {asset}
            {version === null ? '' : ` ${version}`}
          </bdi>
          : {calls} calls, <Amount value={amount} currency={currency} />.{' '}
          {waits === 'asset' ? 'Release a version of this asset.' : 'Release this version.'}
          {near.length > 0 && (
            <>
              {' '}
              Or is it <bdi>{near[0]}</bdi>?
            </>
          )}
        </dd>
      ))}
      <dd className="steps">
        <Command line="headwater suspense" />
        {more && <span>lists all of them.</span>}
      </dd>
    </div>
  )
}
