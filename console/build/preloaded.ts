/** Lets a browser fetch what the first page needs beside the entry, instead of after the entry has run. */
import type { HtmlTagDescriptor, Plugin } from 'vite'

/** @param page the module of the page that most visits open */
export function preloaded(page: string): Plugin {
  return {
    name: 'headwater-preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk: entry }) {
        const chunks = new Map(
          Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])),
        )
        const first = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === page)
        if (first === undefined) throw new Error(`${page} is no chunk of its own.`)
        const needed = new Set([first.fileName])
        // A set goes on with what is added to it while it is read.
        for (const name of needed) for (const other of chunks.get(name)?.imports ?? []) needed.add(other)
        needed.delete(entry?.fileName ?? '')
        for (const name of entry?.imports ?? []) needed.delete(name)
        const styles = new Set<string>()
        for (const name of needed)
          for (const style of chunks.get(name)?.viteMetadata?.importedCss ?? []) styles.add(style)
        const link = (rel: string, name: string): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href: `./${name}` },
          injectTo: 'head',
        })
        return [
          ...[...needed].map((name) => link('modulepreload', name)),
          ...[...styles].map((name) => link('stylesheet', name)),
        ]
      },
    },
  }
}
