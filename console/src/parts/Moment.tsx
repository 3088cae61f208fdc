/** A time with its zone. @param at RFC 3339 in UTC, as every answer has it */
export function Moment({ at }: { at: string }) {
  const [, day, clock] = /^(\d{4}-\d{2}-\d{2})T([\d:.]+)Z$/.exec(at) ?? []
  const text = day === undefined ? at : clock === '00:00:00' ? `${day} 00:00 UTC` : `${day} ${clock} UTC`
  return (
    <time className="moment" dateTime={at}>
      {text}
    </time>
  )
}
