/** Made by console/build/glossary.ts. */
declare module 'virtual:glossary' {
  const words: Readonly<Record<string, string>>
  export default words
}

declare module '*.css'
