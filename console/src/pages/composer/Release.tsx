/** Keeps the file, loads one, and releases the agent after a confirmation. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CompositionPreview } from 'headwater/client'
import { type ChangeEvent, useRef } from 'react'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Failure } from '../../parts/Failure.tsx'
import type { AgentFile, Fault } from './draft.ts'
import { Faults } from './Faults.tsx'

interface ReleaseProps {
  readonly preview: CompositionPreview | undefined
  /** Whether the preview is of what the page shows. */
  readonly isCurrent: boolean
  readonly onLoad: (file: AgentFile) => void
}

export function Release({ preview, isCurrent, onLoad }: ReleaseProps) {
  const session = useSession()
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const release = useMutation({
    mutationFn: async ({ events }: CompositionPreview) => {
      const body = events.map((event) => `${JSON.stringify(event)}\n`).join('')
      return headwater.submit(new TextEncoder().encode(body), { origin: 'composer' })
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const refused = release.data?.filter(({ fault }) => fault !== undefined) ?? []
  const isOfThis = keyOf(release.variables) === keyOf(preview)
  const mayRelease = mayUse(session, ['registry'])
  return (
    <section className="card">
      <h2>Keep it, or release it</h2>
      <div className="release-steps">
        <Download file={isCurrent ? (preview?.file ?? null) : null} />
        <Load onLoad={onLoad} />
        <button
          type="button"
          className="primary"
          disabled={!mayRelease || !isCurrent || preview?.releasable !== true || release.isPending}
          onClick={() => dialog.current?.showModal()}
        >
          Release …
        </button>
      </div>
      {!mayRelease && <p>To release an agent, a key needs the scope registry.</p>}
      {isOfThis && release.error !== null && <Failure error={release.error} />}
      {isOfThis && release.data !== undefined && (
        <p role="status">
          {refused.length === 0
            ? 'The agent is released.'
            : `The ledger changed meanwhile: ${refused.map(({ fault }) => fault!.message).join(' ')}`}
        </p>
      )}
      <dialog ref={dialog} aria-labelledby="confirm-release">
        <h3 id="confirm-release">Release this version?</h3>
        <p>
          A version never changes. <bdi>{preview?.composition?.asset}</bdi>{' '}
          <bdi>{preview?.composition?.version}</bdi> is recorded with {preview?.events.length} events, for
          everyone to build on.
        </p>
        <form method="dialog" className="release-steps">
          <button type="submit">Keep looking</button>
          <button type="submit" className="primary" onClick={() => preview && release.mutate(preview)}>
            Release
          </button>
        </form>
      </dialog>
    </section>
  )
}

/** The version that a preview is of. What came of a release is no longer shown once the draft is another. */
function keyOf(preview: CompositionPreview | undefined): string {
  return `${preview?.composition?.asset} ${preview?.composition?.version}`
}

function Download({ file }: { file: string | null }) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([file ?? ''], { type: 'application/yaml' }))
    const link = document.createElement('a')
    link.href = url
    link.download = 'agent.yaml'
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 1_000)
  }
  return (
    <button type="button" disabled={file === null} onClick={save}>
      Save as agent.yaml
    </button>
  )
}

/** The server reads the file, so that a file is read in one way only. */
function Load({ onLoad }: Pick<ReleaseProps, 'onLoad'>) {
  const input = useRef<HTMLInputElement>(null)
  const load = useMutation({
    mutationFn: async (file: File) => headwater.compose(await file.text()),
    onSuccess: ({ composition }) => composition && onLoad(composition),
  })
  const faults: readonly Fault[] = load.data?.composition === null ? load.data.faults : []
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) load.mutate(file)
    // The same file may be chosen again.
    event.target.value = ''
  }
  return (
    <>
      <button type="button" disabled={load.isPending} onClick={() => input.current?.click()}>
        Load a file …
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        aria-label="File of an agent"
        onChange={take}
      />
      {load.error !== null && <Failure error={load.error} />}
      <Faults faults={faults} />
    </>
  )
}
