/** Builds the console into dist/console: files with relative addresses, so that it works below any path. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './build/compressed.ts'
import { glossary } from './build/glossary.ts'
import { preloaded } from './build/preloaded.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Whatever environment a build runs in, as that of a test: React for development is nearly twice as large.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production'

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [
    react(),
    glossary(here('../docs/glossary.md')),
    preloaded(here('src/pages/overview/index.tsx')),
    compressed(),
  ],
  // The same files that package.json offers under these names, from their sources. A test compares the two.
  resolve: {
    alias: {
      'headwater/client': here('../src/client/browser.ts'),
      'headwater/merkle': here('../src/merkle/index.ts'),
    },
  },
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: address in a style sheet or script would need more rights than the pages have.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // `npx vite console` serves the sources, with the API of a server that runs beside it.
  server: { proxy: { '/v1': 'http://127.0.0.1:8787' } },
})
