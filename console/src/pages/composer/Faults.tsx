import type { Fault } from './draft.ts'

/** Why the release would be refused, beside what it is about: the sentence, what to do, and the code. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null
  return (
    <ul className="composer-faults">
      {faults.map(({ code, message, fix, path, event }) => (
        <li key={`${event} ${path} ${code}`}>
          <bdi>{message}</bdi> {fix} <code>{code}</code>
        </li>
      ))}
    </ul>
  )
}

/** Those of a place in the file, or of a place below it. */
export function faultsAt(faults: readonly Fault[], ...places: readonly string[]): Fault[] {
  return faults.filter(({ path }) => places.some((place) => path === place || path.startsWith(`${place}/`)))
}
