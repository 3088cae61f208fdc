/** What takes input from the machine: the bytes of a file as `Headwater.ingest` takes them fastest. */
export { fileChunks } from '../ingest/fileChunks.ts'
