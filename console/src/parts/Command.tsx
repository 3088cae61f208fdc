import { Copy } from './Copy.tsx'

/** A command of the command line, to copy. */
export function Command({ line }: { line: string }) {
  return (
    <span className="command">
      <code>{line}</code>
      <Copy text={line} what="the command" />
    </span>
  )
}
