/** @param what what is loaded: `the epochs` */
export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      Loading {what} …
    </p>
  )
}
